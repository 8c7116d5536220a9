/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-operators-page.h"

#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-compare-page.h"
#include "surety-config.h"
#include "surety-detail-page.h"
#include "surety-directory-frame.h"

struct _SuretyOperatorsPage
{
  AdwBin parent_instance;

  AdwNavigationView *navigation;
  SuretyDirectoryFrame *frame;
  SuretyTable *table;
  GtkDropDown *token_drop_down;

  SuretySession *session;
  SuretyScope *scope;
  GListModel *tokens; /* GtkStringList of the drop-down: all, then symbols */
};

G_DEFINE_FINAL_TYPE (SuretyOperatorsPage, surety_operators_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SESSION = 1,
} SuretyOperatorsPageProperty;

static GParamSpec *properties[PROP_SESSION + 1];

static void
show_scope (SuretyOperatorsPage *self)
{
  self->scope->generation++;
  surety_table_scope_changed (self->table);
}

/* Spans and dates are about days: they are worked out anew when another exit time is known or the
 * hour has gone by, not with each block. */
static void
on_facts_changed (SuretyOperatorsPage *self)
{
  if (surety_scope_read_facts (self->scope, self->session))
    show_scope (self);
}

static void
on_services_changed (SuretyOperatorsPage *self)
{
  surety_scope_read_services (self->scope, self->session);
  show_scope (self);
}

static void
on_token_chosen (SuretyOperatorsPage *self)
{
  SuretyNetwork *network = self->tokens != NULL ? surety_session_get_network (self->session) : NULL;
  guint chosen = gtk_drop_down_get_selected (self->token_drop_down);

  if (network == NULL || chosen == GTK_INVALID_LIST_POSITION ||
      chosen > surety_network_get_n_tokens (network))
    return;
  surety_scope_set_token (self->scope,
                          chosen > 0 ? surety_network_get_token (network, chosen - 1) : NULL);
  show_scope (self);
}

static void
on_reset (SuretyOperatorsPage *self)
{
  gtk_drop_down_set_selected (self->token_drop_down, 0);
}

static void
on_network_changed (SuretyOperatorsPage *self)
{
  SuretyNetwork *network = surety_session_get_network (self->session);
  GtkStringList *tokens = gtk_string_list_new (NULL);

  gtk_string_list_append (tokens, _ ("All Tokens"));
  for (guint i = 0; network != NULL && i < surety_network_get_n_tokens (network); i++)
    gtk_string_list_append (tokens, surety_network_get_token (network, i)->symbol);
  adw_navigation_view_pop_to_tag (self->navigation, "list");
  surety_scope_set_token (self->scope, NULL);
  g_clear_object (&self->tokens);
  gtk_drop_down_set_model (self->token_drop_down, G_LIST_MODEL (tokens));
  self->tokens = G_LIST_MODEL (tokens);
  gtk_drop_down_set_selected (self->token_drop_down, 0);
  on_facts_changed (self);
}

static void
on_opened (SuretyTable *table, SuretyCandidate *candidate, SuretyOperatorsPage *self)
{
  adw_navigation_view_push (self->navigation,
                            surety_operator_detail_new (self->session,
                                                        surety_candidate_get_subject (candidate)));
}

static void
on_compared (SuretyTable *table, GPtrArray *candidates, SuretyOperatorsPage *self)
{
  g_auto (GStrv) titles = surety_table_dup_titles (table);

  adw_navigation_view_push (self->navigation,
                            surety_compare_page_new (candidates, (const char *const *) titles));
}

static void
surety_operators_page_constructed (GObject *object)
{
  SuretyOperatorsPage *self = SURETY_OPERATORS_PAGE (object);
  SuretyDirectory *directory = surety_session_get_directory (self->session);
  GListModel *providers = surety_directory_get_providers (directory);

  G_OBJECT_CLASS (surety_operators_page_parent_class)->constructed (object);

  surety_scope_read_facts (self->scope, self->session);
  surety_scope_read_services (self->scope, self->session);
  surety_directory_frame_set_session (self->frame, self->session, providers);
  surety_table_set_source (self->table, &surety_operator_kind, providers, self->scope);
  on_network_changed (self);
  g_signal_connect_object (self->session, "notify::network", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (self->session), "notify::holdings",
                           G_CALLBACK (on_facts_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (directory, "notify::as-of-block", G_CALLBACK (on_facts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_directory_get_services (directory), "items-changed",
                           G_CALLBACK (on_services_changed), self, G_CONNECT_SWAPPED);
}

static void
surety_operators_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyOperatorsPage *self = SURETY_OPERATORS_PAGE (object);

  switch ((SuretyOperatorsPageProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_operators_page_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  SuretyOperatorsPage *self = SURETY_OPERATORS_PAGE (object);

  switch ((SuretyOperatorsPageProperty) id)
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
surety_operators_page_dispose (GObject *object)
{
  SuretyOperatorsPage *self = SURETY_OPERATORS_PAGE (object);

  g_clear_object (&self->tokens);
  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_OPERATORS_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_operators_page_parent_class)->dispose (object);
}

static void
surety_operators_page_finalize (GObject *object)
{
  surety_scope_unref (SURETY_OPERATORS_PAGE (object)->scope);

  G_OBJECT_CLASS (surety_operators_page_parent_class)->finalize (object);
}

static void
surety_operators_page_class_init (SuretyOperatorsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = surety_operators_page_constructed;
  object_class->get_property = surety_operators_page_get_property;
  object_class->set_property = surety_operators_page_set_property;
  object_class->dispose = surety_operators_page_dispose;
  object_class->finalize = surety_operators_page_finalize;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_DIRECTORY_FRAME);
  g_type_ensure (SURETY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-operators-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorsPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorsPage, frame);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorsPage, table);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorsPage, token_drop_down);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
  gtk_widget_class_bind_template_callback (widget_class, on_compared);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
  gtk_widget_class_bind_template_callback (widget_class, on_token_chosen);
}

static void
surety_operators_page_init (SuretyOperatorsPage *self)
{
  self->scope = surety_scope_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

SuretyTable *
surety_operators_page_get_table (SuretyOperatorsPage *self)
{
  g_return_val_if_fail (SURETY_IS_OPERATORS_PAGE (self), NULL);
  return self->table;
}
