/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <gio/gio.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "surety-away.h"

/* Longer than anything here takes. */
#define PATIENCE_SECONDS 20
/* Longer than what must not come would take. */
#define CALM_MS 200

/* --- a computer that sleeps when it is told to --- */

/* Seconds it has slept: the clock that goes on meanwhile is ahead. */
static time_t slept;
/* In the place of the timer that goes off when the wall clock is set. */
static int alarm_file = -1;

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  static int (*real) (clockid_t, struct timespec *);
  int answer;

  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "clock_gettime");
  answer = real (clock, now);
  if (answer == 0 && clock == CLOCK_BOOTTIME)
    now->tv_sec += slept;

  return answer;
}

int
timerfd_create (int clock, int flags)
{
  g_assert_cmpint (clock, ==, CLOCK_REALTIME);
  alarm_file = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);

  return alarm_file;
}

int
timerfd_settime (int file, int flags, const struct itimerspec *time, struct itimerspec *before)
{
  g_assert_cmpint (file, ==, alarm_file);
  g_assert_cmpint (flags, ==, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET);

  return 0;
}

/* The wall clock is set: on waking, or by somebody. */
static void
set_clock (void)
{
  const guint64 one = 1;

  g_assert_cmpint (write (alarm_file, &one, sizeof one), ==, sizeof one);
}

/* --- a portal, as a sandbox has it --- */

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

static const char portal_xml[] =
  "<node><interface name='org.freedesktop.portal.Inhibit'>"
  "<method name='CreateMonitor'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='o' direction='out'/></method>"
  "<method name='QueryEndResponse'><arg type='o' direction='in'/></method>"
  "</interface></node>";

typedef struct
{
  GDBusConnection *bus;
  guint name;
  guint object;
  guint32 answer; /* of its requests */
  char *monitor;
  guint query_ends;
} Portal;

static void
emit (Portal *self, const char *path, const char *interface, const char *name, GVariant *arguments)
{
  g_assert_true (
    g_dbus_connection_emit_signal (self->bus, NULL, path, interface, name, arguments, NULL));
}

static char *
dup_handle (const char *sender, const char *kind, GVariant *options, const char *option)
{
  g_autofree char *who = g_strdelimit (g_strdup (sender + 1), ".", '_');
  const char *token = NULL;

  g_assert_true (g_variant_lookup (options, option, "&s", &token));

  return g_strdup_printf (PORTAL_PATH "/%s/%s/%s", kind, who, token);
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *arguments,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Portal *self = user_data;
  g_autoptr (GVariant) options = NULL;
  g_autofree char *request = NULL;

  if (g_str_equal (method, "QueryEndResponse"))
    {
      const char *monitor = NULL;

      g_variant_get (arguments, "(&o)", &monitor);
      g_assert_cmpstr (monitor, ==, self->monitor);
      self->query_ends++;
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }

  options = g_variant_get_child_value (arguments, 1);
  request = dup_handle (sender, "request", options, "handle_token");
  g_free (self->monitor);
  self->monitor = dup_handle (sender, "session", options, "session_handle_token");
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  emit (self, request, "org.freedesktop.portal.Request", "Response",
        g_variant_new_parsed ("(%u, {'session_handle': <%s>})", self->answer, self->monitor));
}

