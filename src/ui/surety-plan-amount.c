/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-plan-amount.h"

#include <glib/gi18n.h>
#include <string.h>

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-format.h"

struct _SuretyPlanAmount
{
  AdwBin parent_instance;

  GtkLabel *amount_intro;
  AdwEntryRow *amount_row;
  AdwActionRow *held_row;
  GtkLabel *amount_error;

  SuretyPosition *position;
};

G_DEFINE_FINAL_TYPE (SuretyPlanAmount, surety_plan_amount, ADW_TYPE_BIN)

static guint activate;

/* The typed amount in the token's smallest unit; FALSE with a sentence at the field. */
static gboolean
read_amount (SuretyPlanAmount *self, u256 *out, char **sentence)
{
  SuretyFigure *worth = surety_position_get_worth (self->position);
  g_autofree char *text = g_strstrip (
    g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->amount_row))));

  if (*text == '\0')
    {
      *sentence = g_strdup (_ ("Type how much you want to withdraw."));
      return FALSE;
    }
  if (strchr (text, '.') == NULL)
    g_strdelimit (text, ",", '.');
  if (u256_from_units (text, strlen (text), surety_figure_get_decimals (worth), out) != CORE_OK)
    {
      *sentence = g_strdup (
        _ ("This is not an amount. Use digits and one decimal point, like 0.5."));
      return FALSE;
    }
  if (*out == 0)
    {
      *sentence = g_strdup (_ ("The amount must be more than zero."));
      return FALSE;
    }
  if (*out > surety_figure_get_value (worth))
    {
      g_autofree char *held = surety_format_amount (surety_figure_get_value (worth),
                                                    surety_figure_get_decimals (worth));

      *sentence = g_strdup_printf (_ ("You can withdraw %s %s at most."), held,
                                   surety_figure_get_unit (worth));
      return FALSE;
    }

  return TRUE;
}

static void
on_amount_changed (SuretyPlanAmount *self)
{
  g_autofree char *sentence = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->amount_row));
  u256 amount = 0;

  if (*text != '\0')
    read_amount (self, &amount, &sentence);
  surety_field_set_typed_error (GTK_WIDGET (self->amount_row), self->amount_error, sentence);
}

static void
on_all (SuretyPlanAmount *self)
{
  SuretyFigure *worth = surety_position_get_worth (self->position);
  char plain[U256_DECIMAL_SIZE + 2];

  u256_to_units (surety_figure_get_value (worth), surety_figure_get_decimals (worth), plain);
  gtk_editable_set_text (GTK_EDITABLE (self->amount_row), plain);
}

static void
on_activated (SuretyPlanAmount *self)
{
  g_signal_emit (self, activate, 0);
}

static void
surety_plan_amount_dispose (GObject *object)
{
  SuretyPlanAmount *self = SURETY_PLAN_AMOUNT (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_PLAN_AMOUNT);
  g_clear_object (&self->position);

  G_OBJECT_CLASS (surety_plan_amount_parent_class)->dispose (object);
}

static void
surety_plan_amount_class_init (SuretyPlanAmountClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_plan_amount_dispose;

  activate = g_signal_new ("activate", SURETY_TYPE_PLAN_AMOUNT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                           NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-plan-amount.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanAmount, amount_intro);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanAmount, amount_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanAmount, held_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanAmount, amount_error);
  gtk_widget_class_bind_template_callback (widget_class, on_amount_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_all);
}

static void
surety_plan_amount_init (SuretyPlanAmount *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_plan_amount_set_position (SuretyPlanAmount *self,
                                 SuretyPosition *position,
                                 guint64 exit_seconds)
{
  const SuretyToken *token = surety_position_get_token (position);
  g_autofree char *span = surety_format_span (exit_seconds);
  g_autofree char *intro = NULL;
  g_autofree char *title = NULL;
  g_autofree char *held = NULL;

  g_return_if_fail (SURETY_IS_PLAN_AMOUNT (self));

  g_set_object (&self->position, position);
  intro = g_strdup_printf (
    _ (
      "What you withdraw joins a queue and is paid out after about %s, with one more transaction. It "
      "stays slashable while it waits. The rest stays where it is."),
    span);
  gtk_label_set_label (self->amount_intro, intro);
  /* Translators: %s is a token: "stETH" */
  title = g_strdup_printf (_ ("Amount to withdraw, in %s"), token->symbol);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->amount_row), title);
  held = surety_closure_amount (self, surety_position_get_worth (position));
  adw_action_row_set_subtitle (self->held_row, held);
}

gboolean
surety_plan_amount_read (SuretyPlanAmount *self, u256 *out)
{
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (SURETY_IS_PLAN_AMOUNT (self), FALSE);

  if (read_amount (self, out, &sentence))
    return TRUE;
  surety_field_set_error (GTK_WIDGET (self->amount_row), self->amount_error, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (self->amount_row));
  return FALSE;
}

GtkWidget *
surety_plan_amount_get_field (SuretyPlanAmount *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN_AMOUNT (self), NULL);

  return GTK_WIDGET (self->amount_row);
}
