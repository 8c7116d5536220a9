/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "surety-look-alike.h"
#include "surety-metadata.h"

static SuretyMetadata *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return surety_metadata_parse_file (bytes);
}

static void
test_file (void)
{
  g_autoptr (SuretyMetadata)
    good = parse ("{\"name\":\"Plain\\u202eevil\\u0007 Name\",\"description\":\"  two\\n lines \","
                  "\"website\":\"https://example.org/x\",\"logo\":\"https://example.org/l.png\","
                  "\"twitter\":\"ignored\",\"operatorSets\":[{\"id\":\"3\",\"name\":\"Three\"},"
                  "{\"id\":\"x\",\"name\":\"No\"}]}");
  g_autoptr (SuretyMetadata) bare = parse ("{}");
  g_autoptr (SuretyMetadata) wrong = parse (
    "{\"name\":7,\"website\":\"javascript:alert(1)\",\"logo\":\"file:///etc/passwd\"}");
  g_autoptr (SuretyMetadata) spaces = parse (
    "{\"website\":\"https://  example.org\",\"logo\":\"https://e.org/\\u3000.png\"}");

  g_assert_cmpstr (spaces->website, ==, "");
  g_assert_cmpstr (spaces->logo, ==, "");
  g_assert_cmpstr (good->name, ==, "Plainevil Name");
  g_assert_cmpstr (good->description, ==, "two lines");
  g_assert_cmpstr (good->website, ==, "https://example.org/x");
  g_assert_cmpstr (good->logo, ==, "https://example.org/l.png");
  g_assert_cmpuint (g_hash_table_size (good->sets), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (good->sets, GUINT_TO_POINTER (3)), ==, "Three");
  g_assert_cmpstr (bare->name, ==, "");
  g_assert_cmpstr (wrong->name, ==, "");
  g_assert_cmpstr (wrong->website, ==, "");
  g_assert_cmpstr (wrong->logo, ==, "");
}

static void
test_file_refused (void)
{
  static const char *const texts[] = {
    "",
    "[]",
    "null",
    "{\"name\":\"a\",\"name\":\"b\"}",
    "{\"name\":\"a\"} x",
    "{\"name\":\"\\ud800\"}",
  };
  g_autofree char *large = g_malloc0 (SURETY_METADATA_MAX_FILE + 2);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (parse (texts[i]));

  memset (large, ' ', SURETY_METADATA_MAX_FILE + 1);
  large[0] = '{';
  large[SURETY_METADATA_MAX_FILE] = '}';
  g_assert_null (parse (large));
  /* One byte less is let in: it is the size that was refused. */
  large[SURETY_METADATA_MAX_FILE] = '\0';
  large[SURETY_METADATA_MAX_FILE - 1] = '}';
  g_autoptr (SuretyMetadata) largest = parse (large);
  g_assert_nonnull (largest);
}

static void
test_locate (void)
{
  static const char cid[] = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
  static const struct
  {
    const char *uri;
    const char *gateway;
    const char *url;
  } cases[] = {
    { "https://example.org/a.json", NULL, "https://example.org/a.json" },
    { "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi/m.json",
      "https://gateway.example",
      "https://gateway.example/ipfs/"
      "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi/m.json" },
    { "ipfs://ipfs/QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG", "https://gateway.example/",
      "https://gateway.example/ipfs/QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG" },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG", NULL, NULL },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG", "http://gateway.example", NULL },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/../../admin", "https://g.example",
      NULL },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG?x=1", "https://g.example", NULL },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/a%20b", "https://g.example",
      "https://g.example/ipfs/QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/a%20b" },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/a%C3%A4", "https://g.example",
      "https://g.example/ipfs/QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/a%C3%A4" },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/%2e%2e/admin", "https://g.example",
      NULL },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/a%2fb", "https://g.example", NULL },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/%3o", "https://g.example", NULL },
    { "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/%3", "https://g.example", NULL },
    { "ipfs://..", "https://g.example", NULL },
    { "http://example.org/a.json", "https://g.example", NULL },
    { "https://user:pass@example.org/", NULL, NULL },
    { "data:application/json,{}", "https://g.example", NULL },
    { "file:///etc/passwd", "https://g.example", NULL },
    { "https://exa\nmple.org/", NULL, NULL },
    { "", "https://g.example", NULL },
  };

  g_assert_cmpuint (strlen (cid), ==, 59);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = surety_metadata_locate (cases[i].uri, cases[i].gateway);

      g_assert_cmpstr (url, ==, cases[i].url);
    }
}

