/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-preparation-private.h"

#include "surety-offload.h"
#include "surety-weighing.h"

G_DEFINE_FINAL_TYPE (SuretyPreparation, surety_preparation, G_TYPE_OBJECT)

static void
surety_preparation_finalize (GObject *object)
{
  SuretyPreparation *self = SURETY_PREPARATION (object);

  g_clear_object (&self->plan);
  g_clear_pointer (&self->fees, surety_fees_free);
  g_clear_object (&self->simulation);
  g_clear_object (&self->look);
  g_clear_object (&self->endpoints);
  g_clear_object (&self->seen);
  g_clear_object (&self->slashable);
  g_clear_object (&self->protocol);
  g_clear_object (&self->guard);
  g_clear_object (&self->provider);
  g_clear_object (&self->pledges);
  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_pointer (&self->gas_limits, g_array_unref);

  G_OBJECT_CLASS (surety_preparation_parent_class)->finalize (object);
}

static void
surety_preparation_class_init (SuretyPreparationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = surety_preparation_finalize;
}

static void
surety_preparation_init (SuretyPreparation *self)
{
  self->calls = g_ptr_array_new_with_free_func (g_object_unref);
  self->slashable = g_list_store_new (SURETY_TYPE_CHANGE);
  self->gas_limits = g_array_new (FALSE, FALSE, sizeof (guint64));
}

typedef struct
{
  SuretyNetwork *network;
  SuretyProtocol *protocol;
  SuretyEndpoints *endpoints;
  SuretyDatabase *database;
  SuretyPayees *payees;
  SuretyIntent *intent;   /* NULL: the rest of … */
  SuretyJournal *journal; /* … a plan that is in it */
  gint64 rest;
  u256 fee_ceiling;
} Make;

static void
make_free (gpointer data)
{
  Make *job = data;

  g_object_unref (job->network);
  g_object_unref (job->protocol);
  g_object_unref (job->endpoints);
  g_object_unref (job->database);
  g_object_unref (job->payees);
  g_clear_object (&job->intent);
  g_clear_object (&job->journal);
  g_free (job);
}

static void
find_gas_limits (SuretyPreparation *self)
{
  for (guint i = 0; i < surety_plan_get_n_steps (self->plan); i++)
    {
      const guint64 used = surety_plan_simulation_get_gas (self->simulation, i);
      const guint64 limit = used > 0
                              ? surety_review_gas_bound (used)
                              : surety_step_get_gas_hint (surety_plan_get_step (self->plan, i));

      g_array_append_val (self->gas_limits, limit);
    }
}

/* Resolves to: SuretyCodeLook. */
static DexFuture *
look_at_code (SuretyPreparation *self, Make *job)
{
  g_autoptr (GArray) contracts = g_array_new (FALSE, FALSE, sizeof (Address));

  for (guint i = 0; i < self->calls->len; i++)
    surety_code_look_add_call (contracts, job->network, g_ptr_array_index (self->calls, i));
  surety_code_look_add_core (contracts, job->network);
  return surety_code_look_run (job->network, job->endpoints, job->database,
                               surety_intent_get_account (surety_plan_get_intent (self->plan)),
                               contracts);
}

/* Those the plan was found to be paid for at; what comes with none is priced here. */
static SuretyFees *
find_fees (SuretyPreparation *self, Make *job, GError **error)
{
  const SuretyFees *known = surety_plan_get_fees (self->plan);
  SuretyFees *fees;

  if (known == NULL)
    return dex_await_boxed (surety_fees_suggest (job->endpoints, job->fee_ceiling,
                                                 surety_network_get_block_seconds (job->network)),
                            error);
  fees = surety_fees_copy (known);
  surety_fees_cap (fees, job->fee_ceiling);
  return fees;
}

