/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-import-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hex.h"
#include "mnemonic.h"
#include "surety-await.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-keep-page.h"
#include "surety-keyfile.h"
#include "surety-sentences.h"
#include "surety-store-error.h"

#define KEY_SIZE 32
/* The standard's longest word has eight letters; no more of a stranger is shown. */
#define SHOWN_LETTERS 16
/* No keystore file is larger. */
#define LARGEST_FILE (64 * 1024)

struct _SuretyImportPage
{
  AdwNavigationPage parent_instance;

  SuretyDraft *draft;
  SuretyImportKind kind;
  DexFuture *opening;

  AdwPreferencesPage *page;
  GtkWidget *words_group;
  AdwPasswordEntryRow *words_row;
  GtkLabel *words_error;
  GtkWidget *key_group;
  AdwPasswordEntryRow *key_row;
  GtkLabel *key_error;
  GtkWidget *file_group;
  AdwEntryRow *file_row;
  AdwPasswordEntryRow *passphrase_row;
  GtkLabel *file_error;
  GtkWidget *import_button;
  GtkWidget *spinner;
};

G_DEFINE_FINAL_TYPE (SuretyImportPage, surety_import_page, ADW_TYPE_NAVIGATION_PAGE)

static void
go_on (SuretyImportPage *self, SuretyAccountKind kind, SuretySecret *content)
{
  surety_draft_set_content (self->draft, kind, content);
  /* Whoever brings words or a key has them elsewhere. */
  surety_draft_set_backup_checked (self->draft, TRUE);
  surety_assistant_push (GTK_WIDGET (self), surety_keep_page_new (self->draft));
}

/* The index-th word of what was typed, cut short. */
static char *
dup_word (const char *text, size_t index)
{
  for (;; index--)
    {
      gsize len;

      while (g_ascii_isspace (*text))
        text++;
      len = strcspn (text, " \t\r\n");
      if (index == 0 || len == 0)
        return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, (gssize) len), SHOWN_LETTERS));
      text += len;
    }
}

static char *
say_bad_words (const char *text, CoreResult result, size_t bad_word)
{
  g_autofree char *word = NULL;
  char *sentence;

  switch (result)
    {
    case CORE_ERROR_SYNTAX:
      word = dup_word (text, bad_word);
      sentence =
        g_strdup_printf (_ ("Word %zu, “%s”, is not one of the standard’s words. Nothing was "
                            "imported; compare it with your paper."),
                         bad_word + 1, word);
      secret_wipe (word, strlen (word));
      return sentence;
    case CORE_ERROR_LIMIT:
      return g_strdup (
        _ ("Recovery words are 12, 15, 18, 21 or 24. Nothing was imported; enter all of them."));
    case CORE_ERROR_CHECKSUM:
      return g_strdup (_ ("All the words exist, but they don’t belong together: one is "
                          "another, or the order is. Nothing was imported; compare them with "
                          "your paper."));
    default:
      return g_strdup (surety_sentence_for_core (result));
    }
}

static void
import_words (SuretyImportPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->words_row));
  g_autoptr (SuretySecret) content = NULL;
  Secret *words = NULL;
  size_t bad_word = 0;
  CoreResult result = mnemonic_parse (text, strlen (text), &words, &bad_word);

  if (result != CORE_OK)
    {
      g_autofree char *sentence = say_bad_words (text, result, bad_word);

      surety_field_set_error (GTK_WIDGET (self->words_row), self->words_error, sentence);
      return;
    }
  content = surety_secret_new (words);
  surety_field_clear (GTK_EDITABLE (self->words_row));
  go_on (self, SURETY_ACCOUNT_PHRASE, content);
}

static void
import_key (SuretyImportPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->key_row));
  gsize len = strlen (text);
  g_autoptr (SuretySecret) content = NULL;
  Secret *key = secret_new (KEY_SIZE);
  gboolean prefixed = g_str_has_prefix (text, "0x");

  while (len > 0 && g_ascii_isspace (text[len - 1]))
    len--;
  content = surety_secret_new (key);
  if (hex_decode_fixed (text, len, prefixed, secret_data (key), KEY_SIZE) != CORE_OK)
    {
      surety_field_set_error (GTK_WIDGET (self->key_row), self->key_error,
                              _ ("A private key is 64 hexadecimal digits, with or without 0x. "
                                 "Nothing was imported; check what you entered."));
      return;
    }
  surety_field_clear (GTK_EDITABLE (self->key_row));
  go_on (self, SURETY_ACCOUNT_KEY, content);
}

static void
set_busy (SuretyImportPage *self, gboolean busy)
{
  /* An entry that goes insensitive with the focus in it never hears that it lost it. */
  if (busy)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_sensitive (self->import_button, !busy);
  gtk_widget_set_sensitive (self->file_group, !busy);
}

