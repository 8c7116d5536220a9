/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-plan-review.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "surety-application.h"
#include "surety-change-words.h"
#include "surety-config.h"
#include "surety-fee-choice.h"
#include "surety-known-mark.h"
#include "surety-step-row.h"
#include "surety-window.h"

struct _SuretyPlanReview
{
  GtkBox parent_instance;

  GtkListBox *steps;
  SuretyFeeChoice *fees;
  AdwPreferencesGroup *changes_group;
  GtkListBox *changes;

  SuretyPreparation *preparation;
};

G_DEFINE_FINAL_TYPE (SuretyPlanReview, surety_plan_review, GTK_TYPE_BOX)

typedef enum
{
  PROP_PREPARATION = 1,
  PROP_SPEED,
} SuretyPlanReviewProperty;

static GParamSpec *properties[PROP_SPEED + 1];

/* What each step takes at most, at the speed that is chosen. */
static void
show_costs (SuretyPlanReview *self)
{
  SuretyPlanSimulation *simulation = NULL;
  const SuretyFees *fees = NULL;
  SuretyKnown known = SURETY_KNOWN_UNKNOWN;
  guint64 nonce = 0;

  if (self->preparation == NULL)
    return;
  fees = surety_preparation_get_fees (self->preparation);
  simulation = surety_preparation_get_simulation (self->preparation);
  known = surety_preparation_get_known (self->preparation);
  nonce = surety_plan_simulation_get_nonce (simulation);
  for (guint i = 0; i < surety_plan_get_n_steps (surety_preparation_get_plan (self->preparation));
       i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->steps, (int) i);
      const gboolean tried = surety_plan_simulation_get_gas (simulation, i) > 0;

      surety_step_row_set_cost (SURETY_STEP_ROW (row),
                                surety_preparation_get_gas_limit (self->preparation, i),
                                fees->fee[surety_plan_review_get_speed (self)].max, nonce + i,
                                tried ? known : SURETY_KNOWN_UNKNOWN,
                                surety_preparation_get_cost_known (self->preparation), known);
    }
}

static void
on_speed_changed (SuretyPlanReview *self)
{
  show_costs (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPEED]);
}

static void
surety_plan_review_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyPlanReview *self = SURETY_PLAN_REVIEW (object);

  switch ((SuretyPlanReviewProperty) id)
    {
    case PROP_PREPARATION:
      g_value_set_object (value, self->preparation);
      break;
    case PROP_SPEED:
      g_value_set_uint (value, surety_plan_review_get_speed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_plan_review_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyPlanReview *self = SURETY_PLAN_REVIEW (object);

  switch ((SuretyPlanReviewProperty) id)
    {
    case PROP_PREPARATION:
      surety_plan_review_set_preparation (self, g_value_get_object (value));
      break;
    case PROP_SPEED:
      surety_fee_choice_set_speed (self->fees, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_plan_review_dispose (GObject *object)
{
  SuretyPlanReview *self = SURETY_PLAN_REVIEW (object);

  g_clear_object (&self->preparation);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_PLAN_REVIEW);

  G_OBJECT_CLASS (surety_plan_review_parent_class)->dispose (object);
}

static void
surety_plan_review_class_init (SuretyPlanReviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_plan_review_get_property;
  object_class->set_property = surety_plan_review_set_property;
  object_class->dispose = surety_plan_review_dispose;

  properties[PROP_PREPARATION] = g_param_spec_object ("preparation", NULL, NULL,
                                                      SURETY_TYPE_PREPARATION, flags);
  properties[PROP_SPEED] = g_param_spec_uint ("speed", NULL, NULL, 0, 2, SURETY_SPEED_NORMAL,
                                              flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_FEE_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-plan-review.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanReview, steps);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanReview, fees);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanReview, changes_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanReview, changes);
  gtk_widget_class_bind_template_callback (widget_class, on_speed_changed);
}

static void
surety_plan_review_init (SuretyPlanReview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  surety_fee_choice_set_speed (self->fees, surety_application_get_speed ());
}

/* Who knows operators by name, while this is in a window. */
static SuretySession *
get_session (SuretyPlanReview *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return SURETY_IS_WINDOW (root) ? surety_window_get_session (SURETY_WINDOW (root)) : NULL;
}

static SuretyDirectory *
get_names (SuretyPlanReview *self)
{
  SuretySession *session = get_session (self);

  return session != NULL ? surety_session_get_directory (session) : NULL;
}

/* The same of what was looked at before, in words; NULL when that was nothing, or not known to have been there. */
static char *
find_seen (SuretyPlanReview *self, SuretyChange *change, GListModel *seen)
{
  for (guint i = 0; seen != NULL && i < g_list_model_get_n_items (seen); i++)
    {
      g_autoptr (SuretyChange) other = g_list_model_get_item (seen, i);

      if (surety_change_get_kind (other) == surety_change_get_kind (change) &&
          address_equal (surety_change_get_subject (other), surety_change_get_subject (change)) &&
          address_equal (surety_change_get_spender (other), surety_change_get_spender (change)))
        return surety_change_words_value (other, get_names (self));
    }
  return NULL;
}

static SuretyHoldings *
get_holdings (SuretyPlanReview *self)
{
  SuretySession *session = get_session (self);

  return session != NULL ? surety_portfolio_get_holdings (surety_session_get_portfolio (session))
                         : NULL;
}

/* What is known of neither has no mark. */
static GtkWidget *
new_mark (SuretyChange *change, SuretyKnown known)
{
  GtkWidget *mark = surety_known_mark_new (NULL);
  u256 value;

  if (surety_change_get_before (change, &value) || surety_change_get_after (change, &value))
    surety_known_mark_set_known (SURETY_KNOWN_MARK (mark), known);
  return mark;
}

static void
add_change (SuretyPlanReview *self, SuretyChange *change, GListModel *seen, SuretyKnown known)
{
  g_autofree char *title = surety_change_words_title (change, get_session (self));
  g_autofree char *value = surety_change_words_value (change, get_names (self));
  g_autofree char *before = find_seen (self, change, seen);
  GtkWidget *row = NULL;

  if (before != NULL && !g_str_equal (before, value))
    {
      g_autofree char *now = g_steal_pointer (&value);

      /* Translators: what is so now, then what was so. */
      value = g_strdup_printf (_ ("%s\nYou had looked at: %s"), now, before);
    }
  row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle", value,
                      "subtitle-selectable", TRUE, NULL);
  gtk_widget_add_css_class (row, "property");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_mark (change, known));
  gtk_list_box_append (self->changes, row);
}