/* What is left of the plan, as it was planned: what happened of it is not planned again. */
static SuretyPlan *
load_rest (Make *job, GError **error)
{
  g_autoptr (GListModel) entries = NULL;
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *json = NULL;

  json = dex_await_string (surety_journal_get_plan_body (job->journal, job->rest), error);
  if (json == NULL)
    return NULL;
  entries = dex_await_object (surety_journal_list_plan (job->journal, job->rest), error);
  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      const SuretyJournalState state = surety_journal_entry_get_state (entry);

      if (state == SURETY_JOURNAL_SIGNED || state == SURETY_JOURNAL_SENT)
        {
          g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WAITS,
                               "a transaction of the plan is in no block yet");
          return NULL;
        }
      if (state == SURETY_JOURNAL_PLANNED)
        g_ptr_array_add (bodies, g_strdup (surety_journal_entry_get_body (entry)));
    }
  if (bodies->len == 0)
    {
      g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO,
                           "nothing is left of the plan");
      return NULL;
    }
  return surety_plan_new_from_json (json, (const char *const *) bodies->pdata, bodies->len, error);
}

static gboolean
is_entering (SuretyPreparation *self)
{
  return surety_intent_get_kind (surety_plan_get_intent (self->plan)) == SURETY_INTENT_ENTER;
}

/* Whoever goes on with a plan did not choose its provider just now: what that one has pledged may be another thing than
 * when it was chosen. What can't be read stays unknown. */
static void
load_provider (SuretyPreparation *self, Make *job, DexFuture **provider, DexFuture **pledges)
{
  const Address *address = surety_intent_get_provider (surety_plan_get_intent (self->plan));

  *provider = surety_protocol_load_provider (job->protocol, address);
  *pledges = surety_protocol_load_pledges (job->protocol, address);
}

static void
find_payee (SuretyPreparation *self, const Address *account, SuretyDecodedCall *call)
{
  const Address *payee = surety_payees_find (account, call);

  if (payee == NULL)
    return;
  self->has_payee = TRUE;
  self->payee.address = *payee;
}

/* NULL: there is nobody to look at. */
static DexFuture *
look_at_payee (SuretyPreparation *self, Make *job)
{
  Address place;
  const gboolean has_place = surety_network_get_contract (job->network, "Multicall3", &place, NULL);

  return self->has_payee
           ? surety_party_look (has_place ? &place : NULL, job->endpoints, &self->payee.address)
           : NULL;
}

/* Takes looking (nullable). Who can't be told stays unknown. */
static void
take_payee (SuretyPreparation *self, DexFuture *looking)
{
  g_autofree SuretyParty *party = looking != NULL ? dex_await_boxed (looking, NULL) : NULL;

  if (party != NULL)
    self->payee = *party;
}

static DexFuture *
make_fiber (gpointer user_data)
{
  Make *job = user_data;
  g_autoptr (SuretyPreparation) self = g_object_new (SURETY_TYPE_PREPARATION, NULL);
  g_autoptr (DexFuture) look = NULL;
  g_autoptr (DexFuture) provider = NULL;
  g_autoptr (DexFuture) pledges = NULL;
  g_autoptr (DexFuture) payee = NULL;
  const Address *account;
  GError *error = NULL;

  self->plan = job->intent != NULL
                 ? dex_await_object (surety_protocol_plan (job->protocol, job->intent), &error)
                 : load_rest (job, &error);
  if (self->plan == NULL)
    return dex_future_new_for_error (error);

  account = surety_intent_get_account (surety_plan_get_intent (self->plan));
  for (guint i = 0; i < surety_plan_get_n_steps (self->plan); i++)
    {
      SuretyDecodedCall *call = surety_review_decode_step (job->network,
                                                           surety_plan_get_step (self->plan, i),
                                                           &error);

      if (call == NULL)
        return dex_future_new_for_error (error);
      g_ptr_array_add (self->calls, call);
      if (!surety_payees_check_call (job->payees, account, call, &error))
        return dex_future_new_for_error (error);
      find_payee (self, account, call);
    }

  self->is_rest = job->intent == NULL;
  if (self->is_rest && is_entering (self))
    load_provider (self, job, &provider, &pledges);
  payee = look_at_payee (self, job);
  look = look_at_code (self, job);
  self->simulation = dex_await_object (surety_protocol_simulate (job->protocol, self->plan),
                                       &error);
  if (self->simulation == NULL)
    return dex_future_new_for_error (error);
  self->look = dex_await_object (g_steal_pointer (&look), &error);
  if (self->look == NULL)
    return dex_future_new_for_error (error);
  self->fees = find_fees (self, job, &error);
  if (self->fees == NULL)
    return dex_future_new_for_error (error);
  find_gas_limits (self);
  if (provider != NULL)
    {
      self->provider = dex_await_object (g_steal_pointer (&provider), NULL);
      self->pledges = dex_await_object (g_steal_pointer (&pledges), NULL);
    }
  take_payee (self, g_steal_pointer (&payee));
  self->protocol = g_object_ref (job->protocol);
  self->practice = surety_network_get_kind (job->network) == SURETY_NETWORK_PRACTICE;
  self->endpoints = g_object_ref (job->endpoints);
  self->made_at = g_get_monotonic_time ();

  return dex_future_new_take_object (g_steal_pointer (&self));
}

