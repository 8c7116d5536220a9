/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-explorer.h"

#include "surety-config.h"

gboolean
surety_explorer_is_base (const char *base)
{
  g_autoptr (GUri) uri = NULL;
  const char *host = NULL;

  if (*base == '\0')
    return TRUE;
  uri = g_uri_parse (base, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  host = g_uri_get_host (uri);
  if (host == NULL || *host == '\0')
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;

  return g_str_equal (g_uri_get_scheme (uri), "http") &&
         (g_str_equal (host, "localhost") || g_str_equal (host, "127.0.0.1") ||
          g_str_equal (host, "::1"));
}

/* what: "address" or "tx". */
static char *
build_uri (SuretyNetwork *network, const char *base, const char *what, const char *id)
{
  g_autofree char *trimmed = NULL;

  if (network == NULL || surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE)
    return NULL;
  if (base == NULL || *base == '\0')
    base = surety_network_get_explorer (network);
  if (base == NULL || *base == '\0' || !surety_explorer_is_base (base))
    return NULL;
  trimmed = g_strdup (base);
  while (g_str_has_suffix (trimmed, "/"))
    trimmed[strlen (trimmed) - 1] = '\0';

  return g_strdup_printf ("%s/%s/%s", trimmed, what, id);
}

char *
surety_explorer_build_uri (SuretyNetwork *network, const char *base, const char *address)
{
  return build_uri (network, base, "address", address);
}

char *
surety_explorer_dup_base (SuretyNetwork *network)
{
  g_autoptr (GSettings) settings = g_settings_new (SURETY_APP_ID);
  g_autoptr (GVariant) all = g_settings_get_value (settings, "explorers");
  char *base = NULL;

  g_variant_lookup (all, surety_network_get_key (network), "s", &base);

  return base;
}

void
surety_explorer_set_base (SuretyNetwork *network, const char *base)
{
  g_autoptr (GSettings) settings = g_settings_new (SURETY_APP_ID);
  g_autoptr (GVariant) all = g_settings_get_value (settings, "explorers");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key = NULL;
  const char *value = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_loop (&iter, "{&s&s}", &key, &value))
    if (!g_str_equal (key, surety_network_get_key (network)))
      g_variant_builder_add (&builder, "{ss}", key, value);
  if (base != NULL && *base != '\0')
    g_variant_builder_add (&builder, "{ss}", surety_network_get_key (network), base);
  g_settings_set_value (settings, "explorers", g_variant_builder_end (&builder));
}

char *
surety_explorer_dup_uri (SuretyNetwork *network, const char *address)
{
  g_autofree char *base = network != NULL ? surety_explorer_dup_base (network) : NULL;

  return surety_explorer_build_uri (network, base, address);
}

char *
surety_explorer_dup_transaction_uri (SuretyNetwork *network, const char *hash)
{
  g_autofree char *base = network != NULL ? surety_explorer_dup_base (network) : NULL;

  return build_uri (network, base, "tx", hash);
}
