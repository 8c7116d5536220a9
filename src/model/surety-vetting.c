/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-vetting-private.h"

struct _SuretyVetting
{
  GObject parent_instance;

  SuretyVettingDraft draft;
  CheckSubject subject;
  GListStore *checks;
  GListStore *attention;
  GListStore *clear;
};

G_DEFINE_FINAL_TYPE (SuretyVetting, surety_vetting, G_TYPE_OBJECT)

static void
surety_vetting_finalize (GObject *object)
{
  SuretyVetting *self = SURETY_VETTING (object);

  g_clear_object (&self->draft.chain.network);
  g_clear_object (&self->checks);
  g_clear_object (&self->attention);
  g_clear_object (&self->clear);

  G_OBJECT_CLASS (surety_vetting_parent_class)->finalize (object);
}

static void
surety_vetting_class_init (SuretyVettingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_vetting_finalize;
}

static void
surety_vetting_init (SuretyVetting *self)
{
  self->checks = g_list_store_new (SURETY_TYPE_CHECK);
  self->attention = g_list_store_new (SURETY_TYPE_CHECK);
  self->clear = g_list_store_new (SURETY_TYPE_CHECK);
}

void
surety_vetting_draft_init (SuretyVettingDraft *draft, const SuretyVettingChain *chain)
{
  *draft = (SuretyVettingDraft) { .chain = *chain };
  if (chain->block != 0)
    surety_vetting_put (draft, FACT_HEAD, chain->block);
  if (chain->exit_known)
    surety_vetting_put (draft, FACT_EXIT_DELAY, chain->exit_delay);
  if (chain->configuration_known)
    surety_vetting_put (draft, FACT_CONFIGURATION_DELAY, chain->configuration_delay);
}

void
surety_vetting_put (SuretyVettingDraft *draft, CheckFact fact, guint64 value)
{
  check_set (&draft->facts, fact, value);
}

void
surety_vetting_put_wad (SuretyVettingDraft *draft, CheckFact fact, u256 wad)
{
  surety_vetting_put (draft, fact, wad > CHECK_WHOLE ? CHECK_WHOLE + 1u : (guint64) wad);
}

void
surety_vetting_put_age (SuretyVettingDraft *draft, CheckFact fact, guint64 block, guint64 time)
{
  const SuretyVettingChain *chain = &draft->chain;

  draft->evidence[fact].block = block;
  draft->evidence[fact].time = time;
  /* What is newer than the newest block known is of the next one: its age is nothing. */
  if (time != 0 && chain->time != 0)
    surety_vetting_put (draft, fact, chain->time > time ? chain->time - time : 0);
  else if (block != 0 && chain->block != 0)
    surety_vetting_put (draft, fact,
                        chain->block > block ? (chain->block - block) *
                                                 surety_network_get_block_seconds (chain->network)
                                             : 0);
}

void
surety_vetting_put_missing (SuretyVettingDraft *draft, CheckFact fact, SuretyMissing missing)
{
  draft->evidence[fact].missing = missing;
}

void
surety_vetting_put_address (SuretyVettingDraft *draft, CheckFact fact, const Address *address)
{
  draft->evidence[fact].has_place = TRUE;
  draft->evidence[fact].is_about = TRUE;
  draft->evidence[fact].place = *address;
}

void
surety_vetting_put_event (SuretyVettingDraft *draft,
                          CheckFact fact,
                          guint64 block,
                          guint64 time,
                          const Hash *transaction)
{
  static const Hash none = { 0 };

  draft->evidence[fact].block = block;
  draft->evidence[fact].time = time;
  draft->evidence[fact].has_transaction = !hash_equal (transaction, &none);
  draft->evidence[fact].transaction = *transaction;
}

