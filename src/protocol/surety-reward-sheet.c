/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-reward-sheet.h"

struct _SuretyRewardSheet
{
  GObject parent_instance;

  SuretyRewardFacts facts; /* holds references */
  char *server;
};

G_DEFINE_FINAL_TYPE (SuretyRewardSheet, surety_reward_sheet, G_TYPE_OBJECT)

static void
surety_reward_sheet_finalize (GObject *object)
{
  SuretyRewardSheet *self = SURETY_REWARD_SHEET (object);

  g_clear_object (&self->facts.rewards);
  g_clear_pointer (&self->facts.claim, surety_claim_unref);
  g_free (self->server);
  G_OBJECT_CLASS (surety_reward_sheet_parent_class)->finalize (object);
}

static void
surety_reward_sheet_class_init (SuretyRewardSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_reward_sheet_finalize;
}

static void
surety_reward_sheet_init (SuretyRewardSheet *self)
{
}

SuretyRewardSheet *
surety_reward_sheet_new (const SuretyRewardFacts *facts)
{
  SuretyRewardSheet *self;

  g_return_val_if_fail (facts != NULL && G_IS_LIST_MODEL (facts->rewards), NULL);

  self = g_object_new (SURETY_TYPE_REWARD_SHEET, NULL);
  self->facts = *facts;
  self->server = g_strdup (facts->server);
  g_object_ref (self->facts.rewards);
  if (self->facts.claim != NULL)
    surety_claim_ref (self->facts.claim);
  return self;
}

const Address *
surety_reward_sheet_get_account (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), NULL);
  return &self->facts.account;
}

guint64
surety_reward_sheet_get_block (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), 0);
  return self->facts.block;
}

guint64
surety_reward_sheet_get_time (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), 0);
  return self->facts.time;
}

SuretyKnown
surety_reward_sheet_get_known (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), SURETY_KNOWN_UNKNOWN);
  return self->facts.known;
}

const SuretyRewardRoot *
surety_reward_sheet_get_root (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), NULL);
  return self->facts.has_root ? &self->facts.root : NULL;
}

const SuretyRewardRoot *
surety_reward_sheet_get_next (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), NULL);
  return self->facts.has_next ? &self->facts.next : NULL;
}

gboolean
surety_reward_sheet_get_paused (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), FALSE);
  return self->facts.paused;
}

const Address *
surety_reward_sheet_get_claimer (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), NULL);

  if (address_is_zero (&self->facts.claimer) ||
      address_equal (&self->facts.claimer, &self->facts.account))
    return NULL;
  return &self->facts.claimer;
}

const char *
surety_reward_sheet_get_server (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), NULL);
  return self->server;
}

GListModel *
surety_reward_sheet_get_rewards (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), NULL);
  return self->facts.rewards;
}

SuretyClaim *
surety_reward_sheet_get_claim (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), NULL);
  return self->facts.claim;
}

guint
surety_reward_sheet_get_n_left_out (SuretyRewardSheet *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), 0);
  return self->facts.n_left_out;
}

static gboolean
is_among (const Address *tokens, guint n, const Address *token)
{
  for (guint i = 0; i < n; i++)
    if (address_equal (&tokens[i], token))
      return TRUE;
  return FALSE;
}

static gboolean
has_something (SuretyRewardSheet *self, const Address *token)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->facts.rewards); i++)
    {
      g_autoptr (SuretyReward) reward = g_list_model_get_item (self->facts.rewards, i);
      SuretyFigure *claimable = surety_reward_get_claimable (reward);

      if (address_equal (surety_reward_get_token (reward), token))
        return surety_figure_is_known (claimable) && surety_figure_get_value (claimable) > 0;
    }
  return FALSE;
}

SuretyClaim *
surety_reward_sheet_make_claim (SuretyRewardSheet *self, const Address *tokens, guint n)
{
  SuretyClaim *claim;
  gboolean keep[SURETY_CLAIM_MAX_TOKENS] = { FALSE };
  gboolean any = FALSE;

  g_return_val_if_fail (SURETY_IS_REWARD_SHEET (self), NULL);

  claim = self->facts.claim;
  for (guint i = 0; claim != NULL && i < surety_claim_get_n (claim); i++)
    {
      const Address *token = &surety_claim_get_token (claim, i)->token;

      keep[i] = (tokens == NULL || is_among (tokens, n, token)) && has_something (self, token);
      any = any || keep[i];
    }
  return any ? surety_claim_new_of (claim, keep) : NULL;
}
