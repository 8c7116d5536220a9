/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-form-dialog.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-field.h"
#include "surety-store-error.h"

/* Characters, as for key files. */
#define SHORTEST_PASSWORD 8

struct _SuretyFormDialog
{
  AdwDialog parent_instance;

  AdwToolbarView *view;
  GtkWidget *content;
  GtkLabel *description_label;
  AdwPreferencesGroup *group;
  GtkLabel *error_label;
  GtkWidget *button;
  GtkWidget *spinner;
  GPtrArray *rows; /* GtkEditable */

  SuretyFormFunc run;
  SuretyFormSayFunc say;
  gpointer user_data;
  GDestroyNotify destroy;
  DexFuture *running;
  DexPromise *promise;
};

G_DEFINE_FINAL_TYPE (SuretyFormDialog, surety_form_dialog, ADW_TYPE_DIALOG)

static void
update_button (SuretyFormDialog *self)
{
  gboolean filled = self->running == NULL;

  for (guint i = 0; i < self->rows->len; i++)
    filled = filled && *gtk_editable_get_text (g_ptr_array_index (self->rows, i)) != '\0';
  gtk_widget_set_sensitive (self->button, filled);
}

static void
set_busy (SuretyFormDialog *self, gboolean busy)
{
  /* An entry that goes insensitive with the focus in it never hears that it lost it. */
  if (busy)
    adw_dialog_set_focus (ADW_DIALOG (self), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), !busy);
  gtk_widget_set_visible (self->spinner, busy);
  adw_dialog_set_can_close (ADW_DIALOG (self), !busy);
  update_button (self);
}

static void
on_run (gpointer owner, const GValue *value, const GError *error)
{
  SuretyFormDialog *self = owner;
  g_autoptr (DexFuture) done = g_steal_pointer (&self->running);
  GtkEditable *first = NULL;
  const char *said = NULL;

  set_busy (self, FALSE);
  if (error == NULL)
    {
      if (self->promise != NULL)
        dex_promise_resolve (self->promise, value);
      dex_clear (&self->promise);
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  said = self->say != NULL ? self->say (error) : NULL;
  first = g_ptr_array_index (self->rows, 0);
  if (said != NULL)
    {
      surety_form_dialog_set_error (self, first, said);
      return;
    }
  surety_field_set_failure (GTK_WIDGET (first), self->error_label, error);
  gtk_widget_grab_focus (GTK_WIDGET (first));
}

static void
on_activate (SuretyFormDialog *self)
{
  DexFuture *future = NULL;

  if (!gtk_widget_get_sensitive (self->button) || self->run == NULL)
    return;
  future = self->run (self, self->user_data);
  if (future == NULL)
    return;
  self->running = surety_await (future, self, on_run);
  set_busy (self, TRUE);
}

static void
on_changed (GtkEditable *row, SuretyFormDialog *self)
{
  update_button (self);
  /* Emptying a field is the program's own doing: what was said of it stays. */
  if (*gtk_editable_get_text (row) == '\0')
    return;
  for (guint i = 0; i < self->rows->len; i++)
    surety_field_set_error (g_ptr_array_index (self->rows, i), self->error_label, NULL);
}

static GtkEditable *
add_row (SuretyFormDialog *self, GtkWidget *row, const char *title)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect (row, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (on_activate), self);
  adw_preferences_group_add (self->group, row);
  if (self->rows->len == 0)
    adw_dialog_set_focus (ADW_DIALOG (self), row);
  g_ptr_array_add (self->rows, row);

  return GTK_EDITABLE (row);
}

static void
surety_form_dialog_closed (AdwDialog *dialog)
{
  SuretyFormDialog *self = SURETY_FORM_DIALOG (dialog);

  for (guint i = 0; i < self->rows->len; i++)
    surety_field_clear (g_ptr_array_index (self->rows, i));
  dex_clear (&self->running);
  if (self->promise == NULL)
    return;
  dex_promise_reject (self->promise,
                      g_error_new_literal (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED,
                                           "The dialog was closed"));
  dex_clear (&self->promise);
}

