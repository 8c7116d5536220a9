/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-detail-page.h"
#include "surety-format.h"
#include "surety-operator-words.h"
#include "surety-vetting-card.h"

/* So many operators are listed here; all of them are on the page of operators, by the set's name. */
#define LISTED_AT_MOST 50

typedef struct
{
  SuretyDetailPage *page;
  SuretySession *session;
  SuretyService *service;
  SuretyScope *scope;
} Detail;

static char *
say_date (guint64 time, guint64 block)
{
  g_autofree char *count = surety_format_count (block);
  g_autofree char *date = NULL;

  if (time == 0)
    return block != 0 ? g_strdup_printf (_ ("block %s"), count) : g_strdup (_ ("Not known"));
  date = surety_format_date (time);

  return block != 0 ? g_strdup_printf (_ ("%s (block %s)"), date, count) : g_steal_pointer (&date);
}

static void
add_party (AdwPreferencesGroup *group,
           const char *name,
           SuretyPartyKind kind,
           guint threshold,
           guint owners,
           const Address *address,
           const char *from)
{
  g_autofree char *words = surety_slasher_words (kind, threshold, owners);
  g_autofree char *text = from != NULL ? g_strdup_printf (_ ("%s, from %s"), words, from)
                                       : g_strdup (words);
  char address_text[ADDRESS_TEXT_SIZE];

  if (address == NULL || address_is_zero (address))
    {
      surety_detail_add_fact (group, name, text);
      return;
    }
  address_to_text (address, address_text);
  surety_detail_add_address (group, name, text, address_text);
}

static void
add_decision (const Detail *detail)
{
  SuretyService *service = detail->service;
  AdwPreferencesGroup *group = surety_detail_page_add_group (detail->page, _ ("Who Decides"), NULL);
  guint threshold = 0;
  guint owners = 0;
  SuretyPartyKind kind = surety_service_get_slasher_kind (service, &threshold, &owners);

  add_party (group, _ ("Who can slash"), kind, threshold, owners,
             surety_service_get_slasher_known (service) ? surety_service_get_slasher (service)
                                                        : NULL,
             NULL);
  if (!surety_service_get_pending_slasher_known (service))
    surety_detail_add_fact (group, _ ("Who will be able to"),
                            _ ("Not known: the contracts do not say"));
  else if (surety_service_get_pending_slasher_block (service) != 0)
    {
      g_autofree char *from = surety_format_block_date (surety_service_get_pending_slasher_block (
                                                          service),
                                                        detail->scope->facts.head,
                                                        detail->scope->facts.time,
                                                        detail->scope->facts.block_seconds);

      kind = surety_service_get_pending_slasher_kind (service, &threshold, &owners);
      add_party (group, _ ("Who will be able to"), kind, threshold, owners,
                 surety_service_get_pending_slasher (service), from);
    }
}

static void
add_destination (const Detail *detail)
{
  SuretyService *service = detail->service;
  AdwPreferencesGroup *group = surety_detail_page_add_group (detail->page,
                                                             _ ("Where Taken Funds Go"), NULL);
  guint64 blocks = 0;

  if (!surety_service_get_redistributes_known (service))
    surety_detail_add_fact (group, _ ("Recipient"), _ ("Not known: the contracts do not say"));
  else if (!surety_service_get_redistributes (service))
    surety_detail_add_fact (group, _ ("Recipient"), _ ("They are burnt: nobody gets them"));
  else
    {
      char text[ADDRESS_TEXT_SIZE];

      address_to_text (surety_service_get_recipient (service), text);
      surety_detail_add_address (group, _ ("Recipient (redistribution)"),
                                 _ ("One address, which has a reason to slash"), text);
    }
  if (surety_service_get_resolution_delay (service, &blocks))
    {
      g_autofree char *span = surety_format_span (blocks * detail->scope->facts.block_seconds);
      g_autofree char *count = surety_format_count (blocks);
      g_autofree char *text = g_strdup_printf (_ ("%s (%s blocks)"), span, count);

      surety_detail_add_fact (group, _ ("Held before it is paid out or burnt"), text);
    }
}

