/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "checks.h"

G_BEGIN_DECLS

/* What a threshold file says, in the checks' own units. */
typedef struct
{
  CheckLimits values;
  CheckLimits least;
  CheckLimits most;
  CheckLimits step;
  CheckLimits scale; /* one of the unit the file counts in: a day in seconds, a hundredth of a
                      * percent in parts of the whole, one ETH in gwei, 1 */
} SuretyThresholdTable;

/* Strict: every threshold once, nothing else, least ≤ value ≤ most, the caution of a pair reached
 * no later than its problem. G_IO_ERROR_INVALID_DATA names what is wrong. Schema 1:
 * { "schema": 1, "thresholds": [
 *   { "name": "least-reaction", "unit": "blocks", "value": 14400, "least": 0, "most": 25200,
 *     "step": 600 }, … ] }
 * unit: "blocks", "days", "hours", "bips", "count", "eth". */
gboolean surety_thresholds_parse (GBytes *json, SuretyThresholdTable *out, GError **error);

/* Where verdicts change: the built-in table, and what the user set instead.
 * Signal "changed": a value is another now. */
#define SURETY_TYPE_THRESHOLDS (surety_thresholds_get_type ())
G_DECLARE_FINAL_TYPE (SuretyThresholds, surety_thresholds, SURETY, THRESHOLDS, GObject)

/* settings and key: an a{st} of names and values, kept up to date with both; entries that are
 * unknown or out of bounds are left out. settings NULL: nothing is kept. */
SuretyThresholds *surety_thresholds_new (GSettings *settings, const char *key);

/* Lent; changes with "changed". */
const CheckLimits *surety_thresholds_get_limits (SuretyThresholds *self);
const SuretyThresholdTable *surety_thresholds_get_table (SuretyThresholds *self);
guint64 surety_thresholds_get (SuretyThresholds *self, CheckLimit limit);
/* What it may be set to now: within its bounds, and a caution no later than its problem. */
void surety_thresholds_get_range (SuretyThresholds *self,
                                  CheckLimit limit,
                                  guint64 *least,
                                  guint64 *most);
gboolean surety_thresholds_is_default (SuretyThresholds *self, CheckLimit limit);
/* FALSE, and nothing happens, when the value is out of its range. */
gboolean surety_thresholds_set (SuretyThresholds *self, CheckLimit limit, guint64 value);
void surety_thresholds_reset (SuretyThresholds *self, CheckLimit limit);
void surety_thresholds_reset_all (SuretyThresholds *self);

G_END_DECLS
