/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-token-page.h"

#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-format.h"
#include "surety-guide-facts.h"

struct _SuretyGuideTokenPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *nothing_label;
  AdwSwitchRow *mint_row;
  GtkListBox *tokens;

  SuretySession *session;
  GtkCheckButton *group; /* never shown: what the rows' radio buttons belong together by */
  GtkSortListModel *sorted;
};

G_DEFINE_FINAL_TYPE (SuretyGuideTokenPage, surety_guide_token_page, ADW_TYPE_BIN)

static gboolean
is_held (SuretyAsset *asset)
{
  SuretyFigure *balance = surety_asset_get_balance (asset);

  return surety_figure_is_known (balance) && surety_figure_get_value (balance) > 0;
}

static gboolean
is_chosen (SuretyGuideTokenPage *self, SuretyAsset *asset)
{
  SuretyAsset *chosen = surety_guide_get_asset (surety_session_get_guide (self->session));

  return chosen != NULL && address_equal (&surety_asset_get_token (chosen)->strategy,
                                          &surety_asset_get_token (asset)->strategy);
}

static gboolean
mints (SuretyGuideTokenPage *self)
{
  return surety_guide_get_mints (surety_session_get_guide (self->session));
}

/* What is known of the asset's token beside its deposits; NULL = not (yet) read. */
static SuretyTokenSheet *
find_sheet (SuretyGuideTokenPage *self, SuretyAsset *asset)
{
  return surety_tokens_find_strategy (surety_session_get_tokens (self->session),
                                      &surety_asset_get_token (asset)->strategy);
}

static gboolean
is_being_read (SuretyGuideTokenPage *self)
{
  SuretyLoad load = surety_tokens_get_load (surety_session_get_tokens (self->session));

  return load == SURETY_LOAD_IDLE || load == SURETY_LOAD_LOADING;
}

/* Why a token can't be made of ETH; NULL when it can. */
static const char *
mint_hindrance (SuretyGuideTokenPage *self, SuretyAsset *asset)
{
  SuretyTokenSheet *sheet = find_sheet (self, asset);

  if (sheet == NULL && is_being_read (self))
    return _ ("Whether it can be made of ETH is being read");
  switch (sheet != NULL ? surety_token_sheet_get_mint (sheet)->state : SURETY_MINT_STATE_UNKNOWN)
    {
    case SURETY_MINT_STATE_OPEN:
      return NULL;
    case SURETY_MINT_STATE_IMPOSSIBLE:
      return _ ("Can’t be made of ETH here: only its issuer, or a market, has it");
    case SURETY_MINT_STATE_PAUSED:
      return _ ("Can’t be made of ETH now: its issuer has paused that");
    case SURETY_MINT_STATE_FULL:
      return _ ("Can’t be made of ETH now: its issuer has no room");
    case SURETY_MINT_STATE_ALLOW_LIST:
      return _ ("Can’t be made of ETH: its issuer lets only chosen accounts");
    case SURETY_MINT_STATE_UNHEALTHY:
      return _ ("Can’t be made of ETH now: its issuer’s contracts say they are not healthy");
    case SURETY_MINT_STATE_UPDATE:
      return _ ("Can’t be made of ETH now: its issuer’s contract waits for a report");
    case SURETY_MINT_STATE_UNKNOWN:
    default:
      return _ ("Can’t be chosen: whether it can be made of ETH could not be read");
    }
}

/* It is known that it can't. */
static gboolean
cannot_be_made (SuretyGuideTokenPage *self, SuretyAsset *asset)
{
  SuretyTokenSheet *sheet = find_sheet (self, asset);

  return sheet != NULL && surety_token_sheet_get_mint (sheet)->state != SURETY_MINT_STATE_UNKNOWN &&
         mint_hindrance (self, asset) != NULL;
}

/* Why a token can't be chosen; NULL when it can. */
static const char *
hindrance (SuretyGuideTokenPage *self, SuretyAsset *asset)
{
  const char *reason = surety_asset_get_closed_reason (asset);

  if (g_strcmp0 (reason, "paused") == 0)
    return _ ("Closed: deposits are paused by EigenLayer");
  if (g_strcmp0 (reason, "not-whitelisted") == 0)
    return _ ("Closed: EigenLayer does not take this token now");
  if (!surety_asset_get_open (asset))
    return _ ("Closed: whether deposits are possible could not be read");
  if (mints (self))
    return mint_hindrance (self, asset);
  if (!surety_figure_is_known (surety_asset_get_balance (asset)))
    return _ ("Can’t be chosen: how much you hold could not be read");
  if (!is_held (asset))
    return _ ("Can’t be chosen: you hold none of it");

  return NULL;
}