static void
add_changes (SuretyPlanReview *self, GListModel *changes, GListModel *seen, SuretyKnown known)
{
  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (SuretyChange) change = g_list_model_get_item (changes, i);

      if (surety_change_words_matters (change))
        add_change (self, change, seen, known);
    }
}

static void
show_changes (SuretyPlanReview *self, SuretyPreparation *preparation)
{
  SuretyPlanSimulation *simulation = surety_preparation_get_simulation (preparation);
  SuretyPreparation *seen = surety_preparation_get_seen (preparation);
  g_autofree char *how = surety_change_words_how (simulation);

  if (surety_preparation_leaves (preparation))
    {
      g_autofree char *tried = g_steal_pointer (&how);

      /* Translators: how it was tried out, a sentence. */
      how = g_strdup_printf (_ ("%s\nWhat leaves can still be slashed until its wait is over."),
                             tried);
    }
  adw_preferences_group_set_description (self->changes_group, how);
  add_changes (self, surety_plan_simulation_get_changes (simulation),
               seen != NULL
                 ? surety_plan_simulation_get_changes (surety_preparation_get_simulation (seen))
                 : NULL,
               surety_preparation_get_known (preparation));
  add_changes (self, surety_preparation_get_slashable (preparation),
               seen != NULL ? surety_preparation_get_slashable (seen) : NULL,
               surety_preparation_get_slashable_known (preparation));
}

void
surety_plan_review_set_preparation (SuretyPlanReview *self, SuretyPreparation *preparation)
{
  g_return_if_fail (SURETY_IS_PLAN_REVIEW (self));

  if (!g_set_object (&self->preparation, preparation))
    return;

  gtk_list_box_remove_all (self->steps);
  gtk_list_box_remove_all (self->changes);
  if (preparation != NULL)
    {
      SuretyPlan *plan = surety_preparation_get_plan (preparation);

      for (guint i = 0; i < surety_plan_get_n_steps (plan); i++)
        gtk_list_box_append (
          self->steps,
          surety_step_row_new_for_review (i + 1, surety_plan_get_step (plan, i),
                                          surety_preparation_get_call (preparation, i),
                                          surety_intent_get_account (surety_plan_get_intent (plan)),
                                          get_session (self)));
      show_costs (self);
      show_changes (self, preparation);
      surety_fee_choice_show (self->fees, preparation, get_holdings (self));
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREPARATION]);
}

SuretySpeed
surety_plan_review_get_speed (SuretyPlanReview *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN_REVIEW (self), SURETY_SPEED_NORMAL);

  return surety_fee_choice_get_speed (self->fees);
}
