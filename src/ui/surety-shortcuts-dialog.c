/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-shortcuts-dialog.h"

#include <glib/gi18n.h>

struct _SuretyShortcutsDialog
{
  AdwDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (SuretyShortcutsDialog, surety_shortcuts_dialog, ADW_TYPE_DIALOG)

typedef struct
{
  const char *keys;
  const char *action;
  const char *title;
} Shortcut;

static const Shortcut shortcuts[] = {
  { "<Alt>1", "win.go::overview", N_ ("Overview") },
  { "<Alt>2", "win.go::restake", N_ ("Restake") },
  { "<Alt>3", "win.go::operators", N_ ("Operators") },
  { "<Alt>4", "win.go::services", N_ ("Services") },
  { "<Alt>5", "win.go::tokens", N_ ("Tokens") },
  { "<Alt>6", "win.go::rewards", N_ ("Rewards") },
  { "<Alt>7", "win.go::activity", N_ ("Activity") },
  { "<Control>r", "win.refresh", N_ ("Read All Figures Again") },
  { "<Control>n", "win.add-account", N_ ("Add a Wallet or an Address") },
  { "<Control>l", "win.connection", N_ ("Connection") },
  { "<Control><Shift>l", "win.lock", N_ ("Lock the Keys Now") },
  { "F10", "win.menu", N_ ("Main Menu") },
  { "<Control>comma", "app.preferences", N_ ("Preferences") },
  { "<Control>question", "app.shortcuts", N_ ("Keyboard Shortcuts") },
  { "<Control>w", "window.close", N_ ("Close the Window") },
  { "<Control>q", "app.quit", N_ ("Quit") },
};

void
surety_shortcuts_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      const char *const keys[] = { shortcuts[i].keys, NULL };

      gtk_application_set_accels_for_action (application, shortcuts[i].action, keys);
    }
}

static GtkWidget *
create_row (const Shortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new ();
  GdkModifierType modifiers;
  guint key;
  g_autofree char *keys = NULL;
  GtkWidget *label;

  gtk_accelerator_parse (shortcut->keys, &key, &modifiers);
  keys = gtk_accelerator_get_label (key, modifiers);
  label = gtk_label_new (keys);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "shortcut-keys");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
surety_shortcuts_dialog_class_init (SuretyShortcutsDialogClass *klass)
{
}

static void
surety_shortcuts_dialog_init (SuretyShortcutsDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_row (&shortcuts[i]));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);

  adw_dialog_set_title (ADW_DIALOG (self), _ ("Keyboard Shortcuts"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 480);
  adw_dialog_set_content_height (ADW_DIALOG (self), 600);
  adw_dialog_set_child (ADW_DIALOG (self), view);
}

AdwDialog *
surety_shortcuts_dialog_new (void)
{
  return g_object_new (SURETY_TYPE_SHORTCUTS_DIALOG, NULL);
}
