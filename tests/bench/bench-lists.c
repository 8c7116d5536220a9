/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of operators with many of them, in a real window: a key press in its search, scrolling,
 * and what it takes of memory. Times are the main thread's own (what it computed, not what it waited
 * for the display or for others), from the key press to the frame being drawn, by GTK's renderer in
 * software if that is what is set. Others on the same machine make even that time longer, by what
 * they take of its caches and cores: everything is done PASSES times from the same beginning, and of
 * each key press and each frame the quietest time counts. Each pass is of other operators: what was laid
 * out for the ones before is of no use. The first key of all, which nothing was prepared for, and the
 * first one after scrolling far, are told apart. */
#include <adwaita.h>
#include <libdex.h>
#include <malloc.h>
#include <stdio.h>
#include <time.h>

#include "secret.h"
#include "surety-list-page.h"

#define N_STRATEGIES 6
#define FRAMES 400
#define PASSES 5
#define LONGEST 20000

static const char *const firsts[] = { "Granite", "Basalt",   "Harbour", "Copper",
                                      "Willow",  "Meridian", "Falcon",  "Quarry",
                                      "Tidal",   "Summit",   "Cobalt",  "Juniper" };
static const char *const seconds[] = { "Quay",   "Validators", "Nodes",    "Staking", "Works",
                                       "Point",  "Labs",       "Network",  "House",   "Systems",
                                       "Bridge", "Signal",     "Operators" };
static const char *const words[] = { "granite", "nodes", "0x1f", "cobalt la", "summit s", "zzz" };

static SuretySession *session;
static GtkWidget *window;
static SuretyTable *table;
static gboolean drawn;

static double
now_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1000 + (double) time.tv_nsec / 1e6;
}

static void
on_after_paint (GdkFrameClock *clock, gpointer unused)
{
  drawn = TRUE;
}

/* Until a frame was drawn. */
static void
draw (void)
{
  drawn = FALSE;
  gdk_frame_clock_request_phase (gtk_widget_get_frame_clock (window), GDK_FRAME_CLOCK_PHASE_PAINT);
  while (!drawn)
    g_main_context_iteration (NULL, TRUE);
}

/* Until there is nothing left to do. */
static void
settle (void)
{
  for (int i = 0; i < 10; i++)
    draw ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The same ones in each run: an operator with what mainnet's have. */
static SuretyProvider *
create_provider (guint i)
{
  g_autofree char *name = g_strdup_printf ("%s %s %u", firsts[i % G_N_ELEMENTS (firsts)],
                                           seconds[i / 7 % G_N_ELEMENTS (seconds)], i);
  SuretyProviderStake stakes[N_STRATEGIES] = { 0 };
  SuretyPledgedMagnitude pledged[N_STRATEGIES] = { 0 };
  SuretyMembership memberships[4] = { 0 };
  const SuretySplit split = { .kind = SURETY_SPLIT_DEFAULT, .bips = i % 20 * 100 };
  SuretyProviderFacts facts = {
    .address = { { (guint8) (i >> 8), (guint8) i, (guint8) (i * 151), [19] = (guint8) (i * 7) } },
    .name = i % 11 == 0 ? NULL : name,
    .description = "Runs validators and services with care, and writes down what went wrong.",
    .website = "https://operator.example",
    .delay_known = TRUE,
    .delay_set = i % 9 != 0,
    .delay = i % 30 * 7200u,
    .approval_known = TRUE,
    .registered = TRUE,
    .n_sets = i % 5,
    .slashings_known = TRUE,
    .registered_block = 17000000 + i * 100,
    .registered_time = 1690000000 + i * 1200,
    .active_block = 20000000 + i * 10,
    .active_time = 1740000000 + i * 100,
    .strategy_stakes = stakes,
    .n_strategy_stakes = N_STRATEGIES,
    .stakers_known = TRUE,
    .n_stakers = i * 13 % 5000,
    .splits_known = TRUE,
    .splits = &split,
    .n_splits = 1,
    .memberships_known = TRUE,
    .memberships = memberships,
    .n_memberships = i % 5,
    .pledged = pledged,
    .n_pledged = N_STRATEGIES,
  };

  for (guint k = 0; k < N_STRATEGIES; k++)
    {
      const Address strategy = { { 0x57, (guint8) k } };

      stakes[k] = (SuretyProviderStake) {
        .strategy = strategy,
        .shares = U256_WAD * (i % 997),
        .tokens_known = TRUE,
        .tokens = U256_WAD * (i % 997),
        .eth_known = TRUE,
        .eth = U256_WAD * (i % 997),
        .stakers_known = TRUE,
        .n_stakers = i % 500,
        .largest = U256_WAD / (1 + i % 30),
      };
      pledged[k] = (SuretyPledgedMagnitude) {
        .strategy = strategy,
        .max = U256_WAD,
        .now = U256_WAD / 100 * (i % 60),
        .pending = U256_WAD / 100 * (i % 20),
        .latent = U256_WAD / 100 * (40 - i % 20 - i % 20),
      };
    }
  for (guint k = 0; k < G_N_ELEMENTS (memberships); k++)
    memberships[k] = (SuretyMembership) { .avs = { { 0xA5, (guint8) ((i + k) % 250) } },
                                          .registered = TRUE };

  return surety_provider_new (&facts);
}

/* first: other ones with another number. */
static void
fill (guint n, guint first)
{
  GListStore *store = G_LIST_STORE (
    surety_directory_get_providers (surety_session_get_directory (session)));
  g_autoptr (GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (providers, create_provider (first + i));
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), providers->pdata,
                       providers->len);
  settle ();
  g_assert_cmpuint (surety_table_get_n_shown (table), ==, n);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double first = *(const double *) a;
  const double second = *(const double *) b;

  return (first > second) - (first < second);
}