static char *
say_stake (const Detail *detail, const Address *strategy)
{
  const SuretyToken *token = detail->scope->network != NULL
                               ? surety_network_find_strategy (detail->scope->network, strategy)
                               : NULL;
  guint64 block = surety_service_get_strategy_block (detail->service, strategy);
  guint n = 0;
  const SuretyServiceStake *stakes = surety_service_get_stakes (detail->service, &n);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (!address_equal (&stakes[i].strategy, strategy))
        continue;
      if (stakes[i].tokens_known && token != NULL)
        {
          g_autofree char *amount = surety_format_amount (stakes[i].tokens, token->decimals);

          g_string_append_printf (text, _ ("It can take %s %s now, "), amount, token->symbol);
        }
      g_string_append_printf (text,
                              ngettext ("of %u operator", "of %u operators", stakes[i].n_operators),
                              stakes[i].n_operators);
    }
  if (!surety_service_get_stakes_known (detail->service))
    g_string_append (text, _ ("How much it can take is not known"));
  if (block != 0)
    {
      g_autofree char *count = surety_format_count (block);

      g_string_append_printf (text, _ ("\nAdded in block %s"), count);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
add_strategies (const Detail *detail)
{
  AdwPreferencesGroup *group = surety_detail_page_add_group (detail->page, _ ("What It Can Take"),
                                                             NULL);
  guint n = 0;
  const Address *strategies = surety_service_get_strategies (detail->service, &n);

  if (!surety_service_get_strategies_known (detail->service))
    surety_detail_add_fact (group, _ ("Tokens (strategies)"), _ ("Not known"));
  else if (n == 0)
    surety_detail_add_fact (group, _ ("Tokens (strategies)"), _ ("None"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = surety_scope_dup_strategy_name (detail->scope, &strategies[i]);
      g_autofree char *text = say_stake (detail, &strategies[i]);

      surety_detail_add_fact (group, name, text);
    }
}

static void
add_payments (const Detail *detail)
{
  static const guint spans[] = { 30, 90 };
  SuretyService *service = detail->service;
  AdwPreferencesGroup *group =
    surety_detail_page_add_group (detail->page, _ ("Rewards It Really Paid"),
                                  _ ("To all operators and stakers of it together, before what "
                                     "operators keep."));

  if (!surety_service_get_payments_known (service))
    {
      surety_detail_add_fact (group, _ ("Paid"), _ ("Not known: the logs were not read"));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      guint n = 0;
      g_autofree SuretyPaid *paid = surety_service_dup_paid (service, (guint64) spans[i] * 86400u,
                                                             &n);
      g_autofree char *name = g_strdup_printf (ngettext ("In the last %u day",
                                                         "In the last %u days", spans[i]),
                                               spans[i]);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint k = 0; k < n; k++)
        {
          guint decimals = 18;
          g_autofree char *token = surety_scope_dup_token_name (detail->scope, &paid[k].token,
                                                                &decimals);
          g_autofree char *amount = surety_format_amount (paid[k].amount, decimals);

          if (k > 0)
            g_string_append_c (text, '\n');
          /* Translators: an amount, its token, and how many times something was paid. */
          g_string_append_printf (text,
                                  ngettext ("%s %s in %u payment", "%s %s in %u payments",
                                            paid[k].n),
                                  amount, token, paid[k].n);
        }
      surety_detail_add_fact (group, name, n > 0 ? text->str : _ ("Nothing"));
    }
}

static void
on_operator (AdwActionRow *row, SuretyDetailPage *page)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (page), ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view),
                            surety_operator_detail_new (surety_detail_page_get_session (page),
                                                        g_object_get_data (G_OBJECT (row),
                                                                           "provider")));
}

static void
add_operator (const Detail *detail, AdwPreferencesGroup *group, const Address *address)
{
  SuretyProvider *provider = surety_directory_find (surety_session_get_directory (detail->session),
                                                    address);
  char text[ADDRESS_TEXT_SIZE];
  g_autofree char *name = provider != NULL ? surety_operator_words_name (provider)
                                           : g_strdup (_ ("Unnamed operator"));
  GtkWidget *row = NULL;

  address_to_text (address, text);
  row = surety_detail_add_address (group, name, NULL, text);
  gtk_widget_remove_css_class (row, "property");
  if (provider == NULL)
    return;
  g_object_set_data_full (G_OBJECT (row), "provider", g_object_ref (provider), g_object_unref);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
  g_object_set (row, "activatable", TRUE, "subtitle-selectable", FALSE, NULL);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_operator), detail->page,
                           G_CONNECT_DEFAULT);
}

