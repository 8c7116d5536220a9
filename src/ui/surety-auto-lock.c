/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-auto-lock.h"

/* Seconds between two looks at the clocks, at most. */
#define LONGEST_WAIT 15

struct _SuretyAutoLock
{
  GObject parent_instance;

  GtkWindow *window; /* lent: it owns this */
  SuretySafe *safe;
  GSettings *settings;
  SuretyAway *away;
  gint64 used; /* when something was last pressed or moved */
  guint source;
};

G_DEFINE_FINAL_TYPE (SuretyAutoLock, surety_auto_lock, G_TYPE_OBJECT)

static void
lock (SuretyAutoLock *self)
{
  surety_safe_lock (self->safe);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.conceal", NULL);
}

/* Microseconds until it is time; negative: it is, G_MAXINT64: never. */
static gint64
get_rest (SuretyAutoLock *self)
{
  gint64 after = g_settings_get_uint (self->settings, "lock-after");

  if (after == 0)
    return G_MAXINT64;

  return self->used + after * G_USEC_PER_SEC - g_get_monotonic_time ();
}

static void schedule (SuretyAutoLock *self);

static gboolean
on_time (gpointer user_data)
{
  SuretyAutoLock *self = user_data;

  self->source = 0;
  if (surety_away_slept (self->away) || get_rest (self) <= 0)
    {
      self->used = g_get_monotonic_time ();
      lock (self);
    }
  schedule (self);

  return G_SOURCE_REMOVE;
}

/* Only while there is something to lock. */
static void
schedule (SuretyAutoLock *self)
{
  gint64 wait = 0;

  g_clear_handle_id (&self->source, g_source_remove);
  if (!surety_safe_get_protected (self->safe) || surety_safe_get_locked (self->safe))
    return;
  wait = CLAMP (get_rest (self) / 1000 + 1, 1, LONGEST_WAIT * 1000);
  self->source = g_timeout_add ((guint) wait, on_time, self);
}

static void
on_lock_changed (SuretyAutoLock *self)
{
  self->used = g_get_monotonic_time ();
  surety_away_slept (self->away);
  schedule (self);
}

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, SuretyAutoLock *self)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCHPAD_SWIPE:
      self->used = g_get_monotonic_time ();
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
surety_auto_lock_dispose (GObject *object)
{
  SuretyAutoLock *self = SURETY_AUTO_LOCK (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->away != NULL)
    surety_away_stop (self->away);
  g_clear_object (&self->away);
  g_clear_object (&self->safe);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (surety_auto_lock_parent_class)->dispose (object);
}

static void
surety_auto_lock_class_init (SuretyAutoLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = surety_auto_lock_dispose;
}

static void
surety_auto_lock_init (SuretyAutoLock *self)
{
}

SuretyAutoLock *
surety_auto_lock_new (GtkWindow *window, SuretySafe *safe, GSettings *settings)
{
  SuretyAutoLock *self = g_object_new (SURETY_TYPE_AUTO_LOCK, NULL);
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  self->window = window;
  self->safe = g_object_ref (safe);
  self->settings = g_object_ref (settings);
  self->away = surety_away_new ();
  self->used = g_get_monotonic_time ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  g_signal_connect_object (self->away, "away", G_CALLBACK (lock), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (safe, "notify::locked", G_CALLBACK (on_lock_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (safe, "notify::protected", G_CALLBACK (on_lock_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::lock-after", G_CALLBACK (schedule), self,
                           G_CONNECT_SWAPPED);
  schedule (self);

  return self;
}

SuretyAway *
surety_auto_lock_get_away (SuretyAutoLock *self)
{
  g_return_val_if_fail (SURETY_IS_AUTO_LOCK (self), NULL);

  return self->away;
}
