/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-words.h"

#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-closures.h"
#include "surety-format.h"
#include "surety-guide-facts.h"
#include "surety-position-row.h"

#define YEAR_DAYS 365

char *
surety_outlook_figure_words (SuretyOutlook *outlook, const char *property)
{
  g_autoptr (SuretyFigure) figure = NULL;

  g_object_get (outlook, property, &figure, NULL);
  if (figure == NULL || !surety_figure_is_known (figure))
    return g_strdup (_ ("Not known"));

  return surety_closure_amount (NULL, figure);
}

static char *
eth_words (u256 wei)
{
  g_autofree char *amount = surety_format_amount (wei, 18);

  return g_strdup_printf ("%s ETH", amount);
}

char *
surety_outlook_restaking_words (SuretyOutlook *outlook)
{
  const RewardSummary *reward = surety_outlook_get_reward (outlook);
  g_autofree char *amount = NULL;

  if (reward == NULL || !reward->restaking_known)
    return g_strdup (_ ("Not known"));
  if (reward->restaking_year == 0)
    return g_strdup (reward->restaking_at_least ? _ ("Only tokens without a known price")
                                                : _ ("Nothing"));
  amount = eth_words (reward->restaking_year);
  if (reward->restaking_at_least)
    /* Translators: an amount with its unit. */
    return g_strdup_printf (_ ("%s a year at least"), amount);

  return g_strdup_printf (_ ("%s a year"), amount);
}

char *
surety_outlook_base_words (SuretyOutlook *outlook)
{
  const RewardSummary *reward = surety_outlook_get_reward (outlook);
  g_autofree char *amount = NULL;

  if (reward == NULL || !reward->base_known)
    return g_strdup (_ ("Not known; it goes on as before"));
  amount = eth_words (reward->base_year);
  if (reward->base_negative)
    return g_strdup_printf (_ ("Lost %s a year; that comes without restaking too"), amount);

  return g_strdup_printf (_ ("%s a year; it comes without restaking too"), amount);
}

char *
surety_outlook_gas_words (SuretyOutlook *outlook)
{
  const RewardSummary *reward = surety_outlook_get_reward (outlook);
  g_autofree char *amount = NULL;
  g_autofree char *share = NULL;

  if (reward == NULL || !reward->gas_known)
    return g_strdup (_ ("Not known"));
  amount = eth_words (reward->gas);
  if (!reward->gas_share_known)
    return g_strdup_printf (_ ("%s at most, to enter, claim once and leave"), amount);
  share = surety_format_percent (reward->gas_share);

  /* Translators: an amount of ETH, then a percentage. */
  return g_strdup_printf (_ ("%s at most, to enter, claim once and leave: %s of the amount"),
                          amount, share);
}

char *
surety_outlook_payback_words (SuretyOutlook *outlook)
{
  const RewardSummary *reward = surety_outlook_get_reward (outlook);

  if (reward == NULL)
    return g_strdup (_ ("Not known"));
  switch (reward->payback)
    {
    case REWARD_PAYBACK_NEVER:
      return g_strdup (_ ("Never, as long as nothing is paid"));
    case REWARD_PAYBACK_MONTHS:
      if (reward->months >= REWARD_MOST_MONTHS)
        return g_strdup (_ ("After a hundred years or more"));
      return g_strdup_printf (reward->payback_at_most
                                ? ngettext ("After %u month at the latest",
                                            "After %u months at the latest", reward->months)
                                : ngettext ("After about %u month", "After about %u months",
                                            reward->months),
                              reward->months);
    case REWARD_PAYBACK_UNKNOWN:
    default:
      return g_strdup (_ ("Not known"));
    }
}

char *
surety_outlook_ratio_words (const RewardRatio *ratio)
{
  g_autofree char *percent = NULL;

  switch (ratio->state)
    {
    case REWARD_RATIO_NO_RISK:
      return g_strdup (_ ("Nothing can be lost by slashing"));
    case REWARD_RATIO_KNOWN:
      percent = surety_format_percent (ratio->wad);
      return ratio->at_least ? g_strdup_printf (_ ("%s at least"), percent)
                             : g_steal_pointer (&percent);
    case REWARD_RATIO_UNKNOWN:
    default:
      return g_strdup (_ ("Not known"));
    }
}

