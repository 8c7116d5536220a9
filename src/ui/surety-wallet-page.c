/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-wallet-page.h"

#include <glib/gi18n.h>

#include "mnemonic.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-import-page.h"
#include "surety-sentences.h"
#include "surety-text.h"
#include "surety-window.h"
#include "surety-words-page.h"

#define LONGEST_NAME 60

struct _SuretyWalletPage
{
  AdwNavigationPage parent_instance;

  SuretySession *session;

  AdwEntryRow *name_row;
  GtkLabel *name_error;
  AdwComboRow *length_row;
};

G_DEFINE_FINAL_TYPE (SuretyWalletPage, surety_wallet_page, ADW_TYPE_NAVIGATION_PAGE)

/* A draft with the name that was typed; NULL when that is none, which is then said at the field. */
static SuretyDraft *
create_draft (SuretyWalletPage *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  SuretyDraft *draft;

  g_strstrip (name);
  if (!surety_text_is_clean (name, 1, LONGEST_NAME))
    {
      surety_field_set_error (GTK_WIDGET (self->name_row), self->name_error,
                              _ ("Give the wallet a name, so that you know it again."));
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
      return NULL;
    }
  surety_field_set_error (GTK_WIDGET (self->name_row), self->name_error, NULL);
  draft = surety_draft_new (self->session);
  surety_draft_set_name (draft, name);
  return draft;
}

static void
on_create (AdwButtonRow *row, SuretyWalletPage *self)
{
  g_autoptr (SuretyDraft) draft = create_draft (self);
  g_autoptr (SuretySecret) content = NULL;
  unsigned bits = adw_combo_row_get_selected (self->length_row) == 0 ? 128 : 256;
  Secret *words = NULL;
  CoreResult result;

  if (draft == NULL)
    return;
  result = mnemonic_generate (bits, &words);
  if (result != CORE_OK)
    {
      surety_toast (GTK_WIDGET (self), surety_sentence_for_core (result));
      return;
    }
  content = surety_secret_new (words);
  surety_draft_set_content (draft, SURETY_ACCOUNT_PHRASE, content);
  surety_assistant_push (GTK_WIDGET (self), surety_words_page_new (draft));
}

static void
import (SuretyWalletPage *self, SuretyImportKind kind)
{
  g_autoptr (SuretyDraft) draft = create_draft (self);

  if (draft != NULL)
    surety_assistant_push (GTK_WIDGET (self), surety_import_page_new (draft, kind));
}

static void
on_import_words (AdwActionRow *row, SuretyWalletPage *self)
{
  import (self, SURETY_IMPORT_WORDS);
}

static void
on_import_key (AdwActionRow *row, SuretyWalletPage *self)
{
  import (self, SURETY_IMPORT_KEY);
}

static void
on_import_keystore (AdwActionRow *row, SuretyWalletPage *self)
{
  import (self, SURETY_IMPORT_KEYSTORE);
}

static void
surety_wallet_page_dispose (GObject *object)
{
  SuretyWalletPage *self = SURETY_WALLET_PAGE (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_WALLET_PAGE);

  G_OBJECT_CLASS (surety_wallet_page_parent_class)->dispose (object);
}

static void
surety_wallet_page_class_init (SuretyWalletPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_wallet_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-wallet-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyWalletPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyWalletPage, name_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyWalletPage, length_row);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
  gtk_widget_class_bind_template_callback (widget_class, on_import_words);
  gtk_widget_class_bind_template_callback (widget_class, on_import_key);
  gtk_widget_class_bind_template_callback (widget_class, on_import_keystore);
}

static void
surety_wallet_page_init (SuretyWalletPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
surety_wallet_page_new (SuretySession *session)
{
  SuretyWalletPage *self = g_object_new (SURETY_TYPE_WALLET_PAGE, NULL);

  self->session = g_object_ref (session);
  return ADW_NAVIGATION_PAGE (self);
}
