/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-candidate-words.h"
#include "surety-detail-page.h"
#include "surety-format.h"
#include "surety-guide-facts.h"
#include "surety-operator-words.h"
#include "surety-pledge-bar.h"
#include "surety-pledge-row.h"
#include "surety-sentences.h"
#include "surety-vetting-card.h"

#define BIPS_TO_WAD (U256_WAD / 10000u)

typedef struct
{
  SuretyDetailPage *page;
  SuretySession *session;
  SuretyNetwork *network; /* nullable */
  SuretyProvider *provider;
  SuretyGuideFacts facts;
} Detail;

/* The token of a strategy; one that the network's file does not have is named by its strategy. */
static char *
strategy_name (SuretyNetwork *network, const Address *strategy)
{
  const SuretyToken *token = network != NULL ? surety_network_find_strategy (network, strategy)
                                             : NULL;
  char text[ADDRESS_TEXT_SIZE];
  g_autofree char *brief = NULL;

  if (token != NULL)
    return g_strdup (token->symbol);
  address_to_text (strategy, text);
  brief = surety_format_address (text, FALSE);

  return g_strdup_printf (_ ("Strategy %s"), brief);
}

static char *
set_name (SuretySession *session, const Address *avs, guint32 set)
{
  SuretyService *service = surety_directory_find_service (surety_session_get_directory (session),
                                                          avs, set);
  char text[ADDRESS_TEXT_SIZE];
  g_autofree char *brief = NULL;

  if (service != NULL && *surety_service_get_name (service) != '\0')
    return g_strdup (surety_service_get_name (service));
  address_to_text (avs, text);
  brief = surety_format_address (text, FALSE);

  /* Translators: an address, and the number of an operator set. */
  return g_strdup_printf (_ ("%s, set %u"), brief, set);
}

static char *
say_date (const Detail *detail, guint64 time, guint64 block)
{
  g_autofree char *count = surety_format_count (block);
  g_autofree char *date = NULL;

  if (time == 0)
    return block != 0 ? g_strdup_printf (_ ("block %s"), count) : g_strdup (_ ("Not known"));
  date = surety_format_date (time);

  return block != 0 ? g_strdup_printf (_ ("%s (block %s)"), date, count) : g_steal_pointer (&date);
}

static void
add_warning (const Detail *detail)
{
  SuretyProvider *provider = detail->provider;
  AdwPreferencesGroup *group = surety_detail_page_add_group (detail->page, _ ("Time to Leave"),
                                                             NULL);
  g_autofree char *warning = surety_operator_words_warning (provider, &detail->facts);

  surety_detail_add_fact (group, _ ("Warning time against exit time"), warning);
  if (surety_provider_get_delay_known (provider) && surety_provider_get_delay_set (provider))
    {
      g_autofree char *blocks = surety_format_count (surety_provider_get_delay (provider));
      g_autofree char *span = surety_format_span (surety_provider_get_delay (provider) *
                                                  detail->facts.block_seconds);
      g_autofree char *text = surety_provider_get_delay (provider) == 0
                                ? g_strdup (_ ("None: a new pledge can be taken at once"))
                                : g_strdup_printf (_ ("%s (%s blocks)"), span, blocks);

      surety_detail_add_fact (group, _ ("Its warning time (allocation delay)"), text);
    }
  if (surety_provider_get_pending_delay_block (provider) != 0)
    {
      g_autofree char *span = surety_format_span (surety_provider_get_pending_delay (provider) *
                                                  detail->facts.block_seconds);
      g_autofree char *date = surety_format_block_date (surety_provider_get_pending_delay_block (
                                                          provider),
                                                        detail->facts.head, detail->facts.time,
                                                        detail->facts.block_seconds);
      g_autofree char *text = g_strdup_printf (_ ("%s, from %s"), span, date);

      surety_detail_add_fact (group, _ ("Its warning time will become"), text);
    }
}

static GtkWidget *
create_bar_row (const Detail *detail, const Address *strategy)
{
  g_autofree char *name = strategy_name (detail->network, strategy);
  g_autofree char *words = surety_operator_words_slashable (detail->provider, strategy);
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", name, "xalign", 0.0f, NULL);
  GtkWidget *text = g_object_new (GTK_TYPE_LABEL, "label", words, "xalign", 0.0f, "wrap", TRUE,
                                  NULL);
  GtkWidget *bar = surety_pledge_bar_new ();
  SuretyParts parts = { 0 };

  parts.known = surety_operator_shares (detail->provider, strategy, &parts.now, &parts.pending,
                                        &parts.dormant, &parts.latent);
  surety_pledge_bar_set (SURETY_PLEDGE_BAR (bar), parts.known, parts.now, parts.pending,
                         parts.dormant, parts.latent);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  g_object_set (row, "child", box, "activatable", FALSE, "title", name, "use-markup", FALSE, NULL);

  return row;
}

