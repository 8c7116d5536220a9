/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* A server that is not an endpoint and that the user chose: asked for JSON by path. What it says is foreign. */
#define SURETY_TYPE_SERVER (surety_server_get_type ())
G_DECLARE_INTERFACE (SuretyServer, surety_server, SURETY, SERVER, GObject)

struct _SuretyServerInterface
{
  GTypeInterface parent;

  DexFuture *(
    *ask) (SuretyServer *self, const char *path, GBytes *body, gsize max_reply, guint deadline_ms);
  char *(*dup_label) (SuretyServer *self);
};

/* path: from the server's base on, "/rewards/v1/…", of URL characters; without a query. body: the JSON of a POST;
 * NULL: a GET.
 * Resolves to: GBytes, the reply's body, at most max_reply bytes long. Rejects with SURETY_CHAIN_ERROR_TRANSPORT,
 * _TIMEOUT (deadline_ms is for the whole of it), _HTTP (with status and JSON body, as surety-chain-error.h keeps them;
 * redirects are not followed), _RATE_LIMITED, _TOO_LARGE, _MALFORMED (compressed) or _PLAIN. Discarding the future
 * cancels. */
DexFuture *surety_server_ask (SuretyServer *self,
                              const char *path,
                              GBytes *body,
                              gsize max_reply,
                              guint deadline_ms);
/* What a person recognises it by: a host name, "practice". No credentials, no path. */
char *surety_server_dup_label (SuretyServer *self);

G_END_DECLS
