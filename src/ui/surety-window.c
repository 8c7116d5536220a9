/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-window.h"

#include "surety-auto-lock.h"
#include "surety-await.h"
#include "surety-check-page.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-import-page.h"
#include "surety-keep-page.h"
#include "surety-main-view.h"
#include "surety-network-strip.h"
#include "surety-no-account-page.h"
#include "surety-sentences.h"
#include "surety-welcome-page.h"
#include "surety-window-private.h"
#include "surety-words-page.h"

struct _SuretyWindow
{
  AdwApplicationWindow parent_instance;

  SuretySession *session;
  GSettings *settings;
  DexFuture *start;
  guint focus_source;
  SuretyAutoLock *auto_lock;

  AdwToastOverlay *toasts;
  AdwNavigationView *navigation;
  GtkStack *stack;
  SuretyMainView *main_view;
};

G_DEFINE_FINAL_TYPE (SuretyWindow, surety_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum
{
  PROP_SESSION = 1,
} SuretyWindowProperty;

static GParamSpec *properties[PROP_SESSION + 1];

/* The child of the stack for a session that has started; NULL: as it is, since a switch is half done. */
static const char *
choose_child (SuretyWindow *self)
{
  if (surety_session_get_account (self->session) != NULL)
    return "main";
  if (g_list_model_get_n_items (surety_session_get_accounts (self->session)) == 0)
    return "welcome";

  return surety_session_get_network (self->session) != NULL ? "no-account" : NULL;
}

/* What the keyboard works on first: a page's content before the bar above it. */
static GtkWidget *
find_content (SuretyWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);
  GtkWidget *child = adw_navigation_page_get_child (page);

  if (child == GTK_WIDGET (self->stack))
    child = gtk_stack_get_visible_child (self->stack);
  if (ADW_IS_BIN (child))
    child = adw_bin_get_child (ADW_BIN (child));

  return ADW_IS_TOOLBAR_VIEW (child) ? adw_toolbar_view_get_content (ADW_TOOLBAR_VIEW (child))
                                     : child;
}

static gboolean
on_focus_idle (gpointer user_data)
{
  SuretyWindow *self = user_data;
  GtkWidget *content = find_content (self);

  self->focus_source = 0;
  /* A dialog sees to its own. */
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL && content != NULL &&
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL)
    gtk_widget_child_focus (content, GTK_DIR_TAB_FORWARD);

  return G_SOURCE_REMOVE;
}

/* The keyboard is always somewhere on the page: what had it went away, or can not be used now. Keys that have no
 * widget to go to reach no shortcut of the page either. */
static void
keep_focus (SuretyWindow *self)
{
  if (self->focus_source == 0 && gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    self->focus_source = g_idle_add (on_focus_idle, self);
}

static void
show_child (SuretyWindow *self, const char *name)
{
  if (g_str_equal (name, "main") && self->main_view == NULL)
    {
      self->main_view = SURETY_MAIN_VIEW (surety_main_view_new (self->session));
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->main_view), "main");
    }
  if (g_str_equal (name, "welcome") && gtk_stack_get_child_by_name (self->stack, name) == NULL)
    gtk_stack_add_named (self->stack, surety_welcome_page_new (), "welcome");
  if (g_str_equal (name, "no-account") && gtk_stack_get_child_by_name (self->stack, name) == NULL)
    gtk_stack_add_named (self->stack, surety_no_account_page_new (self->session), name);
  gtk_stack_set_visible_child_name (self->stack, name);
  keep_focus (self);
}

/* Pages are made when they are first shown, so that the window is there at once. */
static void
follow_session (SuretyWindow *self)
{
  const char *child = NULL;
  SuretyLoad load;

  g_object_get (self->session, "load", &load, NULL);
  switch (load)
    {
    case SURETY_LOAD_FAILED:
      show_child (self, "failed");
      break;
    case SURETY_LOAD_READY:
    case SURETY_LOAD_EMPTY:
      child = choose_child (self);
      if (child != NULL)
        show_child (self, child);
      break;
    case SURETY_LOAD_IDLE:
    case SURETY_LOAD_LOADING:
    default:
      show_child (self, "loading");
    }
  surety_window_update_actions (self);
}

static gboolean
on_close_dialog (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  adw_dialog_close (ADW_DIALOG (widget));

  return TRUE;
}

/* While a dialog is open the window's own shortcuts are off; the one that closes what is on top must not be. */
static void
on_visible_dialog (SuretyWindow *self)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self));
  GtkEventController *keys = NULL;

  if (dialog == NULL || g_object_get_data (G_OBJECT (dialog), "surety-keys") != NULL)
    return;
  keys = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_w,
                                                                                  GDK_CONTROL_MASK),
                                                          gtk_callback_action_new (on_close_dialog,
                                                                                   NULL, NULL)));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (dialog), keys);
  g_object_set_data (G_OBJECT (dialog), "surety-keys", keys);
}

static void
on_started (gpointer owner, const GValue *value, const GError *error)
{
  /* The session says by its properties what came of it. */
  follow_session (owner);
}

static void
start (SuretyWindow *self)
{
  dex_clear (&self->start);
  self->start = surety_await (surety_session_start (self->session), self, on_started);
}

