/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-activity-page.h"

#include <glib/gi18n.h>

#include "hex.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-ladder-words.h"
#include "surety-note-dialog.h"
#include "surety-replace-dialog.h"
#include "surety-step-row.h"
#include "surety-window.h"

struct _SuretyActivityPage
{
  AdwBin parent_instance;

  GtkListBox *entries;
  GtkListBox *decisions;

  SuretySession *session;
  GHashTable
    *open; /* ids (gint64) of the entries that are expanded: an entry that changes is another row */
};

G_DEFINE_FINAL_TYPE (SuretyActivityPage, surety_activity_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SESSION = 1,
} SuretyActivityPageProperty;

static GParamSpec *properties[PROP_SESSION + 1];

static SuretyJournalEntry *
entry_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "entry");
}

static void
on_expanded (GtkWidget *row, GParamSpec *pspec, SuretyActivityPage *self)
{
  gint64 id = surety_journal_entry_get_id (entry_of (row));

  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
    g_hash_table_add (self->open, g_memdup2 (&id, sizeof id));
  else
    g_hash_table_remove (self->open, &id);
}

static void
on_note (GtkWidget *button, SuretyActivityPage *self)
{
  adw_dialog_present (surety_note_dialog_new (self->session, entry_of (button)), GTK_WIDGET (self));
}

static void
on_copy (GtkWidget *button, SuretyActivityPage *self)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (surety_journal_entry_get_signed (entry_of (button)),
                                         &length);
  char *text = hex_encode_dup ((Bytes) { data, length }, true);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
  free (text);
  surety_toast (GTK_WIDGET (self), _ ("Copied"));
}

/* A row of its own, so that arrows and Tab come to it as to every other line. */
static GtkWidget *
add_button (SuretyActivityPage *self,
            AdwExpanderRow *row,
            SuretyJournalEntry *entry,
            const char *label,
            GCallback pressed)
{
  GtkWidget *button = g_object_new (ADW_TYPE_BUTTON_ROW, "title", label, NULL);

  g_object_set_data_full (G_OBJECT (button), "entry", g_object_ref (entry), g_object_unref);
  g_signal_connect_object (button, "activated", pressed, self, G_CONNECT_DEFAULT);
  adw_expander_row_add_row (row, button);

  return button;
}

/* Another entry may have taken this one's place, which is no change of this one. */
static void
show_offer (GtkWidget *button)
{
  SuretyActivityPage *self = g_object_get_data (G_OBJECT (button), "page");

  gtk_widget_set_visible (button,
                          self->session != NULL &&
                            surety_replace_dialog_is_offered (self->session, entry_of (button)));
}

static void
add_offer (SuretyActivityPage *self,
           AdwExpanderRow *row,
           SuretyJournalEntry *entry,
           const char *label,
           GCallback pressed)
{
  GtkWidget *button = add_button (self, row, entry, label, pressed);

  g_object_set_data (G_OBJECT (button), "page", self);
  g_signal_connect_object (surety_activity_get_entries (
                             surety_session_get_activity (self->session)),
                           "items-changed", G_CALLBACK (show_offer), button, G_CONNECT_SWAPPED);
  show_offer (button);
}

static void
on_faster (GtkWidget *button, SuretyActivityPage *self)
{
  adw_dialog_present (surety_replace_dialog_new (self->session, entry_of (button),
                                                 SURETY_REPLACE_FASTER),
                      GTK_WIDGET (self));
}

static void
on_cancel (GtkWidget *button, SuretyActivityPage *self)
{
  adw_dialog_present (surety_replace_dialog_new (self->session, entry_of (button),
                                                 SURETY_REPLACE_CANCEL),
                      GTK_WIDGET (self));
}

/* What can be done with an entry, as the last lines of its row. */
static void
add_buttons (SuretyActivityPage *self, AdwExpanderRow *row, SuretyJournalEntry *entry)
{
  gboolean noted = *surety_journal_entry_get_note (entry) != '\0';
  gboolean cancels = surety_journal_entry_is_cancel (entry);

  if (surety_journal_entry_get_state (entry) == SURETY_JOURNAL_SIGNED ||
      surety_journal_entry_get_state (entry) == SURETY_JOURNAL_SENT)
    {
      add_offer (self, row, entry, cancels ? _ ("Speed Up the Cancellation…") : _ ("Speed Up…"),
                 G_CALLBACK (on_faster));
      if (!cancels)
        add_offer (self, row, entry, _ ("Cancel It…"), G_CALLBACK (on_cancel));
    }
  add_button (self, row, entry, noted ? _ ("Change the Note…") : _ ("Write a Note…"),
              G_CALLBACK (on_note));
  if (surety_journal_entry_get_signed (entry) != NULL)
    add_button (self, row, entry, _ ("Copy the Signed Bytes"), G_CALLBACK (on_copy));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  SuretyActivityPage *self = user_data;
  SuretyJournalEntry *entry = item;
  GtkWidget *row = surety_step_row_new_for_entry (entry, self->session);
  const char *note = surety_journal_entry_get_note (entry);
  gint64 id = surety_journal_entry_get_id (entry);

  if (*note != '\0')
    {
      const char *date = adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row));
      g_autofree char *text = g_strdup_printf ("%s\n%s", date, note);

      adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), text);
    }
  add_buttons (self, ADW_EXPANDER_ROW (row), entry);
  g_object_set_data_full (G_OBJECT (row), "entry", g_object_ref (entry), g_object_unref);
  if (g_hash_table_contains (self->open, &id))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded), self,
                           G_CONNECT_DEFAULT);

  return row;
}

