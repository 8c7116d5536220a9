/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-settings.h"

#include "surety-config.h"

/* <build>/data, for a program in <build>/src or <build>/tests/ui. */
static char *
find_build_schemas (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;

  for (guint up = 0; up < 3 && folder != NULL; up++)
    {
      g_autofree char *parent = g_path_get_dirname (folder);
      g_autofree char *schemas = g_build_filename (parent, "data", NULL);
      g_autofree char *compiled = g_build_filename (schemas, "gschemas.compiled", NULL);

      if (g_file_test (compiled, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&schemas);
      g_free (folder);
      folder = g_steal_pointer (&parent);
    }
  return NULL;
}

GSettings *
surety_settings_new (void)
{
  g_autofree char *folder = find_build_schemas ();
  GSettingsSchemaSource *standard = g_settings_schema_source_get_default ();

  if (folder != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSettingsSchemaSource)
        source = g_settings_schema_source_new_from_directory (folder, standard, FALSE, &error);
      g_autoptr (GSettingsSchema) schema = NULL;

      if (source == NULL)
        g_error ("%s", error->message);
      schema = g_settings_schema_source_lookup (source, SURETY_APP_ID, TRUE);
      if (schema != NULL)
        return g_settings_new_full (schema, NULL, NULL);
    }
  return g_settings_new (SURETY_APP_ID);
}