static void
on_start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  start (SURETY_WINDOW (widget));
}

static void
remember_size (SuretyWindow *self)
{
  gboolean maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width, height;

  g_settings_set_boolean (self->settings, "window-maximized", maximized);
  if (maximized)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
}

static gboolean
surety_window_close_request (GtkWindow *window)
{
  remember_size (SURETY_WINDOW (window));
  return GTK_WINDOW_CLASS (surety_window_parent_class)->close_request (window);
}

static void
surety_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyWindow *self = SURETY_WINDOW (object);

  switch ((SuretyWindowProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyWindow *self = SURETY_WINDOW (object);

  switch ((SuretyWindowProperty) id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_window_dispose (GObject *object)
{
  SuretyWindow *self = SURETY_WINDOW (object);

  dex_clear (&self->start);
  g_clear_handle_id (&self->focus_source, g_source_remove);
  if (self->session != NULL)
    surety_safe_set_person (surety_session_get_safe (self->session), NULL, NULL, NULL);
  g_clear_object (&self->auto_lock);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_WINDOW);

  G_OBJECT_CLASS (surety_window_parent_class)->dispose (object);
}

static void
surety_window_class_init (SuretyWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_window_get_property;
  object_class->set_property = surety_window_set_property;
  object_class->dispose = surety_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = surety_window_close_request;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_NETWORK_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SuretyWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, SuretyWindow, stack);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_sentence);
  gtk_widget_class_bind_template_callback (widget_class, keep_focus);
  gtk_widget_class_install_action (widget_class, "win.start", NULL, on_start_action);
  surety_window_install_actions (widget_class);
}

static void
surety_window_init (SuretyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SuretyWindow *
surety_window_new (GtkApplication *application, SuretySession *session, GSettings *settings)
{
  SuretyWindow *self = g_object_new (SURETY_TYPE_WINDOW, "application", application, "session",
                                     session, NULL);

  self->settings = g_object_ref (settings);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  g_signal_connect_object (session, "notify::load", G_CALLBACK (follow_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::account", G_CALLBACK (follow_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::network", G_CALLBACK (surety_window_update_actions),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (keep_focus), NULL);
  g_signal_connect (self, "notify::visible-dialog", G_CALLBACK (on_visible_dialog), NULL);
  g_signal_connect_object (self->navigation, "notify::visible-page", G_CALLBACK (keep_focus), self,
                           G_CONNECT_SWAPPED);
  surety_window_follow_safe (self);
  self->auto_lock = surety_auto_lock_new (GTK_WINDOW (self), surety_session_get_safe (session),
                                          settings);
  follow_session (self);
  start (self);
  return self;
}

SuretySession *
surety_window_get_session (SuretyWindow *self)
{
  g_return_val_if_fail (SURETY_IS_WINDOW (self), NULL);
  return self->session;
}

SuretyAway *
surety_window_get_away (SuretyWindow *self)
{
  g_return_val_if_fail (SURETY_IS_WINDOW (self), NULL);
  return surety_auto_lock_get_away (self->auto_lock);
}

void
surety_window_go (SuretyWindow *self, const char *page)
{
  g_return_if_fail (SURETY_IS_WINDOW (self));

  surety_window_pop_all (self);
  if (self->main_view != NULL)
    surety_main_view_go (self->main_view, page);
}

void
surety_window_push (SuretyWindow *self, AdwNavigationPage *page)
{
  g_return_if_fail (SURETY_IS_WINDOW (self));
  adw_navigation_view_push (self->navigation, page);
}

void
surety_window_pop_all (SuretyWindow *self)
{
  g_return_if_fail (SURETY_IS_WINDOW (self));
  adw_navigation_view_pop_to_tag (self->navigation, "home");
}

static gboolean
holds_secrets (gpointer page)
{
  return SURETY_IS_WORDS_PAGE (page) || SURETY_IS_CHECK_PAGE (page) ||
         SURETY_IS_IMPORT_PAGE (page) || SURETY_IS_KEEP_PAGE (page);
}

void
surety_window_pop_secrets (SuretyWindow *self)
{
  g_autoptr (GListModel) stack = NULL;

  g_return_if_fail (SURETY_IS_WINDOW (self));

  stack = adw_navigation_view_get_navigation_stack (self->navigation);
  for (guint i = 0; i < g_list_model_get_n_items (stack); i++)
    {
      g_autoptr (AdwNavigationPage) page = g_list_model_get_item (stack, i);

      if (holds_secrets (page))
        {
          surety_window_pop_all (self);
          return;
        }
    }
}

void
surety_window_open_menu (SuretyWindow *self)
{
  g_return_if_fail (SURETY_IS_WINDOW (self));
  if (self->main_view != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->main_view)))
    surety_main_view_open_menu (self->main_view);
}

void
surety_toast (GtkWidget *widget, const char *sentence)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  AdwToast *toast;

  /* A widget that left its window has nobody to tell. */
  if (!SURETY_IS_WINDOW (root))
    return;
  toast = adw_toast_new (sentence);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (SURETY_WINDOW (root)->toasts, toast);
}

void
surety_toast_error (GtkWidget *widget, const GError *error)
{
  g_autofree char *sentence = surety_sentence_for_error (error);

  surety_toast (widget, sentence);
}
