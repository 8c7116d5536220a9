/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

typedef struct
{
  SuretyEigenlayer *self;
  Address account;
  GPtrArray *promises; /* SuretyPromise */
  guint64 block;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_ptr_array_unref (check->promises);
  g_object_unref (check->self);
  g_free (check);
}

static guint
ask_promise (Check *check, SuretyMulticall *multicall, SuretyPromise *promise)
{
  SuretyEigenlayer *self = check->self;
  const Address *subject = surety_promise_get_subject (promise);
  AbiValue account = abi_address (&check->account);
  AbiValue strategy = abi_address (subject);
  const Address *other = surety_promise_get_spender (promise);
  AbiValue whose = address_is_zero (other) ? account : abi_address (other);

  switch (surety_promise_get_kind (promise))
    {
    case SURETY_PROMISE_ALLOWANCE_EQUALS:
    case SURETY_PROMISE_ALLOWANCE_AT_LEAST:
      {
        AbiValue args[] = { account, abi_address (surety_promise_get_spender (promise)) };

        return surety_eigenlayer_ask (multicall, subject, EL_ALLOWANCE, 2, args);
      }
    case SURETY_PROMISE_SHARES_AT_LEAST:
    case SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST:
    case SURETY_PROMISE_DEPOSIT_SHARES_EQUALS:
      {
        AbiValue args[] = { account, abi_array (&strategy, 1) };

        return surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                      EL_GET_WITHDRAWABLE_SHARES, 2, args);
      }
    case SURETY_PROMISE_DELEGATED_TO:
      return surety_eigenlayer_ask (multicall, &self->delegation_manager, EL_DELEGATED_TO, 1,
                                    &account);
    case SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST:
    case SURETY_PROMISE_TOKEN_BALANCE_AT_MOST:
      return surety_eigenlayer_ask (multicall, subject, EL_BALANCE_OF, 1, &whose);
    case SURETY_PROMISE_EXITS_QUEUED_AT_LEAST:
      return surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                    EL_CUMULATIVE_WITHDRAWALS_QUEUED, 1, &account);
    case SURETY_PROMISE_EXIT_GONE:
      {
        guint8 root[32];
        AbiValue arg;

        u256_to_be (surety_promise_get_value (promise), root);
        arg = abi_fixed_bytes ((Bytes) { root, sizeof root });
        return surety_eigenlayer_ask (multicall, &self->delegation_manager, EL_PENDING_WITHDRAWALS,
                                      1, &arg);
      }
    case SURETY_PROMISE_REWARDS_CLAIMED:
      {
        AbiValue args[] = { whose, strategy };
        Address rewards = { 0 };

        /* Where there is none, nobody answers, and it is not known. */
        (void) surety_network_get_contract (self->network, "RewardsCoordinator", &rewards, NULL);
        return surety_eigenlayer_ask (multicall, &rewards, EL_CUMULATIVE_CLAIMED, 2, args);
      }
    default:
      g_assert_not_reached ();
    }
}

static gboolean
read_actual (SuretyMulticall *multicall, guint call, SuretyPromiseKind kind, u256 *out)
{
  AbiValues values = { 0 };
  gsize list;
  gboolean ok;

  switch (kind)
    {
    case SURETY_PROMISE_SHARES_AT_LEAST:
      list = 0;
      break;
    case SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST:
    case SURETY_PROMISE_DEPOSIT_SHARES_EQUALS:
      list = 1;
      break;
    case SURETY_PROMISE_ALLOWANCE_EQUALS:
    case SURETY_PROMISE_ALLOWANCE_AT_LEAST:
    case SURETY_PROMISE_DELEGATED_TO:
    case SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST:
    case SURETY_PROMISE_TOKEN_BALANCE_AT_MOST:
    case SURETY_PROMISE_EXITS_QUEUED_AT_LEAST:
    case SURETY_PROMISE_EXIT_GONE:
    case SURETY_PROMISE_REWARDS_CLAIMED:
    default:
      return surety_multicall_get_word (multicall, call, out, NULL);
    }

  ok = surety_multicall_get (multicall, call, &values, NULL) && values.values[list].n_items == 1;
  if (ok)
    *out = values.values[list].items[0].word;
  abi_values_clear (&values);
  return ok;
}

static DexFuture *
check_fiber (SuretyFlow *flow, gpointer data)
{
  Check *check = data;
  SuretyEigenlayer *self = check->self;
  g_autoptr (SuretyMulticall) multicall = surety_eigenlayer_multicall_new_deciding (self);
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SuretyEigenlayerProofs) proofs = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < check->promises->len; i++)
    {
      guint call = ask_promise (check, multicall, g_ptr_array_index (check->promises, i));

      g_array_append_val (calls, call);
    }
  if (!surety_eigenlayer_run_proved (self, flow, multicall, check->block, &proofs, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < check->promises->len; i++)
    {
      SuretyPromise *promise = g_ptr_array_index (check->promises, i);
      u256 actual = 0;
      SuretyKnown known = SURETY_KNOWN_UNKNOWN;

      if (read_actual (multicall, g_array_index (calls, guint, i),
                       surety_promise_get_kind (promise), &actual))
        known = surety_eigenlayer_proofs_has (proofs, g_array_index (calls, guint, i))
                  ? SURETY_KNOWN_PROVED
                  : surety_eigenlayer_get_known_of (self, multicall);
      g_ptr_array_add (results, surety_promise_result_new (promise, known, actual,
                                                           surety_multicall_get_block (multicall)));
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&results));
}

DexFuture *
surety_eigenlayer_check (SuretyProtocol *protocol,
                         const Address *account,
                         GPtrArray *promises,
                         guint64 block)
{
  Check *check = g_new0 (Check, 1);

  check->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  check->account = *account;
  check->promises = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < promises->len; i++)
    g_ptr_array_add (check->promises, g_object_ref (g_ptr_array_index (promises, i)));
  check->block = block;
  return surety_flow_spawn (check_fiber, check, check_free);
}