/* How much ETH its issuer takes, and what it keeps. */
static void
describe_mint (SuretyGuideTokenPage *self, SuretyAsset *asset, GString *text)
{
  SuretyTokenSheet *sheet = find_sheet (self, asset);
  const SuretySheetMint *mint = sheet != NULL ? surety_token_sheet_get_mint (sheet) : NULL;

  if (mint == NULL || mint->state != SURETY_MINT_STATE_OPEN)
    return;
  if (mint->minimum_state == SURETY_SHEET_KNOWN && mint->minimum > 0)
    {
      g_autofree char *least = surety_format_amount (mint->minimum, 18);

      g_string_append_c (text, '\n');
      /* Translators: an amount of ETH. */
      g_string_append_printf (text, _ ("Its issuer takes %s ETH at least"), least);
    }
  if (mint->maximum_state == SURETY_SHEET_KNOWN && mint->maximum != U256_MAX)
    {
      g_autofree char *most = surety_format_amount (mint->maximum, 18);

      g_string_append_c (text, '\n');
      g_string_append_printf (text, _ ("Its issuer has room for %s ETH"), most);
    }
  if (mint->loan.state == SURETY_SHEET_KNOWN && mint->loan.wad < (gint64) U256_WAD)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text,
                              _ (
                                "It is lent against your ETH: %u %% of its worth at most, the rest "
                                "stays locked as security at the issuer’s"),
                              (guint) (mint->loan.wad / 10000000000000000));
    }
}

static char *
describe (SuretyGuideTokenPage *self, SuretyAsset *asset)
{
  g_autofree char *balance = surety_closure_amount (self, surety_asset_get_balance (asset));
  g_autofree char *rate = surety_closure_amount (self, surety_asset_get_rate (asset));
  g_autofree char *total = surety_closure_amount (self, surety_asset_get_strategy_total (asset));
  const char *why_not = hindrance (self, asset);
  g_autoptr (GString) text = g_string_new (surety_asset_get_name (asset));

  g_string_append_c (text, '\n');
  if (surety_figure_is_known (surety_asset_get_balance (asset)))
    {
      g_string_append_printf (text, _ ("You hold %s"), balance);
      g_string_append_c (text, '\n');
    }
  if (surety_figure_is_known (surety_asset_get_rate (asset)))
    /* Translators: a token's symbol and an amount of ETH. */
    g_string_append_printf (text, _ ("1 %s is worth %s"), surety_asset_get_symbol (asset), rate);
  else
    g_string_append (text, _ ("What it is worth in ETH is not known"));
  g_string_append_c (text, '\n');
  if (surety_figure_is_known (surety_asset_get_strategy_total (asset)))
    g_string_append_printf (text, _ ("Restaked by everybody: %s"), total);
  else
    g_string_append (text, _ ("Restaked by everybody: not known"));
  if (mints (self))
    describe_mint (self, asset, text);
  if (why_not != NULL)
    g_string_append_printf (text, "\n%s", why_not);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
on_toggled (GtkCheckButton *button, SuretyGuideTokenPage *self)
{
  SuretyAsset *asset = g_object_get_data (G_OBJECT (button), "asset");

  SuretyGuide *guide = surety_session_get_guide (self->session);

  if (!gtk_check_button_get_active (button) || is_chosen (self, asset))
    return;
  surety_guide_set_asset (guide, asset);
  /* What an operator pledges of another token was not looked at. */
  surety_guide_set_services_seen (guide, FALSE);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  SuretyGuideTokenPage *self = user_data;
  SuretyAsset *asset = item;
  g_autofree char *text = describe (self, asset);
  g_autofree char *full = surety_closure_amount_full (self, surety_asset_get_balance (asset));
  gboolean selectable = hindrance (self, asset) == NULL;
  GtkWidget *row = NULL;
  GtkWidget *check = NULL;

  row = g_object_new (ADW_TYPE_ACTION_ROW, "title", surety_asset_get_symbol (asset), "subtitle",
                      text, "subtitle-lines", 0, "use-markup", FALSE, "tooltip-text", full,
                      "sensitive", selectable, NULL);
  check = gtk_check_button_new ();
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->group);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen (self, asset));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  surety_asset_get_symbol (asset),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  g_object_set_data_full (G_OBJECT (check), "asset", g_object_ref (asset), g_object_unref);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_DEFAULT);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);

  return row;
}

/* Those that can be chosen first, then in the network file's order. */
static int
compare_assets (gconstpointer a, gconstpointer b, gpointer user_data)
{
  SuretyGuideTokenPage *self = user_data;
  gboolean first = hindrance (self, (SuretyAsset *) a) == NULL;
  gboolean second = hindrance (self, (SuretyAsset *) b) == NULL;

  return (int) second - (int) first;
}

static void
show_all (SuretyGuideTokenPage *self)
{
  GListModel *assets = surety_directory_get_assets (surety_session_get_directory (self->session));
  gboolean held = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      held = held || is_held (asset);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->nothing_label), !held && !mints (self));
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (assets) > 0 ? "content" : "empty");
}

