/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "surety-keyfile.h"
#include "surety-store-error.h"

static void
assert_same (const Keystore *a, const Keystore *b)
{
  assert (a->kdf == b->kdf);
  if (a->kdf == KEYSTORE_SCRYPT)
    assert (a->n == b->n && a->r == b->r && a->p == b->p);
  else
    assert (a->c == b->c);
  assert (a->salt_len == b->salt_len && memcmp (a->salt, b->salt, a->salt_len) == 0);
  assert (memcmp (a->iv, b->iv, sizeof a->iv) == 0);
  assert (a->ciphertext_len == b->ciphertext_len);
  assert (memcmp (a->ciphertext, b->ciphertext, a->ciphertext_len) == 0);
  assert (memcmp (a->mac, b->mac, sizeof a->mac) == 0);
}

/* What is read as a key file is within the limits, and written again it is the same. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) json = g_bytes_new_static (data, size);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GError) error = NULL;
  Keystore keystore, again;
  Address address, address_again;
  gboolean has_address, has_address_again;

  if (!surety_keystore_parse (json, &keystore, &address, &has_address, &error))
    {
      assert (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED));
      return 0;
    }
  assert (error == NULL);
  CoreResult result = keystore_check (&keystore);
  assert (result == CORE_OK);

  written = surety_keystore_write (&keystore, has_address ? &address : NULL);
  gboolean is_read = surety_keystore_parse (written, &again, &address_again, &has_address_again,
                                            &error);
  assert (is_read);
  assert_same (&keystore, &again);
  assert (has_address == has_address_again);
  if (has_address)
    assert (address_equal (&address, &address_again));

  return 0;
}