static Make *
make_new (SuretyContext *context, u256 fee_ceiling)
{
  Make *job = g_new0 (Make, 1);

  job->network = g_object_ref (surety_context_get_network (context));
  job->protocol = g_object_ref (surety_context_get_protocol (context));
  job->endpoints = g_object_ref (surety_context_get_endpoints (context));
  job->database = g_object_ref (surety_context_get_database (context));
  job->payees = g_object_ref (SURETY_PAYEES (surety_context_get_address_book (context)));
  job->fee_ceiling = fee_ceiling;
  return job;
}

static DexFuture *
reject_no_endpoint (void)
{
  return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT,
                                "no endpoint is chosen");
}

DexFuture *
surety_preparation_make (SuretyContext *context, SuretyIntent *intent, u256 fee_ceiling)
{
  Make *job = NULL;

  g_return_val_if_fail (SURETY_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (SURETY_IS_INTENT (intent), NULL);

  if (surety_context_get_protocol (context) == NULL)
    return reject_no_endpoint ();

  job = make_new (context, fee_ceiling);
  job->intent = g_object_ref (intent);

  return surety_spawn (make_fiber, job, make_free);
}

DexFuture *
surety_preparation_make_rest (SuretyContext *context, gint64 plan, u256 fee_ceiling)
{
  Make *job = NULL;

  g_return_val_if_fail (SURETY_IS_CONTEXT (context), NULL);

  if (surety_context_get_protocol (context) == NULL)
    return reject_no_endpoint ();

  job = make_new (context, fee_ceiling);
  job->journal = g_object_ref (surety_context_get_journal (context));
  job->rest = plan;

  return surety_spawn (make_fiber, job, make_free);
}

SuretyPlan *
surety_preparation_get_plan (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return self->plan;
}

const SuretyFees *
surety_preparation_get_fees (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return self->fees;
}

guint64
surety_preparation_get_gas (SuretyPreparation *self)
{
  guint64 sum = 0;

  g_return_val_if_fail (SURETY_IS_PREPARATION (self), 0);

  for (guint i = 0; i < self->gas_limits->len; i++)
    sum += surety_preparation_get_gas_limit (self, i);
  return sum;
}

guint64
surety_preparation_get_gas_limit (SuretyPreparation *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), 0);
  g_return_val_if_fail (i < self->gas_limits->len, 0);

  return g_array_index (self->gas_limits, guint64, i);
}

SuretyPlan *
surety_preparation_make_bounded (SuretyPreparation *self, SuretySpeed speed)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return surety_plan_new_bounded (self->plan, (const guint64 *) self->gas_limits->data,
                                  self->fees->fee[speed].max, self->simulation, self->guard);
}

void
surety_preparation_keep_cost (SuretyPreparation *self, SuretyPreparation *seen)
{
  g_return_if_fail (SURETY_IS_PREPARATION (self) && SURETY_IS_PREPARATION (seen));
  g_return_if_fail (self->gas_limits->len == seen->gas_limits->len);

  for (guint i = 0; i < self->gas_limits->len; i++)
    g_array_index (self->gas_limits, guint64, i) = surety_preparation_get_gas_limit (seen, i);
  for (guint speed = 0; speed < G_N_ELEMENTS (self->fees->fee); speed++)
    {
      SuretyFee *fee = &self->fees->fee[speed];

      fee->max = u256_min (fee->max, seen->fees->fee[speed].max);
      fee->priority = u256_min (fee->priority, fee->max);
    }
}

