/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-overview-page.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-figure-card.h"
#include "surety-format.h"
#include "surety-known-mark.h"
#include "surety-mismatch-group.h"
#include "surety-next.h"
#include "surety-plan-dialog.h"
#include "surety-position-view.h"
#include "surety-practice.h"
#include "surety-row-sync.h"
#include "surety-sentences.h"
#include "surety-window.h"

#define DAY ((guint64) 86400)
/* The exit's waiting time and the one block more that EigenLayer counts: what was left today is ready then. */
#define FORTNIGHT (14 * DAY + SURETY_PRACTICE_BLOCK_SECONDS)

struct _SuretyOverviewPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *failed_page;
  GtkLabel *stale_label;
  SuretyFigureCard *held_card;
  SuretyFigureCard *restaked_card;
  SuretyFigureCard *lose_card;
  GtkLabel *age_label;
  AdwPreferencesGroup *next_group;
  AdwActionRow *next_row;
  GtkButton *next_button;
  SuretyNext next; /* what they show */
  AdwPreferencesGroup *exits_group;
  GtkListBox *exits;
  AdwPreferencesGroup *positions_group;
  GtkListBox *positions;
  AdwActionRow *ether_row;
  SuretyKnownMark *ether_mark;
  GtkListBox *tokens;
  AdwPreferencesGroup *practice_group;
  AdwActionRow *clock_row;

  SuretySession *session;
  DexFuture *refresh_job;
  DexFuture *wind_job;
};

G_DEFINE_FINAL_TYPE (SuretyOverviewPage, surety_overview_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SESSION = 1,
} SuretyOverviewPageProperty;

static GParamSpec *properties[PROP_SESSION + 1];

static gboolean
can_sign (SuretyOverviewPage *self)
{
  SuretyAccount *account = surety_session_get_account (self->session);

  return account != NULL && surety_account_get_can_sign (account);
}

static guint
block_seconds (SuretyOverviewPage *self)
{
  SuretyNetwork *network = surety_session_get_network (self->session);

  return network != NULL ? surety_network_get_block_seconds (network) : 12;
}

/* The newest block known, and its time: the connection's, or the holdings' when it has none yet. */
static void
get_head (SuretyOverviewPage *self, guint64 *head, guint64 *time)
{
  SuretyConnection *connection = surety_session_get_connection (self->session);
  SuretyHoldings *holdings = surety_portfolio_get_holdings (
    surety_session_get_portfolio (self->session));

  *head = connection != NULL ? surety_connection_get_head (connection) : 0;
  *time = connection != NULL ? surety_connection_get_head_time (connection) : 0;
  if (holdings != NULL && surety_holdings_get_block (holdings) > *head)
    {
      *head = surety_holdings_get_block (holdings);
      *time = surety_holdings_get_time (holdings);
    }
}

