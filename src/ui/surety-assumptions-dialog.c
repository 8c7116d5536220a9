/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-assumptions-dialog.h"

#include <glib/gi18n.h>

#include "surety-config.h"

typedef enum
{
  ROW_RATE,
  ROW_TOTAL,
  ROW_LOW,
  ROW_HIGH,
  N_ROWS,
} Row;

struct _SuretyAssumptionsDialog
{
  AdwDialog parent_instance;

  AdwPreferencesPage *page;
  AdwButtonRow *reset_row;
  AdwSpinRow *correlation_row;
  AdwSpinRow *latent_row;

  SuretyOutlook *outlook;
  AdwSpinRow *rows[N_ASSUMPTIONS][N_ROWS]; /* lent */
  AdwPreferencesGroup *groups[N_ASSUMPTIONS];
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (SuretyAssumptionsDialog, surety_assumptions_dialog, ADW_TYPE_DIALOG)

static const struct
{
  const char *title;
  const char *description;
} classes[N_ASSUMPTIONS] = {
  [ASSUMPTION_CONTRACT] = { N_ ("A Contract Decides"),
                            N_ ("Services that slash by the rules of a program") },
  [ASSUMPTION_MULTISIG] = { N_ ("Several Keys Decide"), N_ ("Services that slash by a multisig") },
  [ASSUMPTION_KEY] = { N_ ("A Single Key Decides"),
                       N_ ("Services that slash by one plain account") },
  [ASSUMPTION_UNKNOWN] = { N_ ("Nobody Can Tell"),
                           N_ ("Services of which this is not known. They are never taken to be "
                               "safer than any other.") },
};

static const struct
{
  const char *title;
  double most;
  double step;
} row_words[N_ROWS] = {
  [ROW_RATE] = { N_ ("Slashings in 100 years"), 1000, 0.5 },
  [ROW_TOTAL] = { N_ ("Of them, take everything (%)"), 100, 1 },
  [ROW_LOW] = { N_ ("All others take at least (%)"), 100, 1 },
  [ROW_HIGH] = { N_ ("All others take at most (%)"), 100, 1 },
};

static double *
number (Assumptions *assumptions, gsize class, Row row)
{
  Assumption *of = &assumptions->classes[class];
  double *numbers[N_ROWS] = {
    [ROW_RATE] = &of->rate,
    [ROW_TOTAL] = &of->severity.total,
    [ROW_LOW] = &of->severity.low,
    [ROW_HIGH] = &of->severity.high,
  };

  return numbers[row];
}

static void
show_reset (SuretyAssumptionsDialog *self)
{
  Assumptions set = *surety_outlook_get_assumptions (self->outlook);
  Assumptions built_in = assumptions_default ();
  gboolean same = set.correlation == built_in.correlation &&
                  set.latent_used == built_in.latent_used;

  for (gsize i = 0; i < N_ASSUMPTIONS; i++)
    for (Row row = ROW_RATE; row < N_ROWS; row++)
      same = same && *number (&set, i, row) == *number (&built_in, i, row);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset_row), !same);
}

static void
show_all (SuretyAssumptionsDialog *self)
{
  Assumptions set = *surety_outlook_get_assumptions (self->outlook);

  self->showing = TRUE;
  for (gsize i = 0; i < N_ASSUMPTIONS; i++)
    for (Row row = ROW_RATE; row < N_ROWS; row++)
      adw_spin_row_set_value (self->rows[i][row], *number (&set, i, row) * 100);
  adw_spin_row_set_value (self->correlation_row, set.correlation * 100);
  adw_spin_row_set_value (self->latent_row, set.latent_used * 100);
  self->showing = FALSE;
  show_reset (self);
}

