/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-draft.h"

struct _SuretyDraft
{
  gatomicrefcount references;
  SuretySession *session;
  SuretyAccount *account;
  char *name;
  SuretyAccountKind kind;
  SuretySecret *content;
  gboolean backup_checked;
};

G_DEFINE_BOXED_TYPE (SuretyDraft, surety_draft, surety_draft_ref, surety_draft_unref)

SuretyDraft *
surety_draft_new (SuretySession *session)
{
  SuretyDraft *self = g_new0 (SuretyDraft, 1);

  g_atomic_ref_count_init (&self->references);
  self->session = g_object_ref (session);
  self->name = g_strdup ("");
  return self;
}

SuretyDraft *
surety_draft_ref (SuretyDraft *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
surety_draft_unref (SuretyDraft *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->content, surety_secret_unref);
  g_clear_object (&self->account);
  g_clear_object (&self->session);
  g_free (self->name);
  g_free (self);
}

SuretySession *
surety_draft_get_session (SuretyDraft *self)
{
  return self->session;
}

const char *
surety_draft_get_name (SuretyDraft *self)
{
  return self->name;
}

void
surety_draft_set_name (SuretyDraft *self, const char *name)
{
  g_set_str (&self->name, name);
}

SuretyAccount *
surety_draft_get_account (SuretyDraft *self)
{
  return self->account;
}

void
surety_draft_set_account (SuretyDraft *self, SuretyAccount *account)
{
  g_set_object (&self->account, account);
}

void
surety_draft_set_content (SuretyDraft *self, SuretyAccountKind kind, SuretySecret *content)
{
  SuretySecret *kept = surety_secret_ref (content);

  g_clear_pointer (&self->content, surety_secret_unref);
  self->content = kept;
  self->kind = kind;
}

SuretyAccountKind
surety_draft_get_kind (SuretyDraft *self)
{
  return self->kind;
}

SuretySecret *
surety_draft_get_content (SuretyDraft *self)
{
  return self->content;
}

void
surety_draft_set_backup_checked (SuretyDraft *self, gboolean checked)
{
  self->backup_checked = checked;
}

gboolean
surety_draft_get_backup_checked (SuretyDraft *self)
{
  return self->backup_checked;
}

DexFuture *
surety_draft_store (SuretyDraft *self, SuretyKeyPlace place, SuretySecret *passphrase)
{
  g_autoptr (SuretySecret)
    material = surety_key_material_new (self->kind, surety_secret_get (self->content));

  return surety_session_add_wallet (self->session, self->name, self->kind, material, place,
                                    passphrase, self->backup_checked);
}

void
surety_assistant_push (GtkWidget *page, AdwNavigationPage *next)
{
  GtkWidget *view = gtk_widget_get_ancestor (page, ADW_TYPE_NAVIGATION_VIEW);

  g_return_if_fail (view != NULL);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), next);
}

void
surety_assistant_restart (GtkWidget *page, AdwNavigationPage *next)
{
  AdwNavigationView *view = ADW_NAVIGATION_VIEW (
    gtk_widget_get_ancestor (page, ADW_TYPE_NAVIGATION_VIEW));
  g_autoptr (GListModel) stack = adw_navigation_view_get_navigation_stack (view);
  g_autoptr (AdwNavigationPage) first = g_list_model_get_item (stack, 0);
  AdwNavigationPage *pages[] = { first, next };

  adw_navigation_view_replace (view, pages, G_N_ELEMENTS (pages));
}
