/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-private.h"

/* Assumptions in the settings, as an a{sd}: those that are not the default's, by name. */

static const char *const classes[N_ASSUMPTIONS] = {
  [ASSUMPTION_CONTRACT] = "contract",
  [ASSUMPTION_MULTISIG] = "multisig",
  [ASSUMPTION_KEY] = "key",
  [ASSUMPTION_UNKNOWN] = "unknown",
};

typedef void (*EachFunc) (const char *name, double *value, double preset, gpointer user_data);

/* Every number of them, with its name and its default. */
static void
for_each (Assumptions *self, EachFunc func, gpointer user_data)
{
  const Assumptions defaults = assumptions_default ();

  func ("correlation", &self->correlation, defaults.correlation, user_data);
  func ("latent-used", &self->latent_used, defaults.latent_used, user_data);
  for (int i = 0; i < N_ASSUMPTIONS; i++)
    {
      Assumption *class = &self->classes[i];
      const Assumption *preset = &defaults.classes[i];
      const struct
      {
        const char *name;
        double *value;
        double preset;
      } numbers[] = {
        { "rate", &class->rate, preset->rate },
        { "total", &class->severity.total, preset->severity.total },
        { "low", &class->severity.low, preset->severity.low },
        { "high", &class->severity.high, preset->severity.high },
      };

      for (gsize k = 0; k < G_N_ELEMENTS (numbers); k++)
        {
          g_autofree char *name = g_strdup_printf ("%s-%s", classes[i], numbers[k].name);

          func (name, numbers[k].value, numbers[k].preset, user_data);
        }
    }
}

static void
write_number (const char *name, double *value, double preset, gpointer user_data)
{
  if (*value != preset)
    g_variant_builder_add (user_data, "{sd}", name, *value);
}

static void
read_number (const char *name, double *value, double preset, gpointer user_data)
{
  g_variant_lookup (user_data, name, "d", value);
}

void
surety_outlook_write_assumptions (SuretyOutlook *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sd}"));
  Assumptions assumptions = self->assumptions;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) kept = NULL;

  if (self->settings == NULL)
    return;
  for_each (&assumptions, write_number, &builder);
  value = g_variant_ref_sink (g_variant_builder_end (&builder));
  kept = g_settings_get_value (self->settings, self->settings_key);
  if (!g_variant_equal (value, kept))
    g_settings_set_value (self->settings, self->settings_key, value);
}

/* What contradicts itself is not taken: the defaults hold then. */
static void
read_assumptions (SuretyOutlook *self)
{
  g_autoptr (GVariant) kept = g_settings_get_value (self->settings, self->settings_key);
  Assumptions assumptions = assumptions_default ();

  for_each (&assumptions, read_number, kept);
  if (!assumptions_valid (&assumptions))
    assumptions = assumptions_default ();
  surety_outlook_take_assumptions (self, &assumptions);
}

void
surety_outlook_keep (SuretyOutlook *self, GSettings *settings, const char *key)
{
  g_autofree char *detailed = NULL;

  g_return_if_fail (SURETY_IS_OUTLOOK (self) && G_IS_SETTINGS (settings) && key != NULL);
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  self->settings_key = g_strdup (key);
  detailed = g_strdup_printf ("changed::%s", key);
  g_signal_connect_object (settings, detailed, G_CALLBACK (read_assumptions), self,
                           G_CONNECT_SWAPPED);
  read_assumptions (self);
}