static void
add_shares (const Detail *detail)
{
  guint n = 0;
  const SuretyPledgedMagnitude *all = surety_provider_get_all_pledged (detail->provider, &n);
  AdwPreferencesGroup *group =
    surety_detail_page_add_group (detail->page, _ ("What Can Be Taken"),
                                  _ ("Of the stake in each token, all services together."));

  for (guint i = 0; i < n; i++)
    adw_preferences_group_add (group, create_bar_row (detail, &all[i].strategy));
  if (n == 0)
    surety_detail_add_fact (group, _ ("Shares"), _ ("Not known"));
}

/* Pledges, which are read for this operator alone. */

static void
add_pledges (SuretyDetailPage *page, AdwPreferencesGroup *group, GListModel *pledges)
{
  SuretyGuideFacts facts;

  surety_guide_facts_read (surety_detail_page_get_session (page), &facts);
  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      GtkWidget *row = surety_pledge_row_new (pledge, facts.head, facts.time, facts.block_seconds);
      const char *symbol = surety_pledge_get_token (pledge) != NULL
                             ? surety_pledge_get_token (pledge)->symbol
                             : NULL;

      if (symbol != NULL)
        {
          /* Translators: a token, and the service it is pledged to. */
          g_autofree char *title = g_strdup_printf (_ ("%s · %s"), symbol,
                                                    adw_preferences_row_get_title (
                                                      ADW_PREFERENCES_ROW (row)));

          adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
        }
      adw_preferences_group_add (group, row);
    }
  if (g_list_model_get_n_items (pledges) == 0)
    surety_detail_add_fact (group, _ ("Pledges"), _ ("None: no service can take anything"));
}

/* How well all of them are known. */
static SuretyKnown
find_least (GListModel *pledges)
{
  SuretyKnown least = SURETY_KNOWN_PROVED;

  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      least = MIN (least, surety_pledge_get_known (pledge));
    }
  return g_list_model_get_n_items (pledges) > 0 ? least : SURETY_KNOWN_UNKNOWN;
}

static void
on_pledges (gpointer owner, const GValue *value, const GError *error)
{
  AdwPreferencesGroup *group = g_object_get_data (owner, "pledges");
  GtkWidget *waiting = g_object_get_data (owner, "waiting-row");

  adw_preferences_group_remove (group, waiting);
  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      surety_detail_add_fact (group, _ ("Not known"), sentence);
      return;
    }
  add_pledges (owner, group, g_value_get_object (value));
  surety_detail_set_known (group, find_least (g_value_get_object (value)),
                           surety_directory_get_as_of_block (surety_session_get_directory (
                             surety_detail_page_get_session (owner))));
}

static void
add_pledges_group (const Detail *detail)
{
  AdwPreferencesGroup *group =
    surety_detail_page_add_group (detail->page, _ ("Pledges by Service"),
                                  _ ("Open one to see who may take it and where it goes."));
  GtkWidget *waiting = surety_detail_add_fact (group, _ ("Reading the pledges"), "");
  SuretyDirectory *directory = surety_session_get_directory (detail->session);

  adw_action_row_add_suffix (ADW_ACTION_ROW (waiting), adw_spinner_new ());
  g_object_set_data (G_OBJECT (detail->page), "pledges", group);
  g_object_set_data (G_OBJECT (detail->page), "waiting-row", waiting);
  /* Not before they are there. */
  surety_detail_set_known (group, SURETY_KNOWN_UNKNOWN, 0);
  surety_detail_page_set_waiting (
    detail->page,
    surety_await (surety_directory_load_pledges (directory,
                                                 surety_provider_get_address (detail->provider)),
                  detail->page, on_pledges));
}

static char *
say_stake (const Detail *detail, const SuretyProviderStake *stake, const SuretyToken *token)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (stake->tokens_known && token != NULL)
    {
      g_autofree char *amount = surety_format_amount (stake->tokens, token->decimals);

      g_string_append_printf (text, "%s %s", amount, token->symbol);
    }
  else
    g_string_append (text, _ ("Amount not known"));
  if (stake->eth_known)
    {
      g_autofree char *worth = surety_brief_amount (stake->eth, 18, "ETH");

      g_string_append_printf (text, _ (", worth %s"), worth);
    }
  if (stake->stakers_known)
    {
      g_autofree char *part = surety_format_percent (stake->largest);
      g_autofree char *count = surety_format_count (stake->n_stakers);

      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("%s staker", "%s stakers", stake->n_stakers), count);
      if (stake->n_stakers > 0)
        g_string_append_printf (text, _ ("; the largest has %s"), part);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
