/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-code-look.h"
#include "surety-review.h"
#include "surety-runner-private.h"
#include "surety-store-error.h"

/* A node behind the one that saw the step before mined still refuses the next one. */
#define SIMULATION_ATTEMPTS 4u
#define NONCE_ATTEMPTS 3u
/* A transaction that is mined just now is in one pool still and in another no more. */
#define POOL_LOOKS 6u

static gboolean
refuse (GError **error, SuretyProtocolError code, const char *why)
{
  g_set_error_literal (error, SURETY_PROTOCOL_ERROR, (int) code, why);
  return FALSE;
}

static gboolean
check_going (SuretyRunner *self, GError **error)
{
  if (!self->stopped)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The runner was stopped");
  return FALSE;
}

static SuretySimulation *
simulate (SuretyRunner *self,
          const Address *account,
          SuretyStep *step,
          gboolean has_predecessor,
          GError **error)
{
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) failed = NULL;
      SuretySimulation *simulation = dex_await_boxed (surety_review_simulate (self->endpoints,
                                                                              account, step),
                                                      &failed);

      if (simulation != NULL)
        return simulation;
      if (!has_predecessor || attempt == SIMULATION_ATTEMPTS || self->stopped ||
          !g_error_matches (failed, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVERT))
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return NULL;
        }
      surety_runner_wait (self, surety_runner_poll_milliseconds (self));
    }
}

gboolean
surety_runner_check_code (SuretyRunner *self,
                          const Address *account,
                          SuretyDecodedCall *call,
                          GError **error)
{
  g_autoptr (GArray) contracts = g_array_new (FALSE, FALSE, sizeof (Address));
  g_autoptr (SuretyCodeLook) look = NULL;

  /* What only goes to the account itself calls no contract: others' changes are no reason not to cancel. */
  if (!g_str_equal (surety_decoded_call_get_told (call)->kind, SURETY_STEP_CANCEL))
    {
      surety_code_look_add_call (contracts, self->network, call);
      surety_code_look_add_core (contracts, self->network);
    }
  look = dex_await_object (surety_code_look_run (self->network, self->endpoints,
                                                 surety_journal_get_database (self->journal),
                                                 account, contracts),
                           error);
  if (look == NULL)
    return FALSE;
  return !surety_code_look_stops (look) ||
         refuse (error, SURETY_PROTOCOL_ERROR_CODE, "Other code than what was looked at");
}

gboolean
surety_runner_check_funds (SuretyRunner *self,
                           const Address *account,
                           const Transaction *transaction,
                           GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GObject) result = NULL;
  u256 balance, cost;

  surety_batch_add_balance (batch, account, "latest");
  result = dex_await_object (surety_endpoints_run_agreed (self->endpoints, batch), error);
  if (result == NULL || !surety_batch_get_quantity (batch, 0, &balance, error))
    return FALSE;
  if (!u256_mul (transaction->max_fee, transaction->gas_limit, &cost) ||
      !u256_add (cost, transaction->value, &cost) || balance < cost)
    return refuse (error, SURETY_PROTOCOL_ERROR_GAS, "The ETH held is not enough for the gas");
  return TRUE;
}

/* The first number that neither the chain, nor every pool, nor this journal has. *who: the label of an endpoint
 * whose pool has that number all the same; else NULL. */
