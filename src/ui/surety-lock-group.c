/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-lock-group.h"

#include <glib/gi18n.h>

#include "secret.h"
#include "surety-await.h"
#include "surety-config.h"
#include "surety-key-dialogs.h"
#include "surety-sentences.h"
#include "surety-store-error.h"

struct _SuretyLockGroup
{
  AdwPreferencesGroup parent_instance;

  SuretySession *session;
  SuretyAway *away;

  AdwComboRow *after_row;
};

G_DEFINE_FINAL_TYPE (SuretyLockGroup, surety_lock_group, ADW_TYPE_PREFERENCES_GROUP)

typedef enum
{
  PROP_SESSION = 1,
  PROP_USABLE,
  PROP_AWAY,
} SuretyLockGroupProperty;

static GParamSpec *properties[PROP_AWAY + 1];

/* Seconds, in the order of the rows; 0 is never. */
static const guint waits[] = { 60, 300, 600, 1800, 3600, 0 };

static char *
surety_closure_password_state (gpointer self, gboolean is_protected, gboolean usable)
{
  if (!usable)
    return g_strdup (_ ("No key is in the keyring here that it could protect"));

  return g_strdup (is_protected ? _ ("Set: your keys are encrypted once more in the keyring")
                                : _ ("None: whoever is logged in as you can sign"));
}

static char *
surety_closure_password_verb (gpointer self, gboolean is_protected)
{
  return g_strdup (is_protected ? _ ("Change…") : _ ("Set…"));
}

static char *
surety_closure_lock_when (gpointer self, gboolean told)
{
  return g_strdup (told ? _ ("When the screen is locked and when the computer sleeps")
                        : _ ("When the computer sleeps; this desktop may not tell when the screen "
                             "is locked"));
}

static void
said (SuretyLockGroup *self, const GError *error, const char *sentence)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);
  g_autofree char *failure = error != NULL ? surety_sentence_for_error (error) : NULL;
  AdwToast *toast = NULL;

  if (dialog == NULL || g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED))
    return;
  toast = adw_toast_new (failure != NULL ? failure : sentence);
  adw_toast_set_use_markup (toast, FALSE);
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog), toast);
}

static void
on_was_set (gpointer owner, const GValue *value, const GError *error)
{
  said (owner, error, _ ("The app password is set."));
}

static void
on_set (SuretyLockGroup *self)
{
  dex_future_disown (
    surety_await (surety_key_dialogs_set_password (GTK_WIDGET (self), self->session), self,
                  on_was_set));
}

static void
on_was_removed (gpointer owner, const GValue *value, const GError *error)
{
  said (owner, error, _ ("The app password is removed."));
}

static void
on_remove (SuretyLockGroup *self)
{
  dex_future_disown (
    surety_await (surety_key_dialogs_remove_password (GTK_WIDGET (self), self->session), self,
                  on_was_removed));
}

static void
surety_lock_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyLockGroup *self = SURETY_LOCK_GROUP (object);

  switch ((SuretyLockGroupProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_USABLE:
      g_value_set_boolean (value,
                           self->session != NULL && surety_session_has_keyring (self->session));
      break;
    case PROP_AWAY:
      g_value_set_object (value, self->away);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_lock_group_dispose (GObject *object)
{
  g_clear_object (&SURETY_LOCK_GROUP (object)->session);
  g_clear_object (&SURETY_LOCK_GROUP (object)->away);
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_LOCK_GROUP);

  G_OBJECT_CLASS (surety_lock_group_parent_class)->dispose (object);
}

static void
surety_lock_group_class_init (SuretyLockGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_lock_group_get_property;
  object_class->dispose = surety_lock_group_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  flags);
  properties[PROP_USABLE] = g_param_spec_boolean ("usable", NULL, NULL, FALSE, flags);
  properties[PROP_AWAY] = g_param_spec_object ("away", NULL, NULL, SURETY_TYPE_AWAY, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_AWAY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-lock-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyLockGroup, after_row);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_password_state);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_password_verb);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_lock_when);
  gtk_widget_class_bind_template_callback (widget_class, on_set);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
surety_lock_group_init (SuretyLockGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  if (!secret_heap_locked ())
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                           _ ("This system does not let Surety lock memory: a key "
                                              "that is in use can be written to the swap, on "
                                              "the disk."));
}

/* A time that is not in the list shows as the next longer one. */
static gboolean
wait_to_row (GValue *value, GVariant *seconds, gpointer data)
{
  guint wait = g_variant_get_uint32 (seconds);
  guint row = G_N_ELEMENTS (waits) - 1;

  for (guint i = G_N_ELEMENTS (waits) - 1; wait != 0 && i-- > 0;)
    if (waits[i] >= wait)
      row = i;
  g_value_set_uint (value, row);

  return TRUE;
}

static GVariant *
row_to_wait (const GValue *value, const GVariantType *type, gpointer data)
{
  guint row = g_value_get_uint (value);

  return row < G_N_ELEMENTS (waits) ? g_variant_new_uint32 (waits[row]) : NULL;
}

void
surety_lock_group_bind (SuretyLockGroup *self, SuretySession *session, GSettings *settings)
{
  g_return_if_fail (SURETY_IS_LOCK_GROUP (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USABLE]);
  g_settings_bind_with_mapping (settings, "lock-after", self->after_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, wait_to_row, row_to_wait, NULL, NULL);
}

void
surety_lock_group_set_away (SuretyLockGroup *self, SuretyAway *away)
{
  g_return_if_fail (SURETY_IS_LOCK_GROUP (self));

  if (g_set_object (&self->away, away))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AWAY]);
}
