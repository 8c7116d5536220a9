/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-format.h"

#define DAY 86400u

static const char *const columns[SURETY_SERVICE_N_COLUMNS] = {
  "name", "slasher", "destination", "stake", "operators", "paid-30", "paid-90", "record", "age",
};

static const int widths[SURETY_SERVICE_N_COLUMNS] = {
  24, 14, 14, 15, 9, 16, 16, 15, 13,
};

char *
surety_slasher_words (SuretyPartyKind kind, guint threshold, guint owners)
{
  switch (kind)
    {
    case SURETY_PARTY_NOBODY:
      return g_strdup (_ ("Nobody yet"));
    case SURETY_PARTY_ACCOUNT:
      return g_strdup (_ ("A single key"));
    case SURETY_PARTY_MULTISIG:
      /* Translators: a multisig: so many keys of so many must agree. */
      return g_strdup_printf (_ ("%u of %u keys"), threshold, owners);
    case SURETY_PARTY_CONTRACT:
      return g_strdup (_ ("A contract"));
    case SURETY_PARTY_UNKNOWN:
    default:
      return g_strdup (_ ("Not known"));
    }
}

char *
surety_service_words_name (SuretyService *service)
{
  g_autofree char *brief = NULL;

  if (*surety_service_get_name (service) != '\0')
    return g_strdup (surety_service_get_name (service));
  brief = surety_format_address (surety_service_get_address_text (service), FALSE);

  return g_strdup_printf (_ ("Unnamed service %s, set %u"), brief,
                          surety_service_get_set (service));
}

static void
unknown (SuretyCell *out)
{
  surety_cell_set (out, g_strdup (_ ("Not known")), NULL);
  out->known = FALSE;
}

static char *
dup_key (gpointer subject)
{
  return g_strdup_printf ("%s:%u", surety_service_get_address_text (subject),
                          surety_service_get_set (subject));
}

static void
fill_name (SuretyService *service, const SuretyScope *scope, SuretyCell *out)
{
  const char *name = surety_service_get_name (service);
  g_autofree char *key = dup_key (service);
  g_autofree char *brief = surety_format_address (surety_service_get_address_text (service), FALSE);
  char *detail = g_strdup_printf (_ ("Set %u · %s"), surety_service_get_set (service), brief);

  if (*name == '\0')
    {
      surety_cell_set (out, g_strdup (_ ("Unnamed service")), detail);
      out->known = FALSE;
      return;
    }
  surety_cell_set (out, g_strdup (name), detail);
  out->order = g_utf8_collate_key (name, -1);
  if (surety_scope_is_look_alike (scope, key))
    out->remark = g_strdup (
      _ ("Its name can be mistaken for another service’s: only the address says "
         "who it is."));
}

static void
fill_slasher (SuretyService *service, const SuretyScope *scope, SuretyCell *out)
{
  guint threshold = 0;
  guint owners = 0;
  SuretyPartyKind kind = surety_service_get_slasher_kind (service, &threshold, &owners);
  char *detail = NULL;

  if (surety_service_get_pending_slasher_block (service) != 0)
    {
      g_autofree char *date = surety_format_block_date (surety_service_get_pending_slasher_block (
                                                          service),
                                                        scope->facts.head, scope->facts.time,
                                                        scope->facts.block_seconds);

      detail = g_strdup_printf (_ ("another from %s"), date);
    }
  surety_cell_set (out, surety_slasher_words (kind, threshold, owners), detail);
  out->known = kind != SURETY_PARTY_UNKNOWN;
  surety_cell_rank (out, ((u256) kind << 32) + threshold);
}

static void
fill_destination (SuretyService *service, SuretyCell *out)
{
  char text[ADDRESS_TEXT_SIZE];

  if (!surety_service_get_redistributes_known (service))
    {
      unknown (out);
      return;
    }
  if (!surety_service_get_redistributes (service))
    {
      surety_cell_set (out, g_strdup (_ ("Burnt")), g_strdup (_ ("nobody gets it")));
      return;
    }
  address_to_text (surety_service_get_recipient (service), text);
  surety_cell_set (out, g_strdup (_ ("One address gets it")), surety_format_address (text, FALSE));
  surety_cell_rank (out, 1);
}