/* What another number says there is none of. */
static gboolean
is_nothing (const CheckFacts *facts, CheckFact fact)
{
  static const struct
  {
    CheckFact fact;
    CheckFact other;
    guint64 value;
  } rows[] = {
    { FACT_DELAY, FACT_DELAY_SET, 0 },
    { FACT_PENDING_DELAY, FACT_PENDING_DELAY_BLOCK, 0 },
    { FACT_SLASHED_AGE, FACT_SLASHINGS, 0 },
    { FACT_SPLIT_NEXT, FACT_SPLIT_CHANGES, 0 },
    { FACT_SPLIT_WAIT, FACT_SPLIT_CHANGES, 0 },
    { FACT_SET_SHARE, FACT_SETS, 0 },
    { FACT_REDISTRIBUTING_SETS, FACT_SETS, 0 },
    { FACT_REDISTRIBUTED, FACT_SETS, 0 },
    { FACT_FILE_ANSWERS, FACT_NAMES_FILE, 0 },
    { FACT_DOMAIN_MATCHES, FACT_NAMES_FILE, 0 },
    { FACT_DOMAIN_MATCHES, FACT_FILE_ANSWERS, 0 },
    { FACT_VAULT_LOCKED, FACT_VAULT, 0 },
    { FACT_VAULT_OVER, FACT_VAULT, 0 },
    { FACT_VAULT_DURATION, FACT_VAULT, 0 },
    { FACT_VAULT_WAIT, FACT_VAULT, 0 },
    { FACT_VAULT_WAIT, FACT_VAULT_LOCKED, 0 },
    { FACT_SLASHER_SIGNERS, FACT_SLASHER_KIND, CHECK_KIND_NONE },
    { FACT_SLASHER_SIGNERS, FACT_SLASHER_KIND, CHECK_KIND_ACCOUNT },
    { FACT_SLASHER_SIGNERS, FACT_SLASHER_KIND, CHECK_KIND_CONTRACT },
    { FACT_SLASHER_OWNERS, FACT_SLASHER_KIND, CHECK_KIND_NONE },
    { FACT_SLASHER_OWNERS, FACT_SLASHER_KIND, CHECK_KIND_ACCOUNT },
    { FACT_SLASHER_OWNERS, FACT_SLASHER_KIND, CHECK_KIND_CONTRACT },
    { FACT_SLASHER_NEXT_KIND, FACT_SLASHER_CHANGE_BLOCK, 0 },
    { FACT_RECIPIENT_SLASHES, FACT_REDISTRIBUTES, 0 },
    { FACT_PAID_AGE, FACT_PAYMENTS_EVER, 0 },
    { FACT_STRATEGY_AGE, FACT_STRATEGIES_ADDED, 0 },
    { FACT_SERVICE_SLASHED_AGE, FACT_SERVICE_SLASHINGS, 0 },
    { FACT_EXIT_SECONDS, FACT_HAS_EXIT, 0 },
    { FACT_EXIT_SLOWED, FACT_HAS_EXIT, 0 },
    { FACT_ADMIN_KIND, FACT_UPGRADABLE, 0 },
    { FACT_ADMIN_DELAY, FACT_UPGRADABLE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].fact == fact && facts->numbers[rows[i].other].known &&
        facts->numbers[rows[i].other].value == rows[i].value)
      return TRUE;

  return FALSE;
}

static SuretyEvidence
complete_evidence (const SuretyVettingDraft *draft, CheckFact fact)
{
  SuretyEvidence evidence = draft->evidence[fact];

  evidence.fact = fact;
  evidence.number = draft->facts.numbers[fact];
  if (!evidence.number.known && is_nothing (&draft->facts, fact))
    evidence.missing = SURETY_MISSING_NOTHING;
  surety_check_source (fact, &evidence.source, &evidence.contract, &evidence.member);
  if (evidence.block == 0 && evidence.number.known)
    {
      evidence.block = draft->chain.block;
      evidence.time = draft->chain.time;
    }
  if (!evidence.has_place && evidence.contract != NULL)
    evidence.has_place = surety_network_get_contract (draft->chain.network, evidence.contract,
                                                      &evidence.place, NULL);

  return evidence;
}

