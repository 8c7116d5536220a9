/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-threshold-dialog.h"

#include <glib/gi18n.h>

#include "surety-check-words.h"
#include "surety-config.h"
#include "surety-vetting-settings.h"

struct _SuretyThresholdDialog
{
  AdwAlertDialog parent_instance;

  GtkLabel *name_label;
  GtkSpinButton *spin;

  CheckLimit limit;
  double scale;
};

G_DEFINE_FINAL_TYPE (SuretyThresholdDialog, surety_threshold_dialog, ADW_TYPE_ALERT_DIALOG)

/* To what the file counts in (a day, a hundredth of a percent), so that no digits appear that
 * nobody typed. */
static guint64
read_value (SuretyThresholdDialog *self)
{
  SuretyThresholds *thresholds = surety_vetting_thresholds ();
  guint64 grain = surety_thresholds_get_table (thresholds)->scale.values[self->limit];
  double typed = 0;
  guint64 value = 0;
  guint64 least = 0;
  guint64 most = 0;

  gtk_spin_button_update (self->spin);
  typed = gtk_spin_button_get_value (self->spin) * self->scale / (double) grain;
  value = (guint64) (typed + 0.5) * grain;
  surety_thresholds_get_range (thresholds, self->limit, &least, &most);

  return CLAMP (value, least, most);
}

static void
on_response (SuretyThresholdDialog *self, const char *response)
{
  SuretyThresholds *thresholds = surety_vetting_thresholds ();

  if (g_str_equal (response, "reset"))
    surety_thresholds_reset (thresholds, self->limit);
  else if (g_str_equal (response, "set"))
    surety_thresholds_set (thresholds, self->limit, read_value (self));
}

static void
surety_threshold_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_THRESHOLD_DIALOG);

  G_OBJECT_CLASS (surety_threshold_dialog_parent_class)->dispose (object);
}

static void
surety_threshold_dialog_class_init (SuretyThresholdDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_threshold_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-threshold-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyThresholdDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyThresholdDialog, spin);
  gtk_widget_class_bind_template_callback (widget_class, on_response);
}

static void
surety_threshold_dialog_init (SuretyThresholdDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
surety_threshold_dialog_new (CheckId id, CheckLimit limit, guint block_seconds)
{
  SuretyThresholdDialog *self = g_object_new (SURETY_TYPE_THRESHOLD_DIALOG, NULL);
  SuretyThresholds *thresholds = surety_vetting_thresholds ();
  const SuretyThresholdTable *table = surety_thresholds_get_table (thresholds);
  const char *unit = surety_check_words_limit_unit (limit, block_seconds, &self->scale);
  /* Translators: what a threshold is of, and what it is counted in. */
  g_autofree char *title = g_strdup_printf (_ ("%s (%s)"), surety_check_words_limit (limit), unit);
  guint64 least = 0;
  guint64 most = 0;

  self->limit = limit;
  surety_thresholds_get_range (thresholds, limit, &least, &most);
  adw_alert_dialog_set_heading (ADW_ALERT_DIALOG (self), surety_check_words_title (id));
  gtk_label_set_label (self->name_label, title);
  gtk_spin_button_set_digits (self->spin, check_limit_unit (limit) == CHECK_UNIT_SHARE ||
                                              check_limit_unit (limit) == CHECK_UNIT_BIPS
                                            ? 2
                                            : 0);
  gtk_spin_button_set_adjustment (self->spin,
                                  gtk_adjustment_new (0, (double) least / self->scale,
                                                      (double) most / self->scale,
                                                      (double) table->step.values[limit] /
                                                        self->scale,
                                                      0, 0));
  gtk_spin_button_set_value (self->spin,
                             (double) surety_thresholds_get (thresholds, limit) / self->scale);
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self), "reset",
                                         !surety_thresholds_is_default (thresholds, limit));

  return ADW_DIALOG (self);
}
