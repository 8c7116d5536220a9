/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-sidecar.h"

#include <string.h>

#include "hex.h"
#include "protocol-test.h"

/* The worked distribution (three earners, three tokens; executed on RewardsCoordinator's own bytecode), as the sidecar
 * writes it: bytes in base64, what is zero or empty left out. */
#define ROOT "0xaece51ac0803a05cb9d8eed1e24528257c4a6443e49c3ebcde0ac49fa5f0d47e"
#define E1 "0x55ccb6ec92959052b9f1bf35b2cef438cf626aa5"
#define E2 "0x7aadd3816216358a86aaca56728ca82abe9378af"
#define T0 "0x257601e63cc667ba6ad3561eb197f0edad4f96f7"
#define T1 "0x50fba4307f9e10297bcda2c4380539814f965ce1"

#define EARNER_PROOF \
  "B9ygmlRwQj3oPRnjMGmGRCP3L0Gb6z6rqjM1MteCrrkCzSqqIcU2TyGoZ9Uh84CCF4fV4hsz+vtLWtgwoC+Vew=="
#define TOKEN_ROOT "bKn5tCJn7GdXQv3C83/Wu57L0etJZIPp5PlQ0k4ETBQ="
#define TOKEN_PROOF "7GkMVK8UE7akMff0FB9t+knpYP7aD3TN+z9ZikmN0u8="
#define ROOT_BYTES "\"root\":\"rs5RrAgDoFy52O7R4kUoJXxKZEPknD683grEn6Xw1H4=\""

/* E1's claim of T1. */
#define PROOF                                                                           \
  "{\"proof\":{" ROOT_BYTES ",\"rootIndex\":7,\"earnerIndex\":1,\"earnerTreeProof\":"   \
  "\"" EARNER_PROOF "\",\"earnerLeaf\":{\"earner\":\"" E1 "\",\"earnerTokenRoot\":"     \
  "\"" TOKEN_ROOT "\"},\"tokenIndices\":[1],\"tokenTreeProofs\":[\"" TOKEN_PROOF "\"]," \
  "\"tokenLeaves\":[{\"token\":\"" T1 "\",\"cumulativeEarnings\":\"3\"}]}}"

/* E2's: its own tree is one leaf. */
#define SHORT_PROOF                                                                               \
  "{\"proof\":{\"earnerIndex\":2,\"earnerTreeProof\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" \
  "ABUPd+YLNHrPHX2pWEGCUJ/byl+nkOr7hcRZlXJItCu/Q==\",\"earnerLeaf\":{\"earner\":\"" E2 "\","      \
  "\"earnerTokenRoot\":\"77nvxvAxOoJv1mQHokbPoH5addN02IWVazQeE81+MIw=\"},\"tokenIndices\":[0],"   \
  "\"tokenTreeProofs\":[\"\"],\"tokenLeaves\":[{\"token\":\"" T0                                  \
  "\",\"cumulativeEarnings\":\"3\"}]}}"

static SuretyClaim *
read_proof (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return surety_eigenlayer_sidecar_read_proof (bytes, error);
}

static GArray *
read_summary (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return surety_eigenlayer_sidecar_read_summary (bytes, error);
}

static Hash
worked_root (void)
{
  Hash root;

  g_assert_cmpint (hex_decode_fixed (ROOT, strlen (ROOT), true, root.bytes, sizeof root.bytes), ==,
                   CORE_OK);
  return root;
}

static char *
replaced (const char *text, const char *was, const char *is)
{
  GString *out = g_string_new (text);

  if (g_string_replace (out, was, is, 1) != 1)
    g_error ("%s is not there", was);
  return g_string_free (out, FALSE);
}

static void
test_worked_example (void)
{
  const Hash root = worked_root ();
  const Address e1 = protocol_test_address (E1);
  const Address t1 = protocol_test_address (T1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyClaim) claim = read_proof (PROOF, &error);
  g_autoptr (SuretyClaim) short_claim = NULL;
  g_autofree char *raised = replaced (PROOF, "Earnings\":\"3\"", "Earnings\":\"4\"");
  g_autoptr (SuretyClaim) lie = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (surety_claim_get_root_index (claim), ==, 7);
  g_assert_cmpuint (surety_claim_get_earner_index (claim), ==, 1);
  g_assert_true (address_equal (surety_claim_get_earner (claim), &e1));
  g_assert_cmpuint (surety_claim_get_n (claim), ==, 1);
  g_assert_true (address_equal (&surety_claim_get_token (claim, 0)->token, &t1));
  g_assert_true (surety_claim_get_token (claim, 0)->cumulative == 3);
  g_assert_true (surety_claim_is_of (claim, &root));

  short_claim = read_proof (SHORT_PROOF, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_claim_get_root_index (short_claim), ==, 0);
  g_assert_true (surety_claim_is_of (short_claim, &root));

  /* What is said is read; whether it is so is the root's to say. */
  lie = read_proof (raised, &error);
  g_assert_no_error (error);
  g_assert_false (surety_claim_is_of (lie, &root));
}

