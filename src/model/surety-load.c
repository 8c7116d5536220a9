/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-load.h"

G_DEFINE_ENUM_TYPE (SuretyLoad,
                    surety_load,
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_FAILED, "failed"))

void
surety_load_set (GObject *object,
                 const char *load_name,
                 SuretyLoad *load,
                 SuretyLoad new_load,
                 const char *error_name,
                 GError **error,
                 GError *new_error)
{
  const gboolean other_error = new_error != NULL || *error != NULL;
  const gboolean other_load = *load != new_load;

  g_clear_error (error);
  *error = new_error;
  *load = new_load;
  if (other_error)
    g_object_notify (object, error_name);
  if (other_load)
    g_object_notify (object, load_name);
}