/* What a press of a key does in an entry, and the frame after it. */
static double
press (GtkEditable *text, const char *character)
{
  double begin = now_ms ();

  if (character != NULL)
    g_signal_emit_by_name (text, "insert-at-cursor", character);
  else
    g_signal_emit_by_name (text, "backspace");
  draw ();

  return now_ms () - begin;
}

/* Of each, the quietest of all passes. */
typedef struct
{
  GArray *times;
  guint at;
} Passes;

static void
take_time (Passes *passes, double time)
{
  if (passes->at == passes->times->len)
    g_array_append_val (passes->times, time);
  else if (time < g_array_index (passes->times, double, passes->at))
    g_array_index (passes->times, double, passes->at) = time;
  passes->at++;
}

static double
get_part (Passes *passes, guint percent)
{
  g_array_sort (passes->times, compare_doubles);

  return g_array_index (passes->times, double, (passes->times->len - 1) * percent / 100);
}

static void
type_words (GtkEditable *text, Passes *passes)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      for (const char *at = words[i]; *at != '\0'; at++)
        {
          const char character[] = { *at, '\0' };

          take_time (passes, press (text, character));
        }
      for (gsize k = strlen (words[i]); k > 0; k--)
        take_time (passes, press (text, NULL));
    }
}

static void
bench_search (guint n, double goal)
{
  GtkEditable *text = gtk_editable_get_delegate (surety_table_get_search (table));
  Passes passes = { .times = g_array_new (FALSE, FALSE, sizeof (double)) };
  double first = 0;

  gtk_widget_grab_focus (GTK_WIDGET (text));
  settle ();
  first = press (text, "g");
  press (text, NULL);
  for (guint pass = 0; pass < PASSES; pass++)
    {
      fill (n, 17 * pass);
      passes.at = 0;
      type_words (text, &passes);
      g_assert_cmpuint (surety_table_get_n_shown (table), ==, n);
    }
  printf (
    "# search in %u rows: %u key presses, each the quietest of %d times; median %.1f ms, 95 in "
    "100 within %.1f ms, worst %.1f ms; the first of all %.1f ms\n",
    n, passes.times->len, PASSES, get_part (&passes, 50), get_part (&passes, 95),
    get_part (&passes, 100), first);
  printf ("bench search-key-%u %.1f ms goal <= %.0f\n", n, get_part (&passes, 50), goal);
  printf ("bench search-key-p95-%u %.1f ms goal <= %.0f\n", n, get_part (&passes, 95), goal);
  g_array_unref (passes.times);
}

static void
scroll (GtkAdjustment *adjustment, Passes *passes)
{
  for (int i = 0; i < FRAMES; i++)
    {
      /* A slow finger, a fast one, and the scroll bar. */
      double step = i % 40 == 39 ? 5000 : i % 3 == 0 ? 160 : 24;
      double begin = now_ms ();

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + step);
      draw ();
      take_time (passes, now_ms () - begin);
    }
}

static void
bench_scroll (guint n)
{
  GtkEditable *text = gtk_editable_get_delegate (surety_table_get_search (table));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (
    surety_table_get_scroller (table));
  Passes passes = { .times = g_array_new (FALSE, FALSE, sizeof (double)) };
  double after = G_MAXDOUBLE;

  for (guint pass = 0; pass < PASSES; pass++)
    {
      double first = 0;

      passes.at = 0;
      scroll (adjustment, &passes);
      g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, LONGEST);
      /* A search gives the rows up, and each pass makes them again. */
      first = press (text, "g");
      after = MIN (after, first);
      press (text, NULL);
      settle ();
      g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
    }
  printf (
    "# scrolling %u rows: %u frames, each the quietest of %d; median %.1f ms, 95 in 100 within "
    "%.1f ms; the first key after it %.1f ms\n",
    n, passes.times->len, PASSES, get_part (&passes, 50), get_part (&passes, 95), after);
  printf ("bench scroll-frame-worst-%u %.1f ms goal <= 16\n", n, get_part (&passes, 100));
  g_array_unref (passes.times);
}

/* Resident memory that is this process's own, in MB. */
static double
memory (void)
{
  g_autofree char *content = NULL;
  const char *at = NULL;

  malloc_trim (0);
  g_assert_true (g_file_get_contents ("/proc/self/smaps_rollup", &content, NULL, NULL));
  at = strstr (content, "Private_Dirty:");
  g_assert_nonnull (at);

  return (double) g_ascii_strtoull (at + strlen ("Private_Dirty:"), NULL, 10) / 1000;
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  GtkWidget *page = NULL;
  double empty = 0;

  g_assert_true (secret_heap_init ());
  dex_init ();
  gtk_init ();
  adw_init ();
  folder = g_dir_make_tmp ("surety-XXXXXX", NULL);
  session = surety_session_new (folder);
  page = g_object_new (SURETY_TYPE_LIST_PAGE, "session", session, "kind", &surety_operator_list,
                       NULL);
  table = surety_list_page_get_table (SURETY_LIST_PAGE (page));
  window = g_object_new (ADW_TYPE_WINDOW, "content", page, "default-width", 1000, "default-height",
                         720, NULL);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (window))
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint),
                    NULL);

  /* A window that has shown some, and forgot them: what is measured after that is the rows. */
  fill (50, 0);
  fill (0, 0);
  empty = memory ();
  fill (2500, 0);
  bench_search (2500, 8);
  bench_scroll (2500);
  printf ("bench memory-2500 %.1f MB goal <= 40\n", memory () - empty);
  fill (25000, 0);
  bench_search (25000, 80);

  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&session);

  return 0;
}
