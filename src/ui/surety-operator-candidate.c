/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-format.h"
#include "surety-operator-words.h"

#define ALIVE_SECONDS (90u * 86400u)
#define BIPS_TO_WAD (U256_WAD / 10000u)

static const char *const columns[SURETY_OPERATOR_N_COLUMNS] = {
  "name", "slashable", "warning", "stake", "stakers", "sets", "fees", "record", "age", "active",
};

static const int widths[SURETY_OPERATOR_N_COLUMNS] = {
  24, 14, 16, 13, 11, 14, 12, 15, 13, 13,
};

static void
unknown (SuretyCell *out)
{
  surety_cell_set (out, g_strdup (_ ("Not known")), NULL);
  out->known = FALSE;
}

/* Of the strategy that is looked at; of all together, that of which most can be taken. */
static const SuretyPledgedMagnitude *
find_pledged (SuretyProvider *provider, const SuretyScope *scope)
{
  const SuretyPledgedMagnitude *worst = NULL;
  const SuretyPledgedMagnitude *all = NULL;
  u256 most = 0;
  guint n = 0;

  if (scope->has_strategy)
    return surety_provider_get_pledged (provider, &scope->strategy);

  all = surety_provider_get_all_pledged (provider, &n);
  for (guint i = 0; i < n; i++)
    {
      u256 part = 0;

      if (all[i].max == 0 || !u256_mul_div (all[i].now + all[i].pending + all[i].dormant, U256_WAD,
                                            all[i].max, ROUND_UP, &part))
        continue;
      if (worst == NULL || part > most)
        {
          worst = &all[i];
          most = part;
        }
    }

  return worst;
}

static void
get_parts (gpointer subject, const SuretyScope *scope, SuretyParts *out)
{
  const SuretyPledgedMagnitude *pledged = find_pledged (subject, scope);

  out->known = pledged != NULL && pledged->max > 0;
  if (!out->known)
    return;
  out->now = surety_millionths (pledged->now, pledged->max);
  out->pending = surety_millionths (pledged->pending, pledged->max);
  out->dormant = surety_millionths (pledged->dormant, pledged->max);
  out->latent = surety_millionths (pledged->latent, pledged->max);
}

static char *
share_words (u256 part, u256 max)
{
  u256 wad = 0;

  if (!u256_mul_div (part, U256_WAD, max, ROUND_UP, &wad))
    return g_strdup (_ ("Not known"));

  return surety_format_percent (wad);
}

static void
fill_name (SuretyProvider *provider, const SuretyScope *scope, SuretyCell *out)
{
  const char *name = surety_provider_get_name (provider);
  char *address = surety_format_address (surety_provider_get_address_text (provider), FALSE);

  if (*name == '\0')
    {
      surety_cell_set (out, g_strdup (_ ("Unnamed operator")), address);
      out->known = FALSE;
      return;
    }
  surety_cell_set (out, g_strdup (name), address);
  out->order = g_utf8_collate_key (name, -1);
  if (surety_scope_is_look_alike (scope, surety_provider_get_address_text (provider)))
    out->remark = g_strdup (
      _ ("Its name can be mistaken for another operator’s: only the address says "
         "who it is."));
}

static void
fill_slashable (SuretyProvider *provider, const SuretyScope *scope, SuretyCell *out)
{
  const SuretyPledgedMagnitude *pledged = find_pledged (provider, scope);
  u256 later = 0;
  g_autofree char *now = NULL;
  g_autofree char *more = NULL;
  g_autofree char *latent = NULL;
  SuretyParts parts = { 0 };

  if (pledged == NULL)
    {
      unknown (out);
      return;
    }
  if (pledged->max == 0)
    {
      surety_cell_set (out, g_strdup (_ ("Everything was taken")), NULL);
      surety_cell_rank (out, (u256) 1 << 100);
      return;
    }

  later = pledged->pending + pledged->dormant;
  now = share_words (pledged->now, pledged->max);
  more = share_words (later, pledged->max);
  latent = share_words (pledged->latent, pledged->max);
  surety_cell_set (out,
                   pledged->now == 0 ? g_strdup (_ ("Nothing now"))
                                     /* Translators: a share of the stake. */
                                     : g_strdup_printf (_ ("%s now"), now),
                   later > 0             ? g_strdup_printf (_ ("%s more to come"), more)
                   : pledged->latent > 0 ? g_strdup_printf (_ ("%s unpledged"), latent)
                                         : g_strdup (_ ("nothing to come")));
  get_parts (provider, scope, &parts);
  surety_cell_rank (out, ((u256) parts.now << 48) + ((u256) (parts.pending + parts.dormant) << 24) +
                           parts.latent);
}

