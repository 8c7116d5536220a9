/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-load.h"

G_BEGIN_DECLS

/* Shows by a SuretyLoad: a spinner, what to do when there is nothing, the sentence for an error
 * with "Try Again", or the content.
 * Properties: "load" (SuretyLoad), "error" (GError, nullable), "content" (GtkWidget),
 * "empty-icon-name", "empty-title", "empty-description", "loading-title" (string), "empty-child"
 * (GtkWidget, nullable: a button under the empty page), "retry-action" (string: an action;
 * default win.refresh). */
#define SURETY_TYPE_LOAD_STACK (surety_load_stack_get_type ())
G_DECLARE_FINAL_TYPE (SuretyLoadStack, surety_load_stack, SURETY, LOAD_STACK, AdwBin)

G_END_DECLS