char *
surety_outlook_any_loss_words (SuretyOutlook *outlook)
{
  double any = -1;
  g_autofree char *percent = NULL;

  g_object_get (outlook, "any-loss", &any, NULL);
  if (any < 0)
    return g_strdup (_ ("Not known"));
  percent = surety_format_percent ((u256) (unsigned long long) (any * 1e18));

  /* Translators: a percentage. */
  return g_strdup_printf (_ ("%s of all years"), percent);
}

/* ---- what can be slashed by whom -------------------------------------------------------- */

/* Keeps the words of what is shown until the chart has copied them. */
typedef struct
{
  GArray *items;
  GPtrArray *words;
} Gathering;

static void
gathering_init (Gathering *self, guint size)
{
  self->items = g_array_new (FALSE, TRUE, size);
  self->words = g_ptr_array_new_with_free_func (g_free);
}

static void
gathering_clear (Gathering *self)
{
  g_array_unref (self->items);
  g_ptr_array_unref (self->words);
}

static const char *
keep (Gathering *self, char *text)
{
  g_ptr_array_add (self->words, text);

  return text;
}

static void
add_part (Gathering *self,
          const char *name,
          u256 share,
          const char *format,
          const char *detail,
          SuretyPattern pattern)
{
  g_autofree char *percent = surety_format_percent (share);
  SuretySlashPart part = {
    .name = name,
    .detail = detail,
    .share = surety_millionths (share, U256_WAD),
    .pattern = pattern,
  };

  if (share == 0)
    return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  part.value = keep (self, g_strdup_printf (format, percent));
#pragma GCC diagnostic pop
  g_array_append_val (self->items, part);
}

static u256
less (u256 whole, u256 part)
{
  /* Shares are rounded up, each for itself: a difference in their last digits is none. */
  const u256 grain = U256_WAD / 1000000u;

  return whole > part + grain ? whole - part : (u256) 0;
}

static void
add_claims (Gathering *self, SuretySession *session, const SuretyGuideFacts *facts, Exposure *rest)
{
  GListModel *rows = surety_outlook_get_services (surety_session_get_outlook (session));
  u256 now = 0;
  u256 rising = 0;
  u256 dormant = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SuretyOutlookService) row = g_list_model_get_item (rows, i);
      const SuretyOutlookServiceFacts *claim = surety_outlook_service_get_facts (row);
      const char *name = keep (self, surety_service_words_name (claim->service));
      const char *date = "";

      now += claim->now;
      rising += claim->rising;
      dormant += claim->dormant;
      if (claim->rising > 0)
        date = keep (self,
                     surety_format_block_date (surety_pledge_get_effect_block (claim->pledge),
                                               facts->head, facts->time, facts->block_seconds));
      add_part (self, name, claim->now, _ ("%s can be taken now"), "", SURETY_PATTERN_SOLID);
      add_part (self, name, claim->rising, _ ("%s more can be taken from a known date"), date,
                SURETY_PATTERN_HATCH);
      add_part (self, name, claim->dormant, _ ("%s can be taken as soon as its set changes"), "",
                SURETY_PATTERN_HATCH);
    }
  rest->now = less (rest->now, now);
  rest->pending = less (rest->pending, rising);
  rest->dormant = less (rest->dormant, dormant);
}

void
surety_outlook_show_slashable (SuretySession *session, SuretySlashChart *chart)
{
  Gathering parts;
  SuretyGuideFacts facts;
  Exposure exposure = { 0 };
  g_autofree char *warning = NULL;

  surety_chart_set_title (SURETY_CHART (chart), _ ("What can be taken, and by whom"));
  if (!surety_guide_facts_exposure (session, U256_WAD, &exposure))
    {
      surety_chart_set_summary (SURETY_CHART (chart), _ ("What can be taken is not known."));
      surety_slash_chart_set (chart, NULL, 0);
      return;
    }
  surety_chart_set_summary (SURETY_CHART (chart),
                            _ ("The whole width is your stake. Filled: can be taken now. Hatched: "
                               "will be. Dotted: the operator may pledge it. The rest is free."));
  surety_guide_facts_read (session, &facts);
  gathering_init (&parts, sizeof (SuretySlashPart));
  add_claims (&parts, session, &facts, &exposure);
  add_part (&parts, _ ("Sets that are not known"), exposure.now, _ ("%s can be taken now"), "",
            SURETY_PATTERN_SOLID);
  add_part (&parts, _ ("Sets that are not known"), exposure.pending + exposure.dormant,
            _ ("%s will be, or may become so"), "", SURETY_PATTERN_HATCH);
  if (exposure.warning != G_MAXUINT64)
    {
      g_autofree char *span = surety_format_span (exposure.warning * facts.block_seconds);

      /* Translators: a span of time. */
      warning = g_strdup_printf (_ ("%s after it does"), span);
    }
  add_part (&parts, _ ("The operator, not pledged yet"), exposure.latent,
            _ ("%s may be pledged to any service"), warning != NULL ? warning : "",
            SURETY_PATTERN_DOTS);
  add_part (&parts, _ ("Free"), exposure.free, _ ("%s can be taken by nobody"), "",
            SURETY_PATTERN_EMPTY);
  surety_slash_chart_set (chart, (const SuretySlashPart *) (gpointer) parts.items->data,
                          parts.items->len);
  gathering_clear (&parts);
}

