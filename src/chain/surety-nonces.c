/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-nonces.h"

#include "surety-batch-private.h"
#include "surety-both.h"
#include "surety-flow.h"
#include "surety-proved.h"

/* A node that is just taking in a block may prove what was before or after it: asked once more. */
#define PAUSE_MS 300

G_DEFINE_BOXED_TYPE (SuretyNonces, surety_nonces, surety_nonces_copy, surety_nonces_free)

SuretyNonces *
surety_nonces_copy (const SuretyNonces *self)
{
  SuretyNonces *copy = g_memdup2 (self, sizeof *self);

  copy->who = g_strdup (self->who);
  return copy;
}

void
surety_nonces_free (SuretyNonces *self)
{
  if (self == NULL)
    return;

  g_free (self->who);
  g_free (self);
}

typedef struct
{
  SuretyEndpoints *endpoints;
  Address account;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->endpoints);
  g_free (run);
}

/* The account's nonce at a block two endpoints agree on. *agreed: they do; else one of them was not heard just now. */
static gboolean
read_agreed (Run *run, SuretyFlow *flow, guint64 *out, gboolean *agreed, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  surety_batch_add_nonce (batch, &run->account, "latest");
  if (!dex_await (surety_flow_guard (flow, surety_endpoints_run_agreed (run->endpoints, batch)),
                  error) ||
      !surety_batch_get_uint64 (batch, 0, out, error))
    return FALSE;
  *agreed = surety_batch_get_witnesses (batch) > 1;
  return TRUE;
}

/* At that block. FALSE with SURETY_CHAIN_ERROR_PROOF, or what else kept it from being proved. */
static gboolean
prove_once (Run *run, SuretyFlow *flow, guint64 block, guint64 *out, GError **error)
{
  g_autoptr (SuretyProved) proved = surety_proved_new ();
  const guint account = surety_proved_add_nonce (proved, &run->account);

  if (!dex_await (surety_flow_guard (flow, surety_proved_run (proved, run->endpoints, block)),
                  error))
    return FALSE;
  *out = surety_proved_get_account (proved, account)->nonce;
  return TRUE;
}

/* *out stays as it is where nothing can be proved. label: of who says so. */
static gboolean
prove (Run *run, SuretyFlow *flow, const char *label, guint64 block, guint64 *out, GError **error)
{
  g_autoptr (GError) failed = NULL;

  if (prove_once (run, flow, block, out, &failed))
    return TRUE;
  if (g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF))
    {
      g_clear_error (&failed);
      /* A timeout is a rejection, and no error; a discarded flow is told by the next await. */
      dex_await (surety_flow_guard (flow, dex_timeout_new_msec (PAUSE_MS)), NULL);
      if (prove_once (run, flow, block, out, &failed))
        return TRUE;
    }
  if (g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF))
    g_prefix_error (&failed, "%s: ", label);
  else if (!g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE) &&
           !g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

enum
{
  READ_LATEST,
  READ_PENDING,
  READ_HEAD,
};

/* What one endpoint says, the only one that was heard. */
static gboolean
hold_against_proof (Run *run,
                    SuretyFlow *flow,
                    SuretyBatch *batch,
                    const char *label,
                    guint64 *latest,
                    GError **error)
{
  SuretyBlock head;

  if (surety_batch_get_block (batch, READ_HEAD, &head, error))
    return prove (run, flow, label, head.number, latest, error);
  if (error != NULL && *error == NULL)
    g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, "%s has no newest block",
                 label);
  return FALSE;
}

/* Gateways' pools are of little worth: some say less than the chain does, and who says more than the other
 * would have the transaction wait for others that never come. But what only one has may be there: who asks
 * decides. */
static DexFuture *
read_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (SuretyBoth) both = NULL;
  g_autoptr (SuretyNonces) nonces = g_new0 (SuretyNonces, 1);
  g_autoptr (GError) error = NULL;
  gboolean agreed = FALSE;
  guint64 latest = 0;
  guint n_told = 0;
  guint fuller = 0;
  guint told = 0;

  surety_batch_add_nonce (batch, &run->account, "latest");
  surety_batch_add_nonce (batch, &run->account, "pending");
  surety_batch_add_block (batch, "latest");
  both = dex_await_boxed (surety_flow_guard (flow,
                                             surety_endpoints_run_both (run->endpoints, batch)),
                          &error);
  if (both == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < both->n; i++)
    {
      guint64 its;

      /* One that tells nothing of its pool is no reason not to believe the other. */
      g_clear_error (&error);
      if (!surety_batch_get_uint64 (both->batches[i], READ_LATEST, &latest, &error) ||
          !surety_batch_get_uint64 (both->batches[i], READ_PENDING, &its, &error))
        continue;
      if (n_told == 0 || its > nonces->most)
        {
          nonces->most = its;
          fuller = i;
        }
      nonces->next = n_told == 0 ? its : MIN (nonces->next, its);
      told = i;
      n_told++;
    }
  if (n_told == 0)
    return dex_future_new_for_error (g_steal_pointer (&error));
  g_clear_error (&error);
  if (both->n == 2 && !read_agreed (run, flow, &latest, &agreed, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!agreed &&
      !hold_against_proof (run, flow, both->batches[told], both->labels[told], &latest, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  nonces->next = MAX (latest, nonces->next);
  nonces->most = MAX (nonces->next, nonces->most);
  if (nonces->most > nonces->next)
    nonces->who = g_strdup (both->labels[fuller]);
  return dex_future_new_take_boxed (SURETY_TYPE_NONCES, g_steal_pointer (&nonces));
}

DexFuture *
surety_nonces_read (SuretyEndpoints *endpoints, const Address *account)
{
  Run *run;

  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (endpoints));
  dex_return_error_if_fail (account != NULL);

  run = g_new0 (Run, 1);
  run->endpoints = g_object_ref (endpoints);
  run->account = *account;
  return surety_flow_spawn (read_fiber, run, run_free);
}
