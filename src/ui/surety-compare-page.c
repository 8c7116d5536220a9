/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-compare-page.h"

#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-config.h"
#include "surety-known-mark.h"
#include "surety-pledge-bar.h"

#define BAR_COLUMN 1
#define NARROWEST 14
#define WIDEST 26

struct _SuretyComparePage
{
  AdwNavigationPage parent_instance;

  GtkLabel *summary_label;
  SuretyKnownMark *source_mark;
  GtkGrid *grid;
  GtkBox *list;
};

G_DEFINE_FINAL_TYPE (SuretyComparePage, surety_compare_page, ADW_TYPE_NAVIGATION_PAGE)

static GtkWidget *
create_label (const char *text, const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "xalign", 0.0f, "yalign", 0.0f,
                                   "selectable", FALSE, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static GtkWidget *
create_bar (SuretyCandidate *candidate)
{
  GtkWidget *bar = surety_pledge_bar_new ();
  SuretyParts parts;

  surety_candidate_get_parts (candidate, &parts);
  surety_pledge_bar_set (SURETY_PLEDGE_BAR (bar), parts.known, parts.now, parts.pending,
                         parts.dormant, parts.latent);

  return bar;
}

/* What one says in one row: its line, the smaller one, and the bar where there is one. */
static GtkWidget *
create_value (SuretyCandidate *candidate, guint column, const char *title)
{
  const SuretyCell *cell = surety_candidate_get_cell (candidate, column);
  const SuretyCell *name = surety_candidate_get_cell (candidate, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *text = create_label (cell->text, column == 0 ? "heading" : "numeric");
  g_autofree char *of = NULL;

  gtk_label_set_width_chars (GTK_LABEL (text), NARROWEST);
  gtk_label_set_max_width_chars (GTK_LABEL (text), WIDEST);
  gtk_box_append (GTK_BOX (box), text);
  if (cell->detail != NULL)
    {
      GtkWidget *detail = create_label (cell->detail, column == 0 ? "address" : "caption");

      gtk_label_set_max_width_chars (GTK_LABEL (detail), WIDEST);
      gtk_box_append (GTK_BOX (box), detail);
    }
  if (cell->remark != NULL)
    {
      GtkWidget *remark = create_label (cell->remark, "caption");

      gtk_widget_add_css_class (remark, "warning");
      gtk_label_set_max_width_chars (GTK_LABEL (remark), WIDEST);
      gtk_box_append (GTK_BOX (box), remark);
    }
  if (column == BAR_COLUMN && surety_candidate_get_kind (candidate)->get_parts != NULL)
    gtk_box_append (GTK_BOX (box), create_bar (candidate));

  if (column > 0)
    {
      /* Translators: what a figure of a comparison is, and whose: "Stake of Granite Quay". */
      of = g_strdup_printf (_ ("%s of %s"), title, name->text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      of, -1);
    }

  return box;
}

static void
fill_grid (SuretyComparePage *self, GPtrArray *candidates, const char *const *titles)
{
  guint n_columns = surety_candidate_get_kind (g_ptr_array_index (candidates, 0))->n_columns;

  for (guint column = 0; column < n_columns; column++)
    {
      GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

      gtk_box_append (GTK_BOX (head), create_label (titles[column], "heading"));
      if (column > 0)
        {
          g_autofree char *words = surety_compare_words (candidates, column);

          gtk_box_append (GTK_BOX (head), create_label (words, "caption"));
        }
      gtk_grid_attach (self->grid, head, 0, (int) column, 1, 1);
      for (guint i = 0; i < candidates->len; i++)
        gtk_grid_attach (self->grid,
                         create_value (g_ptr_array_index (candidates, i), column, titles[column]),
                         (int) i + 1, (int) column, 1, 1);
    }
}

/* Whose name can be mistaken for another's, by the address, too. */
static char *
dup_who (const SuretyCell *name)
{
  return name->remark != NULL ? g_strdup_printf ("%s\n%s", name->text, name->detail)
                              : g_strdup (name->text);
}

static void
fill_list (SuretyComparePage *self, GPtrArray *candidates, const char *const *titles)
{
  guint n_columns = surety_candidate_get_kind (g_ptr_array_index (candidates, 0))->n_columns;

  for (guint column = 1; column < n_columns; column++)
    {
      GtkWidget *group = adw_preferences_group_new ();
      g_autofree char *words = surety_compare_words (candidates, column);

      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), titles[column]);
      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), words);
      for (guint i = 0; i < candidates->len; i++)
        {
          SuretyCandidate *candidate = g_ptr_array_index (candidates, i);
          g_autofree char *text = surety_cell_words (surety_candidate_get_cell (candidate, column));
          g_autofree char *who = dup_who (surety_candidate_get_cell (candidate, 0));
          GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", who,
                                         "title-lines", 0, "subtitle", text, NULL);

          gtk_widget_add_css_class (row, "property");
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
        }
      gtk_box_append (self->list, group);
    }
}

static void
surety_compare_page_dispose (GObject *object)
{
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_COMPARE_PAGE);

  G_OBJECT_CLASS (surety_compare_page_parent_class)->dispose (object);
}

static void
surety_compare_page_class_init (SuretyComparePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SURETY_TYPE_KNOWN_MARK);

  G_OBJECT_CLASS (klass)->dispose = surety_compare_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyComparePage, summary_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyComparePage, source_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyComparePage, grid);
  gtk_widget_class_bind_template_child (widget_class, SuretyComparePage, list);
}

static void
surety_compare_page_init (SuretyComparePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
surety_compare_page_new (GPtrArray *candidates, const char *const *titles, SuretyKnown known)
{
  SuretyComparePage *self = g_object_new (SURETY_TYPE_COMPARE_PAGE, NULL);
  g_autofree char *summary = NULL;

  g_return_val_if_fail (candidates->len > 0, NULL);

  summary = surety_compare_summary (candidates, titles);
  gtk_label_set_label (self->summary_label, summary);
  surety_known_mark_set_known (self->source_mark, known);
  fill_grid (self, candidates, titles);
  fill_list (self, candidates, titles);

  return ADW_NAVIGATION_PAGE (self);
}