/* ---- what changes, against the exit ------------------------------------------------------ */

static void
add_event (Gathering *self,
           const SuretyGuideFacts *facts,
           const char *name,
           guint64 block,
           gboolean harms)
{
  SuretyTimelineEvent event = { .name = name };

  if (block <= facts->head)
    return;
  event.value = keep (self, surety_format_block_date (block, facts->head, facts->time,
                                                      facts->block_seconds));
  event.at = (double) (block - facts->head) * facts->block_seconds;
  event.too_soon = harms && block <= facts->head + facts->exit_delay;
  if (!harms)
    event.detail = _ ("less can be taken from then on");
  else
    event.detail = event.too_soon ? _ ("before you could be out") : _ ("you could be out before");
  g_array_append_val (self->items, event);
}

static void
add_service_events (Gathering *self, const SuretyGuideFacts *facts, SuretyOutlookService *row)
{
  const SuretyOutlookServiceFacts *claim = surety_outlook_service_get_facts (row);
  SuretyPledge *pledge = claim->pledge;
  g_autofree char *name = surety_service_words_name (claim->service);
  g_autofree char *rising = surety_format_percent (claim->rising);
  g_autofree char *freeing = surety_format_percent (claim->freeing);
  guint64 effect = surety_pledge_get_effect_block (pledge);

  /* Translators: a service's name, then a percentage. */
  if (claim->rising > 0)
    add_event (self, facts, keep (self, g_strdup_printf (_ ("%s: %s more"), name, rising)), effect,
               TRUE);
  if (claim->freeing > 0)
    add_event (self, facts, keep (self, g_strdup_printf (_ ("%s: %s less"), name, freeing)), effect,
               FALSE);
  if (claim->now > 0 && surety_pledge_get_slashable_until (pledge) != 0)
    add_event (self, facts, keep (self, g_strdup_printf (_ ("%s: the operator is out"), name)),
               surety_pledge_get_slashable_until (pledge) + 1, FALSE);
  if (surety_service_get_pending_slasher_known (claim->service))
    add_event (self, facts, keep (self, g_strdup_printf (_ ("%s: somebody else decides"), name)),
               surety_service_get_pending_slasher_block (claim->service), TRUE);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  double first = ((const SuretyTimelineEvent *) a)->at;
  double second = ((const SuretyTimelineEvent *) b)->at;

  return (first > second) - (first < second);
}

