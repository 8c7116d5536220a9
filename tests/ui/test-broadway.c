/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <libdex.h>

#include "secret.h"
#include "surety-application.h"
#include "surety-connection-page.h"
#include "surety-network.h"
#include "surety-switcher.h"
#include "surety-window.h"
#include "surety-welcome-page.h"

#define PATIENCE_US (60 * G_USEC_PER_SEC)

typedef void (*Check) (SuretyWindow *window);
typedef gboolean (*Matches) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (GtkWidget *widget, Matches matches, gconstpointer data)
{
  if (matches (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, matches, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* As long as it takes: everything behind the window happens in its own time. */
static GtkWidget *
wait_for (GtkWidget *widget, Matches matches, gconstpointer data)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;
  GtkWidget *found;

  while ((found = find (widget, matches, data)) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
  return found;
}

static gboolean
is_a (GtkWidget *widget, gconstpointer type)
{
  return gtk_widget_get_mapped (widget) &&
         g_type_is_a (G_OBJECT_TYPE (widget), GPOINTER_TO_SIZE (type));
}

static gboolean
is_warning (GtkWidget *widget, gconstpointer data)
{
  return ADW_IS_BANNER (widget) && gtk_widget_get_mapped (widget) &&
         adw_banner_get_revealed (ADW_BANNER (widget)) &&
         strstr (adw_banner_get_title (ADW_BANNER (widget)), "Anybody on this computer") != NULL;
}

static gboolean
is_row_of (GtkWidget *widget, gconstpointer name)
{
  GtkWidget *child = GTK_IS_LIST_BOX_ROW (widget) ? gtk_widget_get_first_child (widget) : NULL;
  GtkWidget *box = child != NULL ? gtk_widget_get_first_child (child) : NULL;

  for (; box != NULL; box = gtk_widget_get_next_sibling (box))
    for (GtkWidget *line = gtk_widget_get_first_child (box); line != NULL;
         line = gtk_widget_get_next_sibling (line))
      if (GTK_IS_LABEL (line) && g_str_equal (gtk_label_get_text (GTK_LABEL (line)), name))
        return TRUE;
  return FALSE;
}

static gboolean
is_titled (GtkWidget *widget, gconstpointer title)
{
  return ADW_IS_PREFERENCES_ROW (widget) &&
         g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title);
}

static gboolean
begin_cb (gpointer data)
{
  GApplication *application = g_application_get_default ();
  Check check = *(Check *) data;
  SuretyWindow *window = SURETY_WINDOW (
    gtk_application_get_active_window (GTK_APPLICATION (application)));
  GListModel *networks = surety_session_get_networks (surety_window_get_session (window));

  /* What is kept is read first. */
  while (g_list_model_get_n_items (networks) == 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for (GTK_WIDGET (window), is_a, GSIZE_TO_POINTER (SURETY_TYPE_WELCOME_PAGE));
  check (window);
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GApplication *application, gpointer data)
{
  g_idle_add (begin_cb, data);
}

/* The program as it is, its window served by Broadway; nothing else tells it so. */
static void
run (Check check)
{
  g_autoptr (SuretyApplication) application = surety_application_new ();

  g_signal_connect_after (application, "activate", G_CALLBACK (activate_cb), &check);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 0, NULL), ==, 0);
}

static void
check_connection (SuretyWindow *window)
{
  SuretySession *session = surety_window_get_session (window);
  GListModel *all = surety_session_get_networks (session);
  GListModel *offered;
  GtkWidget *page;
  guint n_harmless = 0;

  g_assert_true (surety_application_is_exposed ());
  g_assert_true (surety_session_get_restricted (session));
  surety_window_push (window, surety_connection_page_new (session, TRUE));
  page = wait_for (GTK_WIDGET (window), is_a, GSIZE_TO_POINTER (SURETY_TYPE_CONNECTION_PAGE));
  offered = adw_combo_row_get_model (
    ADW_COMBO_ROW (wait_for (page, is_a, GSIZE_TO_POINTER (ADW_TYPE_COMBO_ROW))));
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (SuretyNetwork) network = g_list_model_get_item (all, i);

      n_harmless += surety_network_get_kind (network) == SURETY_NETWORK_TEST;
    }
  g_assert_cmpuint (n_harmless, >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (offered), ==, n_harmless);
  for (guint i = 0; i < n_harmless; i++)
    {
      g_autoptr (SuretyNetwork) network = g_list_model_get_item (offered, i);

      g_assert_cmpint (surety_network_get_kind (network), ==, SURETY_NETWORK_TEST);
    }
  /* Nor a chain of one's own: nobody knows what it is worth. */
  g_assert_false (gtk_widget_get_mapped (find (page, is_titled, "A Network of Your Own")));
}

static void
check_main_view (SuretyWindow *window)
{
  SuretySession *session = surety_window_get_session (window);
  GtkWidget *switcher;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.practise", NULL);
  while (surety_session_get_network (session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_for (GTK_WIDGET (window), is_warning, NULL);
  g_assert_true (surety_network_get_kind (surety_session_get_network (session)) ==
                 SURETY_NETWORK_PRACTICE);
  switcher = wait_for (GTK_WIDGET (window), is_a, GSIZE_TO_POINTER (SURETY_TYPE_SWITCHER));
  gtk_menu_button_popup (
    GTK_MENU_BUTTON (wait_for (switcher, is_a, GSIZE_TO_POINTER (GTK_TYPE_MENU_BUTTON))));
  g_assert_false (gtk_widget_get_sensitive (wait_for (switcher, is_row_of, "Ethereum Mainnet")));
  g_assert_true (gtk_widget_get_sensitive (wait_for (switcher, is_row_of, "Practice")));
}

static void
check_both (SuretyWindow *window)
{
  check_connection (window);
  surety_window_pop_all (window);
  check_main_view (window);
}

static void
test_window (void)
{
  run (check_both);
}

int
main (int argc, char *argv[])
{
  g_assert_true (secret_heap_init ());
  dex_init ();
  gtk_test_init (&argc, &argv, NULL);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (gdk_display_get_default ()), ==, "GdkBroadwayDisplay");

  g_test_add_func ("/broadway/the-window-says-so-and-offers-no-money", test_window);
  return g_test_run ();
}