static void
surety_form_dialog_dispose (GObject *object)
{
  SuretyFormDialog *self = SURETY_FORM_DIALOG (object);

  dex_clear (&self->running);
  dex_clear (&self->promise);
  if (self->destroy != NULL && self->user_data != NULL)
    self->destroy (g_steal_pointer (&self->user_data));

  G_OBJECT_CLASS (surety_form_dialog_parent_class)->dispose (object);
}

static void
surety_form_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (SURETY_FORM_DIALOG (object)->rows);

  G_OBJECT_CLASS (surety_form_dialog_parent_class)->finalize (object);
}

/* Under what scrolls: however long what is said above it is, the button is there. */
static GtkWidget *
create_buttons (SuretyFormDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->button = gtk_button_new ();
  gtk_button_set_can_shrink (GTK_BUTTON (self->button), TRUE);
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->button, FALSE);
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_add_css_class (self->button, "suggested-action");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_activate), self);
  self->spinner = adw_spinner_new ();
  gtk_widget_set_size_request (self->spinner, 32, 32);
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Working"), -1);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_box_append (GTK_BOX (box), self->spinner);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);

  return box;
}

/* A scrolled window asks for the height its content has where lines do not end: the dialog is told what it has where they do.
 * In a window that is too low for it, it scrolls. */
static void
fit (SuretyFormDialog *self)
{
  const int width = gtk_widget_get_width (self->content);
  int height = 0;

  if (width == 0)
    return;
  gtk_widget_measure (self->content, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  adw_dialog_set_content_height (ADW_DIALOG (self),
                                 height + adw_toolbar_view_get_top_bar_height (self->view) +
                                   adw_toolbar_view_get_bottom_bar_height (self->view));
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  fit (SURETY_FORM_DIALOG (widget));
  return G_SOURCE_REMOVE;
}

/* When it is laid out. */
static void
fit_later (SuretyFormDialog *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

static void
surety_form_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (surety_form_dialog_parent_class)->map (widget);

  fit_later (SURETY_FORM_DIALOG (widget));
}

static void
surety_form_dialog_class_init (SuretyFormDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = surety_form_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = surety_form_dialog_finalize;
  GTK_WIDGET_CLASS (klass)->map = surety_form_dialog_map;
  ADW_DIALOG_CLASS (klass)->closed = surety_form_dialog_closed;
}

static GtkWidget *
create_content (SuretyFormDialog *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  gtk_widget_set_margin_top (box, 24);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->description_label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->group));
  self->content = adw_clamp_new ();
  adw_clamp_set_child (ADW_CLAMP (self->content), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->content);

  return scroller;
}

static GtkLabel *
create_label (const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0f, NULL);

  gtk_widget_add_css_class (label, style);

  return GTK_LABEL (label);
}

static void
surety_form_dialog_init (SuretyFormDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->view = ADW_TOOLBAR_VIEW (adw_toolbar_view_new ());
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->description_label = create_label ("dimmed");
  self->error_label = create_label ("error");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  gtk_widget_set_margin_top (GTK_WIDGET (self->error_label), 6);
  gtk_widget_set_margin_start (GTK_WIDGET (self->error_label), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->error_label), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self->error_label), "caption");

  /* What is no row stands under the rows. */
  adw_preferences_group_add (self->group, GTK_WIDGET (self->error_label));
  adw_toolbar_view_add_top_bar (self->view, adw_header_bar_new ());
  adw_toolbar_view_set_content (self->view, create_content (self));
  adw_toolbar_view_add_bottom_bar (self->view, create_buttons (self));
  adw_dialog_set_child (ADW_DIALOG (self), GTK_WIDGET (self->view));
  adw_dialog_set_content_width (ADW_DIALOG (self), 460);
  /* Of the sentence under the rows, and of what takes its place. */
  g_signal_connect_object (self->error_label, "notify::label", G_CALLBACK (fit_later), self,
                           G_CONNECT_SWAPPED);
}

SuretyFormDialog *
surety_form_dialog_new (const char *title, const char *description, const char *verb)
{
  SuretyFormDialog *self = g_object_new (SURETY_TYPE_FORM_DIALOG, "title", title, NULL);

  gtk_label_set_label (self->description_label, description);
  gtk_button_set_label (GTK_BUTTON (self->button), verb);

  return self;
}

