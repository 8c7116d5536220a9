/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-away.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define LOGIND "org.freedesktop.login1"
#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define INHIBIT "org.freedesktop.portal.Inhibit"
/* A session's state: whoever listens is asked whether it may end, and waited for. */
#define QUERY_END 2u
/* The two clocks are read one after the other; a sleep is longer. */
#define LEAST_SLEEP G_USEC_PER_SEC

/* Those who say when the screen is locked. */
enum
{
  SCREEN_SAVER,
  GNOME_SCREEN_SAVER,
  MONITOR, /* the portal's, which a sandbox has too */
  N_TELLERS,
};

typedef struct
{
  SuretyAway *self;
  guint watch;
  gboolean there;
} Teller;

enum
{
  SCREEN_SAVER_ACTIVE,
  GNOME_SCREEN_SAVER_ACTIVE,
  MONITOR_MADE,
  MONITOR_CHANGED,
  MONITOR_CLOSED,
  LOCK,
  SLEEP,
  N_SUBSCRIPTIONS,
};

struct _SuretyAway
{
  GObject parent_instance;

  GDBusConnection *session;
  GDBusConnection *system;
  guint subscriptions[N_SUBSCRIPTIONS];
  Teller tellers[N_TELLERS];
  char *monitor; /* the portal's name for it */
  int delay;     /* logind's: it sleeps when this is closed; -1 none */
  int alarm;     /* goes off when the wall clock is set, as it is on waking; -1 none */
  guint alarm_source;
  gint64 slept;
  gboolean told;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (SuretyAway, surety_away, G_TYPE_OBJECT)

typedef enum
{
  PROP_TOLD = 1,
} SuretyAwayProperty;

static GParamSpec *properties[PROP_TOLD + 1];
static guint away_signal;

static void
tell (SuretyAway *self)
{
  g_signal_emit (self, away_signal, 0);
}

/* --- sleep --- */

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
set_alarm (SuretyAway *self)
{
  /* It is about the clock, not about a time: that never comes. */
  const struct itimerspec never = { .it_value = { .tv_sec = G_MAXLONG } };

  if (timerfd_settime (self->alarm, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) == 0)
    return;
  g_close (self->alarm, NULL);
  self->alarm = -1;
}

static gboolean
on_alarm (int fd, GIOCondition condition, gpointer user_data)
{
  SuretyAway *self = user_data;
  guint64 count = 0;

  /* ECANCELED is what it is for. */
  if (read (fd, &count, sizeof count) < 0 && errno == EAGAIN)
    return G_SOURCE_CONTINUE;
  set_alarm (self);
  if (surety_away_slept (self))
    tell (self);
  if (self->alarm >= 0)
    return G_SOURCE_CONTINUE;
  self->alarm_source = 0;

  return G_SOURCE_REMOVE;
}

/* Before anything else that waits is done after a sleep. Where there is no such alarm, whoever asks
 * surety_away_slept () sees it. */
static void
begin_alarm (SuretyAway *self)
{
  self->alarm = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->alarm < 0)
    return;
  set_alarm (self);
  if (self->alarm >= 0)
    self->alarm_source = g_unix_fd_add_full (G_PRIORITY_HIGH, self->alarm, G_IO_IN, on_alarm, self,
                                             NULL);
}

