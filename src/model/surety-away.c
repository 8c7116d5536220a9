/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-away.h"

#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
#include <time.h>

#define LOGIND "org.freedesktop.login1"
/* The two clocks are read one after the other; a sleep is longer. */
#define LEAST_SLEEP G_USEC_PER_SEC

struct _SuretyAway
{
  GObject parent_instance;

  GDBusConnection *session;
  GDBusConnection *system;
  guint subscriptions[4];
  int delay; /* logind's: it sleeps when this is closed; -1 none */
  gint64 slept;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (SuretyAway, surety_away, G_TYPE_OBJECT)

enum
{
  SCREEN_SAVER,
  GNOME_SCREEN_SAVER,
  LOCK,
  SLEEP,
};

static guint away_signal;

/* How long it slept since it was started: only one of the clocks stands still meanwhile. */
static gint64
read_slept (void)
{
  struct timespec awake;
  struct timespec all;

  if (clock_gettime (CLOCK_MONOTONIC, &awake) != 0 || clock_gettime (CLOCK_BOOTTIME, &all) != 0)
    return 0;

  return (all.tv_sec - awake.tv_sec) * G_USEC_PER_SEC + (all.tv_nsec - awake.tv_nsec) / 1000;
}

static void
on_delayed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GUnixFDList) files = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
    reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), &files,
                                                             result, &error);
  g_autoptr (SuretyAway) self = user_data;
  gint32 handle = -1;

  /* Without it the lock comes while the computer falls asleep. */
  if (reply == NULL)
    return;
  g_variant_get (reply, "(h)", &handle);
  if (files != NULL && handle >= 0 && handle < g_unix_fd_list_get_length (files) && !self->stopped)
    self->delay = g_unix_fd_list_get (files, handle, NULL);
}

static void
take_delay (SuretyAway *self)
{
  g_dbus_connection_call_with_unix_fd_list (self->system, LOGIND, "/org/freedesktop/login1",
                                            LOGIND ".Manager", "Inhibit",
                                            g_variant_new ("(ssss)", "sleep", "Surety",
                                                           "Locks its keys", "delay"),
                                            G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                            -1, NULL, NULL, on_delayed, g_object_ref (self));
}

static void
release_delay (SuretyAway *self)
{
  if (self->delay >= 0)
    g_close (self->delay, NULL);
  self->delay = -1;
}

static void
on_signal (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *name,
           GVariant *arguments,
           gpointer user_data)
{
  SuretyAway *self = user_data;
  gboolean begins = TRUE;

  if (g_variant_is_of_type (arguments, G_VARIANT_TYPE ("(b)")))
    g_variant_get (arguments, "(b)", &begins);
  if (begins)
    g_signal_emit (self, away_signal, 0);
  if (!g_str_equal (name, "PrepareForSleep"))
    return;
  if (begins)
    release_delay (self);
  else if (self->delay < 0)
    take_delay (self);
}

static guint
subscribe (SuretyAway *self,
           GDBusConnection *connection,
           const char *sender,
           const char *interface,
           const char *name)
{
  return g_dbus_connection_signal_subscribe (connection, sender, interface, name, NULL, NULL,
                                             G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
}

static void
on_session (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection *bus = g_bus_get_finish (result, NULL);
  g_autoptr (SuretyAway) self = user_data;

  if (bus == NULL || self->stopped)
    {
      g_clear_object (&bus);
      return;
    }
  self->session = bus;
  self->subscriptions[SCREEN_SAVER] = subscribe (self, bus, "org.freedesktop.ScreenSaver",
                                                 "org.freedesktop.ScreenSaver", "ActiveChanged");
  self->subscriptions[GNOME_SCREEN_SAVER] = subscribe (self, bus, "org.gnome.ScreenSaver",
                                                       "org.gnome.ScreenSaver", "ActiveChanged");
}

/* Any session's Lock: to be locked once too often is no harm. */
static void
on_system (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection *bus = g_bus_get_finish (result, NULL);
  g_autoptr (SuretyAway) self = user_data;

  if (bus == NULL || self->stopped)
    {
      g_clear_object (&bus);
      return;
    }
  self->system = bus;
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->subscriptions[LOCK] = subscribe (self, bus, LOGIND, LOGIND ".Session", "Lock");
  self->subscriptions[SLEEP] = subscribe (self, bus, LOGIND, LOGIND ".Manager", "PrepareForSleep");
  take_delay (self);
}

static void
unsubscribe (GDBusConnection *connection, guint *subscription)
{
  if (*subscription != 0)
    g_dbus_connection_signal_unsubscribe (connection, *subscription);
  *subscription = 0;
}

static void
surety_away_dispose (GObject *object)
{
  SuretyAway *self = SURETY_AWAY (object);

  surety_away_stop (self);
  g_clear_object (&self->session);
  g_clear_object (&self->system);

  G_OBJECT_CLASS (surety_away_parent_class)->dispose (object);
}

static void
surety_away_class_init (SuretyAwayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = surety_away_dispose;

  away_signal = g_signal_new ("away", SURETY_TYPE_AWAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
surety_away_init (SuretyAway *self)
{
  self->delay = -1;
  self->slept = read_slept ();
}

void
surety_away_stop (SuretyAway *self)
{
  g_return_if_fail (SURETY_IS_AWAY (self));

  self->stopped = TRUE;
  if (self->session != NULL)
    {
      unsubscribe (self->session, &self->subscriptions[SCREEN_SAVER]);
      unsubscribe (self->session, &self->subscriptions[GNOME_SCREEN_SAVER]);
    }
  if (self->system != NULL)
    {
      unsubscribe (self->system, &self->subscriptions[LOCK]);
      unsubscribe (self->system, &self->subscriptions[SLEEP]);
    }
  release_delay (self);
}

SuretyAway *
surety_away_new (void)
{
  SuretyAway *self = g_object_new (SURETY_TYPE_AWAY, NULL);

  g_bus_get (G_BUS_TYPE_SESSION, NULL, on_session, g_object_ref (self));
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, on_system, g_object_ref (self));

  return self;
}

gboolean
surety_away_slept (SuretyAway *self)
{
  gint64 now = 0;
  gboolean slept = FALSE;

  g_return_val_if_fail (SURETY_IS_AWAY (self), FALSE);

  now = read_slept ();
  slept = now - self->slept >= LEAST_SLEEP;
  self->slept = now;

  return slept;
}
