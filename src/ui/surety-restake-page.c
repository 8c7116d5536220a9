/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-restake-page.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-guide-amount-page.h"
#include "surety-guide-done-page.h"
#include "surety-guide-facts.h"
#include "surety-guide-follow-page.h"
#include "surety-guide-operator-page.h"
#include "surety-guide-path-page.h"
#include "surety-guide-review-page.h"
#include "surety-guide-services-page.h"
#include "surety-guide-token-page.h"
#include "surety-sentences.h"

#define N_PAGES (SURETY_GUIDE_DONE + 1)
/* The review comes up under the finger that pressed Next: a second press meant for that one must not sign. */
#define CALM_MS 700
/* How wide a page may become, as its own clamp says: what is above and below it stands in line with it. */
#define PAGE_WIDTH 640
#define REVIEW_WIDTH 860
/* From where on a page is narrower than the window; the review needs what there is. */
#define PAGE_THRESHOLD 400

struct _SuretyRestakePage
{
  AdwBin parent_instance;

  GtkLabel *step_label;
  GtkLevelBar *progress;
  GtkStack *stack;
  GtkProgressBar *directory_progress;
  AdwStatusPage *failed_page;
  AdwClamp *top_clamp;
  AdwClamp *bottom_clamp;
  GtkWidget *bottom_bar;
  GtkWidget *back_button;
  GtkButton *next_button;

  SuretySession *session;
  gboolean calm; /* the review has been there for long enough to be pressed */
  guint calm_source;
};

G_DEFINE_FINAL_TYPE (SuretyRestakePage, surety_restake_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SESSION = 1,
} SuretyRestakePageProperty;

static GParamSpec *properties[PROP_SESSION + 1];

/* In the order of SuretyGuidePage. */
static const struct
{
  const char *name; /* of the stack's page */
  const char *title;
  GtkWidget *(*create) (SuretySession *session);
} decisions[N_PAGES] = {
  { "path", N_ ("Path"), surety_guide_path_page_new },
  { "token", N_ ("Token"), surety_guide_token_page_new },
  { "operator", N_ ("Operator"), surety_guide_operator_page_new },
  { "services", N_ ("Services"), surety_guide_services_page_new },
  { "amount", N_ ("Amount"), surety_guide_amount_page_new },
  { "review", N_ ("Review"), surety_guide_review_page_new },
  { "follow", N_ ("Sign and follow"), surety_guide_follow_page_new },
  { "done", N_ ("Done"), surety_guide_done_page_new },
};

/* The page of the stack: the decision's, or why it can't be shown yet. */
static const char *
choose_page (SuretyRestakePage *self, SuretyGuidePage page)
{
  SuretyDirectory *directory = surety_session_get_directory (self->session);
  SuretyLoad load = surety_directory_get_load (directory);
  gboolean has_assets = g_list_model_get_n_items (surety_directory_get_assets (directory)) > 0;
  gboolean has_providers = g_list_model_get_n_items (surety_directory_get_providers (directory)) >
                           0;
  gboolean needs_providers = page >= SURETY_GUIDE_OPERATOR;

  /* What was signed is in the journal; the first page needs nothing but its words. */
  if (page < SURETY_GUIDE_TOKEN || page > SURETY_GUIDE_REVIEW)
    return decisions[page].name;
  if (has_assets && (has_providers || !needs_providers))
    return decisions[page].name;
  if (!surety_guide_facts_has_endpoint (self->session))
    return "offline";
  if (load == SURETY_LOAD_FAILED)
    return "failed";
  if (load == SURETY_LOAD_READY || load == SURETY_LOAD_EMPTY)
    return decisions[page].name;

  return "loading";
}

static void
show_directory (SuretyRestakePage *self)
{
  g_autoptr (GError) error = NULL;
  double progress = 0.0;

  g_object_get (surety_session_get_directory (self->session), "error", &error, "progress",
                &progress, NULL);
  gtk_progress_bar_set_fraction (self->directory_progress, progress);
  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      adw_status_page_set_description (self->failed_page, sentence);
    }
}