/* What opened a dialog may be gone when it closes: a position that was withdrawn, an exit that is finished. */
static void
on_dialog_closed (SuretyOverviewPage *self)
{
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
present (SuretyOverviewPage *self, AdwDialog *dialog)
{
  g_signal_connect_object (dialog, "closed", G_CALLBACK (on_dialog_closed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_withdraw (SuretyPositionView *view, SuretyOverviewPage *self)
{
  SuretyPosition *position = surety_position_row_get_position (surety_position_view_get_row (view));

  present (self, surety_plan_dialog_new_leave (self->session, position));
}

static void
on_leave (SuretyPositionView *view, SuretyOverviewPage *self)
{
  present (self, surety_plan_dialog_new_undelegate (self->session));
}

static gboolean
same_position (gpointer a, gpointer b)
{
  return address_equal (&surety_position_get_token (surety_position_row_get_position (a))->strategy,
                        &surety_position_get_token (surety_position_row_get_position (b))
                           ->strategy);
}

static GtkWidget *
create_position (gpointer item, gpointer user_data)
{
  SuretyOverviewPage *self = user_data;
  GtkWidget *view = surety_position_view_new ();

  g_signal_connect_object (view, "withdraw", G_CALLBACK (on_withdraw), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (view, "leave", G_CALLBACK (on_leave), self, G_CONNECT_DEFAULT);

  return view;
}

static void
show_position (GtkWidget *view, gpointer item, gpointer user_data)
{
  SuretyOverviewPage *self = user_data;
  guint64 head = 0;
  guint64 time = 0;

  get_head (self, &head, &time);
  surety_position_view_show (SURETY_POSITION_VIEW (view), item, can_sign (self), head, time,
                             block_seconds (self));
}

static const SuretyRowKind position_rows = { same_position, create_position, show_position };

static void
on_finish (GtkButton *button, SuretyOverviewPage *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), ADW_TYPE_ACTION_ROW);

  present (self, surety_plan_dialog_new_finish (self->session, surety_row_sync_get_item (row)));
}

static gboolean
same_exit (gpointer a, gpointer b)
{
  return memcmp (surety_exit_get_root (a), surety_exit_get_root (b), sizeof (Hash)) == 0;
}

static GtkWidget *
create_exit (gpointer item, gpointer user_data)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *button = gtk_button_new_with_label (_ ("Finish…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_finish), user_data, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), "button", button);

  return row;
}

static void
show_exit (GtkWidget *row, gpointer item, gpointer user_data)
{
  SuretyOverviewPage *self = user_data;
  SuretyExit *leaving = item;
  GtkWidget *button = g_object_get_data (G_OBJECT (row), "button");
  g_autoptr (GString) title = g_string_new (NULL);
  g_autofree char *subtitle = NULL;
  guint64 head = 0;
  guint64 time = 0;

  for (guint i = 0; i < surety_exit_get_n (leaving); i++)
    {
      g_autofree char *amount = surety_closure_amount (self, surety_exit_get_worth (leaving, i));

      g_string_append_printf (title, "%s%s", i > 0 ? ", " : "", amount);
    }
  get_head (self, &head, &time);
  if (surety_exit_is_ready (leaving, head))
    subtitle = g_strdup (_ ("Ready: one more transaction pays it out"));
  else
    {
      g_autofree char *countdown = surety_format_block_countdown (surety_exit_get_ready_block (
                                                                    leaving),
                                                                  head, block_seconds (self));
      g_autofree char *date = surety_format_block_date (surety_exit_get_ready_block (leaving), head,
                                                        time, block_seconds (self));

      subtitle = g_strdup_printf (_ ("Ready in %s: %s"), countdown, date);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title->str);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_visible (button, surety_exit_is_ready (leaving, head) && can_sign (self));
}

static const SuretyRowKind exit_rows = { same_exit, create_exit, show_exit };

static gboolean
same_asset (gpointer a, gpointer b)
{
  return address_equal (&surety_asset_get_token (a)->token, &surety_asset_get_token (b)->token);
}

static GtkWidget *
create_token (gpointer item, gpointer user_data)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *mark = surety_known_mark_new (NULL);

  gtk_widget_add_css_class (row, "property");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
  g_object_set_data (G_OBJECT (row), "mark", mark);

  return row;
}

static void
show_token (GtkWidget *row, gpointer item, gpointer user_data)
{
  SuretyAsset *asset = item;
  g_autofree char *amount = surety_closure_amount (user_data, surety_asset_get_balance (asset));
  g_autofree char *full = surety_closure_amount_full (user_data, surety_asset_get_balance (asset));

  g_object_set (row, "title", surety_asset_get_name (asset), "subtitle", amount, "tooltip-text",
                full, NULL);
  surety_known_mark_set_figure (g_object_get_data (G_OBJECT (row), "mark"),
                                surety_asset_get_balance (asset));
}

static const SuretyRowKind token_rows = { same_asset, create_token, show_token };

static void
show_positions (SuretyOverviewPage *self)
{
  surety_row_sync (self->positions,
                   surety_portfolio_get_rows (surety_session_get_portfolio (self->session)),
                   &position_rows, self);
}

static void
show_exits (SuretyOverviewPage *self)
{
  GListModel *exits = surety_portfolio_get_exits (surety_session_get_portfolio (self->session));
  gboolean ready = FALSE;
  guint64 head = 0;
  guint64 time = 0;

  surety_row_sync (self->exits, exits, &exit_rows, self);

  get_head (self, &head, &time);
  for (guint i = 0; i < g_list_model_get_n_items (exits); i++)
    {
      g_autoptr (SuretyExit) leaving = g_list_model_get_item (exits, i);

      ready = ready || surety_exit_is_ready (leaving, head);
    }
  /* One thing a page is suggested: money that only waits to be fetched comes first. */
  if (ready && can_sign (self))
    gtk_widget_remove_css_class (GTK_WIDGET (self->next_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->next_button), "suggested-action");
}

static void
show_tokens (SuretyOverviewPage *self)
{
  surety_row_sync (self->tokens,
                   surety_portfolio_get_assets (surety_session_get_portfolio (self->session)),
                   &token_rows, self);
}

/* What to do next in the start-small plan. */
static void
show_next (SuretyOverviewPage *self)
{
  const char *title = NULL;
  const char *subtitle = NULL;
  const char *label = _ ("Open");

  self->next = surety_next_find (surety_session_get_guide (self->session),
                                 surety_session_get_portfolio (self->session));
  switch (self->next)
    {
    case SURETY_NEXT_UNDER_WAY:
      title = _ ("A restake is under way");
      subtitle = _ ("See where each transaction is, and go on if it waits for you.");
      break;
    case SURETY_NEXT_LOOK_BACK:
      title = _ ("Your restake is done");
      subtitle = _ ("See what was promised and what the chain says.");
      break;
    case SURETY_NEXT_GO_ON:
      title = _ ("You have begun to restake");
      subtitle = _ ("Your choices are kept; nothing was signed.");
      label = _ ("Go On");
      break;
    case SURETY_NEXT_BEGIN:
      title = _ ("Start small: restake a pilot");
      subtitle = _ (
        "A small first amount shows how it works, what it costs and how you get it back.");
      label = _ ("Begin");
      break;
    case SURETY_NEXT_BEGIN_AGAIN:
      title = _ ("You have taken your restake back");
      subtitle = _ ("What was promised then is in Activity. You can restake again when you like.");
      label = _ ("Begin Again");
      break;
    case SURETY_NEXT_NOTHING:
    default:
      break;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->next_group), title != NULL);
  if (title == NULL)
    return;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->next_row), title);
  adw_action_row_set_subtitle (self->next_row, subtitle);
  gtk_button_set_label (self->next_button, label);
}