/* What contradicts itself is said where it was typed, and not taken. */
static void
show_contradiction (SuretyAssumptionsDialog *self, const Assumptions *typed)
{
  gboolean valid = assumptions_valid (typed);

  for (gsize i = 0; i < N_ASSUMPTIONS; i++)
    {
      const SimulationSeverity *severity = &typed->classes[i].severity;
      const char *wrong = NULL;

      if (severity->low > severity->high)
        wrong = _ ("“At least” is more than “at most”: these numbers are not used.");
      else if (i == ASSUMPTION_UNKNOWN && !valid)
        wrong = _ ("What is not known would be safer than something that is: these numbers are "
                   "not used.");
      adw_preferences_group_set_description (self->groups[i],
                                             wrong != NULL ? wrong : _ (classes[i].description));
      if (wrong != NULL)
        gtk_widget_add_css_class (GTK_WIDGET (self->groups[i]), "error");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->groups[i]), "error");
    }
}

static void
on_changed (SuretyAssumptionsDialog *self)
{
  Assumptions typed = assumptions_default ();

  if (self->showing)
    return;
  for (gsize i = 0; i < N_ASSUMPTIONS; i++)
    for (Row row = ROW_RATE; row < N_ROWS; row++)
      *number (&typed, i, row) = adw_spin_row_get_value (self->rows[i][row]) / 100;
  typed.correlation = adw_spin_row_get_value (self->correlation_row) / 100;
  typed.latent_used = adw_spin_row_get_value (self->latent_row) / 100;
  show_contradiction (self, &typed);
  if (surety_outlook_set_assumptions (self->outlook, &typed))
    show_reset (self);
}

static void
on_reset (SuretyAssumptionsDialog *self)
{
  const Assumptions built_in = assumptions_default ();

  surety_outlook_set_assumptions (self->outlook, &built_in);
  show_all (self);
  show_contradiction (self, &built_in);
}

static void
add_class (SuretyAssumptionsDialog *self, gsize class)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->groups[class] = ADW_PREFERENCES_GROUP (group);
  adw_preferences_group_set_title (self->groups[class], _ (classes[class].title));
  adw_preferences_group_set_description (self->groups[class], _ (classes[class].description));
  for (Row row = ROW_RATE; row < N_ROWS; row++)
    {
      GtkAdjustment *adjustment = gtk_adjustment_new (0, 0, row_words[row].most,
                                                      row_words[row].step, 0, 0);
      GtkWidget *spin = adw_spin_row_new (adjustment, 1, 1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (spin), _ (row_words[row].title));
      adw_action_row_set_title_lines (ADW_ACTION_ROW (spin), 0);
      g_signal_connect_object (spin, "notify::value", G_CALLBACK (on_changed), self,
                               G_CONNECT_SWAPPED);
      self->rows[class][row] = ADW_SPIN_ROW (spin);
      adw_preferences_group_add (self->groups[class], spin);
    }
  adw_preferences_page_add (self->page, self->groups[class]);
}

static void
surety_assumptions_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_ASSUMPTIONS_DIALOG);
  g_clear_object (&SURETY_ASSUMPTIONS_DIALOG (object)->outlook);

  G_OBJECT_CLASS (surety_assumptions_dialog_parent_class)->dispose (object);
}

static void
surety_assumptions_dialog_class_init (SuretyAssumptionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_assumptions_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-assumptions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyAssumptionsDialog, page);
  gtk_widget_class_bind_template_child (widget_class, SuretyAssumptionsDialog, reset_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyAssumptionsDialog, correlation_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyAssumptionsDialog, latent_row);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
}

static void
surety_assumptions_dialog_init (SuretyAssumptionsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->showing = TRUE;
  for (gsize i = 0; i < N_ASSUMPTIONS; i++)
    add_class (self, i);
  g_signal_connect_object (self->correlation_row, "notify::value", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->latent_row, "notify::value", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
}

AdwDialog *
surety_assumptions_dialog_new (SuretyOutlook *outlook)
{
  SuretyAssumptionsDialog *self = g_object_new (SURETY_TYPE_ASSUMPTIONS_DIALOG, NULL);

  self->outlook = g_object_ref (outlook);
  show_all (self);

  return ADW_DIALOG (self);
}