static GtkWidget *
create_decision_row (gpointer item, gpointer user_data)
{
  g_autofree char *title = surety_ladder_words_decision (item);
  g_autofree char *detail = surety_ladder_words_decision_detail (item);

  return g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", detail, "title-lines", 0,
                       "subtitle-lines", 0, "subtitle-selectable", TRUE, "use-markup", FALSE, NULL);
}

/* What is there is shown, though the other list is empty or can't be read. */
static char *
page_of (SuretyActivityPage *self, SuretyLoad entries, SuretyLoad decisions)
{
  if (decisions == SURETY_LOAD_READY && entries != SURETY_LOAD_FAILED)
    return g_strdup ("content");
  if (decisions == SURETY_LOAD_FAILED && entries != SURETY_LOAD_READY)
    return g_strdup ("failed");

  return surety_closure_load_page (self, entries);
}

static char *
sentence_of (SuretyActivityPage *self, const GError *entries, const GError *decisions)
{
  return surety_closure_sentence (self, entries != NULL ? entries : decisions);
}

static char *
decisions_failed (SuretyActivityPage *self, const GError *error)
{
  g_autofree char *sentence = surety_closure_sentence (self, error);

  return g_strdup_printf (_ ("The decision journal could not be read. %s"), sentence);
}

static gboolean
is_failed (SuretyActivityPage *self, const GError *error)
{
  return error != NULL;
}

static gboolean
is_ready (SuretyActivityPage *self, SuretyLoad load)
{
  return load == SURETY_LOAD_READY;
}

static void
on_try_again (SuretyActivityPage *self)
{
  dex_future_disown (surety_decisions_refresh (surety_session_get_decisions (self->session)));
  dex_future_disown (surety_activity_refresh (surety_session_get_activity (self->session)));
}

static void
surety_activity_page_constructed (GObject *object)
{
  SuretyActivityPage *self = SURETY_ACTIVITY_PAGE (object);

  G_OBJECT_CLASS (surety_activity_page_parent_class)->constructed (object);

  gtk_list_box_bind_model (self->entries,
                           surety_activity_get_entries (
                             surety_session_get_activity (self->session)),
                           create_row, self, NULL);
  gtk_list_box_bind_model (self->decisions,
                           surety_decisions_get_lines (
                             surety_session_get_decisions (self->session)),
                           create_decision_row, self, NULL);
}

static void
surety_activity_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyActivityPage *self = SURETY_ACTIVITY_PAGE (object);

  switch ((SuretyActivityPageProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_activity_page_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  SuretyActivityPage *self = SURETY_ACTIVITY_PAGE (object);

  switch ((SuretyActivityPageProperty) id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_activity_page_dispose (GObject *object)
{
  SuretyActivityPage *self = SURETY_ACTIVITY_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_ACTIVITY_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_activity_page_parent_class)->dispose (object);
}

static void
surety_activity_page_finalize (GObject *object)
{
  SuretyActivityPage *self = SURETY_ACTIVITY_PAGE (object);

  g_hash_table_unref (self->open);

  G_OBJECT_CLASS (surety_activity_page_parent_class)->finalize (object);
}

static void
surety_activity_page_class_init (SuretyActivityPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = surety_activity_page_constructed;
  object_class->get_property = surety_activity_page_get_property;
  object_class->set_property = surety_activity_page_set_property;
  object_class->dispose = surety_activity_page_dispose;
  object_class->finalize = surety_activity_page_finalize;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyActivityPage, entries);
  gtk_widget_class_bind_template_child (widget_class, SuretyActivityPage, decisions);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, page_of);
  gtk_widget_class_bind_template_callback (widget_class, sentence_of);
  gtk_widget_class_bind_template_callback (widget_class, decisions_failed);
  gtk_widget_class_bind_template_callback (widget_class, is_failed);
  gtk_widget_class_bind_template_callback (widget_class, is_ready);
}

static void
surety_activity_page_init (SuretyActivityPage *self)
{
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}