/* The same thing in other words of proto3's JSON. */
static void
test_spellings (void)
{
  static const struct
  {
    const char *was, *is;
  } same[] = {
    { "\"rootIndex\":7", "\"rootIndex\":\"7\"" },
    { "\"earnerIndex\":1", "\"earnerIndex\":\"1\"" },
    { "[1]", "[\"1\"]" },
    { ROOT_BYTES ",", "" },
    { ROOT_BYTES ",", "\"root\":null," },
    { ROOT_BYTES ",", "\"somethingNew\":{\"a\":[1,2.5,true]}," },
    { T1, NULL }, /* with its checksum */
    { "{\"proof\":{", " {\n\"proof\" : {\n" },
  };
  const Hash root = worked_root ();
  char t1[ADDRESS_TEXT_SIZE];
  const Address token = protocol_test_address (T1);

  address_to_text (&token, t1);
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = replaced (PROOF, same[i].was,
                                        g_str_equal (same[i].was, T1) ? t1 : same[i].is);
      g_autoptr (SuretyClaim) claim = read_proof (text, &error);

      g_test_message ("%s", text);
      g_assert_no_error (error);
      g_assert_true (surety_claim_is_of (claim, &root));
    }
}

static void
assert_no_proof (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyClaim) claim = read_proof (text, &error);

  if (claim != NULL)
    g_error ("was taken: %.200s", text);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REWARDS_REPLY);
}