static void
on_opened (gpointer owner, const GValue *value, const GError *error)
{
  SuretyImportPage *self = owner;

  set_busy (self, FALSE);
  if (error != NULL)
    {
      gboolean passphrase = g_error_matches (error, SURETY_STORE_ERROR,
                                             SURETY_STORE_ERROR_PASSPHRASE);

      GtkWidget *row = passphrase ? GTK_WIDGET (self->passphrase_row) : GTK_WIDGET (self->file_row);

      surety_field_set_failure (row, self->file_error, error);
      gtk_widget_grab_focus (row);
      return;
    }
  go_on (self, SURETY_ACCOUNT_KEY, g_value_get_boxed (value));
}

static void
import_keystore (SuretyImportPage *self)
{
  const char *path = gtk_editable_get_text (GTK_EDITABLE (self->file_row));
  g_autoptr (GFile) file = g_file_parse_name (path);
  g_autoptr (SuretySecret) passphrase = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (GError) error = NULL;

  /* One read of a small local file that the user named just now. */
  stream = g_file_read (file, NULL, &error);
  if (stream != NULL)
    json = g_input_stream_read_bytes (G_INPUT_STREAM (stream), LARGEST_FILE + 1, NULL, &error);
  if (json == NULL)
    {
      surety_field_set_failure (GTK_WIDGET (self->file_row), self->file_error, error);
      return;
    }
  passphrase = surety_field_take_passphrase (GTK_EDITABLE (self->passphrase_row));
  set_busy (self, TRUE);
  dex_clear (&self->opening);
  self->opening = surety_await (surety_keystore_open (json, passphrase), self, on_opened);
}

static void
on_import (GtkWidget *widget, SuretyImportPage *self)
{
  switch (self->kind)
    {
    case SURETY_IMPORT_WORDS:
      import_words (self);
      break;
    case SURETY_IMPORT_KEY:
      import_key (self);
      break;
    case SURETY_IMPORT_KEYSTORE:
    default:
      import_keystore (self);
    }
}

static gboolean
has_text (gpointer entry)
{
  return *gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0';
}

static void
on_changed (GtkEditable *editable, SuretyImportPage *self)
{
  gboolean filled = self->kind == SURETY_IMPORT_WORDS ? has_text (self->words_row)
                    : self->kind == SURETY_IMPORT_KEY ? has_text (self->key_row)
                                                      : has_text (self->file_row);

  gtk_widget_set_sensitive (self->import_button, filled);
  /* Emptying a passphrase is the program's own doing: what was said of it stays. */
  if (!has_text (editable))
    return;
  surety_field_set_error (GTK_WIDGET (self->words_row), self->words_error, NULL);
  surety_field_set_error (GTK_WIDGET (self->key_row), self->key_error, NULL);
  surety_field_set_error (GTK_WIDGET (self->file_row), self->file_error, NULL);
  surety_field_set_error (GTK_WIDGET (self->passphrase_row), self->file_error, NULL);
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SuretyImportPage) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *name = NULL;

  /* Closed without a choice. */
  if (file == NULL)
    return;
  name = g_file_get_parse_name (file);
  gtk_editable_set_text (GTK_EDITABLE (self->file_row), name);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
}

static void
on_browse (GtkButton *button, SuretyImportPage *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Choose a Keystore File"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                        on_file_chosen, g_object_ref (self));
}

static void
surety_import_page_dispose (GObject *object)
{
  SuretyImportPage *self = SURETY_IMPORT_PAGE (object);

  dex_clear (&self->opening);
  g_clear_pointer (&self->draft, surety_draft_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_IMPORT_PAGE);

  G_OBJECT_CLASS (surety_import_page_parent_class)->dispose (object);
}

static void
surety_import_page_class_init (SuretyImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_import_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-import-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, page);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, words_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, words_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, words_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, key_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, key_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, key_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, file_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, file_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, file_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, import_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyImportPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_browse);
}

static void
surety_import_page_init (SuretyImportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  surety_field_protect (GTK_EDITABLE (self->words_row), FALSE);
  surety_field_protect (GTK_EDITABLE (self->key_row), FALSE);
  surety_field_protect (GTK_EDITABLE (self->passphrase_row), FALSE);
}

AdwNavigationPage *
surety_import_page_new (SuretyDraft *draft, SuretyImportKind kind)
{
  SuretyImportPage *self = g_object_new (SURETY_TYPE_IMPORT_PAGE, NULL);
  static const char *const descriptions[] = {
    N_ ("All of them, in order, with spaces between. The eye at the end shows what you type."),
    N_ (
      "It opens one account. Better to paste it than to type it, and then to clear the clipboard."),
    N_ ("The file stays where it is; Surety keeps a copy of the key in its own place."),
  };

  self->draft = surety_draft_ref (draft);
  self->kind = kind;
  adw_preferences_page_set_description (self->page, _ (descriptions[kind]));
  gtk_widget_set_visible (self->words_group, kind == SURETY_IMPORT_WORDS);
  gtk_widget_set_visible (self->key_group, kind == SURETY_IMPORT_KEY);
  gtk_widget_set_visible (self->file_group, kind == SURETY_IMPORT_KEYSTORE);
  return ADW_NAVIGATION_PAGE (self);
}
