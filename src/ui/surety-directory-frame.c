/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-directory-frame.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-format.h"
#include "surety-load-stack.h"
#include "surety-sentences.h"

struct _SuretyDirectoryFrame
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkRevealer *filling_revealer;
  GtkLabel *filling_label;
  GtkProgressBar *filling_bar;
  GtkWidget *stopped_box;
  GtkLabel *stopped_label;
  SuretyLoadStack *loads;

  SuretySession *session;
  const SuretyListKind *kind;
  GtkWidget *content;
  char *source_words;
  SuretyKnown source_known;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (SuretyDirectoryFrame, surety_directory_frame, ADW_TYPE_BIN)

typedef enum
{
  PROP_CONTENT = 1,
  PROP_SOURCE_WORDS,
  PROP_SOURCE_KNOWN,
} SuretyDirectoryFrameProperty;

static GParamSpec *properties[PROP_SOURCE_KNOWN + 1];

static void
show_source (SuretyDirectoryFrame *self)
{
  g_autofree char *words = self->kind->dup_source (self->session);
  const SuretyKnown known = self->kind->get_known (self->session);

  if (self->source_known != known)
    {
      self->source_known = known;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE_KNOWN]);
    }
  if (g_set_str (&self->source_words, words))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE_WORDS]);
}

/* The directory takes a while when it is read for the first time, and can be stopped. */
static void
show_filling (SuretyDirectoryFrame *self, SuretyDirectory *directory, gboolean any)
{
  gboolean filling = surety_directory_get_filling (directory);
  gint64 remaining = surety_directory_get_remaining (directory);
  double progress = 0;
  g_autofree char *text = NULL;
  g_autofree char *percent = NULL;

  g_object_get (directory, "progress", &progress, NULL);
  gtk_progress_bar_set_fraction (self->filling_bar, progress);
  percent = g_strdup_printf ("%.0f", progress * 100);
  if (remaining >= 0)
    {
      g_autofree char *span = surety_format_span ((guint64) remaining);

      text = g_strdup_printf (_ ("Reading the chain: %s %% done, about %s left"), percent, span);
    }
  else
    text = g_strdup_printf (_ ("Reading the chain: %s %% done"), percent);
  gtk_label_set_label (self->filling_label, text);
  gtk_revealer_set_reveal_child (self->filling_revealer, filling);
  gtk_widget_set_visible (GTK_WIDGET (self->filling_revealer), filling);

  if (filling)
    self->stopped = FALSE;
  gtk_widget_set_visible (self->stopped_box, self->stopped && any);
  gtk_label_set_label (self->stopped_label,
                       _ ("Stopped before everything was read: what is missing here may exist."));
}

static void
show_all (SuretyDirectoryFrame *self)
{
  GObject *reader = self->kind->get_reader (self->session);
  GListModel *shown = self->kind->get_subjects (self->session);
  gboolean any = g_list_model_get_n_items (shown) > 0;
  gboolean filling = SURETY_IS_DIRECTORY (reader) &&
                     surety_directory_get_filling (SURETY_DIRECTORY (reader));
  SuretyLoad load = SURETY_LOAD_IDLE;
  g_autoptr (GError) error = NULL;

  g_object_get (reader, "load", &load, "error", &error, NULL);
  gtk_stack_set_visible_child_name (self->stack,
                                    any || surety_guide_facts_has_endpoint (self->session)
                                      ? "online"
                                      : "offline");
  if (any)
    load = SURETY_LOAD_READY;
  else if (load == SURETY_LOAD_READY)
    load = filling ? SURETY_LOAD_LOADING : SURETY_LOAD_EMPTY;
  g_object_set (self->loads, "load", load, "error", error, NULL);
  if (SURETY_IS_DIRECTORY (reader))
    show_filling (self, SURETY_DIRECTORY (reader), any);
  else
    gtk_widget_set_visible (self->stopped_box, FALSE);
  if (any && error != NULL && !filling)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      gtk_label_set_label (self->stopped_label, sentence);
      gtk_widget_set_visible (self->stopped_box, TRUE);
    }
  show_source (self);
}

static void
refresh (SuretyDirectoryFrame *self)
{
  if (self->session != NULL && !self->stopped && surety_guide_facts_has_endpoint (self->session))
    dex_future_disown (self->kind->refresh (self->session));
}

