/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "surety-look-alike.h"
#include "surety-metadata.h"
#include "surety-text.h"

/* What anybody says of himself: as the URI in a log, as the file it leads to, as a bare name, and as the
 * address of either. */

static void
check_text (const char *text, gsize max)
{
  g_autofree char *again = surety_text_clean (text, -1, max);

  assert (g_utf8_validate (text, -1, NULL));
  assert (g_utf8_strlen (text, -1) <= (glong) max);
  /* What is clean stays as it is. */
  assert (*text == '\0' || surety_text_is_clean (text, 1, max));
  assert (g_str_equal (text, again));
}

static void
check_metadata (const SuretyMetadata *metadata)
{
  GHashTableIter iter;
  gpointer name;

  if (metadata == NULL)
    return;
  check_text (metadata->name, 80);
  check_text (metadata->description, 500);
  check_text (metadata->website, 512);
  check_text (metadata->logo, 512);
  assert (*metadata->website == '\0' ||
          g_ascii_strncasecmp (metadata->website, "https://", 8) == 0);
  assert (*metadata->logo == '\0' || g_ascii_strncasecmp (metadata->logo, "https://", 8) == 0 ||
          g_ascii_strncasecmp (metadata->logo, "ipfs://", 7) == 0);
  if (metadata->sets == NULL)
    return;
  assert (g_hash_table_size (metadata->sets) <= 256);
  g_hash_table_iter_init (&iter, metadata->sets);
  while (g_hash_table_iter_next (&iter, NULL, &name))
    check_text (name, 80);
}

/* Nowhere but where the text says, or where the user's own gateway is. */
static void
locate (const char *text)
{
  static const char *const gateways[] = { NULL, "https://ipfs.example.org", "https://a.example/" };

  for (guint i = 0; i < G_N_ELEMENTS (gateways); i++)
    {
      g_autofree char *url = surety_metadata_locate (text, gateways[i]);

      if (url == NULL)
        continue;
      assert (g_uri_is_valid (url, G_URI_FLAGS_ENCODED, NULL));
      assert (g_str_equal (url, text) || g_str_has_prefix (url, gateways[i]));
      assert (surety_metadata_same_site (url, url) || g_str_equal (url, text));
    }
  g_free (surety_metadata_locate ("ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG/x", text));
  assert (!surety_metadata_same_site (text, "http://example.org"));
}

/* Every name looks like itself, written by somebody else. */
static void
look_alike (const char *name)
{
  g_autofree char *skeleton = surety_look_alike_skeleton (name);
  g_autoptr (SuretyLookAlikes) names = surety_look_alikes_new ();

  assert (g_utf8_validate (skeleton, -1, NULL));
  surety_look_alikes_set (names, "a", name);
  assert (!surety_look_alikes_is_one (names, "a"));
  surety_look_alikes_set (names, "b", name);
  assert (surety_look_alikes_is_one (names, "a") == (*skeleton != '\0'));
  surety_look_alikes_set (names, "b", "");
  assert (!surety_look_alikes_is_one (names, "a"));
}

int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  g_autoptr (GBytes) file = g_bytes_new_static (input, size);
  g_autofree char *text = g_strndup ((const char *) input, size);
  g_autofree char *clean = surety_text_clean ((const char *) input, (gssize) size, 80);
  g_autofree char *uri = g_strconcat ("data:,", text, NULL);
  g_autoptr (SuretyMetadata) as_file = surety_metadata_parse_file (file);
  g_autoptr (SuretyMetadata) as_uri = surety_metadata_parse ((const char *) input, size);
  g_autoptr (SuretyMetadata) as_data = surety_metadata_parse (uri, strlen (uri));

  check_metadata (as_file);
  check_metadata (as_uri);
  check_metadata (as_data);
  check_text (clean, 80);
  locate (text);
  look_alike (clean);
  return 0;
}