static void
test_damages (void)
{
  static const struct
  {
    const char *was, *is;
  } damages[] = {
    { "\"rootIndex\":7", "\"rootIndex\":-7" },
    { "\"rootIndex\":7", "\"rootIndex\":7.0" },
    { "\"rootIndex\":7", "\"rootIndex\":7e0" },
    { "\"rootIndex\":7", "\"rootIndex\":4294967296" },
    { "\"rootIndex\":7", "\"rootIndex\":\"4294967296\"" },
    { "\"rootIndex\":7", "\"rootIndex\":\"-7\"" },
    { "\"rootIndex\":7", "\"rootIndex\":\"0x7\"" },
    { "\"rootIndex\":7", "\"rootIndex\":\"\"" },
    { "\"rootIndex\":7", "\"rootIndex\":NaN" },
    { "\"rootIndex\":7", "\"rootIndex\":true" },
    { "\"rootIndex\":7", "\"rootIndex\":[7]" },
    { "\"rootIndex\":7", "\"rootIndex\":7,\"rootIndex\":7" },
    { "\"rootIndex\":7", "\"rootIndex\":1e999" },
    { "\"rootIndex\":7", "\"rootIndex\":99999999999999999999" },
    { "\"earnerIndex\":1", "\"earnerIndex\":4" },                    /* beyond its proof */
    { EARNER_PROOF, "B9ygmlRwQj3oPRnjMGmGRCP3L0Gb6z6rqjM1MteCrrk" }, /* no padding */
    { EARNER_PROOF, "B9yg" },                                        /* not whole */
    { EARNER_PROOF, "0x07dca09a" },                                  /* hex */
    { EARNER_PROOF, "B9yg mlRw" },
    { TOKEN_ROOT, "bKn5tCJn7GdXQv3C83_Wu57L0etJZIPp5PlQ0k4ETBQ=" }, /* base64url */
    { TOKEN_ROOT, "bKn5tCJn7GdXQv3C83/Wu57L0etJZIPp5PlQ0k4ETBR=" }, /* not the one spelling */
    { TOKEN_ROOT, "bKn5" },
    { TOKEN_ROOT, "" },
    { "\"" TOKEN_ROOT "\"", "null" },
    { "\"" TOKEN_ROOT "\"", "7" },
    { "\"earner\":\"" E1, "\"earner\":\"0x55" },
    { "\"earner\":\"" E1, "\"earner\":\"0x0000000000000000000000000000000000000000" },
    { "\"earner\":", "\"earners\":" },
    { "\"" T1 "\"", "\"0x0000000000000000000000000000000000000000\"" },
    { "\"" T1 "\"", "\"0x50FBA4307f9e10297bcda2c4380539814f965ce1\"" }, /* checksum */
    { "\"" T1 "\"", "7" },
    { "\"" T1 "\"", "null" },
    { "\"3\"", "3" },
    { "\"3\"", "\"-3\"" },
    { "\"3\"", "\"3.0\"" },
    { "\"3\"", "\"3e18\"" },
    { "\"3\"", "\"0x3\"" },
    { "\"3\"", "\"\"" },
    { "\"3\"", "\"NaN\"" },
    { "\"3\"",
      "\"115792089237316195423570985008687907853269984665640564039457584007913129639936\"" },
    { "[1]", "[]" },
    { "[1]", "[1,1]" },
    { "[1]", "[2]" }, /* beyond its proof */
    { "[1]", "1" },
    { "[1]", "[-1]" },
    { "[1]", "{}" },
    { "[\"" TOKEN_PROOF "\"]", "[]" },
    { "[\"" TOKEN_PROOF "\"]", "\"" TOKEN_PROOF "\"" },
    { "[\"" TOKEN_PROOF "\"]", "[[\"" TOKEN_PROOF "\"]]" },
    { "\"tokenLeaves\":[{", "\"tokenLeaves\":[[],{" },
    { "\"tokenLeaves\":", "\"leaves\":" },
    { "\"proof\":", "\"proofs\":" },
    { "\"earnerLeaf\":", "\"leaf\":" },
    { "}]}}", "}]}" },
    { "}]}}", "}]}}}" },
    { "}]}}", "}]}} x" },
    { "{\"proof\"", "\xef\xbb\xbf{\"proof\"" },
    { T1, "\\u0000" },
    { T1, "\xff" },
  };
  static const char *const texts[] = { "",
                                       "null",
                                       "[]",
                                       "7",
                                       "\"x\"",
                                       "{}",
                                       "{\"proof\":null}",
                                       "<html>",
                                       "{\"code\":13,\"message\":\"x\",\"details\":[]}" };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *text = replaced (PROOF, damages[i].was, damages[i].is);

      assert_no_proof (text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_no_proof (texts[i]);
}

/* As much as somebody likes to send. */
static void
test_bounds (void)
{
  static const gsize lengths[] = { 33 * 32, 3 * 4096, 100000 };
  g_autofree char *spaces = g_strnfill (SURETY_SIDECAR_MAX_REPLY, ' ');
  g_autofree char *padded = g_strconcat (PROOF, spaces, NULL);
  g_autoptr (GString) deep = g_string_new ("{\"proof\":");
  g_autoptr (GString) indices = g_string_new ("[1");
  g_autoptr (GString) proofs = g_string_new ("[\"" TOKEN_PROOF "\"");
  g_autoptr (GString) leaves = g_string_new ("\"tokenLeaves\":[");
  g_autoptr (GString) many = g_string_new (PROOF);

  assert_no_proof (padded);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree guint8 *zeros = g_malloc0 (lengths[i]);
      g_autofree char *base64 = g_base64_encode (zeros, lengths[i]);
      g_autofree char *earner = replaced (PROOF, EARNER_PROOF, base64);
      g_autofree char *token = replaced (PROOF, TOKEN_PROOF, base64);

      assert_no_proof (earner);
      assert_no_proof (token);
    }
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  assert_no_proof (deep->str);

  /* One token more than a claim may have, each another. */
  for (guint i = 0; i < SURETY_CLAIM_MAX_TOKENS; i++)
    {
      g_string_append (indices, ",1");
      g_string_append (proofs, ",\"" TOKEN_PROOF "\"");
      g_string_append_printf (leaves, "{\"token\":\"0x%040x\",\"cumulativeEarnings\":\"3\"},",
                              i + 1);
    }
  g_assert_cmpuint (g_string_replace (many, "[1", indices->str, 1), ==, 1);
  g_assert_cmpuint (g_string_replace (many, "[\"" TOKEN_PROOF "\"", proofs->str, 1), ==, 1);
  g_assert_cmpuint (g_string_replace (many, "\"tokenLeaves\":[", leaves->str, 1), ==, 1);
  assert_no_proof (many->str);
}