add_stakes (const Detail *detail)
{
  guint n = 0;
  const SuretyProviderStake *stakes = surety_provider_get_strategy_stakes (detail->provider, &n);
  AdwPreferencesGroup *group = surety_detail_page_add_group (detail->page, _ ("Stake Behind It"),
                                                             NULL);

  for (guint i = 0; i < n; i++)
    {
      const SuretyToken *token = detail->network != NULL
                                   ? surety_network_find_strategy (detail->network,
                                                                   &stakes[i].strategy)
                                   : NULL;
      g_autofree char *name = strategy_name (detail->network, &stakes[i].strategy);
      g_autofree char *text = say_stake (detail, &stakes[i], token);

      surety_detail_add_fact (group, name, text);
    }
  if (n == 0)
    surety_detail_add_fact (group, _ ("Delegated to it by everybody"), _ ("Nothing"));
}

static char *
split_name (const Detail *detail, const SuretySplit *split)
{
  g_autofree char *of = NULL;

  switch (split->kind)
    {
    case SURETY_SPLIT_DEFAULT:
      return g_strdup (_ ("Of rewards without a rule of their own"));
    case SURETY_SPLIT_PROGRAMMATIC:
      return g_strdup (_ ("Of the protocol’s own rewards"));
    case SURETY_SPLIT_AVS:
    case SURETY_SPLIT_SET:
    default:
      of = set_name (detail->session, &split->avs, split->set);
      /* Translators: a service. */
      return g_strdup_printf (_ ("Of rewards from %s"), of);
    }
}

static void
add_splits (const Detail *detail)
{
  guint n = 0;
  const SuretySplit *splits = surety_provider_get_splits (detail->provider, &n);
  AdwPreferencesGroup *group = surety_detail_page_add_group (detail->page,
                                                             _ ("What It Keeps of Rewards"), NULL);

  if (!surety_provider_get_splits_known (detail->provider) || n == 0)
    {
      surety_detail_add_fact (group, _ ("Its share (split)"), _ ("Not known"));
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = split_name (detail, &splits[i]);
      g_autofree char *now = surety_format_percent (splits[i].bips * BIPS_TO_WAD);
      g_autofree char *text = NULL;

      if (splits[i].activates != 0)
        {
          g_autofree char *next = surety_format_percent (splits[i].next_bips * BIPS_TO_WAD);
          g_autofree char *date = surety_format_date (splits[i].activates);

          text = g_strdup_printf (_ ("%s; %s from about %s"), now, next, date);
        }
      surety_detail_add_fact (group, name, text != NULL ? text : now);
    }
}

static void
add_slashings (const Detail *detail)
{
  guint n = 0;
  const SuretySlashing *records = surety_provider_get_slashing_records (detail->provider, &n);
  AdwPreferencesGroup *group = surety_detail_page_add_group (detail->page, _ ("Slashing Record"),
                                                             NULL);

  if (!surety_provider_get_slashings_known (detail->provider))
    surety_detail_add_fact (group, _ ("Slashings"), _ ("Not known: the logs were not read"));
  else if (n == 0)
    surety_detail_add_fact (group, _ ("Slashings"), _ ("None so far"));
  for (guint i = n; i-- > 0;)
    {
      const SuretySlashing *record = &records[i];
      g_autofree char *date = say_date (detail, record->time, record->block);
      g_autofree char *part = surety_format_percent (record->wad);
      g_autofree char *token = strategy_name (detail->network, &record->strategy);
      g_autofree char *service = set_name (detail->session, &record->avs, record->set);
      g_autofree char *text = NULL;
      const char *why = record->description;

      text = why != NULL && *why != '\0'
               ? g_strdup_printf (_ ("%s of its %s, by %s\nIts words: “%s”"), part, token, service,
                                  why)
               : g_strdup_printf (_ ("%s of its %s, by %s"), part, token, service);
      surety_detail_add_fact (group, date, text);
    }
}

