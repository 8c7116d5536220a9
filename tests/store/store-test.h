/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "keccak.h"
#include "surety-database.h"
#include "surety-journal.h"
#include "surety-secret.h"
#include "surety-store-error.h"
#include "transaction.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Secret, secret_free)

/* A test body in a fiber: it may await. */
typedef void (*StoreTestFunc) (void);
void store_test_add (const char *path, StoreTestFunc func);
void store_test_init (int *argc, char ***argv);
/* g_test_run (), and the end of GLib's resting threads. */
int store_test_run (void);

/* Runs the default context until the future (lent) is done. Only outside fibers. */
void store_test_wait (DexFuture *future);

/* A new folder of this test; it goes with the test program's own. */
char *store_test_folder (void);
/* In a fiber: what must not fail. Takes future. */
void store_test_true (DexFuture *future);
SuretyDatabase *store_test_open (const char *path);
void store_test_close (SuretyDatabase *database);

SuretySecret *store_test_text (const char *text);
SuretySecret *store_test_hex (const char *hex);
void store_test_assert_hex (SuretySecret *secret, const char *hex);

/* The account whose key is n times 1, and a transaction of it, signed. */
Secret *store_test_key (guint8 n);
Address store_test_account (guint8 n);
Transaction store_test_transaction (guint64 nonce);
GBytes *store_test_signed (guint8 n, guint64 nonce, guint64 value, Hash *hash);

#define assert_store_error(error, code) \
  g_assert_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_##code)

G_END_DECLS