static void
fill_warning (SuretyProvider *provider, const SuretyScope *scope, SuretyCell *out)
{
  const SuretyGuideFacts *facts = &scope->facts;
  Exposure next = { 0 };
  guint64 blocks = surety_provider_get_delay (provider);
  char *span = NULL;

  if (!surety_provider_get_delay_known (provider))
    {
      surety_cell_set (out, g_strdup (_ ("Not known")), g_strdup (_ ("take it for none")));
      out->known = FALSE;
      return;
    }
  if (facts->exit_known)
    {
      next = surety_operator_next_pledge (provider, facts);
      blocks = next.warning;
    }
  else if (!surety_provider_get_delay_set (provider))
    blocks = UINT64_MAX;

  surety_cell_rank (out, blocks);
  if (blocks == UINT64_MAX)
    {
      surety_cell_set (out, g_strdup (_ ("Can’t pledge more")), g_strdup (_ ("sets no delay yet")));
      return;
    }
  span = blocks == 0 ? g_strdup (_ ("No warning"))
                     : surety_format_span (blocks * facts->block_seconds);
  if (!facts->exit_known)
    surety_cell_set (out, span, g_strdup (_ ("exit time not known")));
  else if (next.latent_before_exit)
    surety_cell_set (out, span, g_strdup (_ ("too short to leave first")));
  else
    surety_cell_set (out, span, g_strdup (_ ("time to leave first")));
}

static void
fill_stake (SuretyProvider *provider, const SuretyScope *scope, SuretyCell *out)
{
  const SuretyProviderStake *stake = NULL;
  u256 total = 0;
  gboolean whole = FALSE;
  guint n = 0;

  if (!scope->has_strategy)
    {
      surety_provider_get_strategy_stakes (provider, &n);
      if (!surety_provider_get_total_eth (provider, &total, &whole))
        {
          unknown (out);
          return;
        }
      surety_cell_set (out, surety_brief_amount (total, 18, "ETH"),
                       whole ? g_strdup_printf (ngettext ("in %u token", "in %u tokens", n), n)
                             : g_strdup (_ ("and unknown")));
      surety_cell_rank (out, total);
      return;
    }

  stake = surety_provider_find_stake (provider, &scope->strategy);
  if (stake != NULL && !stake->tokens_known)
    {
      unknown (out);
      return;
    }
  if (stake == NULL)
    surety_cell_set (out, g_strdup_printf (_ ("No %s"), scope->symbol), NULL);
  else
    surety_cell_set (out, surety_brief_amount (stake->tokens, scope->decimals, scope->symbol),
                     NULL);
  surety_cell_rank (out, stake != NULL ? stake->tokens : (u256) 0);
}

static void
fill_stakers (SuretyProvider *provider, SuretyCell *out)
{
  u256 largest = 0;
  char *detail = NULL;

  if (!surety_provider_get_stakers_known (provider))
    {
      unknown (out);
      return;
    }
  if (surety_provider_get_largest_staker (provider, &largest, NULL))
    {
      g_autofree char *part = surety_format_percent (largest);

      detail = g_strdup_printf (_ ("one has %s"), part);
    }
  surety_cell_set (out, surety_format_count (surety_provider_get_n_stakers (provider)), detail);
  surety_cell_rank (out, surety_provider_get_n_stakers (provider));
}

