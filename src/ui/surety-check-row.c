/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-check-row.h"

#include <glib/gi18n.h>

#include "surety-check-words.h"
#include "surety-config.h"
#include "surety-explorer.h"
#include "surety-format.h"
#include "surety-threshold-dialog.h"
#include "surety-vetting-settings.h"
#include "surety-window.h"

struct _SuretyCheckRow
{
  AdwExpanderRow parent_instance;

  GtkImage *icon;

  SuretyVetting *vetting;
  SuretyCheck *check;
  gboolean filled;
};

G_DEFINE_FINAL_TYPE (SuretyCheckRow, surety_check_row, ADW_TYPE_EXPANDER_ROW)

static GtkWidget *
add_line (SuretyCheckRow *self, const char *name, const char *text)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", name,
                                 "subtitle", text, "subtitle-lines", 0, "subtitle-selectable", TRUE,
                                 NULL);

  gtk_widget_add_css_class (row, "property");
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);

  return row;
}

static GtkWidget *
add_button (GtkWidget *row, const char *icon, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return button;
}

static void
on_launched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    surety_toast (widget, _ ("No program could open the explorer."));
}

static void
on_explore (GtkWidget *button)
{
  g_autoptr (GtkUriLauncher)
    launcher = gtk_uri_launcher_new (g_object_get_data (G_OBJECT (button), "uri"));

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (button)), NULL, on_launched,
                           g_object_ref (button));
}

static char *
explorer_uri (SuretyCheckRow *self, const SuretyEvidence *evidence)
{
  SuretyNetwork *network = surety_vetting_get_network (self->vetting);
  char text[ADDRESS_TEXT_SIZE];

  if (evidence->has_transaction)
    {
      char hash[sizeof evidence->transaction.bytes * 2 + 3];

      hex_encode (evidence->transaction.bytes, sizeof evidence->transaction.bytes, TRUE, hash);
      return surety_explorer_dup_transaction_uri (network, hash);
    }
  if (!evidence->has_place)
    return NULL;
  address_to_text (&evidence->place, text);

  return surety_explorer_dup_uri (network, text);
}

static void
add_evidence (SuretyCheckRow *self, const SuretyEvidence *evidence)
{
  guint64 block = surety_vetting_get_block (self->vetting);
  guint64 time = surety_vetting_get_time (self->vetting);
  g_autofree char *value = surety_check_words_value (evidence,
                                                     surety_check_get_block_seconds (self->check),
                                                     block, time);
  g_autofree char *source = surety_check_words_source (evidence);
  g_autofree char *uri = explorer_uri (self, evidence);
  g_autofree char *about = NULL;
  g_autofree char *markup = NULL;
  GtkWidget *row = NULL;

  if (evidence->is_about)
    {
      char address[ADDRESS_TEXT_SIZE];
      g_autofree char *wide = NULL;

      address_to_text (&evidence->place, address);
      wide = surety_format_address (address, TRUE);
      about = g_strconcat ("\n", wide, NULL);
    }
  markup = g_markup_printf_escaped ("%s%s\n<span size=\"smaller\" alpha=\"65%%\">%s</span>", value,
                                    about != NULL ? about : "", source);
  row = add_line (self, surety_check_words_fact (evidence->fact), "");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
  if (uri != NULL)
    {
      GtkWidget *button = add_button (row, "web-browser-symbolic", _ ("Open in the Explorer"));

      g_object_set_data_full (G_OBJECT (button), "uri", g_steal_pointer (&uri), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (on_explore), NULL);
    }
}

static void
on_change (GtkWidget *button)
{
  CheckLimit limit = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "limit"));
  SuretyCheckRow *self = SURETY_CHECK_ROW (gtk_widget_get_ancestor (button, SURETY_TYPE_CHECK_ROW));

  adw_dialog_present (surety_threshold_dialog_new (surety_check_get_id (self->check), limit,
                                                   surety_check_get_block_seconds (self->check)),
                      button);
}

