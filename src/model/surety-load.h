/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Where something that is loaded stands. While it is loaded again, the last good content stays and the
 * state stays READY or EMPTY. */
typedef enum
{
  SURETY_LOAD_IDLE,    /* nothing was asked for yet */
  SURETY_LOAD_LOADING, /* the first content is under way */
  SURETY_LOAD_READY,
  SURETY_LOAD_EMPTY,  /* loaded, and there is nothing */
  SURETY_LOAD_FAILED, /* no content at all; see the object's error */
} SuretyLoad;

#define SURETY_TYPE_LOAD (surety_load_get_type ())
GType surety_load_get_type (void);

/* Sets what an object keeps of a load and its error (taken; NULL = none), both before it tells of either
 * by its properties of these names: what is FAILED never is without its error. */
void surety_load_set (GObject *object,
                      const char *load_name,
                      SuretyLoad *load,
                      SuretyLoad new_load,
                      const char *error_name,
                      GError **error,
                      GError *new_error);

G_END_DECLS