static void show_all (SuretyRestakePage *self);

static gboolean
on_calm (gpointer user_data)
{
  SuretyRestakePage *self = user_data;

  self->calm_source = 0;
  self->calm = TRUE;
  show_all (self);

  return G_SOURCE_REMOVE;
}

/* Whether what was pressed can only have been meant for this page. */
static gboolean
is_calm (SuretyRestakePage *self, SuretyGuidePage page, gboolean ready)
{
  if (page != SURETY_GUIDE_REVIEW)
    ready = FALSE;
  if (!ready)
    {
      self->calm = FALSE;
      g_clear_handle_id (&self->calm_source, g_source_remove);
    }
  else if (!self->calm && self->calm_source == 0)
    self->calm_source = g_timeout_add (CALM_MS, on_calm, self);

  return page != SURETY_GUIDE_REVIEW || self->calm;
}

static void
show_buttons (SuretyRestakePage *self, SuretyGuidePage page, gboolean shown)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyAccount *account = surety_session_get_account (self->session);
  gboolean watched = account != NULL && !surety_account_get_can_sign (account);
  gboolean ready = surety_guide_can_leave (guide, page);
  gboolean running = FALSE;
  const char *label = _ ("_Next");

  g_object_get (guide, "running", &running, NULL);
  if (page == SURETY_GUIDE_REVIEW)
    label = watched ? _ ("Watched Accounts Can’t Sign") : _ ("_Sign and Send");
  else if (page == SURETY_GUIDE_FOLLOW)
    label = _ ("See the _Result");
  gtk_button_set_label (self->next_button, label);

  gtk_widget_set_visible (self->back_button,
                          page > SURETY_GUIDE_PATH && page < SURETY_GUIDE_FOLLOW);
  gtk_widget_set_sensitive (self->back_button, !running);
  gtk_widget_set_visible (GTK_WIDGET (self->next_button),
                          shown &&
                            (page < SURETY_GUIDE_FOLLOW ||
                             (page == SURETY_GUIDE_FOLLOW && surety_guide_get_finished (guide))));
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button),
                            is_calm (self, page, ready) && !running && ready);
  gtk_widget_set_visible (self->bottom_bar,
                          gtk_widget_get_visible (self->back_button) ||
                            gtk_widget_get_visible (GTK_WIDGET (self->next_button)));
}

static void
show_width (SuretyRestakePage *self, SuretyGuidePage page)
{
  gboolean review = page == SURETY_GUIDE_REVIEW;
  AdwClamp *clamps[] = { self->top_clamp, self->bottom_clamp };

  for (guint i = 0; i < G_N_ELEMENTS (clamps); i++)
    {
      adw_clamp_set_maximum_size (clamps[i], review ? REVIEW_WIDTH : PAGE_WIDTH);
      adw_clamp_set_tightening_threshold (clamps[i], review ? REVIEW_WIDTH : PAGE_THRESHOLD);
    }
}

static void
show_all (SuretyRestakePage *self)
{
  SuretyGuidePage page = surety_guide_get_page (surety_session_get_guide (self->session));
  const char *name = choose_page (self, page);
  gboolean shown = g_str_equal (name, decisions[page].name);
  g_autofree char *step = NULL;

  if (shown && gtk_stack_get_child_by_name (self->stack, name) == NULL)
    gtk_stack_add_named (self->stack, decisions[page].create (self->session), name);
  show_directory (self);
  gtk_stack_set_visible_child_name (self->stack, name);
  show_buttons (self, page, shown);
  show_width (self, page);

  /* Translators: where one is in the guide: "Step 3 of 8 · Operator" */
  step = g_strdup_printf (_ ("Step %d of %d · %s"), (int) page + 1, (int) N_PAGES,
                          _ (decisions[page].title));
  gtk_label_set_label (self->step_label, step);
  gtk_level_bar_set_value (self->progress, (double) page + 1.0);
}

