/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-proxy.h"

#include <string.h>

#define USUAL_PORT 1080

/* Main thread only, as all that asks. */
static struct
{
  gboolean set;
  GProxyResolver *resolver;
  char *host;
  guint serial;
} proxy;

/* As GLib wants it; NULL: it is none. GLib's "socks5" hands names on as they are, as others' "socks5h" does. */
static char *
dup_uri (const char *text)
{
  g_autofree char *full = strstr (text, "://") != NULL ? g_strdup (text)
                                                       : g_strconcat ("socks5://", text, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  int port;

  if (host == NULL || *host == '\0' ||
      host[strspn (host, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS ".-_:")] != '\0' ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL ||
      (*g_uri_get_path (uri) != '\0' && !g_str_equal (g_uri_get_path (uri), "/")))
    return NULL;
  if (!g_str_equal (g_uri_get_scheme (uri), "socks5") &&
      !g_str_equal (g_uri_get_scheme (uri), "socks5h"))
    return NULL;

  port = g_uri_get_port (uri);
  if (port == 0)
    return NULL;
  return g_strdup_printf (strchr (host, ':') != NULL ? "socks5://[%s]:%d" : "socks5://%s:%d", host,
                          port > 0 ? port : USUAL_PORT);
}

gboolean
surety_proxy_is_good (const char *text)
{
  g_autofree char *uri = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  if (*text == '\0')
    return TRUE;
  uri = dup_uri (text);
  return uri != NULL;
}

void
surety_proxy_set (const char *text)
{
  g_autofree char *uri = text != NULL ? dup_uri (text) : NULL;

  g_clear_object (&proxy.resolver);
  g_clear_pointer (&proxy.host, g_free);
  proxy.set = text != NULL && *text != '\0';
  /* No host is left out. */
  if (proxy.set && uri != NULL)
    {
      g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

      proxy.resolver = g_simple_proxy_resolver_new (uri, NULL);
      proxy.host = g_strdup (g_uri_get_host (parsed));
    }
  proxy.serial++;
}

gboolean
surety_proxy_is_set (void)
{
  return proxy.set;
}

GProxyResolver *
surety_proxy_get_resolver (void)
{
  return proxy.resolver;
}

const char *
surety_proxy_get_host (void)
{
  return proxy.host;
}

guint
surety_proxy_get_serial (void)
{
  return proxy.serial;
}
