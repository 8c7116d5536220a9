/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-operator-page.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-flag-card.h"
#include "surety-guide-facts.h"
#include "surety-operator-dialog.h"
#include "surety-operator-row.h"
#include "surety-operator-words.h"

struct _SuretyGuideOperatorPage
{
  AdwBin parent_instance;

  GtkLabel *chosen_label;
  SuretyFlagCard *flag_card;
  GtkDropDown *order_drop_down;
  GtkStack *stack;
  GtkSortListModel *sorted;
  GtkFilterListModel *filtered;

  SuretySession *session;
  GtkCustomSorter *sorter;
  GPtrArray *bound; /* GtkListItem, lent: those that show something */
};

G_DEFINE_FINAL_TYPE (SuretyGuideOperatorPage, surety_guide_operator_page, ADW_TYPE_BIN)

static gboolean
is_chosen (SuretyGuideOperatorPage *self, SuretyProvider *provider)
{
  SuretyProvider *chosen = surety_guide_get_provider (surety_session_get_guide (self->session));

  return chosen != NULL && address_equal (surety_provider_get_address (chosen),
                                          surety_provider_get_address (provider));
}

static void
fill (SuretyGuideOperatorPage *self, GtkListItem *item)
{
  SuretyProvider *provider = gtk_list_item_get_item (item);
  SuretyAsset *asset = surety_guide_get_asset (surety_session_get_guide (self->session));
  const Address *strategy = asset != NULL ? &surety_asset_get_token (asset)->strategy : NULL;
  g_autofree char *name = surety_operator_words_name (provider);
  g_autofree char *slashable = NULL;
  SuretyGuideFacts facts;

  surety_guide_facts_read (self->session, &facts);
  surety_operator_row_set (SURETY_OPERATOR_ROW (gtk_list_item_get_child (item)), provider, strategy,
                           &facts, is_chosen (self, provider));
  if (strategy != NULL)
    slashable = surety_operator_words_slashable (provider, strategy);
  gtk_list_item_set_accessible_label (item, name);
  gtk_list_item_set_accessible_description (item, slashable != NULL ? slashable : "");
}

/* Both in one text, that is never empty: GtkStringFilter keeps what it read of an empty one for ever (GTK 4.18). */
static char *
search_text (SuretyProvider *provider, const char *name, const char *address)
{
  return g_strjoin (" ", address, name, NULL);
}

static void
on_setup (SuretyGuideOperatorPage *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, surety_operator_row_new ());
}

static void
on_bind (SuretyGuideOperatorPage *self, GtkListItem *item)
{
  g_ptr_array_add (self->bound, item);
  fill (self, item);
}

static void
on_unbind (SuretyGuideOperatorPage *self, GtkListItem *item)
{
  g_ptr_array_remove_fast (self->bound, item);
}

/* The rows that are on the screen say what holds now: another token, another operator, other times. */
static void
show_rows (SuretyGuideOperatorPage *self)
{
  SuretyProvider *chosen = surety_guide_get_provider (surety_session_get_guide (self->session));
  g_autofree char *name = chosen != NULL ? surety_operator_words_name (chosen) : NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->bound->len; i++)
    fill (self, g_ptr_array_index (self->bound, i));

  if (chosen != NULL)
    text = g_strdup_printf (_ ("Chosen: %s"), name);
  gtk_label_set_label (self->chosen_label,
                       text != NULL
                         ? text
                         : _ ("Open one to see all that is known of it, and choose it there."));
}

static void
show_page (SuretyGuideOperatorPage *self)
{
  GListModel *providers = surety_directory_get_providers (
    surety_session_get_directory (self->session));

  if (g_list_model_get_n_items (providers) == 0)
    gtk_stack_set_visible_child_name (self->stack, "nobody");
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->sorted)) == 0)
    gtk_stack_set_visible_child_name (self->stack, "nothing-found");
  else
    gtk_stack_set_visible_child_name (self->stack, "content");
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  SuretyGuideOperatorPage *self = user_data;
  SuretyAsset *asset = surety_guide_get_asset (surety_session_get_guide (self->session));

  return surety_operator_compare ((SuretyProvider *) a, (SuretyProvider *) b,
                                  (SuretyOperatorOrder) gtk_drop_down_get_selected (
                                    self->order_drop_down),
                                  asset != NULL ? surety_asset_get_symbol (asset) : "");
}

