/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "surety-chart-frame.h"
#include "surety-outcome-chart.h"
#include "surety-slash-chart.h"
#include "surety-source-chart.h"
#include "surety-timeline-chart.h"

static const SuretySlashPart parts[] = {
  { "Oracle", "30 % now", "", 300000, SURETY_PATTERN_SOLID },
  { "Bridge", "10 % more", "about 5 December", 100000, SURETY_PATTERN_HATCH },
  { "The operator", "60 % may be pledged", "", 600000, SURETY_PATTERN_DOTS },
};

/* In a window that is there; returned with it. */
static GtkWidget *
show (GtkWidget *widget, int width)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "content", widget, "default-width", width,
                                    "default-height", 600, NULL);

  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (widget))
    g_main_context_iteration (NULL, TRUE);

  return window;
}

static void
finish (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GtkWidget *
focused (GtkWidget *window)
{
  return gtk_window_get_focus (GTK_WINDOW (window));
}

static void
test_keyboard (void)
{
  GtkWidget *chart = surety_slash_chart_new ();
  GtkWidget *window = NULL;

  surety_slash_chart_set (SURETY_SLASH_CHART (chart), parts, G_N_ELEMENTS (parts));
  window = show (chart, 400);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  g_assert_true (gtk_widget_child_focus (chart, GTK_DIR_TAB_FORWARD));
  g_assert_true (focused (window) == GTK_WIDGET (surety_chart_get_point (SURETY_CHART (chart), 0)));
  g_assert_true (gtk_widget_child_focus (chart, GTK_DIR_RIGHT));
  g_assert_true (gtk_widget_child_focus (chart, GTK_DIR_DOWN));
  g_assert_true (focused (window) == GTK_WIDGET (surety_chart_get_point (SURETY_CHART (chart), 2)));
  /* At the end it stays, and Tab leads out. */
  g_assert_true (gtk_widget_child_focus (chart, GTK_DIR_RIGHT));
  g_assert_true (focused (window) == GTK_WIDGET (surety_chart_get_point (SURETY_CHART (chart), 2)));
  g_assert_false (gtk_widget_child_focus (chart, GTK_DIR_TAB_FORWARD));
  finish (window);
}

static void
test_point_says_what_it_is (void)
{
  GtkWidget *chart = g_object_ref_sink (surety_slash_chart_new ());
  g_autofree char *wrong = NULL;

  surety_slash_chart_set (SURETY_SLASH_CHART (chart), parts, G_N_ELEMENTS (parts));
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (
                                                surety_chart_get_point (SURETY_CHART (chart), 1)),
                                              GTK_ACCESSIBLE_PROPERTY_LABEL,
                                              "Bridge: 10 % more, about 5 December");
  g_assert_null (wrong);
  g_object_unref (chart);
}

/* What a point gets is what is asked of it later: its words stay where it stays. */
static void
test_points_follow (void)
{
  GtkWidget *chart = g_object_ref_sink (surety_slash_chart_new ());
  SuretyChartPoint *first = NULL;

  surety_slash_chart_set (SURETY_SLASH_CHART (chart), parts, G_N_ELEMENTS (parts));
  first = surety_chart_get_point (SURETY_CHART (chart), 0);
  surety_slash_chart_set (SURETY_SLASH_CHART (chart), parts + 1, 1);
  g_assert_cmpuint (surety_chart_get_n_points (SURETY_CHART (chart)), ==, 1);
  g_assert_true (surety_chart_get_point (SURETY_CHART (chart), 0) == first);
  g_assert_cmpstr (surety_chart_point_get_name (first), ==, "Bridge");
  g_object_unref (chart);
}

static void
test_frame_and_picture (void)
{
  SuretyChart *charts[] = {
    SURETY_CHART (surety_slash_chart_new ()),
    SURETY_CHART (surety_timeline_chart_new ()),
    SURETY_CHART (surety_outcome_chart_new ()),
    SURETY_CHART (surety_source_chart_new ()),
  };
  const SuretyTimelineEvent event = { "Oracle: 10 % more", "tomorrow", "", 86400, TRUE };
  const SuretyTimelineEvent out = { "Out", "in 14 days", "", 1209600, FALSE };
  const SuretySourceBar source = { "Oracle", "1 ETH a year", "", 1, SURETY_PATTERN_SOLID };
  SimulationResult result = { .any = 0.1, .loss_20 = 0.05, .loss_100 = 0.4, .most = 0.5 };

  result.bars[0] = 0.09;
  result.bars[39] = 0.01;
  surety_slash_chart_set (SURETY_SLASH_CHART (charts[0]), parts, G_N_ELEMENTS (parts));
  surety_timeline_chart_set (SURETY_TIMELINE_CHART (charts[1]), &event, 1, &out);
  surety_outcome_chart_set (SURETY_OUTCOME_CHART (charts[2]), &result);
  surety_source_chart_set (SURETY_SOURCE_CHART (charts[3]), &source, 1);
  g_assert_cmpuint (surety_chart_get_n_points (charts[2]), ==, 3 + 2);
  for (gsize i = 0; i < G_N_ELEMENTS (charts); i++)
    {
      GtkWidget *frame = surety_chart_frame_new (charts[i]);
      GtkWidget *window = show (frame, 360);
      g_autoptr (GdkTexture) picture = surety_chart_render (charts[i], 720, 2);
      int narrowest;

      gtk_widget_measure (frame, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
      g_assert_cmpint (narrowest, <=, 336);
      g_assert_nonnull (picture);
      g_assert_cmpint (gdk_texture_get_width (picture), ==, 1440);
      g_assert_cmpint (gdk_texture_get_height (picture), >, 100);
      finish (window);
    }
}

/* Nothing known: no points, its words instead, and still a picture. */
static void
test_unknown (void)
{
  GtkWidget *chart = surety_outcome_chart_new ();
  GtkWidget *window = NULL;
  g_autoptr (GdkTexture) picture = NULL;

  surety_chart_set_summary (SURETY_CHART (chart), "Not known.");
  surety_outcome_chart_set (SURETY_OUTCOME_CHART (chart), NULL);
  window = show (chart, 360);
  g_assert_cmpuint (surety_chart_get_n_points (SURETY_CHART (chart)), ==, 0);
  g_assert_false (gtk_widget_child_focus (chart, GTK_DIR_TAB_FORWARD));
  picture = surety_chart_render (SURETY_CHART (chart), 720, 1);
  g_assert_nonnull (picture);
  finish (window);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/charts/arrow-keys-walk-the-points", test_keyboard);
  g_test_add_func ("/charts/a-point-says-what-it-is", test_point_says_what_it_is);
  g_test_add_func ("/charts/points-stay-while-words-change", test_points_follow);
  g_test_add_func ("/charts/each-fits-a-phone-and-makes-a-picture", test_frame_and_picture);
  g_test_add_func ("/charts/unknown-is-said", test_unknown);

  return g_test_run ();
}
