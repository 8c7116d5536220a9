/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-directory-frame.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-format.h"
#include "surety-guide-facts.h"
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
  GListModel *shown;
  GtkWidget *content;
  char *loading_title;
  char *empty_title;
  char *empty_description;
  char *source_words;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (SuretyDirectoryFrame, surety_directory_frame, ADW_TYPE_BIN)

typedef enum
{
  PROP_CONTENT = 1,
  PROP_LOADING_TITLE,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_DESCRIPTION,
  PROP_SOURCE_WORDS,
} SuretyDirectoryFrameProperty;

static GParamSpec *properties[PROP_SOURCE_WORDS + 1];

static SuretyDirectory *
get_directory (SuretyDirectoryFrame *self)
{
  return surety_session_get_directory (self->session);
}

static void
show_source (SuretyDirectoryFrame *self)
{
  SuretyDirectory *directory = get_directory (self);
  guint64 block = surety_directory_get_as_of_block (directory);
  guint64 time = surety_directory_get_as_of_time (directory);
  SuretyGuideFacts facts;
  g_autofree char *count = surety_format_count (block);
  g_autofree char *words = NULL;

  surety_guide_facts_read (self->session, &facts);
  if (block == 0)
    words = g_strdup ("");
  else if (time == 0)
    words = g_strdup_printf (_ ("as of block %s"), count);
  else
    {
      g_autofree char *age = surety_format_age (time, MAX (facts.time, time));

      /* Translators: the block and the age of what a list shows. */
      words = g_strdup_printf (_ ("as of block %s · %s"), count, age);
    }
  if (g_set_str (&self->source_words, words))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE_WORDS]);
}

static void
show_filling (SuretyDirectoryFrame *self, gboolean any)
{
  SuretyDirectory *directory = get_directory (self);
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
  SuretyDirectory *directory = get_directory (self);
  SuretyLoad load = surety_directory_get_load (directory);
  gboolean any = g_list_model_get_n_items (self->shown) > 0;
  g_autoptr (GError) error = NULL;

  g_object_get (directory, "error", &error, NULL);
  gtk_stack_set_visible_child_name (self->stack,
                                    any || surety_guide_facts_has_endpoint (self->session)
                                      ? "online"
                                      : "offline");
  if (any)
    load = SURETY_LOAD_READY;
  else if (load == SURETY_LOAD_READY)
    load = surety_directory_get_filling (directory) ? SURETY_LOAD_LOADING : SURETY_LOAD_EMPTY;
  g_object_set (self->loads, "load", load, "error", error, NULL);
  show_filling (self, any);
  if (any && error != NULL && !surety_directory_get_filling (directory))
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      gtk_label_set_label (self->stopped_label, sentence);
      gtk_widget_set_visible (self->stopped_box, TRUE);
    }
  show_source (self);
}

static void
go_on (GtkWidget *widget, const char *action, GVariant *parameter)
{
  SuretyDirectoryFrame *self = SURETY_DIRECTORY_FRAME (widget);

  self->stopped = FALSE;
  dex_future_disown (surety_directory_refresh (get_directory (self)));
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
  surety_directory_cancel (get_directory (self));
}

/* Whoever comes to look sees what holds now. */
static void
surety_directory_frame_map (GtkWidget *widget)
{
  SuretyDirectoryFrame *self = SURETY_DIRECTORY_FRAME (widget);

  GTK_WIDGET_CLASS (surety_directory_frame_parent_class)->map (widget);

  if (self->session != NULL && !self->stopped && surety_guide_facts_has_endpoint (self->session))
    dex_future_disown (surety_directory_refresh (get_directory (self)));
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
    case PROP_LOADING_TITLE:
      g_value_set_string (value, self->loading_title);
      break;
    case PROP_EMPTY_TITLE:
      g_value_set_string (value, self->empty_title);
      break;
    case PROP_EMPTY_DESCRIPTION:
      g_value_set_string (value, self->empty_description);
      break;
    case PROP_SOURCE_WORDS:
      g_value_set_string (value, self->source_words);
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
    case PROP_LOADING_TITLE:
      changed = g_set_str (&self->loading_title, g_value_get_string (value));
      break;
    case PROP_EMPTY_TITLE:
      changed = g_set_str (&self->empty_title, g_value_get_string (value));
      break;
    case PROP_EMPTY_DESCRIPTION:
      changed = g_set_str (&self->empty_description, g_value_get_string (value));
      break;
    case PROP_SOURCE_WORDS:
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
  g_clear_object (&self->shown);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_directory_frame_parent_class)->dispose (object);
}

static void
surety_directory_frame_finalize (GObject *object)
{
  SuretyDirectoryFrame *self = SURETY_DIRECTORY_FRAME (object);

  g_free (self->loading_title);
  g_free (self->empty_title);
  g_free (self->empty_description);
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
  properties[PROP_LOADING_TITLE] = g_param_spec_string ("loading-title", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_TITLE] = g_param_spec_string ("empty-title", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_DESCRIPTION] = g_param_spec_string ("empty-description", NULL, NULL, NULL,
                                                            flags);
  properties[PROP_SOURCE_WORDS] = g_param_spec_string ("source-words", NULL, NULL, NULL,
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
                                    GListModel *shown)
{
  g_return_if_fail (SURETY_IS_DIRECTORY_FRAME (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->shown = g_object_ref (shown);
  g_signal_connect_object (get_directory (self), "notify", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::connection", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (shown, "items-changed", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  show_all (self);
}
