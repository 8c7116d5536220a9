/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-token-page.h"

#include <glib/gi18n.h>

#include "surety-candidate-list.h"
#include "surety-candidate-words.h"
#include "surety-closures.h"
#include "surety-compare-page.h"
#include "surety-config.h"
#include "surety-detail-page.h"
#include "surety-directory-frame.h"
#include "surety-guide-choice.h"
#include "surety-guide-token-words.h"

struct _SuretyGuideTokenPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *chosen_label;
  GtkLabel *nothing_label;
  AdwSwitchRow *mint_row;
  SuretyDirectoryFrame *frame;

  SuretySession *session;
  SuretyCandidateList *list;
  GListStore *bare;   /* SuretyTokenSheet of those that nothing but their deposits is known of */
  GListModel *sheets; /* all: those that more is known of, and bare */
  SuretyTokenSheet *opened; /* what the dialog is of */
};

G_DEFINE_FINAL_TYPE (SuretyGuideTokenPage, surety_guide_token_page, ADW_TYPE_BIN)

static GListModel *
get_assets_of (SuretySession *session)
{
  return surety_directory_get_assets (surety_session_get_directory (session));
}

static GListModel *
get_assets (SuretyGuideTokenPage *self)
{
  return get_assets_of (self->session);
}

/* Everything that can be restaked is there to be chosen, also while what is told of it is being read, or can't be
 * read, and what is no staked ETH. */
static void
fill_bare (SuretyGuideTokenPage *self)
{
  GListModel *assets = get_assets (self);
  SuretyTokens *tokens = surety_session_get_tokens (self->session);
  SuretyNetwork *network = surety_session_get_network (self->session);
  SuretyLoad load = surety_tokens_get_load (tokens);
  gboolean being_read = load == SURETY_LOAD_IDLE || load == SURETY_LOAD_LOADING;
  g_autoptr (GPtrArray) bare = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; network != NULL && i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);
      SuretyTokenSheet *sheet = NULL;

      if (surety_tokens_find_strategy (tokens, &surety_asset_get_token (asset)->strategy) != NULL)
        continue;
      sheet = surety_token_sheet_new_for_asset (network, asset,
                                                being_read ? SURETY_SHEET_NOT_READ
                                                           : SURETY_SHEET_NO_SOURCE);
      if (sheet != NULL)
        g_ptr_array_add (bare, sheet);
    }
  if (bare->len > 0 || g_list_model_get_n_items (G_LIST_MODEL (self->bare)) > 0)
    g_list_store_splice (self->bare, 0, g_list_model_get_n_items (G_LIST_MODEL (self->bare)),
                         bare->pdata, bare->len);
}

/* What a deposit of the sheet's token is; NULL: that is not known. */
static SuretyAsset *
find_asset (SuretyGuideTokenPage *self, SuretyTokenSheet *sheet)
{
  GListModel *assets = get_assets (self);
  const Address *strategy = &surety_token_sheet_get_token (sheet)->strategy;

  if (!surety_token_sheet_is_restakable (sheet))
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      if (address_equal (&surety_asset_get_token (asset)->strategy, strategy))
        return asset; /* the directory holds it */
    }

  return NULL;
}

static gboolean
is_held (SuretyAsset *asset)
{
  SuretyFigure *balance = surety_asset_get_balance (asset);

  return surety_figure_is_known (balance) && surety_figure_get_value (balance) > 0;
}

static gboolean
mints (SuretyGuideTokenPage *self)
{
  return surety_guide_get_mints (surety_session_get_guide (self->session));
}

static gboolean
is_chosen (SuretyGuideTokenPage *self, SuretyTokenSheet *sheet)
{
  SuretyAsset *chosen = surety_guide_get_asset (surety_session_get_guide (self->session));

  return chosen != NULL && surety_token_sheet_is_restakable (sheet) &&
         address_equal (&surety_asset_get_token (chosen)->strategy,
                        &surety_token_sheet_get_token (sheet)->strategy);
}

