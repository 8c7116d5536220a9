/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-candidate-list.h"

#include <glib/gi18n.h>

#include "surety-config.h"

struct _SuretyCandidateList
{
  AdwBin parent_instance;

  SuretyTable *table;
  GtkWidget *token_box;         /* nullable: this kind has no such choice */
  GtkDropDown *token_drop_down; /* in it */
  gboolean has_tokens;          /* the drop-down's are those of the network */

  const SuretyListKind *kind;
  SuretySession *session;
  SuretyScope *scope;
  guint reading; /* idle source: names that look alike are found; 0 = none */
};

G_DEFINE_FINAL_TYPE (SuretyCandidateList, surety_candidate_list, ADW_TYPE_BIN)

enum
{
  OPENED,
  COMPARED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_scope (SuretyCandidateList *self)
{
  self->scope->generation++;
  surety_table_scope_changed (self->table);
}

/* Spans and dates are about days: they are worked out anew when another exit time is known or the
 * hour has gone by, not with each block. */
static void
on_facts_changed (SuretyCandidateList *self)
{
  if (surety_scope_read_facts (self->scope, self->session))
    show_scope (self);
}

static gboolean
read_look_alikes (gpointer data)
{
  SuretyCandidateList *self = data;

  self->reading = 0;
  if (surety_scope_read_look_alikes (self->scope, self->session))
    show_scope (self);

  return G_SOURCE_REMOVE;
}

/* A new name makes a look-alike of one that was there: once, after many have come. */
static void
on_names_changed (SuretyCandidateList *self)
{
  if (self->reading == 0 && self->session != NULL)
    self->reading = g_idle_add (read_look_alikes, self);
}

static void
on_services_changed (SuretyCandidateList *self)
{
  surety_scope_read_services (self->scope, self->session);
  show_scope (self);
}

static void
on_token_chosen (SuretyCandidateList *self)
{
  SuretyNetwork *network = surety_session_get_network (self->session);
  guint chosen = gtk_drop_down_get_selected (self->token_drop_down);

  if (!self->has_tokens || network == NULL || chosen > surety_network_get_n_tokens (network))
    return;
  surety_scope_set_token (self->scope,
                          chosen > 0 ? surety_network_get_token (network, chosen - 1) : NULL);
  show_scope (self);
}

/* All tokens, then each by its symbol. */
static void
fill_tokens (SuretyCandidateList *self)
{
  SuretyNetwork *network = surety_session_get_network (self->session);
  g_autoptr (GtkStringList) tokens = gtk_string_list_new (NULL);

  gtk_string_list_append (tokens, _ ("All Tokens"));
  for (guint i = 0; network != NULL && i < surety_network_get_n_tokens (network); i++)
    gtk_string_list_append (tokens, surety_network_get_token (network, i)->symbol);
  self->has_tokens = FALSE;
  gtk_drop_down_set_model (self->token_drop_down, G_LIST_MODEL (tokens));
  gtk_drop_down_set_selected (self->token_drop_down, 0);
  self->has_tokens = TRUE;
}

static void
on_network_changed (SuretyCandidateList *self)
{
  /* Who set the token from outside sets the next network's, too. */
  surety_scope_set_token (self->scope, NULL);
  if (self->token_box != NULL)
    fill_tokens (self);
  surety_scope_read_facts (self->scope, self->session);
  show_scope (self);
}

static void
on_reset (SuretyCandidateList *self)
{
  if (self->token_box != NULL && gtk_widget_get_visible (self->token_box))
    gtk_drop_down_set_selected (self->token_drop_down, 0);
}

static void
on_opened (SuretyCandidateList *self, SuretyCandidate *candidate)
{
  g_signal_emit (self, signals[OPENED], 0, candidate);
}

static void
on_compared (SuretyCandidateList *self, GPtrArray *candidates)
{
  g_signal_emit (self, signals[COMPARED], 0, candidates);
}

static void
surety_candidate_list_dispose (GObject *object)
{
  SuretyCandidateList *self = SURETY_CANDIDATE_LIST (object);

  self->has_tokens = FALSE;
  g_clear_handle_id (&self->reading, g_source_remove);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_candidate_list_parent_class)->dispose (object);
}

