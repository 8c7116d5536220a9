/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-fees.h"

#include <math.h>

#include "surety-both.h"
#include "surety-decode.h"
#include "surety-flow.h"

#define N_BLOCKS 20u
#define N_SPEEDS 3u
/* An hour of blocks. */
#define N_USUAL 300u
#define RUSH_PERCENT 150u
/* 0.01 gwei: an empty history is no reason to tip nothing. */
#define MIN_PRIORITY ((u256) 10000000u)
/* 10 gwei: no history is reason to tip more; above this somebody is lying, or the user must ask for it. */
#define MAX_PRIORITY ((u256) 10000000000u)
/* A million gwei; keeps every product far inside the word. */
#define MAX_BASE ((u256) 1000000000000000u)

G_DEFINE_BOXED_TYPE (SuretyFees, surety_fees, surety_fees_copy, surety_fees_free)

SuretyFees *
surety_fees_copy (const SuretyFees *self)
{
  return g_memdup2 (self, sizeof *self);
}

void
surety_fees_free (SuretyFees *self)
{
  g_free (self);
}

typedef struct
{
  SuretyEndpoints *endpoints;
  u256 ceiling;
  guint block_seconds;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->endpoints);
  g_free (run);
}

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, "eth_feeHistory: %s",
               problem);
  return FALSE;
}

static int
compare_words (const void *a, const void *b)
{
  return u256_compare (*(const u256 *) a, *(const u256 *) b);
}

static gboolean
read_ratio (JsonNode *node, double *out)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      (json_node_get_value_type (node) != G_TYPE_DOUBLE &&
       json_node_get_value_type (node) != G_TYPE_INT64))
    return FALSE;

  *out = json_node_get_double (node);
  return isfinite (*out) && *out >= 0;
}

/* The base fee of the block after the newest, kept inside what EIP-1559 allows from the header that came
 * beside it: at most an eighth up or down a block. Both answers may be of heads up to three blocks
 * apart where several nodes serve one address, hence the cube. */
static u256
bound_base (u256 claimed, const SuretyBlock *head)
{
  const u256 base = head->base_fee;
  const u256 highest = base * 729 / 512 + 3;
  const u256 lowest = base * 343 / 512;

  return u256_min (u256_max (claimed, lowest), highest);
}

/* rewards[speed]: medians over the blocks that had transactions. An empty block tells nothing of what had
 * to be paid, and a median bears with some liars. */
static gboolean
read_rewards (JsonNode *history, guint n, u256 medians[N_SPEEDS], GError **error)
{
  JsonNode *ratios = surety_decode_member (history, "gasUsedRatio");
  JsonNode *rewards = surety_decode_member (history, "reward");
  u256 words[N_SPEEDS][N_BLOCKS];
  guint n_ratios;
  guint n_rewards;
  guint n_used = 0;

  if (!surety_decode_length (ratios, "gasUsedRatio", &n_ratios, error) ||
      !surety_decode_length (rewards, "reward", &n_rewards, error))
    return FALSE;
  if (n_ratios != n || n_rewards != n)
    return malformed (error, "its lists differ in length");

  for (guint i = 0; i < n; i++)
    {
      JsonNode *row = surety_decode_element (rewards, i);
      double ratio;
      guint n_row;

      if (!read_ratio (surety_decode_element (ratios, i), &ratio))
        return malformed (error, "a ratio is no number");
      if (!surety_decode_length (row, "reward", &n_row, error))
        return FALSE;
      if (n_row != N_SPEEDS)
        return malformed (error, "another number of percentiles than asked for");
      for (guint speed = 0; speed < N_SPEEDS; speed++)
        if (!surety_decode_quantity (surety_decode_element (row, speed), "reward",
                                     &words[speed][n_used], error))
          return FALSE;
      if (ratio > 0)
        n_used++;
    }

  for (guint speed = 0; speed < N_SPEEDS; speed++)
    {
      qsort (words[speed], n_used, sizeof (u256), compare_words);
      medians[speed] = n_used > 0 ? words[speed][n_used / 2] : 0;
    }

  return TRUE;
}

static gboolean
read_history (JsonNode *history, const SuretyBlock *head, SuretyFees *out, GError **error)
{
  JsonNode *bases = surety_decode_member (history, "baseFeePerGas");
  u256 medians[N_SPEEDS];
  u256 base;
  guint n;

  if (!surety_decode_length (bases, "baseFeePerGas", &n, error))
    return FALSE;
  /* One more than blocks; a young chain has fewer than asked for. */
  if (n < 2 || n > N_BLOCKS + 1)
    return malformed (error, "another number of blocks than asked for");
  if (!surety_decode_quantity (surety_decode_element (bases, n - 1), "baseFeePerGas", &base,
                               error) ||
      !read_rewards (history, n - 1, medians, error))
    return FALSE;
  if (head->base_fee > MAX_BASE)
    return malformed (error, "the base fee cannot be");

  out->base_fee = bound_base (base, head);
  for (guint speed = 0; speed < N_SPEEDS; speed++)
    {
      u256 priority = u256_min (u256_max (medians[speed], MIN_PRIORITY), MAX_PRIORITY);

      if (speed > 0)
        priority = u256_max (priority, out->fee[speed - 1].priority);
      out->fee[speed].priority = priority;
    }

  return TRUE;
}

/* The median of the base fees of the blocks that were; 0 when the answer is none. */
static u256
read_usual (JsonNode *history)
{
  JsonNode *bases = surety_decode_member (history, "baseFeePerGas");
  g_autofree u256 *words = NULL;
  guint n;

  if (!surety_decode_length (bases, "baseFeePerGas", &n, NULL) || n < 2 || n > N_USUAL + 1)
    return 0;
  n--;
  words = g_new (u256, n);
  for (guint i = 0; i < n; i++)
    if (!surety_decode_quantity (surety_decode_element (bases, i), "baseFeePerGas", &words[i],
                                 NULL) ||
        words[i] > MAX_BASE)
      return 0;
  qsort (words, n, sizeof (u256), compare_words);
  return words[n / 2];
}

