/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-code-look-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (SuretyCodeLook, surety_code_look, G_TYPE_OBJECT)

static guint accepted_signal;

static void
finding_free (gpointer data)
{
  SuretyCodeFinding *finding = data;

  g_free (finding->label);
  g_free (finding);
}

static void
surety_code_look_finalize (GObject *object)
{
  SuretyCodeLook *self = SURETY_CODE_LOOK (object);

  g_clear_object (&self->endpoints);
  g_clear_object (&self->database);
  g_free (self->scope);
  g_ptr_array_unref (self->findings);
  G_OBJECT_CLASS (surety_code_look_parent_class)->finalize (object);
}

static void
surety_code_look_class_init (SuretyCodeLookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_code_look_finalize;

  accepted_signal = g_signal_new ("accepted", SURETY_TYPE_CODE_LOOK, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
surety_code_look_init (SuretyCodeLook *self)
{
  self->findings = g_ptr_array_new_with_free_func (finding_free);
}

/* --- which contracts --- */

static void
add_contract (GArray *contracts, const Address *address)
{
  for (guint i = 0; i < contracts->len; i++)
    if (address_equal (&g_array_index (contracts, Address, i), address))
      return;
  g_array_append_vals (contracts, address, 1);
}

static void
add_text (GArray *contracts, const char *text)
{
  Address address;

  if (address_parse (text, strlen (text), &address, NULL) == CORE_OK && !address_is_zero (&address))
    add_contract (contracts, &address);
}

void
surety_code_look_add_call (GArray *contracts, SuretyNetwork *network, SuretyDecodedCall *call)
{
  GListModel *args = surety_decoded_call_get_args (call);

  /* What cancels another transaction calls nobody. */
  if (*surety_decoded_call_get_function (call) != '\0')
    add_text (contracts, surety_decoded_call_get_contract_text (call));
  for (guint i = 0; i < g_list_model_get_n_items (args); i++)
    {
      g_autoptr (SuretyDecodedArg) arg = g_list_model_get_item (args, i);

      if (g_str_equal (surety_decoded_arg_get_type_name (arg), "address") &&
          *surety_decoded_arg_get_label (arg) != '\0')
        add_text (contracts, surety_decoded_arg_get_text (arg));
    }
}

void
surety_code_look_add_core (GArray *contracts, SuretyNetwork *network)
{
  static const char *const names[] = { "DelegationManager", "StrategyManager",
                                       "AllocationManager" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Address address;

      if (surety_network_get_contract (network, names[i], &address, NULL))
        add_contract (contracts, &address);
    }
}

/* --- together --- */

static gboolean
judge (SuretyCodeLook *self, SuretyFlow *flow, SuretyCodeFinding *finding, GError **error)
{
  const gboolean same = finding->has_kept && !finding->illegible &&
                        surety_code_equal (&finding->kept, &finding->now);
  guint64 block = self->block;

  /* What one told alone before and two tell alike now is known better from now on. */
  if (same)
    {
      if (self->witnesses <= finding->kept_witnesses)
        return TRUE;
      block = finding->kept_block;
    }
  /* An account has no code, unless somebody agreed to it; a contract is what it is at first sight. */
  else if (finding->is_account ? surety_code_is_some (&finding->now) : finding->has_kept)
    {
      finding->stops = TRUE;
      return TRUE;
    }
  /* Nor is it what one of several says it is; that is looked at for the first time again. */
  else if (!finding->is_account && !surety_code_kept_check (self, NULL))
    {
      finding->unkept = TRUE;
      return TRUE;
    }
  return dex_await (surety_flow_guard (flow, surety_code_kept_write (self, finding, block)), error);
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  SuretyCodeLook *self = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < self->findings->len; i++)
    ok = surety_code_kept_load (self, flow, surety_code_look_peek (self, i), &error);
  ok = ok && surety_code_look_read (self, flow, &error);
  for (guint i = 0; ok && i < self->findings->len; i++)
    ok = judge (self, flow, surety_code_look_peek (self, i), &error);
  if (!ok)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_for_object (self);
}

static void
add_finding (SuretyCodeLook *self, SuretyNetwork *network, const Address *address, gboolean account)
{
  SuretyCodeFinding *finding = g_new0 (SuretyCodeFinding, 1);

  finding->address = *address;
  finding->is_account = account;
  finding->label = account ? NULL : surety_network_dup_label (network, address);
  if (finding->label == NULL)
    finding->label = g_strdup ("");
  g_ptr_array_add (self->findings, finding);
}

DexFuture *
surety_code_look_run (SuretyNetwork *network,
                      SuretyEndpoints *endpoints,
                      SuretyDatabase *database,
                      const Address *account,
                      GArray *contracts)
{
  SuretyCodeLook *self;

  g_return_val_if_fail (SURETY_IS_NETWORK (network) && SURETY_IS_ENDPOINTS (endpoints), NULL);
  g_return_val_if_fail (SURETY_IS_DATABASE (database) && account != NULL, NULL);

  self = g_object_new (SURETY_TYPE_CODE_LOOK, NULL);
  self->endpoints = g_object_ref (endpoints);
  self->database = g_object_ref (database);
  self->scope = surety_code_kept_dup_scope (surety_network_get_key (network));
  add_finding (self, network, account, TRUE);
  for (guint i = 0; i < contracts->len; i++)
    add_finding (self, network, &g_array_index (contracts, Address, i), FALSE);
  return surety_flow_spawn (run_fiber, self, g_object_unref);
}

guint
surety_code_look_get_n (SuretyCodeLook *self)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self), 0);
  return self->findings->len;
}

const SuretyCodeFinding *
surety_code_look_get (SuretyCodeLook *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self) && i < self->findings->len, NULL);
  return g_ptr_array_index (self->findings, i);
}

gboolean
surety_code_look_stops (SuretyCodeLook *self)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self), TRUE);

  for (guint i = 0; i < self->findings->len; i++)
    if (surety_code_look_get (self, i)->stops)
      return TRUE;
  return FALSE;
}

guint
surety_code_look_get_witnesses (SuretyCodeLook *self)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self), 0);
  return self->witnesses;
}

guint64
surety_code_look_get_block (SuretyCodeLook *self)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self), 0);
  return self->block;
}

typedef struct
{
  SuretyCodeLook *self;
  guint i;
} Accept;

static void
accept_free (gpointer data)
{
  Accept *accept = data;

  g_object_unref (accept->self);
  g_free (accept);
}

static DexFuture *
accepted (DexFuture *completed, gpointer user_data)
{
  Accept *accept = user_data;
  SuretyCodeFinding *finding = g_ptr_array_index (accept->self->findings, accept->i);

  finding->stops = FALSE;
  finding->has_kept = TRUE;
  finding->illegible = FALSE;
  finding->kept = finding->now;
  finding->kept_block = accept->self->block;
  finding->kept_witnesses = accept->self->witnesses;
  g_signal_emit (accept->self, accepted_signal, 0);
  return dex_future_new_true ();
}

DexFuture *
surety_code_look_accept (SuretyCodeLook *self, guint i)
{
  Accept *accept;
  GError *error = NULL;

  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self) && i < self->findings->len, NULL);

  if (!surety_code_kept_check (self, &error))
    return dex_future_new_for_error (error);
  accept = g_new0 (Accept, 1);
  accept->self = g_object_ref (self);
  accept->i = i;
  return dex_future_then (surety_code_kept_write (self, surety_code_look_peek (self, i),
                                                  self->block),
                          accepted, accept, accept_free);
}