static void
show_figures (SuretyOverviewPage *self)
{
  SuretyPortfolio *portfolio = surety_session_get_portfolio (self->session);
  g_autoptr (SuretyFigure) held = NULL;
  g_autoptr (SuretyFigure) restaked = NULL;
  g_autoptr (SuretyFigure) most = NULL;
  g_autoptr (SuretyFigure) before_exit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before_text = NULL;
  g_autofree char *note = NULL;
  g_autofree char *uncounted = NULL;
  g_autofree char *without = NULL;
  g_autofree char *age = NULL;
  guint64 head = 0;
  guint64 time = 0;

  g_object_get (portfolio, "value-held", &held, "value-restaked", &restaked, "most-you-can-lose",
                &most, "before-you-could-leave", &before_exit, "uncounted", &uncounted, "error",
                &error, NULL);
  if (*uncounted != '\0')
    without = g_strdup_printf (_ ("without %s: its rate is not known"), uncounted);
  surety_figure_card_set_note (self->held_card, without);
  surety_figure_card_set_figure (self->held_card, held);
  surety_figure_card_set_figure (self->restaked_card, restaked);
  surety_figure_card_set_figure (self->lose_card, most);
  before_text = surety_closure_amount (self, before_exit);
  if (before_exit != NULL)
    note = g_strdup_printf (_ ("of it %s before you could leave"), before_text);
  surety_figure_card_set_note (self->lose_card, note);

  get_head (self, &head, &time);
  if (held != NULL)
    {
      SuretyNetwork *network = surety_session_get_network (self->session);
      gboolean practice = network != NULL &&
                          surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE;

      age = surety_closure_figure_age (self, held, practice ? time : 0);
    }
  gtk_label_set_label (self->age_label, age != NULL ? age : "");

  gtk_widget_set_visible (GTK_WIDGET (self->stale_label), error != NULL);
  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);
      g_autofree char *text = g_strdup_printf (_ ("What you see is not fresh. %s"), sentence);

      gtk_label_set_label (self->stale_label, text);
    }
}