static void
add_identity (const Detail *detail)
{
  SuretyProvider *provider = detail->provider;
  AdwPreferencesGroup *group =
    surety_detail_page_add_group (detail->page, _ ("Who It Is"),
                                  _ ("Operators choose their names themselves; only the address "
                                     "says who it is."));
  g_autofree char *since = say_date (detail, surety_provider_get_registered_time (provider),
                                     surety_provider_get_registered_block (provider));
  g_autofree char *active = say_date (detail, surety_provider_get_active_time (provider),
                                      surety_provider_get_active_block (provider));

  surety_detail_add_fact (group, _ ("Registered"),
                          surety_provider_get_registered (provider)
                            ? since
                            : _ ("Not registered any more"));
  surety_detail_add_fact (group, _ ("Last sign of life"), active);
  if (!surety_provider_get_approval_known (provider))
    surety_detail_add_fact (group, _ ("Who may delegate to it"), _ ("Not known"));
  else if (address_is_zero (surety_provider_get_approver (provider)))
    surety_detail_add_fact (group, _ ("Who may delegate to it"), _ ("Everybody"));
  else
    {
      char text[ADDRESS_TEXT_SIZE];

      address_to_text (surety_provider_get_approver (provider), text);
      surety_detail_add_address (group, _ ("Who may delegate to it"),
                                 _ ("Only whom this approver signs for"), text);
    }
  if (*surety_provider_get_website (provider) != '\0')
    surety_detail_add_fact (group, _ ("The website it names"),
                            surety_provider_get_website (provider));
}

static void
on_choose (GtkButton *button, SuretyDetailPage *page)
{
  SuretyProvider *provider = g_object_get_data (G_OBJECT (button), "provider");
  SuretySession *session = surety_detail_page_get_session (page);

  surety_guide_set_provider (surety_session_get_guide (session), provider);
  gtk_widget_activate_action (GTK_WIDGET (page), "win.go", "s", "restake");
}

static void
add_choice (const Detail *detail)
{
  const char *hindrance = surety_operator_words_hindrance (detail->provider);
  GtkWidget *button = NULL;

  if (hindrance != NULL)
    {
      GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", hindrance, "wrap", TRUE, "xalign",
                                       0.0f, NULL);

      gtk_widget_add_css_class (label, "warning");
      surety_detail_page_add (detail->page, label);
      return;
    }
  button = gtk_button_new_with_label (_ ("Restake with This Operator…"));
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  g_object_set_data_full (G_OBJECT (button), "provider", g_object_ref (detail->provider),
                          g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_choose), detail->page,
                           G_CONNECT_DEFAULT);
  surety_detail_page_add (detail->page, button);
}

/* Of a duration vault only. */
static void
add_lock (const Detail *detail)
{
  g_autofree char *lock = surety_operator_words_lock (detail->provider);
  AdwPreferencesGroup *group;

  if (lock == NULL)
    return;
  group = surety_detail_page_add_group (detail->page, _ ("A Duration Vault"),
                                        _ ("Who delegates to it does so with everything of that "
                                           "address, and can take nothing back while it is "
                                           "locked. It is kept out of the guide."));
  surety_detail_add_fact (group, _ ("Its lock"), lock);
}

/* strategy: of the token it is vetted for; NULL: of whatever it pledges. */
static AdwNavigationPage *
create (SuretySession *session,
        SuretyProvider *provider,
        const Address *strategy,
        gboolean has_button)
{
  g_autofree char *name = surety_operator_words_name (provider);
  SuretyDirectory *directory = surety_session_get_directory (session);
  Detail detail = {
    .session = session,
    .network = surety_session_get_network (session),
    .provider = provider,
  };

  surety_guide_facts_read (session, &detail.facts);
  detail.page = surety_detail_page_new (session, name, surety_provider_get_address_text (provider),
                                        surety_provider_get_description (provider));
  surety_detail_page_set_logo (detail.page, surety_provider_get_logo (provider));
  surety_detail_page_set_known (detail.page, surety_directory_get_known (directory),
                                surety_directory_get_as_of_block (directory));
  if (surety_directory_is_look_alike (surety_session_get_directory (session),
                                      surety_provider_get_address (provider)))
    surety_detail_page_warn (detail.page,
                             _ ("Its name can be mistaken for another operator’s: only the address "
                                "says who it is."));
  if (has_button)
    add_choice (&detail);
  add_lock (&detail);
  surety_detail_page_add (detail.page,
                          surety_vetting_card_new_operator (session, provider, strategy));
  add_warning (&detail);
  add_shares (&detail);
  add_pledges_group (&detail);
  add_stakes (&detail);
  add_splits (&detail);
  add_slashings (&detail);
  add_identity (&detail);

  return ADW_NAVIGATION_PAGE (detail.page);
}

AdwNavigationPage *
surety_operator_detail_new (SuretySession *session, SuretyProvider *provider)
{
  return create (session, provider, NULL, TRUE);
}

AdwNavigationPage *
surety_operator_detail_new_for_guide (SuretySession *session,
                                      SuretyProvider *provider,
                                      const Address *strategy)
{
  return create (session, provider, strategy, FALSE);
}
