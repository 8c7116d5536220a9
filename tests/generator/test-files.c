/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "protocol-test.h"
#include "surety-generator.h"

static SuretyProvider *
find_operator (SuretyProtocol *protocol, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) providers = NULL;
  Address address = generator_address (GENERATOR_AN_OPERATOR, index);

  providers = dex_await_object (surety_protocol_load_providers (protocol, NULL, NULL, NULL),
                                &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      if (address_equal (surety_provider_get_address (provider), &address))
        return g_steal_pointer (&provider);
    }
  g_assert_not_reached ();
}

static guint
count_named (SuretyProtocol *protocol, const char *prefix)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    services = dex_await_object (surety_protocol_load_services (protocol), &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);

      if (!g_str_has_prefix (surety_service_get_name (service), prefix))
        continue;
      n++;
      g_assert_cmpstr (surety_service_get_logo (service), ==, "https://a.example/l.png");
    }
  return n;
}

/* Every other operator and service of the generator names a file on the web. */
static void
test_names (void)
{
  GeneratorSize size = { 7, 60, 8, 12, 10, 6000 };
  g_autoptr (SuretyGenerator) generator = surety_generator_new (&size);
  g_autoptr (SuretyNetwork) network = surety_generator_dup_network (generator);
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (SuretyProvider) before = NULL;
  g_autoptr (SuretyProvider) after = NULL;
  g_autoptr (SuretyProvider) carried = NULL;
  g_autoptr (SuretyProvider) forgotten = NULL;
  const char *json = "{\"name\":\"From the web\",\"logo\":\"https://a.example/l.png\"}";
  g_autoptr (GBytes) file = g_bytes_new_static (json, strlen (json));
  g_auto (GStrv) uris = NULL;
  guint n_services = 0;

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (generator));
  protocol = surety_eigenlayer_new (network, endpoints);
  before = find_operator (protocol, 0);
  g_assert_cmpstr (surety_provider_get_name (before), ==, "");
  g_assert_cmpstr (surety_provider_get_logo (before), ==, "");
  g_assert_cmpuint (count_named (protocol, "From the web"), ==, 0);

  uris = surety_protocol_list_files (protocol);
  g_assert_cmpuint (g_strv_length (uris), ==, size.n_operators + size.n_services);
  g_assert_true (
    g_strv_contains ((const char *const *) uris, surety_provider_get_metadata_uri (before)));
  for (guint i = 0; uris[i] != NULL; i++)
    {
      surety_protocol_take_file (protocol, uris[i], file);
      n_services += i < size.n_services && g_str_has_prefix (uris[i], "https:") ? 1 : 0;
    }
  after = find_operator (protocol, 0);
  g_assert_cmpstr (surety_provider_get_name (after), ==, "From the web");
  g_assert_cmpstr (surety_provider_get_logo (after), ==, "https://a.example/l.png");
  g_assert_cmpuint (n_services, >, 0);
  g_assert_cmpuint (count_named (protocol, "From the web"), >=, n_services);

  /* What is in the URI itself is not up to any host. */
  carried = find_operator (protocol, 1);
  g_assert_cmpstr (surety_provider_get_name (carried), ==, "Invented operator 1");

  surety_protocol_take_file (protocol, surety_provider_get_metadata_uri (before), NULL);
  forgotten = find_operator (protocol, 0);
  g_assert_cmpstr (surety_provider_get_name (forgotten), ==, "");
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/files/names-come-and-go", test_names);
  return g_test_run ();
}
