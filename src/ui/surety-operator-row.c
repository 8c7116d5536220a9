/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-operator-row.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-format.h"
#include "surety-operator-words.h"
#include "surety-pledge-bar.h"

struct _SuretyOperatorRow
{
  GtkBox parent_instance;

  GtkLabel *name_label;
  GtkLabel *address_label;
  SuretyPledgeBar *bar;
  GtkLabel *slashable_label;
  GtkLabel *warning_label;
  GtkLabel *history_label;
  GtkLabel *hindrance_label;
  GtkWidget *chosen_image;
};

G_DEFINE_FINAL_TYPE (SuretyOperatorRow, surety_operator_row, GTK_TYPE_BOX)

static void
surety_operator_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_OPERATOR_ROW);

  G_OBJECT_CLASS (surety_operator_row_parent_class)->dispose (object);
}

static void
surety_operator_row_class_init (SuretyOperatorRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_operator_row_dispose;

  g_type_ensure (SURETY_TYPE_PLEDGE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-operator-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorRow, address_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorRow, bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorRow, slashable_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorRow, warning_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorRow, history_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorRow, hindrance_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorRow, chosen_image);
}

static void
surety_operator_row_init (SuretyOperatorRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
surety_operator_row_new (void)
{
  return g_object_new (SURETY_TYPE_OPERATOR_ROW, NULL);
}

void
surety_operator_row_set (SuretyOperatorRow *self,
                         SuretyProvider *provider,
                         const Address *strategy,
                         const SuretyGuideFacts *facts,
                         gboolean chosen)
{
  const char *hindrance = surety_operator_words_hindrance (provider);
  g_autofree char *name = surety_operator_words_name (provider);
  g_autofree char *address = surety_format_address (surety_provider_get_address_text (provider),
                                                    FALSE);
  g_autofree char *warning = surety_operator_words_warning (provider, facts);
  g_autofree char *history = surety_operator_words_history (provider);
  guint now = 0;
  guint pending = 0;
  guint dormant = 0;
  guint latent = 0;
  gboolean known = FALSE;

  g_return_if_fail (SURETY_IS_OPERATOR_ROW (self));

  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->address_label, address);
  gtk_label_set_label (self->warning_label, warning);
  gtk_label_set_label (self->history_label, history);
  gtk_label_set_label (self->hindrance_label, hindrance != NULL ? hindrance : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hindrance_label), hindrance != NULL);
  gtk_widget_set_visible (self->chosen_image, chosen);

  gtk_widget_set_visible (GTK_WIDGET (self->bar), strategy != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->slashable_label), strategy != NULL);
  if (strategy != NULL)
    {
      g_autofree char *slashable = surety_operator_words_slashable (provider, strategy);

      known = surety_operator_shares (provider, strategy, &now, &pending, &dormant, &latent);
      gtk_label_set_label (self->slashable_label, slashable);
      surety_pledge_bar_set (self->bar, known, now, pending, dormant, latent);
    }
}
