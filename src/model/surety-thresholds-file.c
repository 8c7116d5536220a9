/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-thresholds.h"

#include <string.h>

#include "surety-json.h"

static const struct
{
  const char *name;
  CheckUnit of;  /* what a threshold counted in it counts */
  guint64 scale; /* one of it in that unit */
} units[] = {
  { "blocks", CHECK_UNIT_BLOCKS, 1 },
  { "days", CHECK_UNIT_SECONDS, 86400 },
  { "hours", CHECK_UNIT_SECONDS, 3600 },
  { "bips", CHECK_UNIT_SHARE, G_GUINT64_CONSTANT (100000000000000) },
  { "bips", CHECK_UNIT_BIPS, 1 },
  { "count", CHECK_UNIT_COUNT, 1 },
  { "eth", CHECK_UNIT_GWEI, 1000000000 },
};

static gboolean
refuse (GError **error, const char *where, const char *why)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "thresholds: %s: %s", where, why);
  return FALSE;
}

static gboolean
has_only (JsonObject *object, const char *const *names)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (names, l->data))
      return FALSE;

  return g_list_length (members) == g_strv_length ((char **) names);
}

static const char *
read_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

/* Whole and not negative, in the threshold's own unit and below its ceiling. */
static gboolean
read_number (JsonObject *object,
             const char *member,
             CheckLimit limit,
             guint64 scale,
             guint64 *out,
             GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  gint64 number = 0;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (error, check_limit_name (limit), "must have whole numbers");
  number = json_node_get_int (node);
  if (number < 0 || (guint64) number > check_limit_ceiling (limit) / scale)
    return refuse (error, check_limit_name (limit), "has a number out of bounds");
  *out = (guint64) number * scale;

  return TRUE;
}

static CheckLimit
find_limit (const char *name)
{
  for (CheckLimit limit = 0; name != NULL && limit < LIMITS; limit++)
    if (g_str_equal (check_limit_name (limit), name))
      return limit;

  return LIMITS;
}

static guint64
find_scale (const char *unit, CheckLimit limit)
{
  for (guint i = 0; unit != NULL && i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (units[i].name, unit) && units[i].of == check_limit_unit (limit))
      return units[i].scale;

  return 0;
}

static gboolean
read_threshold (JsonNode *node, gboolean *seen, SuretyThresholdTable *out, GError **error)
{
  static const char *const names[] = { "name", "unit", "value", "least", "most", "step", NULL };
  JsonObject *object = NULL;
  CheckLimit limit = LIMITS;
  guint64 scale = 0;

  if (!JSON_NODE_HOLDS_OBJECT (node) || !has_only (json_node_get_object (node), names))
    return refuse (error, "thresholds", "each must have its six members and no other");
  object = json_node_get_object (node);
  limit = find_limit (read_text (object, "name"));
  if (limit == LIMITS)
    return refuse (error, "name", "is not one of a threshold");
  if (seen[limit])
    return refuse (error, check_limit_name (limit), "is there twice");
  scale = find_scale (read_text (object, "unit"), limit);
  if (scale == 0)
    return refuse (error, check_limit_name (limit), "has a unit that does not fit");
  if (!read_number (object, "value", limit, scale, &out->values.values[limit], error) ||
      !read_number (object, "least", limit, scale, &out->least.values[limit], error) ||
      !read_number (object, "most", limit, scale, &out->most.values[limit], error) ||
      !read_number (object, "step", limit, scale, &out->step.values[limit], error))
    return FALSE;
  if (out->least.values[limit] > out->values.values[limit] ||
      out->values.values[limit] > out->most.values[limit] || out->step.values[limit] == 0)
    return refuse (error, check_limit_name (limit), "contradicts itself");
  out->scale.values[limit] = scale;
  seen[limit] = TRUE;

  return TRUE;
}

gboolean
surety_thresholds_parse (GBytes *json, SuretyThresholdTable *out, GError **error)
{
  static const char *const names[] = { "schema", "thresholds", NULL };
  g_autoptr (GError) broken = NULL;
  g_autoptr (JsonNode) root = surety_json_parse (json, &broken);
  SuretyThresholdTable table = { 0 };
  gboolean seen[LIMITS] = { 0 };
  JsonObject *object = NULL;
  JsonNode *schema = NULL;
  JsonNode *list = NULL;

  if (root == NULL)
    return refuse (error, "file", broken->message);
  if (!JSON_NODE_HOLDS_OBJECT (root) || !has_only (json_node_get_object (root), names))
    return refuse (error, "file", "must be an object of schema and thresholds");
  object = json_node_get_object (root);
  schema = json_object_get_member (object, "schema");
  list = json_object_get_member (object, "thresholds");
  if (!JSON_NODE_HOLDS_VALUE (schema) || json_node_get_value_type (schema) != G_TYPE_INT64 ||
      json_node_get_int (schema) != 1)
    return refuse (error, "schema", "must be 1");
  if (!JSON_NODE_HOLDS_ARRAY (list) || json_array_get_length (json_node_get_array (list)) != LIMITS)
    return refuse (error, "thresholds", "must be all there are");

  for (guint i = 0; i < LIMITS; i++)
    if (!read_threshold (json_array_get_element (json_node_get_array (list), i), seen, &table,
                         error))
      return FALSE;

  for (CheckLimit limit = 0; limit + 1 < LIMITS; limit++)
    {
      CheckLimit problem = LIMITS;

      if (!check_limit_pair (limit, &problem) || problem < limit)
        continue;
      if (check_limit_is_most (limit) ? table.values.values[limit] > table.values.values[problem]
                                      : table.values.values[limit] < table.values.values[problem])
        return refuse (error, check_limit_name (limit), "is a caution after its problem");
    }
  *out = table;

  return TRUE;
}