static void
go_on (GtkWidget *widget, const char *action, GVariant *parameter)
{
  SuretyDirectoryFrame *self = SURETY_DIRECTORY_FRAME (widget);

  self->stopped = FALSE;
  refresh (self);
}

static void
on_go_on (SuretyDirectoryFrame *self)
{
  go_on (GTK_WIDGET (self), NULL, NULL);
}

static void
on_stop (SuretyDirectoryFrame *self)
{
  self->stopped = TRUE;
  surety_directory_cancel (surety_session_get_directory (self->session));
}

/* What is said of the account is read again for another one, when somebody looks. */
static void
on_connection_changed (SuretyDirectoryFrame *self)
{
  show_all (self);
  if (self->kind->of_account && gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
}

/* Whoever comes to look sees what holds now. */
static void
surety_directory_frame_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (surety_directory_frame_parent_class)->map (widget);

  refresh (SURETY_DIRECTORY_FRAME (widget));
}

static void
surety_directory_frame_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyDirectoryFrame *self = SURETY_DIRECTORY_FRAME (object);

  switch ((SuretyDirectoryFrameProperty) id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_SOURCE_WORDS:
      g_value_set_string (value, self->source_words);
      break;
    case PROP_SOURCE_KNOWN:
      g_value_set_uint (value, self->source_known);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_directory_frame_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  SuretyDirectoryFrame *self = SURETY_DIRECTORY_FRAME (object);
  gboolean changed = FALSE;

  switch ((SuretyDirectoryFrameProperty) id)
    {
    case PROP_CONTENT:
      changed = g_set_object (&self->content, g_value_get_object (value));
      break;
    case PROP_SOURCE_WORDS:
    case PROP_SOURCE_KNOWN:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
surety_directory_frame_dispose (GObject *object)
{
  SuretyDirectoryFrame *self = SURETY_DIRECTORY_FRAME (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_DIRECTORY_FRAME);
  g_clear_object (&self->content);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_directory_frame_parent_class)->dispose (object);
}

static void
surety_directory_frame_finalize (GObject *object)
{
  SuretyDirectoryFrame *self = SURETY_DIRECTORY_FRAME (object);

  g_free (self->source_words);

  G_OBJECT_CLASS (surety_directory_frame_parent_class)->finalize (object);
}

static void
surety_directory_frame_class_init (SuretyDirectoryFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_directory_frame_get_property;
  object_class->set_property = surety_directory_frame_set_property;
  object_class->dispose = surety_directory_frame_dispose;
  object_class->finalize = surety_directory_frame_finalize;
  widget_class->map = surety_directory_frame_map;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_SOURCE_WORDS] = g_param_spec_string ("source-words", NULL, NULL, NULL,
                                                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                         G_PARAM_STATIC_STRINGS);
  properties[PROP_SOURCE_KNOWN] = g_param_spec_uint ("source-known", NULL, NULL, 0,
                                                     SURETY_KNOWN_PROVED, SURETY_KNOWN_UNKNOWN,
                                                     G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                       G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_LOAD_STACK);
  gtk_widget_class_install_action (widget_class, "directory.go-on", NULL, go_on);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-directory-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyDirectoryFrame, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyDirectoryFrame, filling_revealer);
  gtk_widget_class_bind_template_child (widget_class, SuretyDirectoryFrame, filling_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyDirectoryFrame, filling_bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyDirectoryFrame, stopped_box);
  gtk_widget_class_bind_template_child (widget_class, SuretyDirectoryFrame, stopped_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyDirectoryFrame, loads);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on);
}

static void
surety_directory_frame_init (SuretyDirectoryFrame *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_directory_frame_set_session (SuretyDirectoryFrame *self,
                                    SuretySession *session,
                                    const SuretyListKind *kind)
{
  g_return_if_fail (SURETY_IS_DIRECTORY_FRAME (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->kind = kind;
  g_object_set (self->loads, "loading-title", _ (kind->loading_title), "empty-title",
                _ (kind->empty_title), "empty-description", _ (kind->empty_description),
                "empty-icon-name", kind->empty_icon, NULL);
  g_signal_connect_object (kind->get_reader (session), "notify", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::connection", G_CALLBACK (on_connection_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::account", G_CALLBACK (on_connection_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kind->get_subjects (session), "items-changed", G_CALLBACK (show_all),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  show_all (self);
}
