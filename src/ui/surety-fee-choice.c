/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-fee-choice.h"

#include "surety-config.h"
#include "surety-fee-words.h"
#include "surety-known-mark.h"

#define N_SPEEDS 3

struct _SuretyFeeChoice
{
  AdwBin parent_instance;

  SuretyKnownMark *cost_mark;
  GtkWidget *rush_box;
  GtkLabel *rush_label;
  GtkWidget *ceiling_label;
  AdwActionRow *rows[N_SPEEDS]; /* by SuretySpeed */
  GtkCheckButton *checks[N_SPEEDS];
};

G_DEFINE_FINAL_TYPE (SuretyFeeChoice, surety_fee_choice, ADW_TYPE_BIN)

typedef enum
{
  PROP_SPEED = 1,
} SuretyFeeChoiceProperty;

static GParamSpec *properties[PROP_SPEED + 1];

static void
on_toggled (SuretyFeeChoice *self, GtkCheckButton *check)
{
  /* One is let go of, one taken: that is one change. */
  if (gtk_check_button_get_active (check))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPEED]);
}

static void
surety_fee_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyFeeChoice *self = SURETY_FEE_CHOICE (object);

  switch ((SuretyFeeChoiceProperty) id)
    {
    case PROP_SPEED:
      g_value_set_uint (value, surety_fee_choice_get_speed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_fee_choice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyFeeChoice *self = SURETY_FEE_CHOICE (object);

  switch ((SuretyFeeChoiceProperty) id)
    {
    case PROP_SPEED:
      surety_fee_choice_set_speed (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_fee_choice_dispose (GObject *object)
{
  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_FEE_CHOICE);

  G_OBJECT_CLASS (surety_fee_choice_parent_class)->dispose (object);
}

static void
bind_speed (GtkWidgetClass *widget_class, const char *row, const char *check, SuretySpeed speed)
{
  gtk_widget_class_bind_template_child_full (widget_class, row, FALSE,
                                             G_STRUCT_OFFSET (SuretyFeeChoice, rows) +
                                               (gssize) (speed * sizeof (gpointer)));
  gtk_widget_class_bind_template_child_full (widget_class, check, FALSE,
                                             G_STRUCT_OFFSET (SuretyFeeChoice, checks) +
                                               (gssize) (speed * sizeof (gpointer)));
}

static void
surety_fee_choice_class_init (SuretyFeeChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_fee_choice_get_property;
  object_class->set_property = surety_fee_choice_set_property;
  object_class->dispose = surety_fee_choice_dispose;

  properties[PROP_SPEED] = g_param_spec_uint ("speed", NULL, NULL, 0, N_SPEEDS - 1,
                                              SURETY_SPEED_NORMAL,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-fee-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyFeeChoice, cost_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyFeeChoice, rush_box);
  gtk_widget_class_bind_template_child (widget_class, SuretyFeeChoice, rush_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyFeeChoice, ceiling_label);
  bind_speed (widget_class, "slow_row", "slow_check", SURETY_SPEED_SLOW);
  bind_speed (widget_class, "normal_row", "normal_check", SURETY_SPEED_NORMAL);
  bind_speed (widget_class, "fast_row", "fast_check", SURETY_SPEED_FAST);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
surety_fee_choice_init (SuretyFeeChoice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_fee_choice_show (SuretyFeeChoice *self,
                        SuretyPreparation *preparation,
                        SuretyHoldings *holdings)
{
  const SuretyFees *fees = NULL;
  u256 moved = 0;
  guint rush = 0;

  g_return_if_fail (SURETY_IS_FEE_CHOICE (self));
  g_return_if_fail (SURETY_IS_PREPARATION (preparation));

  fees = surety_preparation_get_fees (preparation);
  if (!surety_preparation_get_moved (preparation, holdings, &moved))
    moved = 0;
  for (guint speed = 0; speed < N_SPEEDS; speed++)
    {
      g_autofree char *text = surety_fee_words_cost (surety_preparation_get_cost (preparation,
                                                                                  speed),
                                                     fees->fee[speed].seconds, moved);

      adw_action_row_set_subtitle (self->rows[speed], text);
    }

  surety_known_mark_set_source (self->cost_mark, surety_preparation_get_cost_known (preparation),
                                surety_plan_simulation_get_block (
                                  surety_preparation_get_simulation (preparation)));
  rush = surety_fees_get_rush (fees);
  if (rush > 0)
    {
      g_autofree char *warning = surety_fee_words_rush (rush);

      gtk_label_set_label (self->rush_label, warning);
    }
  gtk_widget_set_visible (self->rush_box, rush > 0);
  gtk_widget_set_visible (self->ceiling_label, fees->capped);
}

SuretySpeed
surety_fee_choice_get_speed (SuretyFeeChoice *self)
{
  g_return_val_if_fail (SURETY_IS_FEE_CHOICE (self), SURETY_SPEED_NORMAL);

  for (guint speed = 0; speed < N_SPEEDS; speed++)
    if (gtk_check_button_get_active (self->checks[speed]))
      return (SuretySpeed) speed;

  return SURETY_SPEED_NORMAL;
}

void
surety_fee_choice_set_speed (SuretyFeeChoice *self, SuretySpeed speed)
{
  g_return_if_fail (SURETY_IS_FEE_CHOICE (self));
  g_return_if_fail (speed < N_SPEEDS);

  gtk_check_button_set_active (self->checks[speed], TRUE);
}