GtkEditable *
surety_form_dialog_add_text (SuretyFormDialog *self, const char *title, const char *text)
{
  GtkEditable *row = add_row (self, adw_entry_row_new (), title);

  gtk_editable_set_text (row, text);

  return row;
}

GtkEditable *
surety_form_dialog_add_password (SuretyFormDialog *self, const char *title)
{
  GtkWidget *row = adw_password_entry_row_new ();

  surety_field_protect (GTK_EDITABLE (row), FALSE);

  return add_row (self, row, title);
}

static void
take_file (GtkEditable *row, GFile *file)
{
  g_autofree char *name = NULL;

  /* Closed without a choice. */
  if (file == NULL)
    return;
  name = g_file_get_parse_name (file);
  gtk_editable_set_text (row, name);
  g_object_set_data_full (G_OBJECT (row), "surety-chosen", g_steal_pointer (&name), g_free);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkEditable) row = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  take_file (row, file);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkEditable) row = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  take_file (row, file);
}

static void
on_browse (GtkButton *button, GtkWidget *row)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  const char *name = g_object_get_data (G_OBJECT (row), "surety-save");
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (row));

  gtk_file_dialog_set_title (dialog, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  if (name == NULL)
    {
      gtk_file_dialog_open (dialog, window, NULL, on_opened, g_object_ref (row));
      return;
    }
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, window, NULL, on_saved, g_object_ref (row));
}

GtkEditable *
surety_form_dialog_add_file (SuretyFormDialog *self, const char *title, const char *to_save)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *browse = gtk_button_new_from_icon_name (to_save != NULL ? "document-save-as-symbolic"
                                                                     : "document-open-symbolic");

  gtk_widget_set_tooltip_text (browse, _ ("Choose a File…"));
  gtk_widget_set_valign (browse, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (browse, "flat");
  g_signal_connect (browse, "clicked", G_CALLBACK (on_browse), row);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), browse);
  g_object_set_data_full (G_OBJECT (row), "surety-save", g_strdup (to_save), g_free);

  return add_row (self, row, title);
}

GFile *
surety_form_dialog_get_file (SuretyFormDialog *self, GtkEditable *row, gboolean *chosen)
{
  const char *text = gtk_editable_get_text (row);

  if (chosen != NULL)
    *chosen = g_strcmp0 (g_object_get_data (G_OBJECT (row), "surety-chosen"), text) == 0;

  return g_file_parse_name (text);
}

SuretySecret *
surety_form_dialog_take_new_password (SuretyFormDialog *self,
                                      GtkEditable *first,
                                      GtkEditable *again)
{
  g_autoptr (SuretySecret) password = NULL;
  g_autoptr (SuretySecret) repeat = NULL;

  if (g_utf8_strlen (gtk_editable_get_text (first), -1) < SHORTEST_PASSWORD)
    {
      surety_form_dialog_set_error (
        self, first,
        _ ("Use at least 8 characters; four words that don’t belong together are good."));
      return NULL;
    }
  password = surety_secret_new_passphrase (gtk_editable_get_text (first));
  repeat = surety_field_take_passphrase (again);
  if (!secret_equal (surety_secret_get (password), surety_secret_get (repeat)))
    {
      surety_form_dialog_set_error (self, again,
                                    _ ("The two are not the same. Nothing was changed; type it "
                                       "again."));
      return NULL;
    }
  surety_field_clear (first);

  return g_steal_pointer (&password);
}

void
surety_form_dialog_set_error (SuretyFormDialog *self, GtkEditable *row, const char *sentence)
{
  g_return_if_fail (SURETY_IS_FORM_DIALOG (self));

  surety_field_set_error (GTK_WIDGET (row), self->error_label, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

DexFuture *
surety_form_dialog_run (SuretyFormDialog *self,
                        GtkWidget *parent,
                        SuretyFormFunc run,
                        SuretyFormSayFunc say,
                        gpointer user_data,
                        GDestroyNotify destroy)
{
  g_return_val_if_fail (SURETY_IS_FORM_DIALOG (self), NULL);

  self->run = run;
  self->say = say;
  self->user_data = user_data;
  self->destroy = destroy;
  self->promise = dex_promise_new ();
  update_button (self);
  adw_dialog_present (ADW_DIALOG (self), parent);

  return DEX_FUTURE (dex_ref (self->promise));
}
