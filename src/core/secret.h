/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bytes.h"
#include "result.h"

/* Bytes that must not leak: from OpenSSL's secure heap (locked, not dumped), wiped when freed. The
 * only type that carries keys, seeds, words, passwords. Never copied into GLib strings, properties,
 * variants, JSON, logs, or a fiber's locals across an await: hand the pointer over instead. */
typedef struct Secret Secret;

/* Called first thing in main() and in tests. False when no secure heap could be had at all. Twice
 * is harmless. */
[[nodiscard]] bool secret_heap_init (void);
/* Whether the heap is also locked in memory and kept out of core dumps. When the system refuses
 * (RLIMIT_MEMLOCK, a seccomp filter) secrets are still wiped, but may reach the swap. */
bool secret_heap_locked (void);

/* Zeroed. Aborts when the secure heap (512 KiB) is exhausted or could not be had. */
[[nodiscard]] Secret *secret_new (size_t len);
[[nodiscard]] Secret *secret_new_copy (const void *data, size_t len);
[[nodiscard]] Secret *secret_new_random (size_t len); /* null when there is no entropy */
[[nodiscard]] Secret *secret_dup (const Secret *self);
void secret_free (Secret *self); /* wipes; null is fine */
uint8_t *secret_data (Secret *self);
const uint8_t *secret_peek (const Secret *self);
size_t secret_length (const Secret *self);
/* Shortens in place (wiping what falls off); never lengthens. */
void secret_truncate (Secret *self, size_t len);
/* Constant time for equal lengths. */
bool secret_equal (const Secret *a, const Secret *b);
/* Wipes memory that is not a Secret (a buffer a library filled). Not optimised away. */
void secret_wipe (void *data, size_t len);
/* Wipes the stack below the caller, 32 KiB of it, and the registers a call may use: what a library's functions
 * left there of the secret they were given (libsecp256k1 0.5: the key as a scalar). To be called after each of
 * them: where nobody writes, a thread's stack keeps it until the thread ends. */
void secret_wipe_stack (void);
