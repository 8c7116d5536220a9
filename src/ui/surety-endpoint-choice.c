/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-endpoint-choice.h"

#include <glib/gi18n.h>

#include "surety-format.h"

GtkWidget *
surety_endpoint_row_new (const char *name,
                         const char *learns,
                         GtkCheckButton *group,
                         GtkCheckButton **button)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), group);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, learns, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), learns);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  *button = GTK_CHECK_BUTTON (check);
  return row;
}

static void
add_row (AdwPreferencesGroup *group, GPtrArray *rows, const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

static const char *
yes_or_no (gboolean able)
{
  return able ? _ ("Yes") : _ ("No");
}

void
surety_endpoint_add_results (AdwPreferencesGroup *group,
                             GPtrArray *rows,
                             SuretyNetwork *network,
                             const SuretyProbe *probe,
                             guint64 now)
{
  g_autofree char *id = surety_format_count (probe->chain_id);
  g_autofree char *number = surety_format_count (probe->head.number);
  g_autofree char *age = surety_format_age (probe->head.timestamp, now);
  g_autofree char *range = surety_format_count (probe->logs_range);
  g_autofree char *chain = g_strdup_printf (_ ("%s (chain %s)"), surety_network_get_name (network),
                                            id);
  g_autofree char *head = g_strdup_printf (_ ("Block %s, %s"), number, age);
  g_autofree char *latency = g_strdup_printf (_ ("%u ms"), probe->latency_ms);
  g_autofree char *logs = probe->logs_range > 0
                            ? g_strdup_printf (_ ("%s blocks at a time"), range)
                            : g_strdup (_ ("None: operators can’t be listed with it"));

  add_row (group, rows, _ ("Chain"), chain);
  add_row (group, rows, _ ("Newest Block"), head);
  add_row (group, rows, _ ("Time to Answer"), latency);
  add_row (group, rows, _ ("History of Events"), logs);
  add_row (group, rows, _ ("Many Questions at Once"), yes_or_no (probe->batch));
  add_row (group, rows, _ ("Old States (Archive)"), yes_or_no (probe->archive));
  add_row (group, rows, _ ("Trial Runs (Simulation)"), yes_or_no (probe->simulation));
  add_row (group, rows, _ ("Proofs"), yes_or_no (probe->proofs));
  add_row (group, rows, _ ("Knows What Is Final"), yes_or_no (probe->finalized));
  if (probe->client != NULL)
    add_row (group, rows, _ ("Program"), probe->client);
}
