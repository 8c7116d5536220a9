/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of a list in a real window: what is in sight is drawn, whatever way it came there. */
#include <adwaita.h>
#include <libdex.h>

#include "secret.h"
#include "surety-list-page.h"
#include "surety-table-cell.h"

#define N 600

typedef struct
{
  char *folder;
  SuretySession *session;
  GtkWidget *window;
  SuretyTable *table;
} Fixture;

static gboolean
stop_waiting (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
wait (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, stop_waiting, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  GListStore *store = NULL;
  GtkWidget *page = NULL;

  self->folder = g_dir_make_tmp ("surety-XXXXXX", NULL);
  self->session = surety_session_new (self->folder);
  page = g_object_new (SURETY_TYPE_LIST_PAGE, "session", self->session, "kind",
                       &surety_operator_list, NULL);
  self->table = surety_list_page_get_table (SURETY_LIST_PAGE (page));
  self->window = g_object_new (ADW_TYPE_WINDOW, "content", page, "default-width", 800,
                               "default-height", 500, NULL);
  store = G_LIST_STORE (
    surety_directory_get_providers (surety_session_get_directory (self->session)));
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %03u", i % 2 == 0 ? "Even" : "Odd", i);
      g_autoptr (SuretyProvider) provider = surety_provider_new (&(SuretyProviderFacts) {
        .address = { { 0x11, (guint8) (i >> 8), (guint8) i } }, .name = name });

      g_list_store_append (store, provider);
    }
  gtk_window_present (GTK_WINDOW (self->window));
  wait (300);
  g_assert_cmpuint (surety_table_get_n_shown (self->table), ==, N);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  wait (50);
  g_assert_finalize_object (g_steal_pointer (&self->session));
  g_free (self->folder);
}

typedef void (*CellFunc) (GtkWidget *cell, gboolean in_sight, gpointer data);

static void
each_cell (GtkWidget *widget, GtkWidget *scroller, CellFunc func, gpointer data)
{
  graphene_rect_t bounds;

  if (SURETY_IS_TABLE_CELL (widget))
    {
      g_assert_true (gtk_widget_compute_bounds (widget, scroller, &bounds));
      /* GTK maps the rows that are in sight. */
      func (widget,
            gtk_widget_get_mapped (widget) && bounds.origin.x + bounds.size.width > 0 &&
              bounds.origin.y + bounds.size.height > 0 &&
              bounds.origin.x < (float) gtk_widget_get_width (scroller) &&
              bounds.origin.y < (float) gtk_widget_get_height (scroller),
            data);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    each_cell (child, scroller, func, data);
}

static void
check_drawn (GtkWidget *cell, gboolean in_sight, gpointer data)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (cell);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GskRenderNode *node = NULL;

  if (!in_sight)
    return;
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (cell),
                          gtk_widget_get_height (cell));
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_unref (node);
  (*(guint *) data)++;
}

/* How many cells are in sight, all of them drawn. */
static guint
count_drawn (Fixture *self)
{
  GtkWidget *scroller = GTK_WIDGET (surety_table_get_scroller (self->table));
  guint n = 0;

  each_cell (scroller, scroller, check_drawn, &n);

  return n;
}

/* Until all lines are there, which come a few a frame once somebody goes into the list. */
static void
enter_list (Fixture *self)
{
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (
    surety_table_get_scroller (self->table));

  gtk_adjustment_set_value (down, 40);
  for (guint i = 0; i < 300 && gtk_adjustment_get_upper (down) < N * 40; i++)
    wait (100);
  g_assert_cmpfloat (gtk_adjustment_get_upper (down), >=, N * 40);
}

static void
test_sight (Fixture *self, gconstpointer unused)
{
  GtkScrolledWindow *scroller = surety_table_get_scroller (self->table);
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (scroller);
  GtkAdjustment *along = gtk_scrolled_window_get_hadjustment (scroller);

  g_assert_cmpuint (count_drawn (self), >, 20);
  enter_list (self);
  g_assert_cmpuint (count_drawn (self), >, 20);
  for (guint i = 1; i < 8; i++)
    {
      gtk_adjustment_set_value (down, gtk_adjustment_get_value (down) + 700 * i);
      wait (100);
      g_assert_cmpuint (count_drawn (self), >, 20);
    }
  g_assert_cmpfloat (gtk_adjustment_get_value (down), >, 10000);
  g_assert_cmpfloat (gtk_adjustment_get_upper (along), >, 1000);
  gtk_adjustment_set_value (along, gtk_adjustment_get_upper (along));
  wait (100);
  g_assert_cmpuint (count_drawn (self), >, 20);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1200, 700);
  gtk_adjustment_set_value (down, 0);
  wait (200);
  g_assert_cmpuint (count_drawn (self), >, 40);
}

static void
search (Fixture *self, const char *text, guint shown)
{
  gtk_editable_set_text (surety_table_get_search (self->table), text);
  g_assert_cmpuint (surety_table_get_n_shown (self->table), ==, shown);
  wait (100);
}

static void
test_search (Fixture *self, gconstpointer unused)
{
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (
    surety_table_get_scroller (self->table));

  enter_list (self);
  gtk_adjustment_set_value (down, 9000);
  wait (200);
  search (self, "even", N / 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (down), ==, 0);
  g_assert_cmpuint (count_drawn (self), >, 20);
  search (self, "even 10", 5);
  g_assert_cmpuint (count_drawn (self), >, 10);
  /* Nobody sees the lines, which stay, and come back. */
  search (self, "even 10x", 0);
  search (self, "even 10", 5);
  g_assert_cmpuint (count_drawn (self), >, 10);
  search (self, "nobody", 0);
  search (self, "", N);
  wait (1000);
  g_assert_cmpuint (count_drawn (self), >, 20);
  enter_list (self);
  gtk_adjustment_set_value (down, 9000);
  wait (200);
  g_assert_cmpfloat (gtk_adjustment_get_value (down), >, 5000);
  g_assert_cmpuint (count_drawn (self), >, 20);

  search (self, "nobody", 0);
  g_list_store_remove_all (
    G_LIST_STORE (surety_directory_get_providers (surety_session_get_directory (self->session))));
  wait (100);
  g_assert_cmpuint (surety_table_get_n_shown (self->table), ==, 0);
  g_assert_cmpuint (count_drawn (self), ==, 0);
}

static void
check_told (GtkWidget *cell, gboolean in_sight, gpointer data)
{
  char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (cell),
                                                    GTK_ACCESSIBLE_PROPERTY_LABEL, "");

  /* NULL: it is the empty string. */
  g_assert_nonnull (wrong);
  g_free (wrong);
  (*(guint *) data) += in_sight ? 0 : 1;
}

static void
test_told (Fixture *self, gconstpointer unused)
{
  GtkWidget *scroller = GTK_WIDGET (surety_table_get_scroller (self->table));
  guint out_of_sight = 0;

  wait (1500);
  each_cell (scroller, scroller, check_told, &out_of_sight);
  g_assert_cmpuint (out_of_sight, >, 10);
}

int
main (int argc, char **argv)
{
  g_assert_true (secret_heap_init ());
  dex_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/table/what-comes-in-sight-is-drawn", Fixture, NULL, set_up, test_sight, tear_down);
  g_test_add ("/table/what-is-found-is-drawn", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/table/what-is-out-of-sight-is-told", Fixture, NULL, set_up, test_told, tear_down);

  return g_test_run ();
}