static void
show_page (SuretyOverviewPage *self)
{
  SuretyPortfolio *portfolio = surety_session_get_portfolio (self->session);
  SuretyConnection *connection = surety_session_get_connection (self->session);
  SuretyHoldings *holdings = surety_portfolio_get_holdings (portfolio);
  g_autoptr (GError) error = NULL;

  if (holdings != NULL)
    gtk_stack_set_visible_child_name (self->stack, "content");
  else if (connection == NULL || surety_connection_get_endpoints (connection) == NULL)
    gtk_stack_set_visible_child_name (self->stack, "offline");
  else if (surety_portfolio_get_load (portfolio) == SURETY_LOAD_FAILED)
    {
      g_autofree char *sentence = NULL;

      g_object_get (portfolio, "error", &error, NULL);
      sentence = surety_sentence_for_error (error);
      adw_status_page_set_description (self->failed_page, sentence);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
  else
    gtk_stack_set_visible_child_name (self->stack, "loading");
}

static void
show_clock (SuretyOverviewPage *self)
{
  SuretyNetwork *network = surety_session_get_network (self->session);
  gboolean practice = network != NULL &&
                      surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE;
  g_autofree char *date = NULL;
  g_autofree char *block = NULL;
  g_autofree char *text = NULL;
  guint64 head = 0;
  guint64 time = 0;

  gtk_widget_set_visible (GTK_WIDGET (self->practice_group), practice);
  if (!practice)
    return;
  get_head (self, &head, &time);
  date = surety_format_date (time);
  block = surety_format_count (head);
  text = g_strdup_printf (_ ("%s (block %s)"), date, block);
  adw_action_row_set_subtitle (self->clock_row, text);
}

static void
show_holdings (SuretyOverviewPage *self)
{
  SuretyPortfolio *portfolio = surety_session_get_portfolio (self->session);
  SuretyHoldings *holdings = surety_portfolio_get_holdings (portfolio);
  g_autofree char *ether = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->exits_group),
                          g_list_model_get_n_items (surety_portfolio_get_exits (portfolio)) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->positions_group),
                          g_list_model_get_n_items (surety_portfolio_get_rows (portfolio)) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->tokens),
                          g_list_model_get_n_items (surety_portfolio_get_assets (portfolio)) > 0);
  if (holdings != NULL)
    ether = surety_closure_amount (self, surety_holdings_get_eth (holdings));
  adw_action_row_set_subtitle (self->ether_row, ether != NULL ? ether : "");
  surety_known_mark_set_figure (self->ether_mark,
                                holdings != NULL ? surety_holdings_get_eth (holdings) : NULL);
}

/* One look at the model: everything the page says follows from it. */
static void
show_all (SuretyOverviewPage *self)
{
  show_page (self);
  show_holdings (self);
  show_figures (self);
  show_next (self);
  show_clock (self);
}

/* The head moved: countdowns and dates of the exits are said again. The rows stay, and with them the focus. */
static void
on_head_changed (SuretyOverviewPage *self)
{
  show_exits (self);
  show_figures (self);
  show_clock (self);
}

static void
on_connection_changed (SuretyOverviewPage *self)
{
  SuretyConnection *connection = surety_session_get_connection (self->session);

  if (connection != NULL)
    {
      g_signal_handlers_disconnect_by_func (connection, on_head_changed, self);
      g_signal_connect_object (connection, "head-changed", G_CALLBACK (on_head_changed), self,
                               G_CONNECT_SWAPPED);
    }
  show_all (self);
}