static gboolean
read_nonce (SuretyRunner *self,
            const Address *account,
            const SuretyStepContext *context,
            guint64 *out,
            char **who,
            GError **error)
{
  g_autoptr (SuretyNonces)
    nonces = dex_await_boxed (surety_nonces_read (self->endpoints, account), error);
  g_autoptr (GError) failed = NULL;
  guint64 next;

  *who = NULL;
  if (nonces == NULL)
    return FALSE;
  next = nonces->next;
  /* A node behind could hand out the nonce of the step before again. */
  if (context->has_last_nonce && next <= context->last_nonce)
    next = context->last_nonce + 1;
  *out = dex_await_uint64 (surety_journal_free_nonce (self->journal,
                                                      surety_network_get_key (self->network),
                                                      account, next),
                           &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  if (*out < nonces->most)
    *who = g_steal_pointer (&nonces->who);
  return TRUE;
}

/* A number that one endpoint's pool has and nobody else is not taken: nodes would keep whichever of both pays
 * more, and the other may be what its owner waits for. Nor is a number after it: if that one is not there, nothing
 * would ever come to pass. */
static gboolean
find_nonce (SuretyRunner *self,
            const Address *account,
            const SuretyStepContext *context,
            guint64 *out,
            GError **error)
{
  for (guint look = 1;; look++)
    {
      g_autofree char *who = NULL;

      if (!read_nonce (self, account, context, out, &who, error) || !check_going (self, error))
        return FALSE;
      if (who == NULL)
        return TRUE;
      if (look == POOL_LOOKS)
        return refuse (error, SURETY_PROTOCOL_ERROR_POOL, who);
      surety_runner_wait (self, surety_runner_poll_milliseconds (self));
    }
}

gboolean
surety_runner_check_bytes (SuretyRunner *self,
                           SuretyStep *step,
                           const Address *account,
                           const Transaction *wanted,
                           GBytes *signed_bytes,
                           GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (signed_bytes, &len);
  Transaction got;
  Signature signature;
  Address sender;

  if (!surety_review_check_signed (self->network, step, account, signed_bytes, error))
    return FALSE;
  if (transaction_decode ((Bytes) { data, len }, &got, &signature, &sender) != CORE_OK ||
      got.nonce != wanted->nonce || got.gas_limit != wanted->gas_limit ||
      got.max_fee != wanted->max_fee || got.max_priority_fee != wanted->max_priority_fee)
    return refuse (error, SURETY_PROTOCOL_ERROR_REVIEW,
                   "The signed bytes have another nonce, gas limit or fee");
  return TRUE;
}

static gboolean
sign_and_journal (SuretyRunner *self,
                  SuretyJournalEntry *entry,
                  SuretyStep *step,
                  SuretyStepContext *context,
                  Transaction *transaction,
                  GError **error)
{
  const Address *account = surety_journal_entry_get_account (entry);
  g_autoptr (SuretyDecodedCall) call = surety_review_decode (self->network, transaction, error);
  g_autoptr (GBytes) signed_bytes = NULL;
  gsize len;
  const guint8 *data;
  Hash hash;

  /* Asked last of all, and after it: who was taken out since the plan was made, or while somebody typed a password, is
   * not paid by it. What was signed is forgotten then. */
  if (call == NULL || !surety_payees_check_call (self->payees, account, call, error) ||
      !check_going (self, error))
    return FALSE;
  signed_bytes = dex_await_boxed (surety_signer_sign (context->signer, transaction), error);
  if (signed_bytes == NULL || !check_going (self, error) ||
      !surety_runner_check_bytes (self, step, account, transaction, signed_bytes, error) ||
      !surety_payees_check_call (self->payees, account, call, error) || !check_going (self, error))
    return FALSE;

  data = g_bytes_get_data (signed_bytes, &len);
  hash = transaction_hash ((Bytes) { data, len });
  return dex_await (surety_journal_set_signed (self->journal, surety_journal_entry_get_id (entry),
                                               transaction->nonce, &hash, signed_bytes),
                    error);
}

/* What a person was shown is the most that is signed: a price that rose below it costs no more than was shown, one
 * above it is looked at anew. At the user's own ceiling a transaction may wait, as was shown. */
static gboolean
keep_bound (SuretyStep *step,
            const SuretyStepContext *context,
            const SuretySimulation *simulation,
            const SuretyFees *fees,
            Transaction *transaction,
            GError **error)
{
  guint64 gas_limit = 0;
  u256 max_fee = 0;

  if (!surety_step_get_bound (step, &gas_limit, &max_fee))
    return TRUE;
  if (simulation->gas > gas_limit)
    return refuse (error, SURETY_PROTOCOL_ERROR_COST, "It takes more gas than was shown");
  if (fees->base_fee > max_fee && (context->fee_ceiling == 0 || max_fee < context->fee_ceiling))
    return refuse (error, SURETY_PROTOCOL_ERROR_COST, "Gas costs more than was shown");
  transaction->gas_limit = MIN (transaction->gas_limit, gas_limit);
  transaction->max_fee = u256_min (transaction->max_fee, max_fee);
  return TRUE;
}

gboolean
surety_runner_make_step (SuretyRunner *self,
                         SuretyJournalEntry *entry,
                         SuretyStepContext *context,
                         GError **error)
{
  const Address *account = surety_journal_entry_get_account (entry);
  g_autoptr (SuretyStep)
    step = surety_step_new_from_json (surety_journal_entry_get_body (entry), error);
  g_autoptr (SuretyDecodedCall) decoded = NULL;
  g_autoptr (SuretySimulation) simulation = NULL;
  g_autoptr (SuretyFees) fees = NULL;
  Transaction transaction = { .kind = TRANSACTION_EIP1559 };
  gsize len;

  if (step == NULL || (decoded = surety_review_decode_step (self->network, step, error)) == NULL)
    return FALSE;
  if (!surety_runner_check_code (self, account, decoded, error) || !check_going (self, error))
    return FALSE;
  simulation = simulate (self, account, step, surety_journal_entry_get_step (entry) > 0, error);
  if (simulation == NULL || !check_going (self, error))
    return FALSE;
  fees = dex_await_boxed (surety_fees_suggest (self->endpoints, context->fee_ceiling,
                                               surety_network_get_block_seconds (self->network)),
                          error);
  if (fees == NULL)
    return FALSE;

  transaction.chain_id = surety_network_get_chain_id (self->network);
  transaction.to = *surety_step_get_to (step);
  transaction.value = surety_step_get_value (step);
  transaction.data.data = g_bytes_get_data (surety_step_get_calldata (step), &len);
  transaction.data.len = len;
  transaction.gas_limit = surety_review_gas_limit (simulation->gas);
  transaction.max_fee = fees->fee[context->speed].max;
  if (!keep_bound (step, context, simulation, fees, &transaction, error))
    return FALSE;
  transaction.max_priority_fee = u256_min (fees->fee[context->speed].priority, transaction.max_fee);
  if (!surety_runner_check_funds (self, account, &transaction, error))
    return FALSE;

  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) failed = NULL;

      if (!find_nonce (self, account, context, &transaction.nonce, error) ||
          !check_going (self, error))
        return FALSE;
      if (sign_and_journal (self, entry, step, context, &transaction, &failed))
        break;
      /* Somebody took the nonce between asking and writing. What was signed for it is in no journal
       * and is forgotten here; it never left the process. */
      if (attempt == NONCE_ATTEMPTS ||
          !g_error_matches (failed, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NONCE_TAKEN))
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
    }

  context->has_last_nonce = TRUE;
  context->last_nonce = transaction.nonce;
  return TRUE;
}