static void
fill_stake (SuretyService *service, const SuretyScope *scope, SuretyCell *out)
{
  guint n = 0;
  const SuretyServiceStake *stakes = surety_service_get_stakes (service, &n);
  g_autoptr (GString) amounts = g_string_new (NULL);
  guint n_strategies = 0;

  if (surety_service_get_strategies_known (service))
    surety_service_get_strategies (service, &n_strategies);
  if (!surety_service_get_stakes_known (service))
    {
      if (!surety_service_get_strategies_known (service))
        {
          unknown (out);
          return;
        }
      surety_cell_set (out,
                       g_strdup_printf (ngettext ("%u token", "%u tokens", n_strategies),
                                        n_strategies),
                       g_strdup (_ ("how much is not known")));
      surety_cell_rank (out, n_strategies);
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = surety_scope_dup_strategy_name (scope, &stakes[i].strategy);
      const SuretyToken *token = scope->network != NULL
                                   ? surety_network_find_strategy (scope->network,
                                                                   &stakes[i].strategy)
                                   : NULL;
      g_autofree char *amount = NULL;

      if (stakes[i].shares == 0)
        continue;
      amount = stakes[i].tokens_known && token != NULL
                 ? surety_brief_amount (stakes[i].tokens, token->decimals, name)
                 : g_strdup (name);
      g_string_append_printf (amounts, "%s%s", amounts->len > 0 ? ", " : "", amount);
    }
  surety_cell_set (out,
                   n_strategies == 0
                     ? g_strdup (_ ("No tokens"))
                     : g_strdup_printf (ngettext ("%u token", "%u tokens", n_strategies),
                                        n_strategies),
                   amounts->len > 0 ? g_strdup (amounts->str) : g_strdup (_ ("nothing to take")));
  surety_cell_rank (out, n_strategies);
}

static void
fill_operators (SuretyService *service, SuretyCell *out)
{
  if (!surety_service_get_n_operators_known (service))
    {
      unknown (out);
      return;
    }
  surety_cell_set (out, surety_format_count (surety_service_get_n_operators (service)), NULL);
  surety_cell_rank (out, surety_service_get_n_operators (service));
}

char *
surety_paid_words (SuretyService *service, const SuretyScope *scope, guint days, guint *times)
{
  guint n = 0;
  g_autofree SuretyPaid *paid = surety_service_dup_paid (service, (guint64) days * DAY, &n);
  g_autofree char *name = NULL;
  g_autofree char *first = NULL;
  guint decimals = 18;

  *times = 0;
  for (guint i = 0; i < n; i++)
    *times += paid[i].n;
  if (n == 0)
    return g_strdup (_ ("Nothing"));
  name = surety_scope_dup_token_name (scope, &paid[0].token, &decimals);
  first = surety_brief_amount (paid[0].amount, decimals, name);
  if (n == 1)
    return g_steal_pointer (&first);

  return g_strdup_printf (ngettext ("%s and %u more token", "%s and %u more tokens", n - 1), first,
                          n - 1);
}

static void
fill_paid (SuretyService *service, const SuretyScope *scope, guint days, SuretyCell *out)
{
  guint times = 0;
  char *text = NULL;

  if (!surety_service_get_payments_known (service))
    {
      unknown (out);
      return;
    }
  text = surety_paid_words (service, scope, days, &times);
  surety_cell_set (out, text,
                   times > 0
                     ? g_strdup_printf (ngettext ("%u payment", "%u payments", times), times)
                     : NULL);
  surety_cell_rank (out, times);
}

static void
fill_record (SuretyService *service, SuretyCell *out)
{
  guint n = 0;
  const SuretySlashing *slashings = surety_service_get_slashings (service, &n);
  char *detail = NULL;

  if (!surety_service_get_slashings_known (service))
    {
      unknown (out);
      return;
    }
  if (n > 0 && slashings[n - 1].time != 0)
    {
      g_autofree char *date = surety_brief_date (slashings[n - 1].time);

      detail = g_strdup_printf (_ ("last %s"), date);
    }
  surety_cell_set (out,
                   n == 0
                     ? g_strdup (_ ("Never slashed so far"))
                     : g_strdup_printf (ngettext ("Slashed %u time", "Slashed %u times", n), n),
                   detail);
  surety_cell_rank (out, n);
}