static void
add_operators (const Detail *detail)
{
  SuretyService *service = detail->service;
  AdwPreferencesGroup *group = surety_detail_page_add_group (detail->page, _ ("Its Operators"),
                                                             NULL);
  guint n = 0;
  const Address *operators = surety_service_get_operators (service, &n);
  guint all = surety_service_get_n_operators (service);
  g_autofree char *count = surety_format_count (all);

  if (!surety_service_get_n_operators_known (service))
    {
      surety_detail_add_fact (group, _ ("Registered now"), _ ("Not known"));
      return;
    }
  surety_detail_add_fact (group, _ ("Registered now"), count);
  for (guint i = 0; i < MIN (n, LISTED_AT_MOST); i++)
    add_operator (detail, group, &operators[i]);
  if (n > LISTED_AT_MOST)
    {
      g_autofree char *text =
        g_strdup_printf (ngettext ("%u more: search the operators by the name of this set",
                                   "%u more: search the operators by the name of this set",
                                   n - LISTED_AT_MOST),
                         n - LISTED_AT_MOST);

      surety_detail_add_fact (group, _ ("And"), text);
    }
}

static void
add_slashings (const Detail *detail)
{
  guint n = 0;
  const SuretySlashing *slashings = surety_service_get_slashings (detail->service, &n);
  AdwPreferencesGroup *group = surety_detail_page_add_group (detail->page, _ ("Slashing Record"),
                                                             NULL);

  if (!surety_service_get_slashings_known (detail->service))
    surety_detail_add_fact (group, _ ("Slashings"), _ ("Not known: the logs were not read"));
  else if (n == 0)
    surety_detail_add_fact (group, _ ("Slashings"), _ ("None so far"));
  for (guint i = n; i-- > 0;)
    {
      SuretyProvider *provider = surety_directory_find (surety_session_get_directory (
                                                          detail->session),
                                                        &slashings[i].provider);
      char address[ADDRESS_TEXT_SIZE];
      g_autofree char *brief = NULL;
      g_autofree char *name = NULL;
      g_autofree char *date = say_date (slashings[i].time, slashings[i].block);
      g_autofree char *part = surety_format_percent (slashings[i].wad);
      g_autofree char *token = surety_scope_dup_strategy_name (detail->scope,
                                                               &slashings[i].strategy);
      g_autofree char *text = NULL;

      address_to_text (&slashings[i].provider, address);
      brief = surety_format_address (address, FALSE);
      name = provider != NULL ? surety_operator_words_name (provider) : g_strdup (brief);
      /* Translators: a share, a token and an operator. */
      text = g_strdup_printf (_ ("Took %s of the %s with %s"), part, token, name);
      surety_detail_add_fact (group, date, text);
    }
}

static void
add_identity (const Detail *detail)
{
  SuretyService *service = detail->service;
  AdwPreferencesGroup *group =
    surety_detail_page_add_group (detail->page, _ ("Who It Is"),
                                  _ ("Services choose their names themselves; only the address "
                                     "says who it is."));
  g_autofree char *since = say_date (surety_service_get_created_time (service),
                                     surety_service_get_created_block (service));
  g_autofree char *set = g_strdup_printf ("%u", surety_service_get_set (service));

  surety_detail_add_fact (group, _ ("Operator set"), set);
  surety_detail_add_fact (group, _ ("Created"), since);
  if (*surety_service_get_website (service) != '\0')
    surety_detail_add_fact (group, _ ("The website it names"),
                            surety_service_get_website (service));
}

AdwNavigationPage *
surety_service_detail_new (SuretySession *session, SuretyService *service)
{
  g_autofree char *name = surety_service_words_name (service);
  g_autofree char *key = NULL;
  SuretyDirectory *directory = surety_session_get_directory (session);
  Detail detail = {
    .session = session,
    .service = service,
    .scope = surety_scope_new (),
  };

  surety_scope_read_facts (detail.scope, session);
  detail.page = surety_detail_page_new (session, name, surety_service_get_address_text (service),
                                        surety_service_get_description (service));
  surety_detail_page_set_logo (detail.page, surety_service_get_logo (service));
  surety_detail_page_set_known (detail.page, surety_directory_get_known (directory),
                                surety_directory_get_as_of_block (directory));
  surety_scope_read_look_alikes (detail.scope, session);
  key = surety_service_kind.dup_key (service);
  if (surety_scope_is_look_alike (detail.scope, key))
    surety_detail_page_warn (detail.page,
                             _ ("Its name can be mistaken for another service’s: only the address "
                                "says who it is."));
  surety_detail_page_add (detail.page, surety_vetting_card_new_service (session, service));
  add_decision (&detail);
  add_destination (&detail);
  add_strategies (&detail);
  add_payments (&detail);
  add_slashings (&detail);
  add_operators (&detail);
  add_identity (&detail);
  surety_scope_unref (detail.scope);

  return ADW_NAVIGATION_PAGE (detail.page);
}