static void
end_alarm (SuretyAway *self)
{
  g_clear_handle_id (&self->alarm_source, g_source_remove);
  if (self->alarm >= 0)
    g_close (self->alarm, NULL);
  self->alarm = -1;
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

/* --- what is said on a bus --- */

static guint
listen (SuretyAway *self,
        GDBusConnection *connection,
        const char *sender,
        const char *interface,
        const char *name,
        const char *path,
        GDBusSignalCallback callback)
{
  return g_dbus_connection_signal_subscribe (connection, sender, interface, name, path, NULL,
                                             G_DBUS_SIGNAL_FLAGS_NONE, callback, self, NULL);
}

static void
unlisten (GDBusConnection *connection, guint *subscription)
{
  if (*subscription != 0)
    g_dbus_connection_signal_unsubscribe (connection, *subscription);
  *subscription = 0;
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
    tell (self);
  if (!g_str_equal (name, "PrepareForSleep"))
    return;
  if (begins)
    release_delay (self);
  else if (self->delay < 0)
    take_delay (self);
}

static void
set_there (Teller *teller, gboolean there)
{
  SuretyAway *self = teller->self;
  gboolean told = FALSE;

  teller->there = there;
  for (guint i = 0; i < N_TELLERS; i++)
    told = told || self->tellers[i].there;
  if (self->told == told)
    return;
  self->told = told;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOLD]);
}

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  set_there (user_data, TRUE);
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  set_there (user_data, FALSE);
}

/* --- the portal (org.freedesktop.portal.Inhibit) --- */

static void
drop_monitor (SuretyAway *self)
{
  if (self->session == NULL)
    return;
  unlisten (self->session, &self->subscriptions[MONITOR_MADE]);
  unlisten (self->session, &self->subscriptions[MONITOR_CHANGED]);
  unlisten (self->session, &self->subscriptions[MONITOR_CLOSED]);
  g_clear_pointer (&self->monitor, g_free);
  set_there (&self->tellers[MONITOR], FALSE);
}

static void
on_monitor_made (GDBusConnection *connection,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *name,
                 GVariant *arguments,
                 gpointer user_data)
{
  SuretyAway *self = user_data;
  guint32 refused = 1;

  if (g_variant_is_of_type (arguments, G_VARIANT_TYPE ("(ua{sv})")))
    g_variant_get (arguments, "(u@a{sv})", &refused, NULL);
  if (refused == 0)
    set_there (&self->tellers[MONITOR], TRUE);
  else
    drop_monitor (self);
}

static void
on_monitor_changed (GDBusConnection *connection,
                    const char *sender,
                    const char *path,
                    const char *interface,
                    const char *name,
                    GVariant *arguments,
                    gpointer user_data)
{
  SuretyAway *self = user_data;
  g_autoptr (GVariant) state = NULL;
  const char *monitor = NULL;
  gboolean active = FALSE;
  guint32 session = 0;

  if (!g_variant_is_of_type (arguments, G_VARIANT_TYPE ("(oa{sv})")))
    return;
  g_variant_get (arguments, "(&o@a{sv})", &monitor, &state);
  /* The toolkit has one of its own. */
  if (g_strcmp0 (monitor, self->monitor) != 0)
    return;
  if (g_variant_lookup (state, "screensaver-active", "b", &active) && active)
    tell (self);
  if (g_variant_lookup (state, "session-state", "u", &session) && session == QUERY_END)
    g_dbus_connection_call (connection, PORTAL, PORTAL_PATH, INHIBIT, "QueryEndResponse",
                            g_variant_new ("(o)", monitor), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                            -1, NULL, NULL, NULL);
}

static void
on_monitor_closed (GDBusConnection *connection,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *name,
                   GVariant *arguments,
                   gpointer user_data)
{
  drop_monitor (user_data);
}

/* The portal's name for what this program asked of it by a name of its own. */
static char *
dup_handle (GDBusConnection *connection, const char *kind, const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (connection) + 1);

  g_strdelimit (sender, ".", '_');

  return g_strdup_printf (PORTAL_PATH "/%s/%s/%s", kind, sender, token);
}

