/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-payments.h"

#include "surety-chain-error.h"
#include "surety-eigenlayer-abi.h"

/* Where an event keeps what all of them say. */
typedef struct
{
  SuretyEigenlayerItem event;
  SuretyPaymentKind kind;
  guint payer;
  guint avs; /* or the operator set */
  guint submission;
  gboolean of_set;
  gboolean directed; /* amounts by operator */
} Shape;

static const Shape shapes[] = {
  { EL_EVENT_AVS_REWARDS_SUBMISSION_CREATED, SURETY_PAYMENT_AVS, 0, 0, 3, FALSE, FALSE },
  { EL_EVENT_AVS_DIRECTED_SUBMISSION_CREATED, SURETY_PAYMENT_AVS_DIRECTED, 0, 1, 4, FALSE, TRUE },
  { EL_EVENT_SET_DIRECTED_SUBMISSION_CREATED, SURETY_PAYMENT_SET_DIRECTED, 0, 2, 4, TRUE, TRUE },
  { EL_EVENT_UNIQUE_STAKE_SUBMISSION_CREATED, SURETY_PAYMENT_SET_UNIQUE_STAKE, 0, 2, 4, TRUE,
    FALSE },
  { EL_EVENT_TOTAL_STAKE_SUBMISSION_CREATED, SURETY_PAYMENT_SET_TOTAL_STAKE, 0, 2, 4, TRUE, FALSE },
};

void
surety_eigenlayer_payments_add_topics (SuretyLogFilter *filter)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    surety_log_filter_add_topic (filter, 0, &surety_eigenlayer_abi (shapes[i].event)->hash);
}

static const Shape *
find_shape (const SuretyLog *log)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes) && log->n_topics > 0; i++)
    if (hash_equal (&surety_eigenlayer_abi (shapes[i].event)->hash, &log->topics[0]))
      return &shapes[i];
  return NULL;
}

gboolean
surety_eigenlayer_is_payment (const SuretyLog *log)
{
  return find_shape (log) != NULL;
}

/* All operators together. */
static u256
add_up (const AbiValue *rewards)
{
  u256 sum = 0;

  for (gsize i = 0; i < rewards->n_items; i++)
    if (!u256_add (sum, rewards->items[i].items[1].word, &sum))
      return U256_MAX;
  return sum;
}

static void
read_values (const Shape *shape,
             const AbiValue *values,
             Address *avs,
             guint32 *set,
             SuretyPayment *payment)
{
  const AbiValue *items = values[shape->submission].items;

  payment->kind = shape->kind;
  payment->of_set = shape->of_set;
  payment->payer = abi_value_address (&values[shape->payer]);
  payment->token = abi_value_address (&items[1]);
  payment->amount = shape->directed ? add_up (&items[2]) : items[2].word;
  payment->start = (guint64) items[3].word;
  payment->seconds = (guint64) items[4].word;
  if (shape->of_set)
    {
      *avs = abi_value_address (&values[shape->avs].items[0]);
      *set = (guint32) values[shape->avs].items[1].word;
    }
  else
    {
      *avs = abi_value_address (&values[shape->avs]);
      *set = 0;
    }
}

gboolean
surety_eigenlayer_read_payment (const SuretyLog *log,
                                Address *avs,
                                guint32 *set,
                                SuretyPayment *payment,
                                GError **error)
{
  const Shape *shape = find_shape (log);
  const AbiItem *item = shape != NULL ? surety_eigenlayer_abi (shape->event) : NULL;
  AbiValues values = { 0 };
  gsize len;
  const guint8 *data = g_bytes_get_data (log->data, &len);

  if (item == NULL || abi_decode_log (item, log->topics, log->n_topics, (Bytes) { data, len }, NULL,
                                      &values) != CORE_OK)
    {
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                   "A log does not say what %s says",
                   item != NULL ? item->signature : "a rewards submission");
      return FALSE;
    }
  *payment = (SuretyPayment) { .block = log->block, .transaction = log->transaction };
  read_values (shape, values.values, avs, set, payment);
  abi_values_clear (&values);
  return TRUE;
}
