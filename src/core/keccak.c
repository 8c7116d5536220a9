/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keccak.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Fetching an algorithm and making a context cost more than hashing a word does, so the algorithms
 * are fetched once a process and a context of each is kept a thread. */
typedef enum
{
  ALGORITHM_KECCAK,
  ALGORITHM_SHA256,
  N_ALGORITHMS,
} Algorithm;

typedef struct
{
  EVP_MD_CTX *of[N_ALGORITHMS];
} Contexts;

static EVP_MD *algorithms[N_ALGORITHMS];
static pthread_key_t contexts_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static thread_local Contexts *contexts;

static void
contexts_free (void *data)
{
  Contexts *self = data;
  for (unsigned i = 0; i < N_ALGORITHMS; i++)
    EVP_MD_CTX_free (self->of[i]);
  free (self);
  contexts = nullptr;
}

static void
fetch (void)
{
  algorithms[ALGORITHM_KECCAK] = EVP_MD_fetch (nullptr, "KECCAK-256", nullptr);
  algorithms[ALGORITHM_SHA256] = EVP_MD_fetch (nullptr, "SHA2-256", nullptr);
  if (algorithms[ALGORITHM_KECCAK] == nullptr || algorithms[ALGORITHM_SHA256] == nullptr ||
      pthread_key_create (&contexts_key, contexts_free) != 0)
    abort ();
}

static Contexts *
contexts_of_thread (void)
{
  if (contexts == nullptr)
    {
      pthread_once (&once, fetch);
      Contexts *made = calloc (1, sizeof *made);
      if (made == nullptr)
        abort ();
      for (unsigned i = 0; i < N_ALGORITHMS; i++)
        {
          made->of[i] = EVP_MD_CTX_new ();
          if (made->of[i] == nullptr)
            abort ();
        }
      /* The key's only work is to free them when the thread ends. */
      if (pthread_setspecific (contexts_key, made) != 0)
        abort ();
      contexts = made;
    }
  return contexts;
}

static Hash
digest (Algorithm algorithm, const Bytes *parts, size_t n)
{
  EVP_MD_CTX *context = contexts_of_thread ()->of[algorithm];
  Hash hash;
  unsigned len = 0;

  /* There is no input these refuse: a failure here is a broken library. */
  if (!EVP_DigestInit_ex2 (context, algorithms[algorithm], nullptr))
    abort ();
  for (size_t i = 0; i < n; i++)
    if (parts[i].len > 0 && !EVP_DigestUpdate (context, parts[i].data, parts[i].len))
      abort ();
  if (!EVP_DigestFinal_ex (context, hash.bytes, &len) || len != sizeof hash.bytes)
    abort ();
  return hash;
}

Hash
keccak256 (Bytes input)
{
  return digest (ALGORITHM_KECCAK, &input, 1);
}

Hash
keccak256_parts (const Bytes *parts, size_t n)
{
  return digest (ALGORITHM_KECCAK, parts, n);
}

Hash
sha256 (Bytes input)
{
  return digest (ALGORITHM_SHA256, &input, 1);
}

bool
hash_equal (const Hash *a, const Hash *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}