static void
on_refreshed (gpointer owner, const GValue *value, const GError *error)
{
  /* Its failure is in the portfolio's "error", which is shown. */
  show_all (owner);
}

static void
on_refresh (SuretyOverviewPage *self)
{
  dex_clear (&self->refresh_job);
  self->refresh_job = surety_await (surety_portfolio_refresh (
                                      surety_session_get_portfolio (self->session)),
                                    self, on_refreshed);
  show_all (self);
}

static void
on_next (SuretyOverviewPage *self)
{
  if (self->next == SURETY_NEXT_BEGIN_AGAIN)
    surety_guide_reset (surety_session_get_guide (self->session));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "restake");
}

static void
on_wound (gpointer owner, const GValue *value, const GError *error)
{
  SuretyOverviewPage *self = owner;

  if (error != NULL)
    surety_toast_error (GTK_WIDGET (self), error);
  show_all (self);
}

static void
wind (SuretyOverviewPage *self, guint64 seconds)
{
  dex_clear (&self->wind_job);
  self->wind_job = surety_await (surety_session_wind (self->session, seconds), self, on_wound);
}

static void
on_wind_day (SuretyOverviewPage *self)
{
  wind (self, DAY);
}

static void
on_wind_fortnight (SuretyOverviewPage *self)
{
  wind (self, FORTNIGHT);
}

static void
take_session (SuretyOverviewPage *self, SuretySession *session)
{
  SuretyPortfolio *portfolio = NULL;
  SuretyGuide *guide = NULL;

  if (!g_set_object (&self->session, session) || session == NULL)
    return;
  portfolio = surety_session_get_portfolio (session);
  guide = surety_session_get_guide (session);
  g_signal_connect_object (surety_portfolio_get_rows (portfolio), "items-changed",
                           G_CALLBACK (show_positions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_portfolio_get_exits (portfolio), "items-changed",
                           G_CALLBACK (show_exits), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_portfolio_get_assets (portfolio), "items-changed",
                           G_CALLBACK (show_tokens), self, G_CONNECT_SWAPPED);
  show_positions (self);
  show_exits (self);
  show_tokens (self);
  g_signal_connect_object (portfolio, "notify", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::plan", G_CALLBACK (show_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::finished", G_CALLBACK (show_next), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::page", G_CALLBACK (show_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::connection", G_CALLBACK (on_connection_changed), self,
                           G_CONNECT_SWAPPED);
  on_connection_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
surety_overview_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyOverviewPage *self = SURETY_OVERVIEW_PAGE (object);

  switch ((SuretyOverviewPageProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_overview_page_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  SuretyOverviewPage *self = SURETY_OVERVIEW_PAGE (object);

  switch ((SuretyOverviewPageProperty) id)
    {
    case PROP_SESSION:
      take_session (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_overview_page_dispose (GObject *object)
{
  SuretyOverviewPage *self = SURETY_OVERVIEW_PAGE (object);

  dex_clear (&self->refresh_job);
  dex_clear (&self->wind_job);
  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_OVERVIEW_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_overview_page_parent_class)->dispose (object);
}

static void
surety_overview_page_class_init (SuretyOverviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_overview_page_get_property;
  object_class->set_property = surety_overview_page_set_property;
  object_class->dispose = surety_overview_page_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_FIGURE_CARD);
  g_type_ensure (SURETY_TYPE_MISMATCH_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, stale_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, held_card);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, restaked_card);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, lose_card);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, age_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, next_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, next_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, next_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, exits_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, exits);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, positions_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, positions);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, ether_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, ether_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, tokens);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, practice_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyOverviewPage, clock_row);
  gtk_widget_class_bind_template_callback (widget_class, on_refresh);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_wind_day);
  gtk_widget_class_bind_template_callback (widget_class, on_wind_fortnight);
}

static void
surety_overview_page_init (SuretyOverviewPage *self)
{
  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  gtk_widget_init_template (GTK_WIDGET (self));
}
