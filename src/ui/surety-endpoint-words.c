/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-endpoint-words.h"

#include <glib/gi18n.h>

#include "surety-format.h"
#include "surety-sentences.h"

/* A block from further ahead than clocks differ. */
#define FUTURE_SECONDS 60u

static void
add (GString *text, char *words)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, words);
  g_free (words);
}

static void
add_head (GString *text, guint64 time)
{
  const guint64 now = (guint64) (g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *age = NULL;

  if (time == 0)
    return;
  if (time > now + FUTURE_SECONDS)
    {
      add (text, g_strdup (_ ("its newest block is of the future: its clock or yours is wrong")));
      return;
    }
  age = surety_format_age (time, MAX (now, time));
  /* Translators: %s is an age: "12 seconds ago". */
  add (text, g_strdup_printf (_ ("newest block %s"), age));
}

char *
surety_endpoint_health_words (SuretyEndpoints *endpoints, guint i)
{
  g_autoptr (GString) text = g_string_new (NULL);
  SuretyRpc *rpc = surety_endpoints_get_rpc (endpoints, i);
  const GError *error = surety_endpoints_peek_error (endpoints, i);
  const guint latency = surety_rpc_get_latency (rpc);
  const guint64 errors = surety_rpc_get_n_failed (rpc);
  const double rate = surety_rpc_get_limit (rpc);

  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      add (text, g_steal_pointer (&sentence));
    }
  if (latency == 0 && error == NULL)
    return g_strdup (_ ("Not asked yet"));
  if (latency > 0)
    add (text, g_strdup_printf (_ ("%u ms"), latency));
  add_head (text, surety_endpoints_get_head_time (endpoints, i));
  add (text, errors == 0
               ? g_strdup (_ ("never failed"))
               : g_strdup_printf (ngettext ("failed once", "failed %u times", (gulong) errors),
                                  (guint) errors));
  if (rate > 0)
    add (text, g_strdup_printf (_ ("takes about %.1f questions a second"), rate));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
surety_disagreement_words (const GError *error)
{
  /* Translators: %s: two hosts and what they differ in, as a log would say it. */
  return g_strdup_printf (_ ("Your endpoints disagree: %s"), error->message);
}

/* What a method is asked for, in a word or three. */
static const char *
question_purpose (const char *method)
{
  static const struct
  {
    const char *method;
    const char *purpose;
  } purposes[] = {
    { "eth_chainId", N_ ("Which chain it serves") },
    { "eth_blockNumber", N_ ("The newest block") },
    { "eth_getBlockByNumber", N_ ("Blocks and their time") },
    { "eth_call", N_ ("What contracts say") },
    { "eth_getBalance", N_ ("Balances of ETH") },
    { "eth_getCode", N_ ("Code of contracts and accounts") },
    { "eth_getProof", N_ ("Proofs") },
    { "eth_getLogs", N_ ("History of events") },
    { "eth_getStorageAt", N_ ("Which code runs behind a contract") },
    { "eth_getTransactionCount", N_ ("The number of your transactions") },
    { "eth_feeHistory", N_ ("Fees") },
    { "eth_estimateGas", N_ ("How much gas a step takes") },
    { "eth_simulateV1", N_ ("Trial runs of plans") },
    { "eth_sendRawTransaction", N_ ("Transactions you signed") },
    { "eth_getTransactionByHash", N_ ("What became of your transactions") },
    { "eth_getTransactionReceipt", N_ ("What became of your transactions") },
    { "web3_clientVersion", N_ ("Which program it runs") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    if (g_str_equal (purposes[i].method, method))
      return _ (purposes[i].purpose);
  return method;
}

const char *
surety_traffic_purpose (SuretyTrafficPurpose purpose, const char *method)
{
  switch (purpose)
    {
    case SURETY_TRAFFIC_QUESTIONS:
      return question_purpose (method);
    case SURETY_TRAFFIC_TEST:
      return _ ("Test of the connection");
    case SURETY_TRAFFIC_FILE:
      return _ ("Name and description of an operator or a service");
    case SURETY_TRAFFIC_PICTURE:
      return _ ("Picture of an operator or a service");
    case SURETY_TRAFFIC_REWARDS:
      return _ ("Proofs of your rewards");
    default:
      return method;
    }
}

char *
surety_traffic_words (guint64 n_calls, guint64 bytes_out, guint64 bytes_in)
{
  g_autofree char *out = g_format_size (bytes_out);
  g_autofree char *in = g_format_size (bytes_in);
  g_autofree char *count = surety_format_count (n_calls);
  g_autofree char *times = g_strdup_printf (ngettext ("asked once", "asked %s times",
                                                      (gulong) n_calls),
                                            count);

  /* Translators: how often somebody was asked, bytes to and from it. */
  return g_strdup_printf (_ ("%s · about %s out, %s in"), times, out, in);
}
