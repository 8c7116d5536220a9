/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol-test.h"

#include <glib/gstdio.h>
#include <string.h>

#include "surety-network-file.h"

void
protocol_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  g_assert_true (secret_heap_init ());
}

static DexFuture *
test_fiber (gpointer data)
{
  const ProtocolTestFunc *func = data;

  (*func) ();
  return dex_future_new_true ();
}

static void
run_test (gconstpointer data)
{
  ProtocolTestFunc func = (ProtocolTestFunc) data;
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, test_fiber, &func, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (future));
}

void
protocol_test_add (const char *path, ProtocolTestFunc func)
{
  g_test_add_data_func (path, (gconstpointer) func, run_test);
}

void
protocol_test_sleep (guint milliseconds)
{
  dex_await (dex_timeout_new_msec ((int) milliseconds), NULL);
}

Address
protocol_test_address (const char *text)
{
  Address address;

  g_assert_cmpint (address_parse (text, strlen (text), &address, NULL), ==, CORE_OK);
  return address;
}

u256
protocol_test_units (const char *text)
{
  u256 value;

  g_assert_cmpint (u256_from_units (text, strlen (text), 18, &value), ==, CORE_OK);
  return value;
}

SuretySigner *
protocol_test_signer (const guint8 key[32])
{
  Secret *secret = secret_new_copy (key, 32);
  SuretySecret *wrapped = surety_secret_new (secret);
  SuretySigner *signer = surety_memory_signer_new (wrapped);

  surety_secret_unref (wrapped);
  return signer;
}

ProtocolTest *
protocol_test_new (void)
{
  ProtocolTest *self = g_new0 (ProtocolTest, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->directory = g_dir_make_tmp ("surety-protocol-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->directory, "surety.db", NULL);

  self->practice = surety_practice_new (1);
  surety_practice_get_player (self->practice, &self->player);
  self->network = surety_network_new_builtin ("practice");
  self->endpoints = surety_endpoints_new (surety_network_get_chain_id (self->network));
  surety_endpoints_add (self->endpoints, SURETY_TRANSPORT (self->practice));
  self->protocol = surety_eigenlayer_new (self->network, self->endpoints);
  self->database = dex_await_object (surety_database_open (path), &error);
  g_assert_no_error (error);
  self->journal = surety_journal_new (self->database);
  self->signer = protocol_test_signer (surety_practice_get_player_key (self->practice));
  g_assert_true (address_equal (&self->player, surety_signer_get_address (self->signer)));
  return self;
}

void
protocol_test_free (ProtocolTest *self)
{
  static const char *const names[] = { "surety.db", "surety.db-wal", "surety.db-shm" };

  g_clear_object (&self->signer);
  g_clear_object (&self->journal);
  dex_await (surety_database_close (self->database), NULL);
  g_clear_object (&self->database);
  g_clear_object (&self->protocol);
  g_clear_object (&self->endpoints);
  g_clear_object (&self->network);
  g_clear_object (&self->practice);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->directory, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (self->directory);
  g_free (self->directory);
  g_free (self);
}

const Address *
protocol_test_strategy (SuretyNetwork *network, const char *symbol)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (g_str_equal (surety_network_get_token (network, i)->symbol, symbol))
      return &surety_network_get_token (network, i)->strategy;
  g_assert_not_reached ();
}

Address
protocol_test_find_open_operator (SuretyProtocol *protocol)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    providers = dex_await_object (surety_protocol_load_providers (protocol, NULL, NULL, NULL),
                                  &error);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      if (!surety_provider_get_needs_approval (provider) &&
          surety_provider_get_n_sets (provider) > 0)
        return *surety_provider_get_address (provider);
    }
  g_assert_not_reached ();
}

GBytes *
protocol_test_edit (const char *json, ProtocolTestEdit edit, gpointer user_data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "networks",
                                                 "practice.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  char *text;

  if (json != NULL)
    json_parser_load_from_data (parser, json, -1, &error);
  else
    json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  edit (json_node_get_object (json_parser_get_root (parser)), user_data);
  text = json_to_string (json_parser_get_root (parser), FALSE);
  return g_bytes_new_take (text, strlen (text));
}

SuretyNetwork *
protocol_test_edit_network (const char *json, ProtocolTestEdit edit, gpointer user_data)
{
  g_autoptr (GBytes) bytes = protocol_test_edit (json, edit, user_data);
  g_autoptr (GError) error = NULL;
  SuretyNetworkFile *file = surety_network_file_parse (bytes, TRUE, &error);

  g_assert_no_error (error);
  return surety_network_new_take_file (file);
}

void
protocol_test_without_multicall (JsonObject *file, gpointer user_data)
{
  json_object_remove_member (json_object_get_object_member (file, "contracts"), "Multicall3");
}

static void
set_confirmations (JsonObject *file, gpointer user_data)
{
  json_object_set_int_member (file, "confirmations", GPOINTER_TO_UINT (user_data));
}

SuretyNetwork *
protocol_test_deepen (const char *json, guint confirmations)
{
  return protocol_test_edit_network (json, set_confirmations, GUINT_TO_POINTER (confirmations));
}
