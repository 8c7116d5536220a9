/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The database's versions, in order: statements that bring version i to i + 1. Only ever added to.
 * */
extern const char *const surety_schema_steps[];
extern const guint surety_schema_version;

G_END_DECLS