static SuretyCheck *
judge (const SuretyVettingDraft *draft, CheckId id, const CheckLimits *limits)
{
  SuretyEvidence evidence[FACTS];
  gsize n = 0;
  const CheckFact *facts = check_facts (id, &n);

  for (gsize i = 0; i < n; i++)
    evidence[i] = complete_evidence (draft, facts[i]);

  return surety_check_new (check_run (id, &draft->facts, limits), evidence, (guint) n, limits,
                           surety_network_get_block_seconds (draft->chain.network));
}

SuretyVetting *
surety_vetting_finish (const SuretyVettingDraft *draft,
                       CheckSubject subject,
                       SuretyThresholds *thresholds)
{
  static const CheckVerdict order[] = { CHECK_PROBLEM, CHECK_CAUTION, CHECK_UNKNOWN, CHECK_CLEAR,
                                        CHECK_NOT_APPLICABLE };
  SuretyVetting *self = g_object_new (SURETY_TYPE_VETTING, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  self->draft = *draft;
  g_object_ref (self->draft.chain.network);
  self->subject = subject;
  for (CheckId id = 0; id < CHECKS; id++)
    if (check_subject (id) == subject)
      g_ptr_array_add (found, judge (draft, id, surety_thresholds_get_limits (thresholds)));

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < found->len; j++)
      {
        SuretyCheck *check = g_ptr_array_index (found, j);

        if (surety_check_get_verdict (check) != order[i])
          continue;
        g_list_store_append (self->checks, check);
        g_list_store_append (order[i] == CHECK_CLEAR || order[i] == CHECK_NOT_APPLICABLE
                               ? self->clear
                               : self->attention,
                             check);
      }

  return self;
}

SuretyVetting *
surety_vetting_again (SuretyVetting *self, SuretyThresholds *thresholds)
{
  g_return_val_if_fail (SURETY_IS_VETTING (self), NULL);

  return surety_vetting_finish (&self->draft, self->subject, thresholds);
}

CheckSubject
surety_vetting_get_subject (SuretyVetting *self)
{
  g_return_val_if_fail (SURETY_IS_VETTING (self), CHECK_SUBJECT_OPERATOR);

  return self->subject;
}

SuretyNetwork *
surety_vetting_get_network (SuretyVetting *self)
{
  g_return_val_if_fail (SURETY_IS_VETTING (self), NULL);

  return self->draft.chain.network;
}

guint64
surety_vetting_get_block (SuretyVetting *self)
{
  g_return_val_if_fail (SURETY_IS_VETTING (self), 0);

  return self->draft.chain.block;
}

guint64
surety_vetting_get_time (SuretyVetting *self)
{
  g_return_val_if_fail (SURETY_IS_VETTING (self), 0);

  return self->draft.chain.time;
}

GListModel *
surety_vetting_get_checks (SuretyVetting *self)
{
  g_return_val_if_fail (SURETY_IS_VETTING (self), NULL);

  return G_LIST_MODEL (self->checks);
}

GListModel *
surety_vetting_get_attention (SuretyVetting *self)
{
  g_return_val_if_fail (SURETY_IS_VETTING (self), NULL);

  return G_LIST_MODEL (self->attention);
}

GListModel *
surety_vetting_get_clear (SuretyVetting *self)
{
  g_return_val_if_fail (SURETY_IS_VETTING (self), NULL);

  return G_LIST_MODEL (self->clear);
}

guint
surety_vetting_count (SuretyVetting *self, CheckVerdict verdict)
{
  guint count = 0;

  g_return_val_if_fail (SURETY_IS_VETTING (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->checks)); i++)
    {
      g_autoptr (SuretyCheck) check = g_list_model_get_item (G_LIST_MODEL (self->checks), i);

      if (surety_check_get_verdict (check) == verdict)
        count++;
    }

  return count;
}

SuretyCheck *
surety_vetting_find (SuretyVetting *self, CheckId id)
{
  g_return_val_if_fail (SURETY_IS_VETTING (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->checks)); i++)
    {
      g_autoptr (SuretyCheck) check = g_list_model_get_item (G_LIST_MODEL (self->checks), i);

      if (surety_check_get_id (check) == id)
        return check;
    }

  return NULL;
}