/* What is said of it in its line beside all the figures; NULL: nothing. */
static char *
dup_note (SuretyGuideTokenPage *self, SuretyTokenSheet *sheet)
{
  SuretyTokenHindrance hindrance = surety_guide_token_hindrance (sheet, find_asset (self, sheet),
                                                                 mints (self));

  if (!is_chosen (self, sheet))
    return g_strdup (hindrance.brief);
  if (hindrance.brief == NULL)
    return g_strdup (_ ("Chosen"));

  /* Translators: why a token that was chosen before can't be chosen any more. */
  return g_strdup_printf (_ ("Chosen · %s"), hindrance.brief);
}

static void
show_notes (SuretyGuideTokenPage *self)
{
  g_autoptr (GHashTable) notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < g_list_model_get_n_items (self->sheets); i++)
    {
      g_autoptr (SuretyTokenSheet) sheet = g_list_model_get_item (self->sheets, i);
      g_autofree char *note = dup_note (self, sheet);

      if (note != NULL)
        g_hash_table_replace (notes, surety_token_kind.dup_key (sheet), g_steal_pointer (&note));
    }
  surety_candidate_list_set_notes (self->list, notes);
}

static void
show_chosen (SuretyGuideTokenPage *self)
{
  SuretyAsset *chosen = surety_guide_get_asset (surety_session_get_guide (self->session));
  g_autofree char *text = NULL;

  if (chosen != NULL)
    text = g_strdup_printf (_ ("Chosen: %s"), surety_asset_get_symbol (chosen));
  else
    text = g_strdup (_ ("Open one to see all that is known of it, and choose it there."));
  gtk_label_set_label (self->chosen_label, text);
}

/* What can be chosen, and what is. */
static void
show_all (SuretyGuideTokenPage *self)
{
  GListModel *assets = get_assets (self);
  guint n = g_list_model_get_n_items (assets);
  gboolean held = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      held = held || is_held (asset);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->nothing_label), !held && !mints (self));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "content" : "empty");
  show_chosen (self);
  show_notes (self);
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

/* What can't be made is no choice any more; while that is not known it stays. */
static void
drop_impossible (SuretyGuideTokenPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyAsset *chosen = surety_guide_get_asset (guide);
  SuretyTokenSheet *sheet =
    chosen != NULL ? surety_tokens_find_strategy (surety_session_get_tokens (self->session),
                                                  &surety_asset_get_token (chosen)->strategy)
                   : NULL;

  if (sheet != NULL && mints (self) && surety_guide_token_cannot_be_made (sheet))
    surety_guide_set_asset (guide, NULL);
}

static void
on_sheets_changed (SuretyGuideTokenPage *self)
{
  fill_bare (self);
  drop_impossible (self);
  show_all (self);
}

static void
on_mints_changed (SuretyGuideTokenPage *self)
{
  adw_switch_row_set_active (self->mint_row, mints (self));
  drop_impossible (self);
  show_all (self);
}

static void
on_mint_switched (SuretyGuideTokenPage *self)
{
  if (self->session != NULL)
    surety_guide_set_mints (surety_session_get_guide (self->session),
                            adw_switch_row_get_active (self->mint_row));
}

static void
on_read_again (SuretyGuideTokenPage *self)
{
  dex_future_disown (
    surety_directory_refresh_assets (surety_session_get_directory (self->session)));
}

static void
on_chosen (SuretyGuideTokenPage *self)
{
  SuretyAsset *asset = find_asset (self, self->opened);

  if (asset != NULL && !is_chosen (self, self->opened))
    surety_guide_set_asset (surety_session_get_guide (self->session), asset);
}