u256
surety_preparation_get_cost (SuretyPreparation *self, SuretySpeed speed)
{
  u256 cost = 0;

  g_return_val_if_fail (SURETY_IS_PREPARATION (self), 0);

  /* What overflows 256 bits of wei is more than anybody has: shown as the largest number, never as a small one. */
  if (!u256_mul (self->fees->fee[speed].max, (u256) surety_preparation_get_gas (self), &cost))
    return U256_MAX;

  return cost;
}

SuretyDecodedCall *
surety_preparation_get_call (SuretyPreparation *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);
  g_return_val_if_fail (i < self->calls->len, NULL);

  return g_ptr_array_index (self->calls, i);
}

SuretyPlanSimulation *
surety_preparation_get_simulation (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return self->simulation;
}

SuretyKnown
surety_preparation_get_known (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), SURETY_KNOWN_UNKNOWN);

  if (self->practice)
    return SURETY_KNOWN_PRACTICE;
  return surety_plan_simulation_get_witnesses (self->simulation) > 1 ? SURETY_KNOWN_AGREED
                                                                     : SURETY_KNOWN_ONE_ENDPOINT;
}

SuretyKnown
surety_preparation_get_cost_known (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), SURETY_KNOWN_UNKNOWN);

  return MIN (surety_preparation_get_known (self), SURETY_KNOWN_ONE_ENDPOINT);
}

SuretyKnown
surety_preparation_get_slashable_known (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), SURETY_KNOWN_UNKNOWN);
  return self->slashable_known;
}

SuretyCodeLook *
surety_preparation_get_look (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return self->look;
}

const SuretyParty *
surety_preparation_get_payee (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return self->has_payee ? &self->payee : NULL;
}

GListModel *
surety_preparation_get_slashable (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return G_LIST_MODEL (self->slashable);
}

gboolean
surety_preparation_leaves (SuretyPreparation *self)
{
  SuretyIntentKind kind;

  g_return_val_if_fail (SURETY_IS_PREPARATION (self), FALSE);

  kind = surety_intent_get_kind (surety_plan_get_intent (self->plan));
  return kind == SURETY_INTENT_EXIT || kind == SURETY_INTENT_UNDELEGATE;
}

/* As well as the least well known of all that it was worked out from. */
static SuretyKnown
find_known (SuretyPreparation *self,
            SuretyHoldings *holdings,
            SuretyProvider *provider,
            GListModel *pledges)
{
  SuretyKnown least = MIN (surety_preparation_get_known (self),
                           surety_holdings_get_known (holdings));

  if (!is_entering (self) || provider == NULL)
    return least;
  least = MIN (least, surety_provider_get_known (provider));
  for (guint i = 0; pledges != NULL && i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      least = MIN (least, surety_pledge_get_known (pledge));
    }
  return least;
}

void
surety_preparation_weigh (SuretyPreparation *self,
                          SuretyHoldings *holdings,
                          SuretyProvider *provider,
                          GListModel *pledges)
{
  g_return_if_fail (SURETY_IS_PREPARATION (self));

  g_list_store_remove_all (self->slashable);
  g_clear_object (&self->guard);
  self->slashable_known = SURETY_KNOWN_UNKNOWN;
  if (self->is_rest && is_entering (self))
    {
      provider = self->provider;
      pledges = self->pledges;
    }
  if (holdings == NULL || (!is_entering (self) && !surety_preparation_leaves (self)))
    return;

  surety_weigh (&(SuretyWeighing) {
    .protocol = self->protocol,
    .plan = self->plan,
    .simulation = self->simulation,
    .holdings = holdings,
    .provider = provider,
    .pledges = pledges,
    .changes = self->slashable,
    .guard = &self->guard,
  });
  if (g_list_model_get_n_items (G_LIST_MODEL (self->slashable)) > 0)
    self->slashable_known = find_known (self, holdings, provider, pledges);
}

SuretyPreparation *
surety_preparation_get_seen (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return self->seen;
}

void
surety_preparation_set_seen (SuretyPreparation *self, SuretyPreparation *seen)
{
  g_return_if_fail (SURETY_IS_PREPARATION (self));
  g_return_if_fail (self != seen);

  g_set_object (&self->seen, seen);
}
