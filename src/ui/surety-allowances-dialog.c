/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-allowances-dialog.h"

#include <glib/gi18n.h>

#include "surety-allowance-list.h"
#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-format.h"
#include "surety-known-mark.h"
#include "surety-plan-dialog.h"
#include "surety-sentences.h"

#define ALLOWANCE "surety-allowance"

struct _SuretyAllowancesDialog
{
  AdwDialog parent_instance;

  GtkStack *stack;
  AdwStatusPage *failed_page;
  AdwStatusPage *empty_page;
  SuretyKnownMark *empty_mark;
  GtkLabel *empty_known;
  GtkListBox *rows;

  SuretySession *session;
  DexFuture *job;
};

G_DEFINE_FINAL_TYPE (SuretyAllowancesDialog, surety_allowances_dialog, ADW_TYPE_DIALOG)

static void load (SuretyAllowancesDialog *self);

static void
on_revoke (GtkWidget *button, SuretyAllowancesDialog *self)
{
  AdwDialog *dialog = surety_plan_dialog_new_revoke (self->session,
                                                     g_object_get_data (G_OBJECT (button),
                                                                        ALLOWANCE));

  g_signal_connect_object (dialog, "closed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static char *
say_amount (SuretyFigure *amount)
{
  if (surety_figure_is_known (amount) &&
      surety_figure_get_value (amount) >= SURETY_ALLOWANCE_UNLIMITED)
    /* Translators: a token: "stETH" */
    return g_strdup_printf (_ ("All %s, without a limit"), surety_figure_get_unit (amount));

  return surety_closure_amount (NULL, amount);
}

static void
add_row (SuretyAllowancesDialog *self, SuretyAllowance *allowance)
{
  SuretyFigure *amount = surety_allowance_get_amount (allowance);
  g_autofree char *text = say_amount (amount);
  g_autofree char *title = NULL;
  g_autofree char *spender = NULL;
  char address[ADDRESS_TEXT_SIZE];
  GtkWidget *row = NULL;
  GtkWidget *button = gtk_button_new_with_label (_ ("Take Back…"));

  /* Translators: a contract, then an amount of a token: "StrategyManager: 0.5 stETH" */
  title = g_strdup_printf (_ ("%s: %s"), surety_allowance_get_spender_name (allowance), text);
  address_to_text (surety_allowance_get_spender (allowance), address);
  spender = surety_format_address (address, TRUE);
  row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle", spender,
                      "subtitle-selectable", TRUE, NULL);
  g_object_set_data_full (G_OBJECT (button), ALLOWANCE, g_object_ref (allowance), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_revoke), self, G_CONNECT_DEFAULT);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), surety_known_mark_new (amount));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->rows, row);
}

/* Who says that there is nothing: one alone may keep something back. */
static void
show_known (SuretyAllowancesDialog *self, SuretyKnown known)
{
  const gboolean alone = known == SURETY_KNOWN_ONE_ENDPOINT;

  adw_status_page_set_title (self->empty_page, alone ? _ ("Nothing Is Granted, One Endpoint Says")
                                                     : _ ("Nothing Is Granted"));
  adw_status_page_set_icon_name (self->empty_page,
                                 alone ? "dialog-question-symbolic" : "object-select-symbolic");
  surety_known_mark_set_known (self->empty_mark, known);
  gtk_label_set_label (self->empty_known, surety_known_mark_say (known));
}

static void
on_loaded (gpointer owner, const GValue *value, const GError *error)
{
  SuretyAllowancesDialog *self = owner;
  SuretyAllowanceList *list = NULL;
  GListModel *allowances = NULL;

  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      adw_status_page_set_description (self->failed_page, sentence);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  list = g_value_get_object (value);
  allowances = surety_allowance_list_get_items (list);
  gtk_list_box_remove_all (self->rows);
  for (guint i = 0; i < g_list_model_get_n_items (allowances); i++)
    {
      g_autoptr (SuretyAllowance) allowance = g_list_model_get_item (allowances, i);

      add_row (self, allowance);
    }
  show_known (self, surety_allowance_list_get_known (list));
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (allowances) > 0
                                                   ? "content"
                                                   : "empty");
}

static void
load (SuretyAllowancesDialog *self)
{
  if (self->session == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, "loading");
  dex_clear (&self->job);
  self->job = surety_await (surety_session_load_allowances (self->session), self, on_loaded);
}

static void
surety_allowances_dialog_dispose (GObject *object)
{
  SuretyAllowancesDialog *self = SURETY_ALLOWANCES_DIALOG (object);

  dex_clear (&self->job);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_ALLOWANCES_DIALOG);

  G_OBJECT_CLASS (surety_allowances_dialog_parent_class)->dispose (object);
}

static void
surety_allowances_dialog_class_init (SuretyAllowancesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_allowances_dialog_dispose;

  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-allowances-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyAllowancesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyAllowancesDialog, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyAllowancesDialog, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyAllowancesDialog, empty_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyAllowancesDialog, empty_known);
  gtk_widget_class_bind_template_child (widget_class, SuretyAllowancesDialog, rows);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
surety_allowances_dialog_init (SuretyAllowancesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
surety_allowances_dialog_new (SuretySession *session)
{
  SuretyAllowancesDialog *self = g_object_new (SURETY_TYPE_ALLOWANCES_DIALOG, NULL);

  self->session = g_object_ref (session);
  load (self);

  return ADW_DIALOG (self);
}
