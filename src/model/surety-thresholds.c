/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-thresholds.h"

#include "surety-risk-resource.h"

#define PATH "/io/github/suretyapp/Surety/risk/thresholds.json"

struct _SuretyThresholds
{
  GObject parent_instance;

  SuretyThresholdTable table;
  CheckLimits limits;
  GSettings *settings;
  char *key;
};

G_DEFINE_FINAL_TYPE (SuretyThresholds, surety_thresholds, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_within (const SuretyThresholdTable *table, CheckLimit limit, guint64 value)
{
  return value >= table->least.values[limit] && value <= table->most.values[limit];
}

/* From the settings, or as built in; a pair the wrong way round is as built in too. */
static CheckLimits
read_limits (SuretyThresholds *self)
{
  CheckLimits limits = self->table.values;
  g_autoptr (GVariant) kept = NULL;

  if (self->settings == NULL)
    return limits;
  kept = g_settings_get_value (self->settings, self->key);
  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    {
      guint64 value = 0;

      if (g_variant_lookup (kept, check_limit_name (limit), "t", &value) &&
          is_within (&self->table, limit, value))
        limits.values[limit] = value;
    }
  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    {
      CheckLimit problem = LIMITS;

      if (!check_limit_pair (limit, &problem) || problem < limit)
        continue;
      if (check_limit_is_most (limit) ? limits.values[limit] > limits.values[problem]
                                      : limits.values[limit] < limits.values[problem])
        {
          limits.values[limit] = self->table.values.values[limit];
          limits.values[problem] = self->table.values.values[problem];
        }
    }

  return limits;
}

static void
take_limits (SuretyThresholds *self, const CheckLimits *limits)
{
  gboolean changed = FALSE;

  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    changed |= self->limits.values[limit] != limits->values[limit];
  if (!changed)
    return;
  self->limits = *limits;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_settings_changed (SuretyThresholds *self)
{
  CheckLimits limits = read_limits (self);

  take_limits (self, &limits);
}

/* Only what differs from the built-in table is kept, so that a better default reaches everybody. */
static void
keep_limits (SuretyThresholds *self, const CheckLimits *limits)
{
  GVariantBuilder kept;

  take_limits (self, limits);
  if (self->settings == NULL)
    return;
  g_variant_builder_init (&kept, G_VARIANT_TYPE ("a{st}"));
  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    if (limits->values[limit] != self->table.values.values[limit])
      g_variant_builder_add (&kept, "{st}", check_limit_name (limit), limits->values[limit]);
  g_settings_set_value (self->settings, self->key, g_variant_builder_end (&kept));
}

static void
surety_thresholds_finalize (GObject *object)
{
  SuretyThresholds *self = SURETY_THRESHOLDS (object);

  g_clear_object (&self->settings);
  g_free (self->key);

  G_OBJECT_CLASS (surety_thresholds_parent_class)->finalize (object);
}

static void
surety_thresholds_class_init (SuretyThresholdsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_thresholds_finalize;

  signals[CHANGED] = g_signal_new ("changed", SURETY_TYPE_THRESHOLDS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
surety_thresholds_init (SuretyThresholds *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) json = g_resource_lookup_data (surety_risk_get_resource (), PATH,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  /* Compiled in, and tested: if it can't be read the program is broken. */
  if (json == NULL || !surety_thresholds_parse (json, &self->table, &error))
    g_error ("%s", error->message);
  self->limits = self->table.values;
}

SuretyThresholds *
surety_thresholds_new (GSettings *settings, const char *key)
{
  SuretyThresholds *self = g_object_new (SURETY_TYPE_THRESHOLDS, NULL);
  g_autofree char *detailed = NULL;

  if (settings == NULL)
    return self;
  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);
  self->limits = read_limits (self);
  detailed = g_strdup_printf ("changed::%s", key);
  g_signal_connect_object (settings, detailed, G_CALLBACK (on_settings_changed), self,
                           G_CONNECT_SWAPPED);

  return self;
}

const CheckLimits *
surety_thresholds_get_limits (SuretyThresholds *self)
{
  g_return_val_if_fail (SURETY_IS_THRESHOLDS (self), NULL);

  return &self->limits;
}

const SuretyThresholdTable *
surety_thresholds_get_table (SuretyThresholds *self)
{
  g_return_val_if_fail (SURETY_IS_THRESHOLDS (self), NULL);

  return &self->table;
}

guint64
surety_thresholds_get (SuretyThresholds *self, CheckLimit limit)
{
  g_return_val_if_fail (SURETY_IS_THRESHOLDS (self), 0);
  g_return_val_if_fail (limit < LIMITS, 0);

  return self->limits.values[limit];
}

void
surety_thresholds_get_range (SuretyThresholds *self,
                             CheckLimit limit,
                             guint64 *least,
                             guint64 *most)
{
  CheckLimit pair = LIMITS;

  g_return_if_fail (SURETY_IS_THRESHOLDS (self));
  g_return_if_fail (limit < LIMITS);

  *least = self->table.least.values[limit];
  *most = self->table.most.values[limit];
  if (!check_limit_pair (limit, &pair))
    return;
  /* Of "most" the caution is the smaller, of "least" the larger; the caution comes first. */
  if ((pair > limit) == check_limit_is_most (limit))
    *most = MIN (*most, self->limits.values[pair]);
  else
    *least = MAX (*least, self->limits.values[pair]);
}

gboolean
surety_thresholds_is_default (SuretyThresholds *self, CheckLimit limit)
{
  g_return_val_if_fail (SURETY_IS_THRESHOLDS (self), TRUE);
  g_return_val_if_fail (limit < LIMITS, TRUE);

  return self->limits.values[limit] == self->table.values.values[limit];
}

gboolean
surety_thresholds_set (SuretyThresholds *self, CheckLimit limit, guint64 value)
{
  CheckLimits limits;
  guint64 least = 0;
  guint64 most = 0;

  g_return_val_if_fail (SURETY_IS_THRESHOLDS (self), FALSE);
  g_return_val_if_fail (limit < LIMITS, FALSE);

  surety_thresholds_get_range (self, limit, &least, &most);
  if (value < least || value > most)
    return FALSE;
  limits = self->limits;
  limits.values[limit] = value;
  keep_limits (self, &limits);

  return TRUE;
}

/* Together with its pair when the built-in value would be on the wrong side of that. */
void
surety_thresholds_reset (SuretyThresholds *self, CheckLimit limit)
{
  CheckLimits limits;
  CheckLimit pair = LIMITS;
  guint64 least = 0;
  guint64 most = 0;
  guint64 value = 0;

  g_return_if_fail (SURETY_IS_THRESHOLDS (self));
  g_return_if_fail (limit < LIMITS);

  surety_thresholds_get_range (self, limit, &least, &most);
  value = self->table.values.values[limit];
  limits = self->limits;
  limits.values[limit] = value;
  if ((value < least || value > most) && check_limit_pair (limit, &pair))
    limits.values[pair] = self->table.values.values[pair];
  keep_limits (self, &limits);
}

void
surety_thresholds_reset_all (SuretyThresholds *self)
{
  g_return_if_fail (SURETY_IS_THRESHOLDS (self));

  keep_limits (self, &self->table.values);
}