static char *
set_names (SuretyProvider *provider, const SuretyScope *scope)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;
  const SuretyMembership *memberships = surety_provider_get_memberships (provider, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *name = NULL;

      if (!memberships[i].registered)
        continue;
      name = surety_scope_get_set_name (scope, &memberships[i].avs, memberships[i].set);
      if (name != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", name);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
fill_sets (SuretyProvider *provider, const SuretyScope *scope, SuretyCell *out)
{
  guint n = surety_provider_get_n_sets (provider);
  g_autofree char *names = set_names (provider, scope);

  surety_cell_set (out,
                   n == 0
                     ? g_strdup (_ ("None"))
                     : g_strdup_printf (ngettext ("%u operator set", "%u operator sets", n), n),
                   *names != '\0' ? g_steal_pointer (&names) : NULL);
  surety_cell_rank (out, n);
}

static void
fill_fees (SuretyProvider *provider, SuretyCell *out)
{
  guint n = 0;
  const SuretySplit *splits = surety_provider_get_splits (provider, &n);
  const SuretySplit *changing = NULL;
  guint usual = 0;
  guint most = 0;
  gboolean any = FALSE;
  g_autofree char *part = NULL;
  char *detail = NULL;

  if (!surety_provider_get_splits_known (provider) || n == 0)
    {
      unknown (out);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      if (splits[i].kind == SURETY_SPLIT_DEFAULT)
        {
          usual = splits[i].bips;
          any = TRUE;
        }
      most = MAX (most, splits[i].bips);
      if (splits[i].activates != 0 &&
          (changing == NULL || splits[i].next_bips > changing->next_bips))
        changing = &splits[i];
    }
  if (!any)
    usual = most;

  part = surety_format_percent (usual * BIPS_TO_WAD);
  if (changing != NULL)
    {
      g_autofree char *next = surety_format_percent (changing->next_bips * BIPS_TO_WAD);
      g_autofree char *date = surety_brief_date (changing->activates);

      detail = g_strdup_printf (_ ("%s from %s"), next, date);
    }
  else if (most > usual)
    {
      g_autofree char *top = surety_format_percent (most * BIPS_TO_WAD);

      detail = g_strdup_printf (_ ("up to %s"), top);
    }
  surety_cell_set (out, g_strdup_printf (_ ("%s of rewards"), part), detail);
  surety_cell_rank (out, ((u256) usual << 32) + most);
}

static void
fill_record (SuretyProvider *provider, SuretyCell *out)
{
  guint times = surety_provider_get_slashings (provider);
  guint n = 0;
  const SuretySlashing *records = surety_provider_get_slashing_records (provider, &n);
  char *detail = NULL;

  if (!surety_provider_get_slashings_known (provider))
    {
      unknown (out);
      return;
    }
  surety_cell_rank (out, times);
  if (times == 0)
    {
      surety_cell_set (out, g_strdup (_ ("Never slashed so far")), NULL);
      return;
    }
  if (n > 0)
    {
      g_autofree char *part = surety_format_percent (records[n - 1].wad);

      if (records[n - 1].time != 0)
        {
          g_autofree char *date = surety_brief_date (records[n - 1].time);

          detail = g_strdup_printf (_ ("last %s, %s"), part, date);
        }
      else
        detail = g_strdup_printf (_ ("last %s"), part);
    }
  surety_cell_set (out,
                   g_strdup_printf (ngettext ("Slashed %u time", "Slashed %u times", times), times),
                   detail);
}

static void
fill_age (SuretyProvider *provider, const SuretyScope *scope, SuretyCell *out)
{
  guint64 time = surety_provider_get_registered_time (provider);

  if (time == 0 || scope->now == 0)
    {
      unknown (out);
      return;
    }
  surety_cell_set (out, surety_brief_age (time, scope->now), surety_brief_date (time));
  surety_cell_rank (out, scope->now > time ? scope->now - time : 0);
}

static void
fill_active (SuretyProvider *provider, const SuretyScope *scope, SuretyCell *out)
{
  guint64 time = surety_provider_get_active_time (provider);

  if (time == 0 || scope->now == 0)
    {
      unknown (out);
      return;
    }
  surety_cell_set (out, surety_format_age (time, scope->now), surety_brief_date (time));
  surety_cell_rank (out, time);
}

static void
fill_cell (gpointer subject, guint column, const SuretyScope *scope, SuretyCell *out)
{
  switch ((SuretyOperatorColumn) column)
    {
    case SURETY_OPERATOR_COLUMN_NAME:
      fill_name (subject, scope, out);
      break;
    case SURETY_OPERATOR_COLUMN_SLASHABLE:
      fill_slashable (subject, scope, out);
      break;
    case SURETY_OPERATOR_COLUMN_WARNING:
      fill_warning (subject, scope, out);
      break;
    case SURETY_OPERATOR_COLUMN_STAKE:
      fill_stake (subject, scope, out);
      break;
    case SURETY_OPERATOR_COLUMN_STAKERS:
      fill_stakers (subject, out);
      break;
    case SURETY_OPERATOR_COLUMN_SETS:
      fill_sets (subject, scope, out);
      break;
    case SURETY_OPERATOR_COLUMN_FEES:
      fill_fees (subject, out);
      break;
    case SURETY_OPERATOR_COLUMN_RECORD:
      fill_record (subject, out);
      break;
    case SURETY_OPERATOR_COLUMN_AGE:
      fill_age (subject, scope, out);
      break;
    case SURETY_OPERATOR_COLUMN_ACTIVE:
      fill_active (subject, scope, out);
      break;
    case SURETY_OPERATOR_N_COLUMNS:
    default:
      g_assert_not_reached ();
    }
}

/* What of anything is known to be nothing, in the strategy that is looked at or in each. */
static gboolean
is_nothing (SuretyProvider *provider, const SuretyScope *scope, gboolean now)
{
  guint n = 1;
  const SuretyPledgedMagnitude *all = scope->has_strategy
                                        ? surety_provider_get_pledged (provider, &scope->strategy)
                                        : surety_provider_get_all_pledged (provider, &n);

  if (all == NULL || n == 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (now ? all[i].now > 0 || all[i].max == 0 : all[i].pending > 0 || all[i].dormant > 0)
      return FALSE;

  return TRUE;
}

static guint
get_traits (gpointer subject, const SuretyScope *scope)
{
  SuretyProvider *provider = subject;
  guint64 active = surety_provider_get_active_time (provider);
  guint traits = 0;

  if (surety_provider_get_delay_known (provider) && scope->facts.exit_known &&
      !surety_operator_next_pledge (provider, &scope->facts).latent_before_exit)
    traits |= SURETY_OPERATOR_WARNS_IN_TIME;
  if (is_nothing (provider, scope, TRUE))
    traits |= SURETY_OPERATOR_TAKES_NOTHING;
  if (is_nothing (provider, scope, FALSE))
    traits |= SURETY_OPERATOR_NOTHING_COMES;
  if (surety_provider_get_slashings_known (provider) &&
      surety_provider_get_slashings (provider) == 0)
    traits |= SURETY_OPERATOR_NEVER_SLASHED;
  if (surety_provider_get_registered (provider) && !surety_provider_get_needs_approval (provider) &&
      surety_provider_get_vault (provider) == NULL)
    traits |= SURETY_OPERATOR_OPEN_TO_ALL;
  if (active != 0 && scope->now != 0 && active + ALIVE_SECONDS >= scope->now)
    traits |= SURETY_OPERATOR_ALIVE;

  return traits;
}

static char *
dup_address (gpointer subject)
{
  return g_strdup (surety_provider_get_address_text (subject));
}

static char *
dup_search (gpointer subject, const SuretyScope *scope)
{
  g_autofree char *names = set_names (subject, scope);

  return g_strjoin ("\n", surety_provider_get_name (subject),
                    surety_provider_get_address_text (subject), names, NULL);
}

const SuretyCandidateKind surety_operator_kind = {
  .n_columns = SURETY_OPERATOR_N_COLUMNS,
  .columns = columns,
  .widths = widths,
  .dup_address = dup_address,
  .dup_key = dup_address,
  .dup_search = dup_search,
  .get_traits = get_traits,
  .fill_cell = fill_cell,
  .get_parts = get_parts,
};