void
surety_outlook_show_timeline (SuretySession *session, SuretyTimelineChart *chart)
{
  SuretyOutlook *outlook = surety_session_get_outlook (session);
  GListModel *rows = surety_outlook_get_services (outlook);
  SuretyProvider *provider = surety_guide_get_provider (surety_session_get_guide (session));
  Gathering events;
  SuretyGuideFacts facts;
  Exposure exposure = { 0 };
  SuretyTimelineEvent out = { .name = _ ("You are out, if you leave now") };

  surety_chart_set_title (SURETY_CHART (chart), _ ("What changes, against the time to leave"));
  surety_guide_facts_read (session, &facts);
  if (!surety_guide_facts_exposure (session, U256_WAD, &exposure))
    {
      surety_chart_set_summary (SURETY_CHART (chart), _ ("What changes is not known."));
      surety_timeline_chart_clear (chart);
      return;
    }
  surety_chart_set_summary (SURETY_CHART (chart),
                            _ ("From now on. Shaded: the time until you are out. A full square "
                               "comes before that, a ring leaves you time to go."));
  gathering_init (&events, sizeof (SuretyTimelineEvent));
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SuretyOutlookService) row = g_list_model_get_item (rows, i);

      add_service_events (&events, &facts, row);
    }
  if (exposure.latent > 0 && exposure.warning != G_MAXUINT64)
    add_event (&events, &facts, _ ("If the operator pledged more now"),
               facts.head + exposure.warning, TRUE);
  if (provider != NULL && surety_provider_get_pending_delay_block (provider) != 0)
    add_event (&events, &facts, _ ("The operator’s warning time changes"),
               surety_provider_get_pending_delay_block (provider), TRUE);
  g_array_sort (events.items, compare_events);
  out.at = (double) (facts.exit_delay + 1) * facts.block_seconds;
  out.value = keep (&events,
                    surety_format_block_date (facts.head + facts.exit_delay + 1, facts.head,
                                              facts.time, facts.block_seconds));
  out.detail = events.items->len == 0 ? _ ("nothing is announced") : "";
  surety_timeline_chart_set (chart, (const SuretyTimelineEvent *) (gpointer) events.items->data,
                             events.items->len, &out);
  gathering_clear (&events);
}

/* ---- how a year may end ------------------------------------------------------------------- */

void
surety_outlook_show_outcome (SuretySession *session, SuretyOutcomeChart *chart)
{
  SuretyOutlook *outlook = surety_session_get_outlook (session);
  const SimulationResult *result = surety_outlook_get_simulation (outlook);

  surety_chart_set_title (SURETY_CHART (chart), _ ("How a year may end"));
  if (result != NULL)
    surety_chart_set_summary (
      SURETY_CHART (chart),
      _ ("How likely each loss by slashing is, under the assumptions. Each line upwards is "
         "ten times likelier; the first bar is a year in which nothing is lost."));
  else if (surety_outlook_get_simulating (outlook))
    surety_chart_set_summary (SURETY_CHART (chart), _ ("Still being worked out…"));
  else
    surety_chart_set_summary (SURETY_CHART (chart),
                              _ ("Not known: what can be taken could not be read."));
  surety_outcome_chart_set (chart, result);
}

/* ---- reward by source ---------------------------------------------------------------------- */

static double
to_eth (u256 wei)
{
  return u256_to_double (wei) / 1e18;
}

static void
add_base (Gathering *self, SuretySession *session)
{
  SuretyOutlook *outlook = surety_session_get_outlook (session);
  SuretyAsset *asset = surety_guide_get_asset (surety_session_get_guide (session));
  const RewardSummary *reward = surety_outlook_get_reward (outlook);
  SuretySourceBar source = {
    .detail = _ ("comes without restaking too"),
    .amount = -1,
    .pattern = SURETY_PATTERN_HATCH,
  };
  g_autofree char *amount = NULL;

  if (asset == NULL)
    return;
  /* Translators: a token's symbol. */
  source.name = keep (self, g_strdup_printf (_ ("%s itself"), surety_asset_get_symbol (asset)));
  if (reward == NULL || !reward->base_known)
    source.value = _ ("How much is not known");
  else
    {
      amount = eth_words (reward->base_year);
      source.amount = reward->base_negative ? 0 : to_eth (reward->base_year);
      source.value = keep (self, g_strdup_printf (reward->base_negative ? _ ("Lost %s a year")
                                                                        : _ ("%s a year"),
                                                  amount));
    }
  g_array_append_val (self->items, source);
}

