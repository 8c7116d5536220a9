/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-candidate-row.h"

#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-config.h"
#include "surety-pledge-bar.h"

struct _SuretyCandidateRow
{
  GtkBox parent_instance;

  GtkLabel *name_label;
  GtkLabel *address_label;
  SuretyPledgeBar *bar;
  GtkLabel *facts_label;

  GtkWidget *chooser;
  SuretyCandidate *candidate;
};

G_DEFINE_FINAL_TYPE (SuretyCandidateRow, surety_candidate_row, GTK_TYPE_BOX)

static void
surety_candidate_row_dispose (GObject *object)
{
  SuretyCandidateRow *self = SURETY_CANDIDATE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_CANDIDATE_ROW);
  g_clear_object (&self->candidate);
  if (self->chooser != NULL)
    gtk_box_remove (GTK_BOX (self), g_steal_pointer (&self->chooser));

  G_OBJECT_CLASS (surety_candidate_row_parent_class)->dispose (object);
}

static void
surety_candidate_row_class_init (SuretyCandidateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_candidate_row_dispose;

  g_type_ensure (SURETY_TYPE_PLEDGE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-candidate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyCandidateRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyCandidateRow, address_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyCandidateRow, bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyCandidateRow, facts_label);
}

static void
surety_candidate_row_init (SuretyCandidateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
surety_candidate_row_new (GtkWidget *chooser)
{
  SuretyCandidateRow *self = g_object_new (SURETY_TYPE_CANDIDATE_ROW, NULL);

  self->chooser = chooser;
  gtk_widget_set_valign (chooser, GTK_ALIGN_START);
  gtk_box_prepend (GTK_BOX (self), chooser);

  return GTK_WIDGET (self);
}

GtkWidget *
surety_candidate_row_get_chooser (SuretyCandidateRow *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE_ROW (self), NULL);
  return self->chooser;
}

SuretyCandidate *
surety_candidate_row_get_candidate (SuretyCandidateRow *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE_ROW (self), NULL);
  return self->candidate;
}

void
surety_candidate_row_set (SuretyCandidateRow *self,
                          SuretyCandidate *candidate,
                          const char *const *titles)
{
  const SuretyCandidateKind *kind = NULL;
  const SuretyCell *name = NULL;
  g_autoptr (GString) facts = g_string_new (NULL);

  g_return_if_fail (SURETY_IS_CANDIDATE_ROW (self));

  g_set_object (&self->candidate, candidate);
  if (candidate == NULL)
    return;
  kind = surety_candidate_get_kind (candidate);
  name = surety_candidate_get_cell (candidate, 0);
  if (name->remark != NULL)
    g_string_append_printf (facts, "%s\n", name->remark);
  for (guint i = 1; i < kind->n_columns; i++)
    {
      g_autofree char *words = surety_cell_words (surety_candidate_get_cell (candidate, i));

      /* Translators: the title of a column, and what it says of something. */
      g_string_append_printf (facts, C_ ("fact", "%s: %s"), titles[i], words);
      if (i + 1 < kind->n_columns)
        g_string_append_c (facts, '\n');
    }
  gtk_label_set_label (self->name_label, name->text);
  gtk_label_set_label (self->address_label, name->detail != NULL ? name->detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->address_label), name->detail != NULL);
  gtk_label_set_label (self->facts_label, facts->str);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), kind->get_parts != NULL);
  if (kind->get_parts != NULL)
    {
      SuretyParts parts;

      surety_candidate_get_parts (candidate, &parts);
      surety_pledge_bar_set (self->bar, parts.known, parts.now, parts.pending, parts.dormant,
                             parts.latent);
    }
}
