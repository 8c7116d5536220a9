/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-payment.h"

#include <string.h>

#define DAY 86400u
#define REGULAR_SPAN (90u * DAY)
#define REGULAR_GAP (35u * DAY)
#define REGULAR_DAYS 3u
/* A part: an address, then its number, big-endian. */
#define NUMBER_SIZE 16u
#define PART_SIZE (sizeof (Address) + NUMBER_SIZE)

static SuretyPaid *
find_token (GArray *sums, const Address *token)
{
  SuretyPaid fresh = { .token = *token };

  for (guint i = 0; i < sums->len; i++)
    {
      SuretyPaid *sum = &g_array_index (sums, SuretyPaid, i);

      if (address_equal (&sum->token, token))
        return sum;
    }
  g_array_append_val (sums, fresh);
  return &g_array_index (sums, SuretyPaid, sums->len - 1);
}

static gboolean
is_within (const SuretyPayment *payment, guint64 since, guint64 until)
{
  return payment->time > since && payment->time <= until;
}

/* How many of them paid in this token, and who most often. */
static void
count_payers (const SuretyPayment *payments,
              guint n_payments,
              guint64 since,
              guint64 until,
              SuretyPaid *sum)
{
  guint most = 0;

  for (guint i = 0; i < n_payments; i++)
    {
      guint times = 0;
      gboolean is_first = TRUE;

      if (!is_within (&payments[i], since, until) ||
          !address_equal (&payments[i].token, &sum->token))
        continue;
      for (guint k = 0; k < n_payments; k++)
        {
          if (!is_within (&payments[k], since, until) ||
              !address_equal (&payments[k].token, &sum->token) ||
              !address_equal (&payments[k].payer, &payments[i].payer))
            continue;
          is_first = is_first && k >= i;
          times++;
        }
      sum->n_payers += is_first ? 1 : 0;
      if (times > most)
        {
          most = times;
          sum->payer = payments[i].payer;
        }
    }
}

SuretyPaid *
surety_payments_sum (const SuretyPayment *payments,
                     guint n_payments,
                     guint64 since,
                     guint64 until,
                     guint *n)
{
  GArray *sums = g_array_new (FALSE, TRUE, sizeof (SuretyPaid));

  for (guint i = 0; i < n_payments; i++)
    {
      SuretyPaid *sum;

      if (!is_within (&payments[i], since, until))
        continue;
      sum = find_token (sums, &payments[i].token);
      if (!u256_add (sum->amount, payments[i].amount, &sum->amount))
        sum->amount = U256_MAX;
      sum->n++;
    }
  for (guint i = 0; i < sums->len; i++)
    count_payers (payments, n_payments, since, until, &g_array_index (sums, SuretyPaid, i));

  *n = sums->len;
  return (SuretyPaid *) (gpointer) g_array_free (sums, sums->len == 0);
}

gboolean
surety_payments_regular (const SuretyPayment *payments, guint n_payments, guint64 until)
{
  guint64 since = until > REGULAR_SPAN ? until - REGULAR_SPAN : 0;
  guint64 last = since;
  guint days = 0;

  for (guint i = 0; i < n_payments; i++)
    {
      guint64 time = payments[i].time;

      if (!is_within (&payments[i], since, until))
        continue;
      if (time > last && time - last > REGULAR_GAP)
        return FALSE;
      if (days == 0 || time / DAY != last / DAY)
        days++;
      last = time;
    }
  return days >= REGULAR_DAYS && until - last <= REGULAR_GAP;
}

gboolean
surety_payment_kind_is_directed (SuretyPaymentKind kind)
{
  return kind == SURETY_PAYMENT_AVS_DIRECTED || kind == SURETY_PAYMENT_SET_DIRECTED;
}

gboolean
surety_payment_part_add (GByteArray *parts, const Address *address, u256 number)
{
  guint8 word[32];

  if (u256_byte_length (number) > NUMBER_SIZE)
    return FALSE;
  u256_to_be (number, word);
  g_byte_array_append (parts, address->bytes, sizeof address->bytes);
  g_byte_array_append (parts, word + sizeof word - NUMBER_SIZE, NUMBER_SIZE);
  return TRUE;
}

GBytes *
surety_payment_parts_check (const void *data, gsize len)
{
  return len % PART_SIZE == 0 ? g_bytes_new (data, len) : NULL;
}

guint
surety_payment_part_count (GBytes *parts)
{
  return parts != NULL ? (guint) (g_bytes_get_size (parts) / PART_SIZE) : 0;
}

void
surety_payment_part_get (GBytes *parts, guint i, Address *address, u256 *number)
{
  const guint8 *data = g_bytes_get_data (parts, NULL);

  g_return_if_fail (i < surety_payment_part_count (parts));

  data += i * PART_SIZE;
  memcpy (address->bytes, data, sizeof address->bytes);
  *number = u256_from_be_short (data + sizeof address->bytes, NUMBER_SIZE);
}

u256
surety_payment_part_find (GBytes *parts, const Address *address)
{
  u256 sum = 0;

  /* 128 bits each: it can't overflow. */
  for (guint i = 0; i < surety_payment_part_count (parts); i++)
    {
      Address one;
      u256 number;

      surety_payment_part_get (parts, i, &one, &number);
      if (address_equal (&one, address))
        sum += number;
    }
  return sum;
}

SuretyPayment *
surety_payments_copy (const SuretyPayment *payments, guint n)
{
  SuretyPayment *copy = g_memdup2 (payments, n * sizeof *payments);

  for (guint i = 0; i < n; i++)
    {
      if (copy[i].multipliers != NULL)
        g_bytes_ref (copy[i].multipliers);
      if (copy[i].amounts != NULL)
        g_bytes_ref (copy[i].amounts);
    }
  return copy;
}

void
surety_payments_free (SuretyPayment *payments, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&payments[i].multipliers, g_bytes_unref);
      g_clear_pointer (&payments[i].amounts, g_bytes_unref);
    }
  g_free (payments);
}
