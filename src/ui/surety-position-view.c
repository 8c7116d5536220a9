/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-position-view.h"

#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-format.h"
#include "surety-known-mark.h"
#include "surety-pledge-bar.h"
#include "surety-pledge-row.h"

struct _SuretyPositionView
{
  GtkListBoxRow parent_instance;

  GtkLabel *worth_label;
  SuretyKnownMark *worth_mark;
  GtkLabel *provider_label;
  SuretyPledgeBar *bar;
  GtkLabel *words_label;
  GtkLabel *lose_label;
  GtkExpander *services_expander;
  GtkListBox *services;
  GtkWidget *buttons;
  GtkWidget *leave_button;

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
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, worth_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, provider_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, words_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, lose_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, services_expander);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, services);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, buttons);
  gtk_widget_class_bind_template_child (widget_class, SuretyPositionView, leave_button);
  gtk_widget_class_bind_template_callback (widget_class, on_withdraw);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
}

static void
surety_position_view_init (SuretyPositionView *self)
{
  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
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

/* Which services are open, and which of them the keyboard is on, outlive a new reading. */
static void
show_services (SuretyPositionView *self, guint64 head, guint64 head_time, guint block_seconds)
{
  GListModel *pledges = surety_position_row_get_pledges (self->row);
  guint n = g_list_model_get_n_items (pledges);
  g_autofree gboolean *open = g_new0 (gboolean, n + 1);
  guint focus = G_MAXUINT;

  for (guint i = 0; i < n; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->services, (int) i);

      if (row == NULL)
        break;
      open[i] = adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row));
      if (GTK_WIDGET (row) == gtk_widget_get_focus_child (GTK_WIDGET (self->services)))
        focus = i;
    }

  gtk_list_box_remove_all (self->services);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      GtkWidget *row = surety_pledge_row_new (pledge, head, head_time, block_seconds);

      gtk_list_box_append (self->services, row);
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), open[i]);
      if (i == focus)
        gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->services_expander), n > 0);
}

GtkWidget *
surety_position_view_new (void)
{
  return g_object_new (SURETY_TYPE_POSITION_VIEW, NULL);
}

void
surety_position_view_show (SuretyPositionView *self,
                           SuretyPositionRow *row,
                           gboolean can_sign,
                           guint64 head,
                           guint64 head_time,
                           guint block_seconds)
{
  SuretyPosition *position = NULL;
  g_autofree char *worth = NULL;
  g_autofree char *full = NULL;
  g_autofree char *words = NULL;
  gboolean known = FALSE;
  guint now = 0;
  guint pending = 0;
  guint dormant = 0;
  guint latent = 0;

  g_return_if_fail (SURETY_IS_POSITION_VIEW (self));
  g_return_if_fail (SURETY_IS_POSITION_ROW (row));

  g_set_object (&self->row, row);
  position = surety_position_row_get_position (row);
  worth = surety_closure_amount (self, surety_position_get_worth (position));
  full = surety_closure_amount_full (self, surety_position_get_worth (position));
  gtk_label_set_label (self->worth_label, worth);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->worth_label), full);
  surety_known_mark_set_figure (self->worth_mark, surety_position_get_worth (position));
  show_provider (self);
  show_loss (self);

  g_object_get (row, "exposure-known", &known, "now", &now, "pending", &pending, "dormant",
                &dormant, "latent", &latent, NULL);
  surety_pledge_bar_set (self->bar, known, now, pending, dormant, latent);
  words = surety_pledge_bar_describe (known, now, pending, dormant, latent);
  gtk_label_set_label (self->words_label, words);

  show_services (self, head, head_time, block_seconds);
  gtk_widget_set_visible (self->buttons, can_sign);
  gtk_widget_set_visible (self->leave_button, surety_position_get_delegated (position));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, worth, -1);
}

SuretyPositionRow *
surety_position_view_get_row (SuretyPositionView *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION_VIEW (self), NULL);

  return self->row;
}