static void
on_opened (SuretyGuideTokenPage *self, SuretyCandidate *candidate)
{
  SuretyTokenSheet *sheet = surety_candidate_get_subject (candidate);
  SuretyTokenHindrance hindrance = surety_guide_token_hindrance (sheet, find_asset (self, sheet),
                                                                 mints (self));
  g_autofree char *note = mints (self) ? surety_guide_token_mint_words (sheet) : NULL;
  AdwDialog *dialog = surety_guide_choice_new (surety_token_detail_new (self->session, sheet),
                                               _ ("Choose This Token"), hindrance.sentence, note);

  g_set_object (&self->opened, sheet);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_compared (SuretyGuideTokenPage *self, GPtrArray *candidates)
{
  g_auto (GStrv) titles = surety_table_dup_titles (surety_candidate_list_get_table (self->list));
  AdwNavigationPage *page = surety_compare_page_new (candidates, (const char *const *) titles,
                                                     surety_token_list.get_known (self->session));

  adw_dialog_present (surety_guide_choice_new (page, NULL, NULL, NULL), GTK_WIDGET (self));
}

static void
surety_guide_token_page_dispose (GObject *object)
{
  SuretyGuideTokenPage *self = SURETY_GUIDE_TOKEN_PAGE (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_TOKEN_PAGE);
  g_clear_object (&self->opened);
  g_clear_object (&self->sheets);
  g_clear_object (&self->bare);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_token_page_parent_class)->dispose (object);
}

static void
surety_guide_token_page_class_init (SuretyGuideTokenPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_token_page_dispose;

  g_type_ensure (SURETY_TYPE_DIRECTORY_FRAME);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-guide-token-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideTokenPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideTokenPage, chosen_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideTokenPage, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideTokenPage, mint_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideTokenPage, frame);
  gtk_widget_class_bind_template_callback (widget_class, on_mint_switched);
  gtk_widget_class_bind_template_callback (widget_class, on_read_again);
}

static void
surety_guide_token_page_init (SuretyGuideTokenPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
create_sheets (SuretyGuideTokenPage *self)
{
  g_autoptr (GListStore) parts = g_list_store_new (G_TYPE_LIST_MODEL);

  self->bare = g_list_store_new (SURETY_TYPE_TOKEN_SHEET);
  g_list_store_append (parts, surety_token_list.get_subjects (self->session));
  g_list_store_append (parts, self->bare);
  self->sheets = G_LIST_MODEL (
    gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&parts))));
  fill_bare (self);
}

/* It is about what can be restaked: there is something to show when there is that. */
static const SuretyListKind *
get_kind (void)
{
  static SuretyListKind kind;

  kind = surety_token_list;
  kind.get_subjects = get_assets_of;

  return &kind;
}

static void
create_list (SuretyGuideTokenPage *self)
{
  SuretyTable *table = NULL;

  surety_directory_frame_set_session (self->frame, self->session, get_kind ());
  self->list = SURETY_CANDIDATE_LIST (
    surety_candidate_list_new (&surety_token_list, self->session, self->sheets, "guide-tokens"));
  table = surety_candidate_list_get_table (self->list);
  /* What one has comes first. */
  surety_table_set_first_order (table, SURETY_TOKEN_COLUMN_BALANCE, TRUE);
  g_object_set (self->frame, "content", self->list, NULL);
  g_object_bind_property (self->frame, "source-words", table, "source-words",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->frame, "source-known", table, "source-known",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->list, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "compared", G_CALLBACK (on_compared), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
surety_guide_token_page_new (SuretySession *session)
{
  SuretyGuideTokenPage *self = g_object_new (SURETY_TYPE_GUIDE_TOKEN_PAGE, NULL);
  SuretyGuide *guide = surety_session_get_guide (session);

  self->session = g_object_ref (session);
  create_sheets (self);
  create_list (self);
  g_signal_connect_object (get_assets (self), "items-changed", G_CALLBACK (on_sheets_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::asset", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::mints", G_CALLBACK (on_mints_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_token_list.get_subjects (session), "items-changed",
                           G_CALLBACK (on_sheets_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (surety_session_get_tokens (session), "notify::load",
                           G_CALLBACK (on_sheets_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::holdings",
                           G_CALLBACK (show_eth), self, G_CONNECT_SWAPPED);
  adw_switch_row_set_active (self->mint_row, mints (self));
  show_eth (self);
  show_all (self);

  return GTK_WIDGET (self);
}