static void
show_eth (SuretyGuideTokenPage *self)
{
  SuretyHoldings *holdings = surety_portfolio_get_holdings (
    surety_session_get_portfolio (self->session));
  SuretyFigure *eth = holdings != NULL ? surety_holdings_get_eth (holdings) : NULL;
  g_autofree char *held = surety_closure_amount (self, eth);
  g_autofree char *text = NULL;

  if (eth == NULL || !surety_figure_is_known (eth))
    text = g_strdup (_ ("The issuer’s own contract makes it, as the first step of the plan."));
  else
    text =
      g_strdup_printf (_ ("You hold %s. The issuer’s own contract makes the token of it, as the "
                          "first step of the plan."),
                       held);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->mint_row), text);
}

/* The rows anew: what can be chosen is another question now. */
static void
show_rows (SuretyGuideTokenPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyAsset *chosen = surety_guide_get_asset (guide);

  /* What can't be made is no choice any more; while that is being read, or can't be, it stays. */
  if (chosen != NULL && mints (self) && cannot_be_made (self, chosen))
    surety_guide_set_asset (guide, NULL);
  gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
  gtk_list_box_bind_model (self->tokens, G_LIST_MODEL (self->sorted), create_row, self, NULL);
  show_all (self);
}

static void
on_sheets_changed (SuretyGuideTokenPage *self)
{
  if (mints (self))
    show_rows (self);
}

static void
read_sheets (SuretyGuideTokenPage *self)
{
  SuretyTokens *tokens = surety_session_get_tokens (self->session);

  if (mints (self) && surety_tokens_get_load (tokens) != SURETY_LOAD_READY)
    dex_future_disown (surety_tokens_refresh (tokens));
}

static void
on_mints_changed (SuretyGuideTokenPage *self)
{
  adw_switch_row_set_active (self->mint_row, mints (self));
  read_sheets (self);
  show_rows (self);
}

static void
on_mint_switched (SuretyGuideTokenPage *self)
{
  if (self->session != NULL)
    surety_guide_set_mints (surety_session_get_guide (self->session),
                            adw_switch_row_get_active (self->mint_row));
}

/* Another choice than a row's: the guide began anew, or took up what was kept. */
static void
on_asset_changed (SuretyGuideTokenPage *self)
{
  GtkListBoxRow *row = NULL;
  gboolean any = FALSE;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->tokens, i)) != NULL; i++)
    {
      GtkCheckButton *check = GTK_CHECK_BUTTON (
        adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
      gboolean chosen = is_chosen (self, g_object_get_data (G_OBJECT (check), "asset"));

      any = any || chosen;
      if (chosen)
        gtk_check_button_set_active (check, TRUE);
    }
  if (!any)
    gtk_check_button_set_active (self->group, TRUE);
}

static void
on_read_again (SuretyGuideTokenPage *self)
{
  dex_future_disown (
    surety_directory_refresh_assets (surety_session_get_directory (self->session)));
}

static void
surety_guide_token_page_dispose (GObject *object)
{
  SuretyGuideTokenPage *self = SURETY_GUIDE_TOKEN_PAGE (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_TOKEN_PAGE);
  g_clear_object (&self->sorted);
  g_clear_object (&self->group);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_token_page_parent_class)->dispose (object);
}

static void
surety_guide_token_page_class_init (SuretyGuideTokenPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_token_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-guide-token-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideTokenPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideTokenPage, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideTokenPage, mint_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideTokenPage, tokens);
  gtk_widget_class_bind_template_callback (widget_class, on_mint_switched);
  gtk_widget_class_bind_template_callback (widget_class, on_read_again);
}

static void
surety_guide_token_page_init (SuretyGuideTokenPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->group = GTK_CHECK_BUTTON (g_object_ref_sink (gtk_check_button_new ()));
  gtk_check_button_set_active (self->group, TRUE);
}

GtkWidget *
surety_guide_token_page_new (SuretySession *session)
{
  SuretyGuideTokenPage *self = g_object_new (SURETY_TYPE_GUIDE_TOKEN_PAGE, NULL);
  GListModel *assets = surety_directory_get_assets (surety_session_get_directory (session));
  SuretyTokens *sheets = surety_session_get_tokens (session);
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_assets, self, NULL));

  self->session = g_object_ref (session);
  self->sorted = gtk_sort_list_model_new (g_object_ref (assets), sorter);
  gtk_list_box_bind_model (self->tokens, G_LIST_MODEL (self->sorted), create_row, self, NULL);
  g_signal_connect_object (assets, "items-changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_guide (session), "notify::asset",
                           G_CALLBACK (on_asset_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_guide (session), "notify::mints",
                           G_CALLBACK (on_mints_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sheets, "items-changed", G_CALLBACK (on_sheets_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sheets, "notify::load", G_CALLBACK (on_sheets_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::holdings",
                           G_CALLBACK (show_eth), self, G_CONNECT_SWAPPED);
  adw_switch_row_set_active (self->mint_row, mints (self));
  read_sheets (self);
  show_eth (self);
  show_all (self);

  return GTK_WIDGET (self);
}