static void
on_back (SuretyRestakePage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyGuidePage page = surety_guide_get_page (guide);

  if (page > SURETY_GUIDE_PATH && page < SURETY_GUIDE_FOLLOW)
    surety_guide_set_page (guide, (SuretyGuidePage) (page - 1));
}

static void
on_next (SuretyRestakePage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyGuidePage page = surety_guide_get_page (guide);

  if (!surety_guide_can_leave (guide, page) || (page == SURETY_GUIDE_REVIEW && !self->calm))
    return;
  if (page == SURETY_GUIDE_REVIEW)
    {
      GtkWidget *review = gtk_stack_get_child_by_name (self->stack, decisions[page].name);

      surety_guide_review_page_sign (SURETY_GUIDE_REVIEW_PAGE (review));
    }
  else
    surety_guide_set_page (guide, (SuretyGuidePage) (page + 1));
}

static void
on_try_again (SuretyRestakePage *self)
{
  dex_future_disown (surety_directory_refresh (surety_session_get_directory (self->session)));
}

/* A page that turned gets the focus, so that the next key goes to what is seen. */
static void
on_page_turned (SuretyRestakePage *self)
{
  GtkWidget *shown = NULL;

  show_all (self);
  shown = gtk_stack_get_visible_child (self->stack);
  /* The stack hands on the focus of what it hid; asked once more, it would go to the second thing on the page. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && shown != NULL &&
      gtk_widget_get_focus_child (shown) == NULL)
    gtk_widget_child_focus (shown, GTK_DIR_TAB_FORWARD);
}

static void
on_connection_changed (SuretyRestakePage *self)
{
  SuretyConnection *connection = surety_session_get_connection (self->session);

  if (connection != NULL)
    g_signal_connect_object (connection, "endpoints-changed", G_CALLBACK (show_all), self,
                             G_CONNECT_SWAPPED);
  show_all (self);
}

static void
surety_restake_page_constructed (GObject *object)
{
  SuretyRestakePage *self = SURETY_RESTAKE_PAGE (object);
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyDirectory *directory = surety_session_get_directory (self->session);

  G_OBJECT_CLASS (surety_restake_page_parent_class)->constructed (object);

  g_signal_connect_object (guide, "notify", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::page", G_CALLBACK (on_page_turned), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (directory, "notify", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_directory_get_assets (directory), "items-changed",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_directory_get_providers (directory), "items-changed",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::account", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::connection", G_CALLBACK (on_connection_changed),
                           self, G_CONNECT_SWAPPED);
  on_connection_changed (self);
}

static void
surety_restake_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyRestakePage *self = SURETY_RESTAKE_PAGE (object);

  switch ((SuretyRestakePageProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_restake_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyRestakePage *self = SURETY_RESTAKE_PAGE (object);

  switch ((SuretyRestakePageProperty) id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_restake_page_dispose (GObject *object)
{
  SuretyRestakePage *self = SURETY_RESTAKE_PAGE (object);

  g_clear_handle_id (&self->calm_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_RESTAKE_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_restake_page_parent_class)->dispose (object);
}

static void
surety_restake_page_class_init (SuretyRestakePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = surety_restake_page_constructed;
  object_class->get_property = surety_restake_page_get_property;
  object_class->set_property = surety_restake_page_set_property;
  object_class->dispose = surety_restake_page_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-restake-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, step_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, progress);
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, directory_progress);
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, top_clamp);
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, bottom_clamp);
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, bottom_bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, back_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyRestakePage, next_button);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
}

static void
surety_restake_page_init (SuretyRestakePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* How far one is is neither good nor bad: one colour for all of it. */
  gtk_level_bar_remove_offset_value (self->progress, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->progress, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->progress, GTK_LEVEL_BAR_OFFSET_FULL);
}
