/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-proved.h"

#include "surety-flow.h"

/* All that is asked of one account: one eth_getProof. */
typedef struct
{
  Address address;
  GArray *slots; /* u256 */
  GArray *words; /* u256 */
  gboolean says_nonce;
  guint nonce; /* its place in the batch */
  AccountState state;
} Account;

/* Which word of which account. */
typedef struct
{
  guint account;
  guint slot;
} Place;

struct _SuretyProved
{
  GPtrArray *accounts; /* Account */
  GArray *places;      /* Place */
  gboolean agreed;
  guint64 block;
  guint64 time;
};

static void
account_free (gpointer data)
{
  Account *account = data;

  g_array_unref (account->slots);
  g_array_unref (account->words);
  g_free (account);
}

static Account *
get_account (const SuretyProved *self, guint i)
{
  return g_ptr_array_index (self->accounts, i);
}

SuretyProved *
surety_proved_new (void)
{
  SuretyProved *self = g_rc_box_new0 (SuretyProved);

  self->accounts = g_ptr_array_new_with_free_func (account_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  return self;
}

static void
proved_clear (gpointer data)
{
  SuretyProved *self = data;

  g_ptr_array_unref (self->accounts);
  g_array_unref (self->places);
}

void
surety_proved_unref (SuretyProved *self)
{
  g_rc_box_release_full (self, proved_clear);
}

guint
surety_proved_add_account (SuretyProved *self, const Address *address)
{
  Account *account;

  for (guint i = 0; i < self->accounts->len; i++)
    if (address_equal (&get_account (self, i)->address, address))
      return i;

  account = g_new0 (Account, 1);
  account->address = *address;
  account->slots = g_array_new (FALSE, FALSE, sizeof (u256));
  account->words = g_array_new (FALSE, TRUE, sizeof (u256));
  g_ptr_array_add (self->accounts, account);
  return self->accounts->len - 1;
}

guint
surety_proved_add_nonce (SuretyProved *self, const Address *address)
{
  const guint i = surety_proved_add_account (self, address);

  get_account (self, i)->says_nonce = TRUE;
  return i;
}

guint
surety_proved_add_slot (SuretyProved *self, const Address *contract, u256 slot)
{
  Place place = { surety_proved_add_account (self, contract), 0 };
  Account *account = get_account (self, place.account);

  g_return_val_if_fail (account->slots->len < SURETY_PROOF_MAX_SLOTS, 0);

  place.slot = account->slots->len;
  g_array_append_val (account->slots, slot);
  g_array_append_val (self->places, place);
  return self->places->len - 1;
}

gboolean
surety_proved_is_agreed (const SuretyProved *self)
{
  return self->agreed;
}

guint64
surety_proved_get_time (const SuretyProved *self)
{
  return self->time;
}

guint64
surety_proved_get_block (const SuretyProved *self)
{
  return self->block;
}

const AccountState *
surety_proved_get_account (const SuretyProved *self, guint i)
{
  return &get_account (self, i)->state;
}

u256
surety_proved_get_word (const SuretyProved *self, guint i)
{
  const Place *place = &g_array_index (self->places, Place, i);

  return g_array_index (get_account (self, place->account)->words, u256, place->slot);
}

typedef struct
{
  SuretyProved *self;
  SuretyEndpoints *endpoints;
  guint64 block;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  surety_proved_unref (run->self);
  g_object_unref (run->endpoints);
  g_free (run);
}

/* The root of that block's header; that its fields are those of its hash was looked at when it was read. What is
 * left is a header of a form this program can't hash, which proves nothing and is no lie. */
static gboolean
read_root (Run *run, SuretyBatch *batch, Hash *out, GError **error)
{
  g_autoptr (GError) unknown = NULL;
  Header header;
  Hash hash;

  if (!surety_batch_get_header (batch, 0, &hash, &header, &unknown))
    {
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_UNSUPPORTED,
                   "No header to prove under: %s",
                   unknown != NULL ? unknown->message : "there is no such block");
      return FALSE;
    }
  if (header.number != run->block)
    {
      g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF,
                           "The header is another block's");
      return FALSE;
    }
  run->self->agreed = surety_batch_get_witnesses (batch) > 1;
  run->self->block = header.number;
  run->self->time = header.timestamp;
  *out = header.state_root;
  return TRUE;
}

/* What could not be answered claims nothing. */
static gboolean
check_nonce (const Account *account, SuretyBatch *batch, GError **error)
{
  guint64 said;

  if (!account->says_nonce || !surety_batch_get_uint64 (batch, account->nonce, &said, NULL) ||
      said == account->state.nonce)
    return TRUE;
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF,
               "The account's next number is said to be %" G_GUINT64_FORMAT
               ", and proved to be %" G_GUINT64_FORMAT,
               said, account->state.nonce);
  return FALSE;
}

static gboolean
check_all (SuretyProved *self, SuretyBatch *batch, const Hash *root, GError **error)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      Account *account = get_account (self, i);

      g_array_set_size (account->words, account->slots->len);
      if (!surety_batch_check_proof (batch, i, root, &account->address,
                                     (const u256 *) (gpointer) account->slots->data,
                                     account->slots->len, &account->state,
                                     (u256 *) (gpointer) account->words->data, error) ||
          !check_nonce (account, batch, error))
        return FALSE;
    }
  return TRUE;
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  SuretyProved *self = run->self;
  g_autoptr (SuretyBatch) headers = surety_batch_new ();
  g_autoptr (SuretyBatch) proofs = surety_batch_new ();
  g_autoptr (GError) error = NULL;
  char block[U256_HEX_SIZE];
  DexFuture *header;
  DexFuture *proof;
  gboolean ok;
  Hash root;

  u256_to_quantity (run->block, block);
  surety_batch_add_block (headers, block);
  for (guint i = 0; i < self->accounts->len; i++)
    {
      const Account *account = get_account (self, i);

      surety_batch_add_proof (proofs, &account->address,
                              (const u256 *) (gpointer) account->slots->data, account->slots->len,
                              block);
    }
  for (guint i = 0; i < self->accounts->len; i++)
    {
      Account *account = get_account (self, i);

      if (account->says_nonce)
        account->nonce = surety_batch_add_nonce (proofs, &account->address, block);
    }
  header = surety_endpoints_run_agreed (run->endpoints, headers);
  proof = surety_endpoints_run (run->endpoints, proofs);
  ok = dex_await (surety_flow_guard (flow, header), &error);
  ok = dex_await (surety_flow_guard (flow, proof), ok ? &error : NULL) && ok;
  if (!ok || !read_root (run, headers, &root, &error) || !check_all (self, proofs, &root, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

DexFuture *
surety_proved_run (SuretyProved *self, SuretyEndpoints *endpoints, guint64 block)
{
  Run *run;

  dex_return_error_if_fail (self != NULL);
  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (endpoints));

  run = g_new0 (Run, 1);
  run->self = g_rc_box_acquire (self);
  run->endpoints = g_object_ref (endpoints);
  run->block = block;
  return surety_flow_spawn (run_fiber, run, run_free);
}
