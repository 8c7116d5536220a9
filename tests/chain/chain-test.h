/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "surety-chain-error.h"
#include "surety-endpoints.h"
#include "surety-transport.h"

G_BEGIN_DECLS

/* A test body in a fiber: it may await. */
typedef void (*ChainTestFunc) (void);
void chain_test_add (const char *path, ChainTestFunc func);
void chain_test_init (int *argc, char ***argv);

/* Runs the default context for so long. Only outside fibers. */
void chain_test_iterate (guint milliseconds);
/* Awaits so long; in a fiber. */
void chain_test_sleep (guint milliseconds);

/* A transport whose answers are scripted. */
#define FAKE_TYPE_TRANSPORT (fake_transport_get_type ())
G_DECLARE_FINAL_TYPE (FakeTransport, fake_transport, FAKE, TRANSPORT, GObject)

FakeTransport *fake_transport_new (const char *label);

/* One call's answer: the text of its member, `"result": …` or `"error": …`, newly allocated. params is the
 * array. */
typedef char *(*FakeHandler) (const char *method, JsonNode *params, gpointer user_data);
void fake_transport_set_handler (FakeTransport *self, FakeHandler handler, gpointer user_data);
/* Before the handler is asked, these are served, once each, in order: whole bodies or errors. */
void fake_transport_push (FakeTransport *self, const char *body);
void fake_transport_push_error (FakeTransport *self, gint code, const char *message);
void fake_transport_push_error_full (FakeTransport *self, GError *error);
/* The next exchange is never answered; it ends when it is discarded. */
void fake_transport_push_silence (FakeTransport *self);
/* Every exchange fails so, until NULL. Taken. */
void fake_transport_set_error (FakeTransport *self, GError *error);
void fake_transport_set_delay (FakeTransport *self, guint milliseconds);

guint fake_transport_get_n_exchanges (FakeTransport *self);
/* Of the last exchange, in milliseconds. */
guint fake_transport_get_deadline (FakeTransport *self);
guint fake_transport_get_n_calls (FakeTransport *self, const char *method);
guint fake_transport_get_n_discarded (FakeTransport *self);
guint fake_transport_get_max_concurrent (FakeTransport *self);
/* The last request's body. */
const char *fake_transport_get_request (FakeTransport *self);

/* `"result": "0x1"` for eth_chainId, so that endpoints of chain 1 pass. */
char *fake_result (const char *json);
char *fake_error (gint code, const char *message);

/* Endpoints of chain 1 over one fake, impatient. */
SuretyEndpoints *fake_endpoints (FakeTransport *transport);
void fake_endpoints_hurry (SuretyEndpoints *endpoints);

#define assert_chain_error(error, code) \
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_##code)

G_END_DECLS