static void
portal_start (Portal *self)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (portal_xml, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  self->bus =
    g_dbus_connection_new_for_address_sync (address,
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                              G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                            NULL, NULL, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (self->bus, PORTAL_PATH, node->interfaces[0],
                                                    &vtable, self, NULL, &error);
  g_assert_no_error (error);
  self->name = g_bus_own_name_on_connection (self->bus, PORTAL, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                             NULL, NULL, NULL);
}

static void
portal_stop (Portal *self)
{
  if (self->bus == NULL)
    return;
  g_bus_unown_name (self->name);
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->monitor, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Portal, portal_stop)

static void
portal_tell (Portal *self, const char *monitor, const char *state)
{
  emit (self, PORTAL_PATH, "org.freedesktop.portal.Inhibit", "StateChanged",
        g_variant_new ("(o@a{sv})", monitor, g_variant_new_parsed (state)));
}

/* --- waiting --- */

static guint n_away;

static void
on_away (SuretyAway *away)
{
  n_away++;
}

static SuretyAway *
new_away (void)
{
  SuretyAway *away = surety_away_new ();

  n_away = 0;
  g_signal_connect (away, "away", G_CALLBACK (on_away), NULL);

  return away;
}

static gboolean
is_told (SuretyAway *away)
{
  gboolean told = FALSE;

  g_object_get (away, "told", &told, NULL);

  return told;
}

static gboolean
wake_up (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
stay_calm (void)
{
  gboolean over = FALSE;

  g_timeout_add (CALM_MS, wake_up, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

#define wait_until(condition)                                                            \
  G_STMT_START                                                                           \
  {                                                                                      \
    const gint64 deadline = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC; \
    while (!(condition) && g_get_monotonic_time () < deadline)                           \
      if (!g_main_context_iteration (NULL, FALSE))                                       \
        g_usleep (1000);                                                                 \
    g_assert_true (condition);                                                           \
  }                                                                                      \
  G_STMT_END

/* Nothing of it comes into the next test. */
static void
end_away (SuretyAway *away)
{
  surety_away_stop (away);
  g_assert_finalize_object (away);
}

/* --- the tests --- */

static void
test_sleep_is_seen_by_the_clocks (void)
{
  SuretyAway *away = new_away ();

  g_assert_false (surety_away_slept (away));
  slept += 3600;
  g_assert_true (surety_away_slept (away));
  /* Once. */
  g_assert_false (surety_away_slept (away));
  slept += 2;
  g_assert_true (surety_away_slept (away));

  stay_calm ();
  g_assert_cmpuint (n_away, ==, 0);
  end_away (away);
}

static void
test_waking_is_told_at_once (void)
{
  SuretyAway *away = new_away ();

  slept += 60;
  set_clock ();
  wait_until (n_away == 1);
  g_assert_false (surety_away_slept (away));

  /* Somebody set the clock: nobody was away. */
  set_clock ();
  stay_calm ();
  g_assert_cmpuint (n_away, ==, 1);

  slept += 5;
  set_clock ();
  wait_until (n_away == 2);
  end_away (away);
}

static void
test_portal_tells_of_the_screen (void)
{
  g_auto (Portal) portal = { 0 };
  SuretyAway *away = NULL;

  portal_start (&portal);
  away = new_away ();
  g_assert_false (is_told (away));
  wait_until (is_told (away));

  portal_tell (&portal, portal.monitor,
               "{'screensaver-active': <false>, 'session-state': <uint32 1>}");
  portal_tell (&portal, PORTAL_PATH "/session/other/one", "{'screensaver-active': <true>}");
  portal_tell (&portal, portal.monitor, "{'screensaver-active': <'yes'>}");
  stay_calm ();
  g_assert_cmpuint (n_away, ==, 0);

  portal_tell (&portal, portal.monitor,
               "{'screensaver-active': <true>, 'session-state': <uint32 1>}");
  wait_until (n_away == 1);
  portal_tell (&portal, portal.monitor, "{'screensaver-active': <false>}");
  portal_tell (&portal, portal.monitor, "{'screensaver-active': <true>}");
  wait_until (n_away == 2);

  /* Nobody waits for this program when the session shall end. */
  portal_tell (&portal, portal.monitor,
               "{'screensaver-active': <false>, 'session-state': <uint32 2>}");
  wait_until (portal.query_ends == 1);
  g_assert_cmpuint (n_away, ==, 2);
  end_away (away);
}

static void
test_portal_that_does_not_tell_is_known (void)
{
  g_auto (Portal) portal = { .answer = 2 };
  SuretyAway *away = new_away ();

  /* None, one that refuses, one that grants, one that ends it. */
  stay_calm ();
  g_assert_false (is_told (away));
  portal_start (&portal);
  wait_until (portal.monitor != NULL);
  stay_calm ();
  g_assert_false (is_told (away));

  portal_stop (&portal);
  portal.answer = 0;
  portal_start (&portal);
  wait_until (is_told (away));
  emit (&portal, portal.monitor, "org.freedesktop.portal.Session", "Closed",
        g_variant_new_parsed ("(@a{sv} {},)"));
  wait_until (!is_told (away));

  /* It is started again, and goes. */
  portal_stop (&portal);
  portal_start (&portal);
  wait_until (is_told (away));
  portal_stop (&portal);
  wait_until (!is_told (away));
  g_assert_cmpuint (n_away, ==, 0);
  end_away (away);
}

int
main (int argc, char **argv)
{
  GTestDBus *bus = NULL;
  g_autoptr (GDBusConnection) own = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  /* As in a sandbox. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere", TRUE);
  own = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_dbus_connection_set_exit_on_close (own, FALSE);

  g_test_add_func ("/away/sleep-is-seen-by-the-clocks", test_sleep_is_seen_by_the_clocks);
  g_test_add_func ("/away/waking-is-told-at-once", test_waking_is_told_at_once);
  g_test_add_func ("/away/portal-tells-of-the-screen", test_portal_tells_of_the_screen);
  g_test_add_func ("/away/portal-that-does-not-tell-is-known",
                   test_portal_that_does_not_tell_is_known);
  status = g_test_run ();

  g_clear_object (&own);
  g_test_dbus_down (bus);
  g_object_unref (bus);

  return status;
}
