/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret.h"

#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#if defined(__has_feature)
#  if __has_feature(address_sanitizer)
#    define SECRET_LEAK_CHECKED
#  endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(SECRET_LEAK_CHECKED)
#  define SECRET_LEAK_CHECKED
#endif
#ifdef SECRET_LEAK_CHECKED
#  include <sanitizer/lsan_interface.h>
#endif

/* Small enough for any RLIMIT_MEMLOCK met on a desktop, large enough for thousands of keys. Both
 * numbers must be powers of two. */
constexpr size_t HEAP_SIZE = 512 * 1024;
constexpr size_t HEAP_MIN_BLOCK = 32;
/* What is called with a secret takes 9 KiB of it at most, with a sanitizer more. */
constexpr size_t STACK_BELOW = 32 * 1024;

struct Secret
{
  size_t len;
  size_t capacity;
  uint8_t data[];
};

static once_flag heap_once = ONCE_FLAG_INIT;
static bool heap_ready;
static bool heap_locked;

/* OpenSSL keeps its random generators here, too, and what these own on the ordinary heap. The leak
 * checker does not look into mappings by itself: what only this one leads to would be called lost. */
static void
heap_show_to_leak_checker (void)
{
#ifdef SECRET_LEAK_CHECKED
  /* The heap as one block is where the heap is. */
  void *start = OPENSSL_secure_malloc (HEAP_SIZE);

  if (start == nullptr)
    return;
  __lsan_register_root_region (start, HEAP_SIZE);
  OPENSSL_secure_free (start);
#endif
}

static void
heap_init (void)
{
  /* 1: there and locked; 2: there, but a guard page, mlock or MADV_DONTDUMP was refused. */
  const int answer = CRYPTO_secure_malloc_init (HEAP_SIZE, HEAP_MIN_BLOCK);

  heap_locked = answer == 1;
  heap_ready = CRYPTO_secure_malloc_initialized () == 1;
  if (heap_ready)
    heap_show_to_leak_checker ();
}

bool
secret_heap_init (void)
{
  call_once (&heap_once, heap_init);

  return heap_ready;
}

bool
secret_heap_locked (void)
{
  return secret_heap_init () && heap_locked;
}

Secret *
secret_new (size_t len)
{
  Secret *self;

  /* Without its heap OpenSSL would quietly hand out ordinary memory. */
  if (!secret_heap_init () || len > HEAP_SIZE)
    abort ();

  self = OPENSSL_secure_zalloc (sizeof *self + len);
  if (self == nullptr)
    abort ();

  self->len = len;
  self->capacity = len;

  return self;
}

Secret *
secret_new_copy (const void *data, size_t len)
{
  Secret *self = secret_new (len);

  if (len > 0)
    memcpy (self->data, data, len);

  return self;
}

Secret *
secret_new_random (size_t len)
{
  Secret *self = secret_new (len);

  if (RAND_priv_bytes_ex (nullptr, self->data, len, 256) != 1)
    {
      secret_free (self);
      return nullptr;
    }

  return self;
}

Secret *
secret_dup (const Secret *self)
{
  return secret_new_copy (self->data, self->len);
}

void
secret_free (Secret *self)
{
  if (self != nullptr)
    OPENSSL_secure_clear_free (self, sizeof *self + self->capacity);
}

uint8_t *
secret_data (Secret *self)
{
  return self->data;
}

const uint8_t *
secret_peek (const Secret *self)
{
  return self->data;
}

size_t
secret_length (const Secret *self)
{
  return self->len;
}

void
secret_truncate (Secret *self, size_t len)
{
  if (len >= self->len)
    return;

  secret_wipe (self->data + len, self->len - len);
  self->len = len;
}

bool
secret_equal (const Secret *a, const Secret *b)
{
  return a->len == b->len && CRYPTO_memcmp (a->data, b->data, a->len) == 0;
}

void
secret_wipe (void *data, size_t len)
{
  if (len > 0)
    OPENSSL_cleanse (data, len);
}

/* A sanitizer would keep a distance from the caller. */
[[gnu::noinline, gnu::no_sanitize_address, gnu::zero_call_used_regs ("all")]] void
secret_wipe_stack (void)
{
  uint8_t below[STACK_BELOW];

  OPENSSL_cleanse (below, sizeof below);
}