static void
set_maxima (SuretyFees *self, guint block_seconds)
{
  static const guint blocks[N_SPEEDS] = { 6, 3, 1 };

  for (guint speed = 0; speed < N_SPEEDS; speed++)
    {
      SuretyFee *fee = &self->fee[speed];

      fee->max = 2 * self->base_fee + fee->priority;
      fee->seconds = blocks[speed] * block_seconds;
    }
}

/* The head that two endpoints agree on: what it says of fees is not one's word alone. */
static gboolean
read_agreed_head (Run *run, SuretyFlow *flow, SuretyBlock *out, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  surety_batch_add_block (batch, "latest");
  return dex_await (surety_flow_guard (flow, surety_endpoints_run_agreed (run->endpoints, batch)),
                    error) &&
         surety_batch_get_block (batch, 0, out, error);
}

/* The lower of what two make of it: honest ones hardly differ, and whoever wants more tipped is not heeded. */
static void
take_lower (SuretyFees *self, const SuretyFees *other)
{
  self->base_fee = u256_min (self->base_fee, other->base_fee);
  if (self->usual_base == 0 || (other->usual_base != 0 && other->usual_base < self->usual_base))
    self->usual_base = other->usual_base;
  for (guint speed = 0; speed < N_SPEEDS; speed++)
    self->fee[speed].priority = u256_min (self->fee[speed].priority, other->fee[speed].priority);
}

static gboolean
read_both (Run *run, SuretyFlow *flow, SuretyBoth *both, SuretyFees *out, GError **error)
{
  SuretyBlock head;
  guint n_read = 0;

  if (both->n == 2 ? !read_agreed_head (run, flow, &head, error)
                   : !surety_batch_get_block (both->batches[0], 1, &head, error))
    return FALSE;
  for (guint i = 0; i < both->n; i++)
    {
      g_autoptr (GError) failed = NULL;
      JsonNode *history = surety_batch_get_result (both->batches[i], 0, &failed);
      JsonNode *hour;
      SuretyFees its = { 0 };

      if (history == NULL || !read_history (history, &head, &its, &failed))
        {
          /* The other one's stands alone, if there is another. */
          if (i + 1 == both->n && n_read == 0)
            {
              g_propagate_error (error, g_steal_pointer (&failed));
              return FALSE;
            }
          continue;
        }
      hour = surety_batch_get_result (both->batches[i], 2, NULL);
      its.usual_base = hour != NULL ? read_usual (hour) : 0;
      if (its.usual_base == 0)
        its.usual_base = read_usual (history);
      if (n_read++ == 0)
        *out = its;
      else
        take_lower (out, &its);
    }
  return TRUE;
}

static DexFuture *
suggest_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (SuretyBoth) both = NULL;
  g_autoptr (SuretyFees) fees = g_new0 (SuretyFees, 1);
  g_autoptr (JsonNode) params = json_from_string ("[\"0x14\", \"latest\", [10, 50, 90]]", NULL);
  g_autoptr (JsonNode) longer = json_from_string ("[\"0x12c\", \"latest\", []]", NULL);
  g_autoptr (GError) error = NULL;

  surety_batch_add (batch, "eth_feeHistory", g_steal_pointer (&params));
  surety_batch_add_block (batch, "latest");
  surety_batch_add (batch, "eth_feeHistory", g_steal_pointer (&longer));

  both = dex_await_boxed (surety_flow_guard (flow,
                                             surety_endpoints_run_both (run->endpoints, batch)),
                          &error);
  if (both == NULL || !read_both (run, flow, both, fees, &error))
    {
      if (error == NULL)
        malformed (&error, "the endpoint has no head block");
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  set_maxima (fees, run->block_seconds);
  surety_fees_cap (fees, run->ceiling);

  return dex_future_new_take_boxed (SURETY_TYPE_FEES, g_steal_pointer (&fees));
}

guint
surety_fees_get_rush (const SuretyFees *self)
{
  u256 percent;

  g_return_val_if_fail (self != NULL, 0);

  if (self->usual_base == 0 ||
      !u256_mul_div (self->base_fee, 100, self->usual_base, ROUND_DOWN, &percent) ||
      percent < RUSH_PERCENT)
    return 0;
  return percent < G_MAXINT ? (guint) percent : G_MAXINT;
}

void
surety_fees_cap (SuretyFees *self, u256 ceiling)
{
  g_return_if_fail (self != NULL);

  for (guint speed = 0; ceiling != 0 && speed < N_SPEEDS; speed++)
    {
      SuretyFee *fee = &self->fee[speed];

      if (fee->max <= ceiling)
        continue;
      self->capped = TRUE;
      fee->max = ceiling;
      fee->priority = u256_min (fee->priority, ceiling);
      if (ceiling < self->base_fee)
        fee->seconds = 0;
    }
}

u256
surety_fees_raise (u256 old)
{
  u256 raised;

  return u256_mul_div (old, 9, 8, ROUND_UP, &raised) && raised < U256_MAX ? raised + 1 : U256_MAX;
}

DexFuture *
surety_fees_suggest (SuretyEndpoints *endpoints, u256 ceiling, guint block_seconds)
{
  Run *run;

  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (endpoints));

  run = g_new0 (Run, 1);
  run->endpoints = g_object_ref (endpoints);
  run->ceiling = ceiling;
  run->block_seconds = block_seconds;

  return surety_flow_spawn (suggest_fiber, run, run_free);
}