static void
add_earning (Gathering *self, SuretyEarning *earning, guint days)
{
  const SuretyEarningFacts *facts = surety_earning_get_facts (earning);
  SuretySourceBar source = { .detail = "", .amount = -1, .pattern = SURETY_PATTERN_SOLID };
  g_autofree char *amount = surety_closure_amount (NULL, facts->amount);

  source.name = facts->service != NULL ? keep (self, surety_service_words_name (facts->service))
                                       : _ ("The protocol, to all who restake");
  if (surety_figure_is_known (facts->worth))
    {
      u256 year = 0;
      g_autofree char *text = NULL;

      if (!u256_mul_div (surety_figure_get_value (facts->worth), YEAR_DAYS, days, ROUND_DOWN,
                         &year))
        return;
      text = eth_words (year);
      source.amount = to_eth (year);
      source.value = keep (self, g_strdup_printf (_ ("%s a year"), text));
      /* Translators: an amount with its unit, then a number of days. */
      source.detail = keep (self, g_strdup_printf (_ ("%s in the last %u days, for your amount"),
                                                   amount, days));
    }
  else if (facts->state == REWARD_UNPRICED)
    {
      source.value = _ ("Paid in a token whose price is not known");
      source.detail = surety_figure_is_known (facts->amount)
                        ? keep (self, g_steal_pointer (&amount))
                        : "";
    }
  else
    source.value = _ ("Paid, but how much of it would be yours is not known");
  g_array_append_val (self->items, source);
}

/* What is paid to all is told also where it is nothing, or nothing for this. */
static void
add_programme (Gathering *self, SuretySession *session, GListModel *earnings, guint days)
{
  SuretySourceBar none = {
    .name = _ ("The protocol, to all who restake"),
    .detail = "",
    .pattern = SURETY_PATTERN_SOLID,
  };

  if (surety_directory_get_programme (surety_session_get_directory (session)) == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (earnings); i++)
    {
      g_autoptr (SuretyEarning) earning = g_list_model_get_item (earnings, i);

      if (surety_earning_get_facts (earning)->service == NULL)
        return;
    }
  none.value = keep (self, g_strdup_printf (_ ("Nothing for this in the last %u days"), days));
  g_array_append_val (self->items, none);
}

static gboolean
any_of_services (GListModel *earnings)
{
  for (guint i = 0; i < g_list_model_get_n_items (earnings); i++)
    {
      g_autoptr (SuretyEarning) earning = g_list_model_get_item (earnings, i);

      if (surety_earning_get_facts (earning)->service != NULL)
        return TRUE;
    }

  return FALSE;
}

/* By whom something could be paid, when nothing is. */
static char *
payers (SuretyOutlook *outlook)
{
  GListModel *rows = surety_outlook_get_services (outlook);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SuretyOutlookService) row = g_list_model_get_item (rows, i);
      g_autofree char *name = surety_service_words_name (
        surety_outlook_service_get_facts (row)->service);

      if (names->len > 0)
        g_string_append (names, _ (", "));
      g_string_append (names, name);
    }
  if (names->len == 0)
    return g_strdup (_ ("it is pledged to no service that could"));

  /* Translators: names of services. */
  return g_strdup_printf (_ ("these could: %s"), names->str);
}

void
surety_outlook_show_sources (SuretySession *session, SuretySourceChart *chart)
{
  SuretyOutlook *outlook = surety_session_get_outlook (session);
  GListModel *earnings = surety_outlook_get_earnings (outlook);
  guint days = surety_outlook_get_reward_days (outlook);
  Gathering sources;

  surety_chart_set_title (SURETY_CHART (chart), _ ("What is paid, and by whom"));
  surety_chart_set_summary (SURETY_CHART (chart),
                            _ ("What came in the last days, as if it went on for a year. Filled: "
                               "for restaking. Hatched: the token itself. Nothing is promised."));
  gathering_init (&sources, sizeof (SuretySourceBar));
  add_base (&sources, session);
  for (guint i = 0; i < g_list_model_get_n_items (earnings); i++)
    {
      g_autoptr (SuretyEarning) earning = g_list_model_get_item (earnings, i);

      add_earning (&sources, earning, days);
    }
  if (!any_of_services (earnings))
    {
      SuretySourceBar none = {
        .name = _ ("The operator’s services"),
        .value = _ ("What they paid is not known"),
        .detail = "",
        .amount = -1,
        .pattern = SURETY_PATTERN_SOLID,
      };

      if (surety_outlook_get_income (outlook) != NULL)
        {
          none.amount = 0;
          none.value = keep (&sources,
                             g_strdup_printf (_ ("Paid nothing in the last %u days"), days));
          none.detail = keep (&sources, payers (outlook));
        }
      g_array_append_val (sources.items, none);
    }
  add_programme (&sources, session, earnings, days);
  surety_source_chart_set (chart, (const SuretySourceBar *) (gpointer) sources.items->data,
                           sources.items->len);
  gathering_clear (&sources);
}