static void
fill_age (SuretyService *service, const SuretyScope *scope, SuretyCell *out)
{
  guint64 time = surety_service_get_created_time (service);

  if (time == 0 || scope->now == 0)
    {
      unknown (out);
      return;
    }
  surety_cell_set (out, surety_brief_age (time, scope->now), surety_brief_date (time));
  surety_cell_rank (out, scope->now > time ? scope->now - time : 0);
}

static void
fill_cell (gpointer subject, guint column, const SuretyScope *scope, SuretyCell *out)
{
  switch ((SuretyServiceColumn) column)
    {
    case SURETY_SERVICE_COLUMN_NAME:
      fill_name (subject, scope, out);
      break;
    case SURETY_SERVICE_COLUMN_SLASHER:
      fill_slasher (subject, scope, out);
      break;
    case SURETY_SERVICE_COLUMN_DESTINATION:
      fill_destination (subject, out);
      break;
    case SURETY_SERVICE_COLUMN_STAKE:
      fill_stake (subject, scope, out);
      break;
    case SURETY_SERVICE_COLUMN_OPERATORS:
      fill_operators (subject, out);
      break;
    case SURETY_SERVICE_COLUMN_PAID_30:
      fill_paid (subject, scope, 30, out);
      break;
    case SURETY_SERVICE_COLUMN_PAID_90:
      fill_paid (subject, scope, 90, out);
      break;
    case SURETY_SERVICE_COLUMN_RECORD:
      fill_record (subject, out);
      break;
    case SURETY_SERVICE_COLUMN_AGE:
      fill_age (subject, scope, out);
      break;
    case SURETY_SERVICE_N_COLUMNS:
    default:
      g_assert_not_reached ();
    }
}

static guint
get_traits (gpointer subject, const SuretyScope *scope)
{
  SuretyService *service = subject;
  SuretyPartyKind kind = surety_service_get_slasher_kind (service, NULL, NULL);
  guint n = 0;
  guint traits = 0;

  if (kind == SURETY_PARTY_CONTRACT || kind == SURETY_PARTY_MULTISIG)
    traits |= SURETY_SERVICE_NOT_ONE_KEY;
  if (surety_service_get_pending_slasher_known (service) &&
      surety_service_get_pending_slasher_block (service) == 0)
    traits |= SURETY_SERVICE_STAYS;
  if (surety_service_get_redistributes_known (service) &&
      !surety_service_get_redistributes (service))
    traits |= SURETY_SERVICE_BURNS;
  if (surety_service_get_payments_known (service) && surety_service_get_pays_regularly (service))
    traits |= SURETY_SERVICE_PAYS;
  surety_service_get_slashings (service, &n);
  if (surety_service_get_slashings_known (service) && n == 0)
    traits |= SURETY_SERVICE_NEVER_SLASHED;

  return traits;
}

static char *
dup_address (gpointer subject)
{
  return g_strdup (surety_service_get_address_text (subject));
}

static char *
dup_search (gpointer subject, const SuretyScope *scope)
{
  g_autoptr (GString) text = g_string_new (surety_service_get_name (subject));
  guint n = 0;
  const Address *strategies = surety_service_get_strategies (subject, &n);

  g_string_append_printf (text, "\n%s\n", surety_service_get_address_text (subject));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = surety_scope_dup_strategy_name (scope, &strategies[i]);

      g_string_append_printf (text, "%s\n", name);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

const SuretyCandidateKind surety_service_kind = {
  .n_columns = SURETY_SERVICE_N_COLUMNS,
  .columns = columns,
  .widths = widths,
  .dup_address = dup_address,
  .dup_key = dup_key,
  .dup_search = dup_search,
  .get_traits = get_traits,
  .fill_cell = fill_cell,
};