static void
add_limit (SuretyCheckRow *self, CheckLimit limit)
{
  SuretyThresholds *thresholds = surety_vetting_thresholds ();
  CheckUnit unit = check_limit_unit (limit);
  guint seconds = surety_check_get_block_seconds (self->check);
  g_autofree char *value = surety_check_words_number (unit,
                                                      surety_check_get_limit (self->check, limit),
                                                      seconds);
  g_autofree char *usual =
    surety_check_words_number (unit, surety_thresholds_get_table (thresholds)->values.values[limit],
                               seconds);
  /* Translators: a threshold the user changed, and what it is without that. */
  g_autofree char *changed = g_strdup_printf (_ ("%s, set by you; built in: %s"), value, usual);
  GtkWidget *row = add_line (self, surety_check_words_limit (limit),
                             surety_thresholds_is_default (thresholds, limit) ? value : changed);
  GtkWidget *button = add_button (row, "document-edit-symbolic", _ ("Change the Threshold"));

  g_object_set_data (G_OBJECT (button), "limit", GUINT_TO_POINTER (limit));
  g_signal_connect (button, "clicked", G_CALLBACK (on_change), NULL);
}

/* What is inside is made when it is looked at: a card has many of these. */
static void
on_expanded (SuretyCheckRow *self)
{
  guint n = 0;
  const SuretyEvidence *evidence = NULL;
  gsize n_limits = 0;
  const CheckLimit *limits = NULL;
  CheckId id = 0;

  /* Rows are closed once more when they are taken down. */
  if (self->filled || self->check == NULL ||
      !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  self->filled = TRUE;
  id = surety_check_get_id (self->check);
  evidence = surety_check_get_evidence (self->check, &n);
  limits = check_limits (id, &n_limits);
  add_line (self, _ ("Why it matters"), surety_check_words_why (id));
  add_line (self, _ ("What you can do"), surety_check_words_advice (self->check));
  for (guint i = 0; i < n; i++)
    if (evidence[i].number.known || evidence[i].missing != SURETY_MISSING_NOTHING)
      add_evidence (self, &evidence[i]);
  for (gsize i = 0; i < n_limits; i++)
    add_limit (self, limits[i]);
}

static void
surety_check_row_dispose (GObject *object)
{
  SuretyCheckRow *self = SURETY_CHECK_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_CHECK_ROW);
  g_clear_object (&self->vetting);
  g_clear_object (&self->check);

  G_OBJECT_CLASS (surety_check_row_parent_class)->dispose (object);
}

static void
surety_check_row_class_init (SuretyCheckRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_check_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyCheckRow, icon);
}

static void
surety_check_row_init (SuretyCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::expanded", G_CALLBACK (on_expanded), NULL);
}

GtkWidget *
surety_check_row_new (SuretyVetting *vetting, SuretyCheck *check)
{
  SuretyCheckRow *self = g_object_new (SURETY_TYPE_CHECK_ROW, NULL);
  CheckVerdict verdict = surety_check_get_verdict (check);
  const char *style = surety_check_words_style (verdict);
  g_autofree char *finding = surety_check_words_finding (check, surety_vetting_get_block (vetting),
                                                         surety_vetting_get_time (vetting));
  /* Translators: a verdict, such as “Caution”, and what was found. */
  g_autofree char *text = g_strdup_printf (_ ("%s: %s"), surety_check_words_verdict (verdict),
                                           finding);

  self->vetting = g_object_ref (vetting);
  self->check = g_object_ref (check);
  gtk_image_set_from_icon_name (self->icon, surety_check_words_icon (verdict));
  if (style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), style);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 surety_check_words_title (surety_check_get_id (check)));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  surety_check_words_title (surety_check_get_id (check)),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);

  return GTK_WIDGET (self);
}

SuretyCheck *
surety_check_row_get_check (SuretyCheckRow *self)
{
  g_return_val_if_fail (SURETY_IS_CHECK_ROW (self), NULL);

  return self->check;
}
