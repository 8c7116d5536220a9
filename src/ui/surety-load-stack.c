/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-load-stack.h"

#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-config.h"

struct _SuretyLoadStack
{
  AdwBin parent_instance;

  SuretyLoad load;
  GError *error;
  GtkWidget *content;
  GtkWidget *empty_child;
  char *empty_icon_name;
  char *empty_title;
  char *empty_description;
  char *loading_title;
  char *retry_action;
};

G_DEFINE_FINAL_TYPE (SuretyLoadStack, surety_load_stack, ADW_TYPE_BIN)

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
  PROP_CONTENT,
  PROP_EMPTY_CHILD,
  PROP_EMPTY_ICON_NAME,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_DESCRIPTION,
  PROP_LOADING_TITLE,
  PROP_RETRY_ACTION,
} SuretyLoadStackProperty;

static GParamSpec *properties[PROP_RETRY_ACTION + 1];

static void
surety_load_stack_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyLoadStack *self = SURETY_LOAD_STACK (object);

  switch ((SuretyLoadStackProperty) id)
    {
    case PROP_LOAD:
      g_value_set_enum (value, (int) self->load);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_EMPTY_CHILD:
      g_value_set_object (value, self->empty_child);
      break;
    case PROP_EMPTY_ICON_NAME:
      g_value_set_string (value, self->empty_icon_name);
      break;
    case PROP_EMPTY_TITLE:
      g_value_set_string (value, self->empty_title);
      break;
    case PROP_EMPTY_DESCRIPTION:
      g_value_set_string (value, self->empty_description);
      break;
    case PROP_LOADING_TITLE:
      g_value_set_string (value, self->loading_title);
      break;
    case PROP_RETRY_ACTION:
      g_value_set_string (value, self->retry_action);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_load_stack_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyLoadStack *self = SURETY_LOAD_STACK (object);
  gboolean changed = TRUE;

  switch ((SuretyLoadStackProperty) id)
    {
    case PROP_LOAD:
      changed = self->load != (SuretyLoad) g_value_get_enum (value);
      self->load = (SuretyLoad) g_value_get_enum (value);
      break;
    case PROP_ERROR:
      changed = self->error != g_value_get_boxed (value);
      g_clear_error (&self->error);
      self->error = g_value_dup_boxed (value);
      break;
    case PROP_CONTENT:
      changed = g_set_object (&self->content, g_value_get_object (value));
      break;
    case PROP_EMPTY_CHILD:
      changed = g_set_object (&self->empty_child, g_value_get_object (value));
      break;
    case PROP_EMPTY_ICON_NAME:
      changed = g_set_str (&self->empty_icon_name, g_value_get_string (value));
      break;
    case PROP_EMPTY_TITLE:
      changed = g_set_str (&self->empty_title, g_value_get_string (value));
      break;
    case PROP_EMPTY_DESCRIPTION:
      changed = g_set_str (&self->empty_description, g_value_get_string (value));
      break;
    case PROP_LOADING_TITLE:
      changed = g_set_str (&self->loading_title, g_value_get_string (value));
      break;
    case PROP_RETRY_ACTION:
      changed = g_set_str (&self->retry_action, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
surety_load_stack_dispose (GObject *object)
{
  SuretyLoadStack *self = SURETY_LOAD_STACK (object);

  g_clear_object (&self->content);
  g_clear_object (&self->empty_child);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_LOAD_STACK);

  G_OBJECT_CLASS (surety_load_stack_parent_class)->dispose (object);
}

static void
surety_load_stack_finalize (GObject *object)
{
  SuretyLoadStack *self = SURETY_LOAD_STACK (object);

  g_clear_error (&self->error);
  g_free (self->empty_icon_name);
  g_free (self->empty_title);
  g_free (self->empty_description);
  g_free (self->loading_title);
  g_free (self->retry_action);

  G_OBJECT_CLASS (surety_load_stack_parent_class)->finalize (object);
}

static GParamSpec *
string_property (const char *name, const char *standard)
{
  return g_param_spec_string (name, NULL, NULL, standard,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
widget_property (const char *name)
{
  return g_param_spec_object (name, NULL, NULL, GTK_TYPE_WIDGET,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
surety_load_stack_class_init (SuretyLoadStackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_load_stack_get_property;
  object_class->set_property = surety_load_stack_set_property;
  object_class->dispose = surety_load_stack_dispose;
  object_class->finalize = surety_load_stack_finalize;

  properties[PROP_LOAD] = g_param_spec_enum ("load", NULL, NULL, SURETY_TYPE_LOAD, SURETY_LOAD_IDLE,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                 G_PARAM_STATIC_STRINGS);
  properties[PROP_CONTENT] = widget_property ("content");
  properties[PROP_EMPTY_CHILD] = widget_property ("empty-child");
  properties[PROP_EMPTY_ICON_NAME] = string_property ("empty-icon-name", NULL);
  properties[PROP_EMPTY_TITLE] = string_property ("empty-title", NULL);
  properties[PROP_EMPTY_DESCRIPTION] = string_property ("empty-description", NULL);
  properties[PROP_LOADING_TITLE] = string_property ("loading-title", NULL);
  properties[PROP_RETRY_ACTION] = string_property ("retry-action", NULL);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-load-stack.ui");
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_load_page);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_sentence);
}

static void
surety_load_stack_init (SuretyLoadStack *self)
{
  self->loading_title = g_strdup (_ ("Loading"));
  self->retry_action = g_strdup ("win.refresh");
  gtk_widget_init_template (GTK_WIDGET (self));
}
