/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-plan.h"

#include "surety-record.h"

struct _SuretyPlan
{
  GObject parent_instance;

  SuretyIntent *intent;
  GListStore *steps;
  guint64 block;
  guint64 time;
  SuretyFees *fees;
  GObject *shown; /* SuretyPlanSimulation */
  SuretyPlanGuard *guard;
};

G_DEFINE_FINAL_TYPE (SuretyPlan, surety_plan, G_TYPE_OBJECT)

static void
surety_plan_dispose (GObject *object)
{
  SuretyPlan *self = SURETY_PLAN (object);

  g_clear_object (&self->intent);
  g_clear_object (&self->steps);
  g_clear_object (&self->shown);
  g_clear_object (&self->guard);
  G_OBJECT_CLASS (surety_plan_parent_class)->dispose (object);
}

static void
surety_plan_finalize (GObject *object)
{
  g_clear_pointer (&SURETY_PLAN (object)->fees, surety_fees_free);
  G_OBJECT_CLASS (surety_plan_parent_class)->finalize (object);
}

static void
surety_plan_class_init (SuretyPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = surety_plan_dispose;
  G_OBJECT_CLASS (klass)->finalize = surety_plan_finalize;
}

static void
surety_plan_init (SuretyPlan *self)
{
  self->steps = g_list_store_new (SURETY_TYPE_STEP);
}

SuretyPlan *
surety_plan_new (SuretyIntent *intent,
                 GPtrArray *steps,
                 guint64 block,
                 guint64 time,
                 const SuretyFees *fees)
{
  SuretyPlan *self;

  g_return_val_if_fail (SURETY_IS_INTENT (intent) && steps != NULL, NULL);

  self = g_object_new (SURETY_TYPE_PLAN, NULL);
  self->intent = g_object_ref (intent);
  for (guint i = 0; i < steps->len; i++)
    g_list_store_append (self->steps, g_ptr_array_index (steps, i));
  self->block = block;
  self->time = time;
  self->fees = fees != NULL ? surety_fees_copy (fees) : NULL;
  return self;
}

SuretyPlan *
surety_plan_new_bounded (SuretyPlan *plan,
                         const guint64 *gas_limits,
                         u256 max_fee,
                         SuretyPlanSimulation *shown,
                         SuretyPlanGuard *guard)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  SuretyPlan *self = NULL;

  g_return_val_if_fail (SURETY_IS_PLAN (plan) && gas_limits != NULL, NULL);

  for (guint i = 0; i < surety_plan_get_n_steps (plan); i++)
    g_ptr_array_add (steps, surety_step_new_bounded (surety_plan_get_step (plan, i), gas_limits[i],
                                                     max_fee));
  self = surety_plan_new (plan->intent, steps, plan->block, plan->time, plan->fees);
  g_set_object (&self->shown, (GObject *) shown);
  g_set_object (&self->guard, guard);
  return self;
}

SuretyPlanSimulation *
surety_plan_get_shown (SuretyPlan *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN (self), NULL);
  return (SuretyPlanSimulation *) self->shown;
}

SuretyPlanGuard *
surety_plan_get_guard (SuretyPlan *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN (self), NULL);
  return self->guard;
}

SuretyIntent *
surety_plan_get_intent (SuretyPlan *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN (self), NULL);
  return self->intent;
}

GListModel *
surety_plan_get_steps (SuretyPlan *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN (self), NULL);
  return G_LIST_MODEL (self->steps);
}

guint
surety_plan_get_n_steps (SuretyPlan *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->steps));
}

SuretyStep *
surety_plan_get_step (SuretyPlan *self, guint i)
{
  g_autoptr (SuretyStep) step = NULL;

  g_return_val_if_fail (SURETY_IS_PLAN (self), NULL);

  /* The store keeps it alive. */
  step = g_list_model_get_item (G_LIST_MODEL (self->steps), i);
  g_return_val_if_fail (step != NULL, NULL);
  return step;
}

guint64
surety_plan_get_block (SuretyPlan *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN (self), 0);
  return self->block;
}

guint64
surety_plan_get_time (SuretyPlan *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN (self), 0);
  return self->time;
}

const SuretyFees *
surety_plan_get_fees (SuretyPlan *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN (self), NULL);
  return self->fees;
}

char *
surety_plan_to_json (SuretyPlan *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *intent = NULL;
  JsonNode *node;

  g_return_val_if_fail (SURETY_IS_PLAN (self), NULL);

  intent = surety_intent_to_json (self->intent);
  node = json_from_string (intent, NULL);
  g_assert (node != NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "intent");
  json_builder_add_value (builder, node);
  json_builder_set_member_name (builder, "block");
  json_builder_add_int_value (builder, (gint64) self->block);
  json_builder_set_member_name (builder, "time");
  json_builder_add_int_value (builder, (gint64) self->time);
  json_builder_end_object (builder);
  return surety_record_end (builder);
}

SuretyPlan *
surety_plan_new_from_json (const char *json,
                           const char *const *steps,
                           guint n_steps,
                           GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SuretyIntent) intent = NULL;
  g_autofree char *intent_json = NULL;
  JsonObject *object;
  guint64 block, time;

  g_return_val_if_fail (json != NULL, NULL);

  root = surety_record_parse (json, error);
  if (root == NULL)
    return NULL;
  object = surety_record_object (root, error);
  if (object == NULL ||
      surety_record_object (json_object_get_member (object, "intent"), error) == NULL ||
      !surety_record_get_uint64 (object, "block", &block, error) ||
      !surety_record_get_uint64 (object, "time", &time, error))
    return NULL;

  intent_json = json_to_string (json_object_get_member (object, "intent"), FALSE);
  intent = surety_intent_new_from_json (intent_json, error);
  if (intent == NULL)
    return NULL;
  for (guint i = 0; i < n_steps; i++)
    {
      SuretyStep *step = surety_step_new_from_json (steps[i], error);

      if (step == NULL)
        return NULL;
      g_ptr_array_add (array, step);
    }
  return surety_plan_new (intent, array, block, time, NULL);
}