static void
test_same_site (void)
{
  static const struct
  {
    const char *file;
    const char *website;
    gboolean same;
  } cases[] = {
    { "https://example.org/m.json", "https://example.org", TRUE },
    { "https://files.example.org/m.json", "https://example.org/about", TRUE },
    { "https://example.org/m.json", "https://www.example.org", TRUE },
    { "https://example.org/m.json", "https://app.example.org", TRUE },
    { "https://example.org/m.json", "https://example.com", FALSE },
    { "https://badexample.org/m.json", "https://example.org", FALSE },
    { "https://example.org.evil.net/m.json", "https://example.org", FALSE },
    { "https://raw.githubusercontent.com/x/m.json", "https://example.org", FALSE },
    { "https://org/m.json", "https://example.org", FALSE },
    { "http://example.org/m.json", "https://example.org", FALSE },
    { "https://example.org/m.json", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (surety_metadata_same_site (cases[i].file, cases[i].website), ==,
                     cases[i].same);
}

static gboolean
look_alike (const char *a, const char *b)
{
  g_autofree char *one = surety_look_alike_skeleton (a);
  g_autofree char *other = surety_look_alike_skeleton (b);

  return g_str_equal (one, other);
}

static void
test_look_alikes (void)
{
  g_assert_true (look_alike ("Paypal", "Раураl"));
  g_assert_true (look_alike ("Iota", "lota"));
  g_assert_true (look_alike ("iota", "IOTA"));
  g_assert_true (look_alike ("Kiln", "Ki1n"));
  g_assert_true (look_alike ("P2P.org", "p2p org"));
  g_assert_true (look_alike ("Node  Op", "NodeOp"));
  g_assert_true (look_alike ("Éclair", "E\u0301clair"));
  g_assert_false (look_alike ("Kiln", "Kilt"));
  g_assert_false (look_alike ("Alpha", "Beta"));
  g_assert_false (look_alike ("Operator 1", "Operator 2"));
}

static void
test_list_of_names (void)
{
  g_autoptr (SuretyLookAlikes) names = surety_look_alikes_new ();

  surety_look_alikes_set (names, "a", "Kiln");
  surety_look_alikes_set (names, "b", "Other");
  surety_look_alikes_set (names, "c", "");
  surety_look_alikes_set (names, "d", "");
  g_assert_false (surety_look_alikes_is_one (names, "a"));
  g_assert_false (surety_look_alikes_is_one (names, "c"));

  surety_look_alikes_set (names, "b", "K1LN");
  g_assert_true (surety_look_alikes_is_one (names, "a"));
  g_assert_true (surety_look_alikes_is_one (names, "b"));
  /* The same again is not a second one. */
  surety_look_alikes_set (names, "a", "Kiln");
  surety_look_alikes_set (names, "b", "Different");
  g_assert_false (surety_look_alikes_is_one (names, "a"));
  surety_look_alikes_clear (names);
  surety_look_alikes_set (names, "x", "Kiln");
  g_assert_false (surety_look_alikes_is_one (names, "x"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metadata/file-is-cleaned", test_file);
  g_test_add_func ("/metadata/bad-file-is-refused", test_file_refused);
  g_test_add_func ("/metadata/only-https-and-chosen-gateway", test_locate);
  g_test_add_func ("/metadata/same-site", test_same_site);
  g_test_add_func ("/look-alike/names-that-look-the-same", test_look_alikes);
  g_test_add_func ("/look-alike/list-of-names", test_list_of_names);
  return g_test_run ();
}