static void
test_question (void)
{
  const Address earner = protocol_test_address (E1);
  const Address tokens[] = { protocol_test_address (T0), protocol_test_address (T1) };
  g_autofree char *path = surety_eigenlayer_sidecar_summary_path (&earner);
  g_autoptr (GBytes) asked = surety_eigenlayer_sidecar_ask_proof (&earner, tokens, 2, 7);
  static const char expected[] = "{\"earnerAddress\":\"" E1 "\",\"tokens\":[\"" T0 "\",\"" T1
                                 "\"],\"rootIndex\":\"7\"}";

  g_assert_cmpstr (path, ==, "/rewards/v1/earners/" E1 "/summarized-rewards");
  g_assert_cmpmem (g_bytes_get_data (asked, NULL), g_bytes_get_size (asked), expected,
                   strlen (expected));
}

static void
test_summary (void)
{
  static const char *const nothing[] = { "{}", "{\"rewards\":[]}", "{\"rewards\":null}" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) tokens = read_summary (
    "{\"rewards\":[{\"token\":\"" T0 "\",\"earned\":\"5\",\"active\":\"3\",\"claimed\":\"1\","
    "\"claimable\":\"2\"},{\"token\":\"" T1 "\",\"earned\":\"5\",\"active\":\"0\","
    "\"claimable\":\"0\"},{\"token\":\"" E2
    "\",\"active\":\"3\",\"claimed\":\"3\",\"claimable\":\"-2\"},"
    /* As it says it of what nobody ever claimed, and of what is not in that root yet. */
    "{\"token\":\"" E1 "\",\"earned\":\"5\",\"active\":\"3\",\"claimed\":\"\",\"claimable\":"
    "\"3\"},{\"token\":\"0x1111111111111111111111111111111111111111\","
    "\"earned\":\"5\",\"active\":\"\",\"claimed\":\"\",\"claimable\":\"\"}]}",
    &error);
  const SuretySidecarToken *first;

  g_assert_no_error (error);
  g_assert_cmpuint (tokens->len, ==, 5);
  first = &g_array_index (tokens, SuretySidecarToken, 0);
  g_assert_true (first[0].active && first[0].claimable);
  g_assert_false (first[1].active || first[1].claimable);
  g_assert_true (first[2].active && !first[2].claimable);
  g_assert_true (first[3].active && first[3].claimable);
  g_assert_false (first[4].active || first[4].claimable);

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    {
      g_autoptr (GArray) none = read_summary (nothing[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (none->len, ==, 0);
    }
}

static void
test_bad_summaries (void)
{
#define ONE(token, active) "{\"rewards\":[{\"token\":" token ",\"active\":" active "}]}"
  static const char *const texts[] = {
    "",
    "[]",
    "{\"rewards\":{}}",
    "{\"rewards\":[7]}",
    "{\"rewards\":[{}]}",
    "{\"rewards\":[],\"rewards\":[]}",
    ONE ("7", "\"1\""),
    ONE ("\"0x50\"", "\"1\""),
    ONE ("\"0x0000000000000000000000000000000000000000\"", "\"1\""),
    ONE ("\"" T0 "\"", "1"),
    ONE ("\"" T0 "\"", "\"-1\""),
    ONE ("\"" T0 "\"", "\"NaN\""),
    "{\"rewards\":[{\"token\":\"" T0 "\"},{\"token\":\"" T0 "\"}]}",
    "{\"rewards\":[{\"token\":\"" T0 "\",\"active\":\"1\",\"claimed\":\"-1\"}]}",
  };
#undef ONE
  g_autoptr (GString) many = g_string_new ("{\"rewards\":[");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (read_summary (texts[i], &error));
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REWARDS_REPLY);
    }

  for (guint n = 1; n <= SURETY_SIDECAR_MAX_TOKENS + 1; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) tokens = NULL;
      g_autofree char *text = NULL;

      g_string_append_printf (many, "%s{\"token\":\"0x%040x\"}", n > 1 ? "," : "", n);
      if (n < SURETY_SIDECAR_MAX_TOKENS)
        continue;
      text = g_strconcat (many->str, "]}", NULL);
      tokens = read_summary (text, &error);
      g_assert_true ((tokens != NULL) == (n == SURETY_SIDECAR_MAX_TOKENS));
    }
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);

  g_test_add_func ("/sidecar/the-worked-example-is-read", test_worked_example);
  g_test_add_func ("/sidecar/other-spellings-are-the-same", test_spellings);
  g_test_add_func ("/sidecar/what-is-no-proof-is-refused", test_damages);
  g_test_add_func ("/sidecar/too-much-is-refused", test_bounds);
  g_test_add_func ("/sidecar/what-is-asked", test_question);
  g_test_add_func ("/sidecar/a-summary-says-what-to-ask-for", test_summary);
  g_test_add_func ("/sidecar/what-is-no-summary-is-refused", test_bad_summaries);

  return g_test_run ();
}
