/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-facts.h"

static void
read_clear (SuretyTokenRead *self)
{
  g_free (self->place.name);
  abi_item_free (self->item);
  g_clear_pointer (&self->minus, surety_token_read_free);
}

void
surety_token_read_free (SuretyTokenRead *self)
{
  read_clear (self);
  g_free (self);
}

static void
read_free (gpointer data)
{
  surety_token_read_free (data);
}

static void
gate_free (gpointer data)
{
  SuretyMintGate *gate = data;

  read_clear (&gate->read);
  g_free (gate);
}

static void
rate_event_free (SuretyRateEvent *self)
{
  g_free (self->place.name);
  abi_item_free (self->item);
  g_free (self);
}

SuretyTokenFacts *
surety_token_facts_new (void)
{
  SuretyTokenFacts *self = g_new0 (SuretyTokenFacts, 1);

  self->feeds = g_ptr_array_new_with_free_func (g_free);
  self->fees = g_ptr_array_new_with_free_func (read_free);
  self->validator_counts = g_ptr_array_new_with_free_func (read_free);
  self->mint.gates = g_ptr_array_new_with_free_func (gate_free);
  return self;
}

static void
exit_clear (SuretyExitRoute *self)
{
  g_free (self->place.name);
  g_clear_pointer (&self->waiting, surety_token_read_free);
  g_clear_pointer (&self->available, surety_token_read_free);
  g_clear_pointer (&self->delay, surety_token_read_free);
  g_clear_pointer (&self->paused, surety_token_read_free);
  g_clear_pointer (&self->slowed, surety_token_read_free);
  g_clear_pointer (&self->minimum, surety_token_read_free);
}

static void
mint_clear (SuretyMint *self)
{
  g_free (self->place.name);
  g_ptr_array_unref (self->gates);
  g_clear_pointer (&self->minimum, surety_token_read_free);
  g_clear_pointer (&self->room, surety_token_read_free);
  g_clear_pointer (&self->cap, surety_token_read_free);
  g_clear_pointer (&self->preview, surety_token_read_free);
  g_clear_pointer (&self->fee, surety_token_read_free);
  g_clear_pointer (&self->loan, surety_token_read_free);
}

void
surety_token_facts_free (SuretyTokenFacts *self)
{
  g_free (self->source);
  g_clear_pointer (&self->growth, surety_token_read_free);
  g_clear_pointer (&self->rate_event, rate_event_free);
  g_clear_pointer (&self->paused, surety_token_read_free);
  g_ptr_array_unref (self->feeds);
  g_ptr_array_unref (self->fees);
  g_ptr_array_unref (self->validator_counts);
  exit_clear (&self->exit);
  mint_clear (&self->mint);
  g_free (self);
}