static void
surety_candidate_list_finalize (GObject *object)
{
  surety_scope_unref (SURETY_CANDIDATE_LIST (object)->scope);

  G_OBJECT_CLASS (surety_candidate_list_parent_class)->finalize (object);
}

static void
surety_candidate_list_class_init (SuretyCandidateListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_candidate_list_dispose;
  object_class->finalize = surety_candidate_list_finalize;

  signals[OPENED] = g_signal_new ("opened", SURETY_TYPE_CANDIDATE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, SURETY_TYPE_CANDIDATE);
  signals[COMPARED] = g_signal_new ("compared", SURETY_TYPE_CANDIDATE_LIST, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  g_type_ensure (SURETY_TYPE_TABLE);
}

static void
surety_candidate_list_init (SuretyCandidateList *self)
{
  self->scope = surety_scope_new ();
}

/* The columns, filters and words of a kind are in its UI file. */
static void
build (SuretyCandidateList *self)
{
  g_autofree char *path = g_strdup_printf (SURETY_RESOURCES "/ui/surety-%s-table.ui",
                                           self->kind->key);
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (path);

  self->table = SURETY_TABLE (gtk_builder_get_object (builder, "table"));
  self->token_box = GTK_WIDGET (gtk_builder_get_object (builder, "token_box"));
  if (self->token_box != NULL)
    self->token_drop_down = GTK_DROP_DOWN (gtk_builder_get_object (builder, "token_drop_down"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->table));
}

static void
watch (SuretyCandidateList *self)
{
  SuretyDirectory *directory = surety_session_get_directory (self->session);

  g_signal_connect_object (self->table, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "compared", G_CALLBACK (on_compared), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "reset", G_CALLBACK (on_reset), self, G_CONNECT_SWAPPED);
  if (self->token_box != NULL)
    g_signal_connect_object (self->token_drop_down, "notify::selected",
                             G_CALLBACK (on_token_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::network", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (self->session), "notify::holdings",
                           G_CALLBACK (on_facts_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (directory, "notify::as-of-block", G_CALLBACK (on_facts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_directory_get_providers (directory), "items-changed",
                           G_CALLBACK (on_names_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_directory_get_services (directory), "items-changed",
                           G_CALLBACK (on_names_changed), self, G_CONNECT_SWAPPED);
  if (self->kind->names_sets)
    g_signal_connect_object (surety_directory_get_services (directory), "items-changed",
                             G_CALLBACK (on_services_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
surety_candidate_list_new (const SuretyListKind *kind,
                           SuretySession *session,
                           GListModel *subjects,
                           const char *place)
{
  SuretyCandidateList *self = NULL;

  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (SURETY_IS_SESSION (session), NULL);

  self = g_object_new (SURETY_TYPE_CANDIDATE_LIST, NULL);
  self->kind = kind;
  self->session = g_object_ref (session);
  build (self);
  if (self->token_box != NULL)
    fill_tokens (self);
  surety_scope_read_facts (self->scope, session);
  if (kind->names_sets)
    surety_scope_read_services (self->scope, session);
  surety_scope_read_look_alikes (self->scope, session);
  surety_table_set_source (self->table, kind->candidates,
                           subjects != NULL ? subjects : kind->get_subjects (session), self->scope,
                           place);
  watch (self);

  return GTK_WIDGET (self);
}

void
surety_candidate_list_set_token (SuretyCandidateList *self, const SuretyToken *token)
{
  g_return_if_fail (SURETY_IS_CANDIDATE_LIST (self));

  if (self->token_box != NULL)
    gtk_widget_set_visible (self->token_box, FALSE);
  surety_scope_set_token (self->scope, token);
  show_scope (self);
}

void
surety_candidate_list_set_notes (SuretyCandidateList *self, GHashTable *notes)
{
  g_return_if_fail (SURETY_IS_CANDIDATE_LIST (self));
  g_return_if_fail (notes != NULL);

  if (surety_scope_set_notes (self->scope, notes))
    show_scope (self);
}

SuretyTable *
surety_candidate_list_get_table (SuretyCandidateList *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE_LIST (self), NULL);
  return self->table;
}