static void
on_order_changed (SuretyGuideOperatorPage *self)
{
  if (self->sorter != NULL)
    gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
}

static void
on_asset_changed (SuretyGuideOperatorPage *self)
{
  on_order_changed (self);
  show_rows (self);
}

static void
on_chosen (SuretyOperatorDialog *dialog, SuretyGuideOperatorPage *self)
{
  SuretyProvider *provider = surety_operator_dialog_get_provider (dialog);

  /* The one that is chosen already keeps what was looked at. */
  if (!is_chosen (self, provider))
    surety_guide_set_provider (surety_session_get_guide (self->session), provider);
}

static void
on_activate (SuretyGuideOperatorPage *self, guint position)
{
  g_autoptr (SuretyProvider)
    provider = g_list_model_get_item (G_LIST_MODEL (self->sorted), position);
  AdwDialog *dialog = NULL;

  if (provider == NULL)
    return;
  dialog = surety_operator_dialog_new (self->session, provider);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
surety_guide_operator_page_dispose (GObject *object)
{
  SuretyGuideOperatorPage *self = SURETY_GUIDE_OPERATOR_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_OPERATOR_PAGE);
  g_clear_object (&self->sorter);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_operator_page_parent_class)->dispose (object);
}

static void
surety_guide_operator_page_finalize (GObject *object)
{
  SuretyGuideOperatorPage *self = SURETY_GUIDE_OPERATOR_PAGE (object);

  g_ptr_array_unref (self->bound);

  G_OBJECT_CLASS (surety_guide_operator_page_parent_class)->finalize (object);
}

static void
surety_guide_operator_page_class_init (SuretyGuideOperatorPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_operator_page_dispose;
  object_class->finalize = surety_guide_operator_page_finalize;

  g_type_ensure (SURETY_TYPE_PROVIDER);
  g_type_ensure (SURETY_TYPE_FLAG_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, SURETY_RESOURCES
                                               "/ui/surety-guide-operator-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideOperatorPage, chosen_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideOperatorPage, flag_card);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideOperatorPage, order_drop_down);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideOperatorPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideOperatorPage, sorted);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideOperatorPage, filtered);
  gtk_widget_class_bind_template_callback (widget_class, search_text);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_order_changed);
}

static void
surety_guide_operator_page_init (SuretyGuideOperatorPage *self)
{
  self->bound = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Duration vaults are not for a guide that promises a way out. */
static gboolean
can_be_left (gpointer item, gpointer user_data)
{
  return surety_provider_get_vault (item) == NULL;
}

GtkWidget *
surety_guide_operator_page_new (SuretySession *session)
{
  SuretyGuideOperatorPage *self = g_object_new (SURETY_TYPE_GUIDE_OPERATOR_PAGE, NULL);
  SuretyGuide *guide = surety_session_get_guide (session);
  GListModel *providers = surety_directory_get_providers (surety_session_get_directory (session));
  g_autoptr (GtkFilterListModel)
    open = gtk_filter_list_model_new (g_object_ref (providers),
                                      GTK_FILTER (gtk_custom_filter_new (can_be_left, NULL, NULL)));

  self->session = g_object_ref (session);
  surety_flag_card_set_session (self->flag_card, session);
  self->sorter = gtk_custom_sorter_new (compare, self, NULL);
  gtk_sort_list_model_set_sorter (self->sorted, GTK_SORTER (self->sorter));
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (open));
  g_signal_connect_object (self->sorted, "items-changed", G_CALLBACK (show_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (providers, "items-changed", G_CALLBACK (show_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::asset", G_CALLBACK (on_asset_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::provider", G_CALLBACK (show_rows), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::holdings",
                           G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  show_rows (self);
  show_page (self);

  return GTK_WIDGET (self);
}
