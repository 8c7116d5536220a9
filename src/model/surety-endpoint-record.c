/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-endpoint-record.h"

#include <json-glib/json-glib.h>

static void
record_free (gpointer data)
{
  SuretyEndpointRecord *self = data;

  g_free (self->url);
  g_free (self->item);
  g_clear_pointer (&self->line, surety_secret_unref);
  g_clear_error (&self->error);
  g_free (self);
}

SuretyEndpointRecord *
surety_endpoint_record_new (const char *url)
{
  SuretyEndpointRecord *self = g_new0 (SuretyEndpointRecord, 1);

  self->url = g_strdup (url);
  return self;
}

SuretyEndpointRecord *
surety_endpoint_records_find (GPtrArray *records, const char *url)
{
  for (guint i = 0; i < records->len; i++)
    {
      SuretyEndpointRecord *record = g_ptr_array_index (records, i);

      if (g_str_equal (record->url, url))
        return record;
    }
  return NULL;
}

GPtrArray *
surety_endpoint_records_pick (GPtrArray *records, const char *const *urls)
{
  GPtrArray *picked = g_ptr_array_new_with_free_func (record_free);

  for (guint i = 0; urls != NULL && urls[i] != NULL; i++)
    {
      const SuretyEndpointRecord *known = surety_endpoint_records_find (records, urls[i]);
      SuretyEndpointRecord *record = surety_endpoint_record_new (urls[i]);

      if (known != NULL)
        {
          record->item = g_strdup (known->item);
          record->line = known->line != NULL ? surety_secret_ref (known->line) : NULL;
          record->error = known->error != NULL ? g_error_copy (known->error) : NULL;
        }
      g_ptr_array_add (picked, record);
    }
  return picked;
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static SuretyEndpointRecord *
parse_one (JsonNode *node)
{
  SuretyEndpointRecord *record = NULL;
  const char *url = NULL;

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return surety_endpoint_record_new (json_node_get_string (node));
  if (!JSON_NODE_HOLDS_OBJECT (node) ||
      (url = get_string (json_node_get_object (node), "url")) == NULL)
    return NULL;
  record = surety_endpoint_record_new (url);
  record->item = g_strdup (get_string (json_node_get_object (node), "header"));
  return record;
}

GPtrArray *
surety_endpoint_records_parse (const char *text, guint max)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (record_free);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = NULL;
  JsonArray *array = NULL;

  if (text == NULL || !json_parser_load_from_data (parser, text, -1, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return g_steal_pointer (&records);

  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array) && i < max; i++)
    {
      SuretyEndpointRecord *record = parse_one (json_array_get_element (array, i));

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  return g_steal_pointer (&records);
}

char *
surety_endpoint_records_write (GPtrArray *records)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < records->len; i++)
    {
      const SuretyEndpointRecord *record = g_ptr_array_index (records, i);

      if (record->item == NULL)
        {
          json_builder_add_string_value (builder, record->url);
          continue;
        }
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "url");
      json_builder_add_string_value (builder, record->url);
      json_builder_set_member_name (builder, "header");
      json_builder_add_string_value (builder, record->item);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}