/* It answers with a signal to the request, which is listened to before. */
static void
on_portal (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  SuretyAway *self = ((Teller *) user_data)->self;
  g_autofree char *token = g_strdup_printf ("surety%u", g_random_int ());
  g_autofree char *request = dup_handle (connection, "request", token);
  GVariantBuilder options;

  drop_monitor (self);
  self->monitor = dup_handle (connection, "session", token);
  self->subscriptions[MONITOR_MADE] = listen (self, connection, PORTAL,
                                              "org.freedesktop.portal.Request", "Response", request,
                                              on_monitor_made);
  self->subscriptions[MONITOR_CHANGED] = listen (self, connection, PORTAL, INHIBIT, "StateChanged",
                                                 PORTAL_PATH, on_monitor_changed);
  self->subscriptions[MONITOR_CLOSED] = listen (self, connection, PORTAL,
                                                "org.freedesktop.portal.Session", "Closed",
                                                self->monitor, on_monitor_closed);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "session_handle_token", g_variant_new_string (token));
  g_dbus_connection_call (connection, PORTAL, PORTAL_PATH, INHIBIT, "CreateMonitor",
                          g_variant_new ("(sa{sv})", "", &options), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
on_portal_gone (GDBusConnection *connection, const char *name, gpointer user_data)
{
  drop_monitor (((Teller *) user_data)->self);
}

/* --- both buses --- */

static void
watch_screen_saver (SuretyAway *self, guint teller, guint subscription, const char *name)
{
  self->subscriptions[subscription] = listen (self, self->session, name, name, "ActiveChanged",
                                              NULL, on_signal);
  self->tellers[teller].watch = g_bus_watch_name_on_connection (self->session, name,
                                                                G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                                on_appeared, on_vanished,
                                                                &self->tellers[teller], NULL);
}

static void
on_session (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  g_autoptr (SuretyAway) self = user_data;

  if (bus == NULL || self->stopped)
    return;
  self->session = g_steal_pointer (&bus);
  watch_screen_saver (self, SCREEN_SAVER, SCREEN_SAVER_ACTIVE, "org.freedesktop.ScreenSaver");
  watch_screen_saver (self, GNOME_SCREEN_SAVER, GNOME_SCREEN_SAVER_ACTIVE, "org.gnome.ScreenSaver");
  self->tellers[MONITOR].watch =
    g_bus_watch_name_on_connection (self->session, PORTAL, G_BUS_NAME_WATCHER_FLAGS_AUTO_START,
                                    on_portal, on_portal_gone, &self->tellers[MONITOR], NULL);
}

/* Any session's Lock: to be locked once too often is no harm. */
static void
on_system (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  g_autoptr (SuretyAway) self = user_data;

  if (bus == NULL || self->stopped)
    return;
  self->system = g_steal_pointer (&bus);
  g_dbus_connection_set_exit_on_close (self->system, FALSE);
  self->subscriptions[LOCK] = listen (self, self->system, LOGIND, LOGIND ".Session", "Lock", NULL,
                                      on_signal);
  self->subscriptions[SLEEP] = listen (self, self->system, LOGIND, LOGIND ".Manager",
                                       "PrepareForSleep", NULL, on_signal);
  take_delay (self);
}

static void
surety_away_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyAway *self = SURETY_AWAY (object);

  switch ((SuretyAwayProperty) id)
    {
    case PROP_TOLD:
      g_value_set_boolean (value, self->told);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
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
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = surety_away_get_property;
  object_class->dispose = surety_away_dispose;

  properties[PROP_TOLD] = g_param_spec_boolean ("told", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  away_signal = g_signal_new ("away", SURETY_TYPE_AWAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
surety_away_init (SuretyAway *self)
{
  self->delay = -1;
  self->slept = read_slept ();
  for (guint i = 0; i < N_TELLERS; i++)
    self->tellers[i].self = self;
  begin_alarm (self);
}

void
surety_away_stop (SuretyAway *self)
{
  g_return_if_fail (SURETY_IS_AWAY (self));

  self->stopped = TRUE;
  for (guint i = 0; i < N_TELLERS; i++)
    g_clear_handle_id (&self->tellers[i].watch, g_bus_unwatch_name);
  drop_monitor (self);
  for (guint i = 0; self->session != NULL && i < LOCK; i++)
    unlisten (self->session, &self->subscriptions[i]);
  for (guint i = LOCK; self->system != NULL && i < N_SUBSCRIPTIONS; i++)
    unlisten (self->system, &self->subscriptions[i]);
  release_delay (self);
  end_alarm (self);
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
