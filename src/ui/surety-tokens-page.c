/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-tokens-page.h"

#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-compare-page.h"
#include "surety-config.h"
#include "surety-detail-page.h"
#include "surety-format.h"
#include "surety-guide-facts.h"
#include "surety-load-stack.h"

struct _SuretyTokensPage
{
  AdwBin parent_instance;

  AdwNavigationView *navigation;
  GtkStack *stack;
  SuretyLoadStack *loads;
  SuretyTable *table;

  SuretySession *session;
  SuretyScope *scope;
};

G_DEFINE_FINAL_TYPE (SuretyTokensPage, surety_tokens_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SESSION = 1,
} SuretyTokensPageProperty;

static GParamSpec *properties[PROP_SESSION + 1];

static void
show_scope (SuretyTokensPage *self)
{
  self->scope->generation++;
  surety_table_scope_changed (self->table);
}

/* Spans and dates are about days: they are worked out anew when another exit time is known or the
 * hour has gone by, not with each block. */
static void
on_facts_changed (SuretyTokensPage *self)
{
  if (surety_scope_read_facts (self->scope, self->session))
    show_scope (self);
}

/* As of which block; that reward rates are still being reckoned. */
static void
show_source (SuretyTokensPage *self)
{
  SuretyTokens *tokens = surety_session_get_tokens (self->session);
  g_autoptr (SuretyTokenSheet) first = g_list_model_get_item (G_LIST_MODEL (tokens), 0);
  g_autofree char *block = NULL;
  g_autofree char *age = NULL;
  g_autofree char *words = NULL;

  if (first != NULL)
    {
      guint64 time = surety_token_sheet_get_time (first);

      block = surety_format_count (surety_token_sheet_get_block (first));
      age = surety_format_age (time, MAX (self->scope->facts.time, time));
      words = surety_tokens_get_complete (tokens)
                ? g_strdup_printf (_ ("as of block %s · %s"), block, age)
                : g_strdup_printf (_ ("as of block %s · %s · reward rates are being read"), block,
                                   age);
    }
  g_object_set (self->table, "source-words", words, NULL);
}

static void
show_all (SuretyTokensPage *self)
{
  SuretyTokens *tokens = surety_session_get_tokens (self->session);
  g_autoptr (GError) error = NULL;

  g_object_get (tokens, "error", &error, NULL);
  gtk_stack_set_visible_child_name (self->stack, surety_guide_facts_has_endpoint (self->session)
                                                   ? "online"
                                                   : "offline");
  g_object_set (self->loads, "load", surety_tokens_get_load (tokens), "error", error, NULL);
  show_source (self);
}

static void
refresh (SuretyTokensPage *self)
{
  if (surety_guide_facts_has_endpoint (self->session))
    dex_future_disown (surety_tokens_refresh (surety_session_get_tokens (self->session)));
}

static void
on_refresh (GtkWidget *widget, const char *action, GVariant *parameter)
{
  refresh (SURETY_TOKENS_PAGE (widget));
}

static void
on_network_changed (SuretyTokensPage *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "list");
  on_facts_changed (self);
  show_all (self);
}

static void
on_connection_changed (SuretyTokensPage *self)
{
  show_all (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
}

static void
on_opened (SuretyTable *table, SuretyCandidate *candidate, SuretyTokensPage *self)
{
  adw_navigation_view_push (self->navigation,
                            surety_token_detail_new (self->session,
                                                     surety_candidate_get_subject (candidate)));
}

static void
on_compared (SuretyTable *table, GPtrArray *candidates, SuretyTokensPage *self)
{
  g_auto (GStrv) titles = surety_table_dup_titles (table);

  adw_navigation_view_push (self->navigation,
                            surety_compare_page_new (candidates, (const char *const *) titles));
}

static void
surety_tokens_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (surety_tokens_page_parent_class)->map (widget);

  refresh (SURETY_TOKENS_PAGE (widget));
}

static void
surety_tokens_page_constructed (GObject *object)
{
  SuretyTokensPage *self = SURETY_TOKENS_PAGE (object);
  SuretyTokens *tokens = surety_session_get_tokens (self->session);

  G_OBJECT_CLASS (surety_tokens_page_parent_class)->constructed (object);

  surety_scope_read_facts (self->scope, self->session);
  surety_table_set_source (self->table, &surety_token_kind, G_LIST_MODEL (tokens), self->scope);
  on_network_changed (self);
  g_signal_connect_object (tokens, "notify", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tokens, "items-changed", G_CALLBACK (show_source), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->session, "notify::network", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::connection", G_CALLBACK (on_connection_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::account", G_CALLBACK (on_connection_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (self->session), "notify::holdings",
                           G_CALLBACK (on_facts_changed), self, G_CONNECT_SWAPPED);
}

static void
surety_tokens_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyTokensPage *self = SURETY_TOKENS_PAGE (object);

  switch ((SuretyTokensPageProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_tokens_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyTokensPage *self = SURETY_TOKENS_PAGE (object);

  switch ((SuretyTokensPageProperty) id)
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
surety_tokens_page_dispose (GObject *object)
{
  SuretyTokensPage *self = SURETY_TOKENS_PAGE (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_TOKENS_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_tokens_page_parent_class)->dispose (object);
}

static void
surety_tokens_page_finalize (GObject *object)
{
  surety_scope_unref (SURETY_TOKENS_PAGE (object)->scope);

  G_OBJECT_CLASS (surety_tokens_page_parent_class)->finalize (object);
}

static void
surety_tokens_page_class_init (SuretyTokensPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = surety_tokens_page_constructed;
  object_class->get_property = surety_tokens_page_get_property;
  object_class->set_property = surety_tokens_page_set_property;
  object_class->dispose = surety_tokens_page_dispose;
  object_class->finalize = surety_tokens_page_finalize;
  widget_class->map = surety_tokens_page_map;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_LOAD_STACK);
  g_type_ensure (SURETY_TYPE_TABLE);
  gtk_widget_class_install_action (widget_class, "tokens.refresh", NULL, on_refresh);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-tokens-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyTokensPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, SuretyTokensPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyTokensPage, loads);
  gtk_widget_class_bind_template_child (widget_class, SuretyTokensPage, table);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
  gtk_widget_class_bind_template_callback (widget_class, on_compared);
}

static void
surety_tokens_page_init (SuretyTokensPage *self)
{
  self->scope = surety_scope_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

SuretyTable *
surety_tokens_page_get_table (SuretyTokensPage *self)
{
  g_return_val_if_fail (SURETY_IS_TOKENS_PAGE (self), NULL);
  return self->table;
}
