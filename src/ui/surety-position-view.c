/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-position-view.h"

#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-format.h"
#include "surety-pledge-bar.h"
#include "surety-pledge-row.h"

struct _SuretyPositionView
{
  GtkListBoxRow parent_instance;

  GtkLabel *worth_label;
  GtkLabel *provider_label;
  SuretyPledgeBar *bar;
  GtkLabel *words_label;
  GtkLabel *lose_label;
  GtkExpander *services_expander;
  GtkListBox *services;
  GtkFlowBox *buttons;
  GtkFlowBoxChild *leave_child;

  SuretyPositionRow *row;
};

G_DEFINE_FINAL_TYPE (SuretyPositionView, surety_position_view, GTK_TYPE_LIST_BOX_ROW)

enum
{
  WITHDRAW,
  LEAVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_withdraw (SuretyPositionView *self)
{
  g_signal_emit (self, signals[WITHDRAW], 0);
}

static void
on_leave (SuretyPositionView *self)
{
  g_signal_emit (self, signals[LEAVE], 0);
}

static void
surety_position_view_dispose (GObject *object)
{
  SuretyPositionView *self = SURETY_POSITION_VIEW (object);

  g_clear_object (&self->row);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_POSITION_VIEW);

  G_OBJECT_CLASS (surety_position_view_parent_class)->dispose (object);
}

static void
surety_position_view_class_init (SuretyPositionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_position_view_dispose;

  signals[WITHDRAW] = g_signal_new ("withdraw", SURETY_TYPE_POSITION_VIEW, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEAVE] = g_signal_new ("leave", SURETY_TYPE_POSITION_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SURETY_TYPE_PLEDGE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-position-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, worth_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, provider_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, words_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, lose_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, services_expander);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, services);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, buttons);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, leave_child);
  gtk_widget_class_bind_template_callback (widget_class, on_withdraw);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
}

static void
surety_position_view_init (SuretyPositionView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_provider (SuretyPositionView *self)
{
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  g_autofree char *brief = NULL;
  g_autofree char *text = NULL;

  g_object_get (self->row, "provider-name", &name, "provider-text", &address, NULL);
  brief = surety_format_address (address, FALSE);
  if (*address == '\0')
    text = g_strdup (_ ("Not delegated: nobody can slash it"));
  else if (*name == '\0')
    text = g_strdup_printf (_ ("with operator %s"), brief);
  else
    text = g_strdup_printf (_ ("with %s (%s)"), name, brief);
  gtk_label_set_label (self->provider_label, text);
}

static void
show_loss (SuretyPositionView *self)
{
  g_autoptr (SuretyFigure) most = NULL;
  g_autoptr (SuretyFigure) before_exit = NULL;
  g_autofree char *most_text = NULL;
  g_autofree char *before_text = NULL;
  g_autofree char *text = NULL;

  g_object_get (self->row, "most", &most, "before-exit", &before_exit, NULL);
  most_text = surety_closure_amount (self, most);
  before_text = surety_closure_amount (self, before_exit);
  text = g_strdup_printf (_ ("Most you can lose: %s, of it %s before you could leave"), most_text,
                          before_text);
  gtk_label_set_label (self->lose_label, text);
}

GtkWidget *
surety_position_view_new (SuretyPositionRow *row,
                          gboolean can_sign,
                          guint64 head,
                          guint64 head_time,
                          guint block_seconds)
{
  SuretyPositionView *self = g_object_new (SURETY_TYPE_POSITION_VIEW, NULL);
  GListModel *pledges = surety_position_row_get_pledges (row);
  SuretyPosition *position = surety_position_row_get_position (row);
  g_autofree char *worth = surety_closure_amount (self, surety_position_get_worth (position));
  g_autofree char *full = surety_closure_amount_full (self, surety_position_get_worth (position));
  g_autofree char *words = NULL;
  gboolean known = FALSE;
  guint now = 0;
  guint pending = 0;
  guint dormant = 0;
  guint latent = 0;

  self->row = g_object_ref (row);
  gtk_label_set_label (self->worth_label, worth);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->worth_label), full);
  show_provider (self);
  show_loss (self);

  g_object_get (row, "exposure-known", &known, "now", &now, "pending", &pending, "dormant",
                &dormant, "latent", &latent, NULL);
  surety_pledge_bar_set (self->bar, known, now, pending, dormant, latent);
  words = surety_pledge_bar_describe (known, now, pending, dormant, latent);
  gtk_label_set_label (self->words_label, words);

  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      gtk_list_box_append (self->services,
                           surety_pledge_row_new (pledge, head, head_time, block_seconds));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->services_expander),
                          g_list_model_get_n_items (pledges) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), can_sign);
  gtk_widget_set_visible (GTK_WIDGET (self->leave_child), surety_position_get_delegated (position));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, worth, -1);

  return GTK_WIDGET (self);
}

SuretyPositionRow *
surety_position_view_get_row (SuretyPositionView *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION_VIEW (self), NULL);

  return self->row;
}
