/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

#include "merkle.h"
#include "practice-addresses.h"
#include "practice-rewards.h"
#include "surety-chain-error.h"

/* The worked distribution: three earners, three tokens; E1 claims 3 of T1. */
#define E1 "0x55ccb6ec92959052b9f1bf35b2cef438cf626aa5"
#define T1 "0x50fba4307f9e10297bcda2c4380539814f965ce1"
#define ROOT "0xaece51ac0803a05cb9d8eed1e24528257c4a6443e49c3ebcde0ac49fa5f0d47e"
#define STRANGER "0x0000000000000000000000000000000000000bad"

#define CLAIM                                                                             \
  "(uint32 rootIndex, uint32 earnerIndex, bytes earnerTreeProof, (address earner, "       \
  "bytes32 earnerTokenRoot) earnerLeaf, uint32[] tokenIndices, bytes[] tokenTreeProofs, " \
  "(address token, uint256 cumulativeEarnings)[] tokenLeaves)"

static const char submit[] = "function submitRoot(bytes32 root, uint32 end)";
static const char check[] = "function checkClaim(" CLAIM " claim) returns (bool)";
static const char process[] = "function processClaim(" CLAIM " claim, address recipient)";

typedef struct
{
  AbiValue items[7];
  AbiValue earner_leaf[2];
  AbiValue token_leaf[2];
  AbiValue token_leaves[1];
} Claim;

static AbiValue
claim_fill (Claim *claim, const char *earner_index, const char *token_index, const char *amount)
{
  AbiValue proof =
    practice_test_b ("0x07dca09a5470423de83d19e33069864423f72f419beb3eabaa333532d782aeb9"
                     "02cd2aaa21c5364f21a867d521f380821787d5e21b33fafb4b5ad830a02f957b",
                     64);
  AbiValue token_proof =
    practice_test_b ("0xec690c54af1413b6a431f7f4141f6dfa49e960feda0f74cdfb3f598a498dd2ef", 32);

  token_proof.kind = ABI_BYTES;
  claim->earner_leaf[0] = A (E1);
  claim->earner_leaf[1] =
    practice_test_b ("0x6ca9f9b42267ec675742fdc2f37fd6bb9ecbd1eb496483e9e4f950d24e044c14", 32);
  claim->token_leaf[0] = A (T1);
  claim->token_leaf[1] = U (amount);
  claim->token_leaves[0] = abi_tuple (claim->token_leaf, 2);
  claim->items[0] = U ("0");
  claim->items[1] = U (earner_index);
  claim->items[2] = proof;
  claim->items[3] = abi_tuple (claim->earner_leaf, 2);
  claim->items[4] = practice_test_list (U (token_index));
  claim->items[5] = practice_test_list (token_proof);
  claim->items[6] = abi_array (claim->token_leaves, 1);

  return abi_tuple (claim->items, 7);
}

static void
check_reverts (SuretyPractice *self,
               const char *earner_index,
               const char *token_index,
               const char *amount,
               const char *error)
{
  Claim claim;

  practice_test_reverts (self, STRANGER, TEST_RC, check,
                         ARGS (claim_fill (&claim, earner_index, token_index, amount)), error);
}

static void
test_claim (void)
{
  g_autoptr (SuretyPractice) self = practice_test_bare ();
  Claim claim;
  AbiValue good = claim_fill (&claim, "1", "1", "3");

  practice_test_add_token (self, T1);
  practice_test_give (self, T1, TEST_RC, "100");
  practice_test_reverts (self, STRANGER, TEST_RC, submit,
                         ARGS (practice_test_b (ROOT, 32), U ("1779926400")),
                         "UnauthorizedCaller()");
  practice_test_reverts (self, TEST_UPDATER, TEST_RC, submit,
                         ARGS (practice_test_b (ROOT, 32), U ("1780012800")),
                         "RewardsEndTimestampNotElapsed()");
  g_autofree char *posted = practice_test_do (self, TEST_UPDATER, TEST_RC, submit,
                                              ARGS (practice_test_b (ROOT, 32), U ("1779926400")));
  g_assert_cmpstr (posted, ==, "DistributionRootSubmitted");
  check_reverts (self, "1", "1", "3", "RootNotActivated()");

  practice_test_block (self, TEST_BLOCK + 604800 / 12);
  practice_test_is (self, TEST_RC, check, ARGS (good), "1");
  practice_test_reverts (self, STRANGER, TEST_RC, process, ARGS (good, A (STRANGER)),
                         "UnauthorizedCaller()");
  check_reverts (self, "1", "1", "4", "InvalidClaimProof()");
  check_reverts (self, "5", "1", "3", "InvalidEarnerLeafIndex()");
  check_reverts (self, "1", "3", "3", "InvalidTokenLeafIndex()");
  check_reverts (self, "0", "1", "3", "InvalidClaimProof()");

  good = claim_fill (&claim, "1", "1", "3");
  g_autofree char *paid = practice_test_do (self, E1, TEST_RC, process, ARGS (good, A (STRANGER)));
  g_assert_cmpstr (paid, ==, "Transfer RewardsClaimed");
  practice_test_is (self, T1, "function balanceOf(address a) returns (uint256)",
                    ARGS (A (STRANGER)), "3");
  practice_test_is (self, TEST_RC,
                    "function cumulativeClaimed(address earner, address token) returns (uint256)",
                    ARGS (A (E1), A (T1)), "3");
  practice_test_reverts (self, E1, TEST_RC, process, ARGS (good, A (STRANGER)),
                         "EarningsNotGreaterThanClaimed()");
}

static void
test_claimer (void)
{
  g_autoptr (SuretyPractice) self = practice_test_bare ();
  Claim claim;
  AbiValue good = claim_fill (&claim, "1", "1", "3");

  practice_test_add_token (self, T1);
  practice_test_give (self, T1, TEST_RC, "100");
  g_free (practice_test_do (self, TEST_UPDATER, TEST_RC, submit,
                            ARGS (practice_test_b (ROOT, 32), U ("1779926400"))));
  g_free (practice_test_do (self, E1, TEST_RC, "function setClaimerFor(address claimer)",
                            ARGS (A (STRANGER))));
  practice_test_block (self, TEST_BLOCK + 604800 / 12);
  practice_test_reverts (self, E1, TEST_RC, process, ARGS (good, A (E1)), "UnauthorizedCaller()");
  g_free (practice_test_do (self, STRANGER, TEST_RC, process, ARGS (good, A (E1))));
}

static void
test_disabled_root (void)
{
  g_autoptr (SuretyPractice) self = practice_test_bare ();

  g_free (practice_test_do (self, TEST_UPDATER, TEST_RC, submit,
                            ARGS (practice_test_b (ROOT, 32), U ("1779926400"))));
  g_free (practice_test_do (self, TEST_UPDATER, TEST_RC, "function disableRoot(uint32 rootIndex)",
                            ARGS (U ("0"))));
  check_reverts (self, "1", "1", "3", "RootDisabled()");
}

static void
test_split (void)
{
  static const char set_split[] =
    "function setOperatorAVSSplit(address operator, address avs, uint16 split)";
  static const char get_split[] =
    "function getOperatorAVSSplit(address operator, address avs) returns (uint16)";
  g_autoptr (SuretyPractice) self = practice_test_bare ();

  practice_test_is (self, TEST_RC, get_split, ARGS (A (TEST_OPERATOR), A (TEST_AVS)), "1000");
  g_free (practice_test_do (self, TEST_OPERATOR, TEST_RC, set_split,
                            ARGS (A (TEST_OPERATOR), A (TEST_AVS), U ("2500"))));
  practice_test_is (self, TEST_RC, get_split, ARGS (A (TEST_OPERATOR), A (TEST_AVS)), "1000");
  practice_test_block (self, TEST_BLOCK + 604800 / 12);
  practice_test_is (self, TEST_RC, get_split, ARGS (A (TEST_OPERATOR), A (TEST_AVS)), "2500");
  practice_test_reverts (self, TEST_OPERATOR, TEST_RC, set_split,
                         ARGS (A (TEST_OPERATOR), A (TEST_AVS), U ("1")), "PreviousSplitPending()");
  practice_test_block (self, TEST_BLOCK + 604800 / 12 + 1);
  practice_test_reverts (self, TEST_OPERATOR, TEST_RC, set_split,
                         ARGS (A (TEST_OPERATOR), A (TEST_AVS), U ("10001")), "SplitExceedsMax()");
  practice_test_reverts (self, TEST_STAKER, TEST_RC, set_split,
                         ARGS (A (TEST_OPERATOR), A (TEST_AVS), U ("1")), "InvalidPermissions()");
  g_free (practice_test_do (self, TEST_OPERATOR, TEST_RC, set_split,
                            ARGS (A (TEST_OPERATOR), A (TEST_AVS), U ("1"))));
}

/* The network posts roots by itself; what it says somebody earned can be claimed with a proof made
 * from the published lines. */
static void
test_own_roots (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  PracticeChain *chain = surety_practice_get_chain (self);
  guint64 posted = 50400 + 600;
  while (posted + 50400 <= surety_practice_get_block (self))
    posted += 50400;
  g_autoptr (GArray) lines = practice_rewards_distribution (chain, posted);
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (Hash));
  Buffer earner_proof = buffer_new ();
  Buffer token_proof = buffer_new ();
  Hash token_leaves[2];
  Hash token_root;
  const PracticeEarning *earning = NULL;
  guint earner_index = 0;
  char text[ADDRESS_TEXT_SIZE];
  char token[ADDRESS_TEXT_SIZE];

  g_assert_cmpuint (lines->len, >, 20);
  for (guint i = 0; i < lines->len;)
    {
      const PracticeEarning *first = &g_array_index (lines, PracticeEarning, i);
      Hash tokens[2];
      guint n = 0;

      for (; i < lines->len; i++)
        {
          const PracticeEarning *line = &g_array_index (lines, PracticeEarning, i);

          if (!address_equal (&line->earner, &first->earner))
            break;
          tokens[n++] = merkle_token_leaf (&line->token, line->cumulative);
        }
      Hash root = merkle_root (tokens, n);
      Hash leaf = merkle_earner_leaf (&first->earner, &root);
      g_array_append_val (leaves, leaf);
      /* Somebody who is paid in two tokens. */
      if (earning == NULL && n == 2)
        {
          earning = first;
          earner_index = leaves->len - 1;
          memcpy (token_leaves, tokens, sizeof tokens);
          token_root = root;
        }
    }
  g_assert_nonnull (earning);
  g_assert_cmpint (merkle_prove ((const Hash *) leaves->data, leaves->len, earner_index,
                                 &earner_proof),
                   ==, CORE_OK);
  g_assert_cmpint (merkle_prove (token_leaves, 2, 0, &token_proof), ==, CORE_OK);

  g_auto (TestValues)
    roots = practice_test_read (self, PRACTICE_ADDRESS_REWARDS_COORDINATOR,
                                "function getDistributionRootsLength() returns (uint256)", NULL, 0);
  address_to_text (&earning->earner, text);
  address_to_text (&earning->token, token);
  AbiValue earner_leaf[] = {
    A (text),
    abi_fixed_bytes ((Bytes) { token_root.bytes, sizeof token_root.bytes }),
  };
  AbiValue token_leaf[] = { A (token), abi_uint (earning->cumulative) };
  AbiValue items[] = {
    abi_uint (roots.values.values[0].word - 1),
    abi_uint (earner_index),
    abi_bytes (buffer_bytes (&earner_proof)),
    abi_tuple (earner_leaf, 2),
    practice_test_list (U ("0")),
    practice_test_list (abi_bytes (buffer_bytes (&token_proof))),
    practice_test_list (abi_tuple (token_leaf, 2)),
  };
  AbiValue claim = abi_tuple (items, G_N_ELEMENTS (items));

  practice_test_block (self, MAX (posted + 50400, surety_practice_get_block (self)));
  practice_test_is (self, PRACTICE_ADDRESS_REWARDS_COORDINATOR, check, ARGS (claim), "1");
  g_autofree char *logs = practice_test_do (self, text, PRACTICE_ADDRESS_REWARDS_COORDINATOR,
                                            process, ARGS (claim, A (text)));
  g_assert_cmpstr (logs, ==, "Transfer RewardsClaimed");
  buffer_clear (&earner_proof);
  buffer_clear (&token_proof);
}

/* --- as a server of proofs --- */

/* The body, beside the status it comes with. */
static char *
ask (SuretyPractice *self, const char *path, const char *question, guint *status)
{
  g_autoptr (GBytes) body = question != NULL ? g_bytes_new (question, strlen (question)) : NULL;
  g_autoptr (DexFuture)
    future = surety_server_ask (SURETY_SERVER (self), path, body, 1u << 20, 1000);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  g_autoptr (GBytes) reply = NULL;

  *status = value != NULL ? 200 : surety_chain_error_get_status (error);
  reply = value != NULL ? g_value_dup_boxed (value) : surety_chain_error_dup_body (error);
  return g_strndup (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));
}

#define PROOF "/rewards/v1/claim-proof"
#define SUMMARY(earner) "/rewards/v1/earners/" earner "/summarized-rewards"

static void
test_server (void)
{
  static const struct
  {
    const char *path;
    const char *question;
    guint status;
    const char *answer; /* begins so */
  } cases[] = {
    { SUMMARY (STRANGER), NULL, 200, "{\"rewards\":[]}" },
    { SUMMARY ("0x12"), NULL, 400, "{\"code\":3," },
    { SUMMARY (STRANGER) "/x", NULL, 404, "{\"code\":5," },
    { SUMMARY (STRANGER), "{}", 404, "{\"code\":5," },
    { PROOF, NULL, 404, "{\"code\":5," },
    { "/", NULL, 404, "{\"code\":5," },
    { PROOF, "{}", 400, "{\"code\":3," },
    { PROOF, "[[[", 400, "{\"code\":3," },
    { PROOF, "{\"earnerAddress\":\"" STRANGER "\",\"tokens\":[]}", 400, "{\"code\":3," },
    { PROOF, "{\"earnerAddress\":\"" STRANGER "\",\"tokens\":[\"" T1 "\"],\"rootIndex\":-1}", 400,
      "{\"code\":3," },
    { PROOF, "{\"earnerAddress\":\"" STRANGER "\",\"tokens\":[\"" T1 "\"]}", 500, "{\"code\":13," },
    { PROOF, "{\"earnerAddress\":\"" STRANGER "\",\"tokens\":[\"" T1 "\"],\"rootIndex\":\"9999\"}",
      500, "{\"code\":13," },
  };
  g_autoptr (SuretyPractice) self = surety_practice_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint status;
      g_autofree char *answer = ask (self, cases[i].path, cases[i].question, &status);

      g_test_message ("%s %s: %s", cases[i].path, cases[i].question, answer);
      g_assert_cmpuint (status, ==, cases[i].status);
      g_assert_true (g_str_has_prefix (answer, cases[i].answer));
    }
}

/* What is zero is not written: the first of a tree has no index, and an empty proof is no bytes. */
static void
test_server_leaves_zeros_out (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autoptr (GArray) lines = NULL;
  PracticeChain *chain = surety_practice_get_chain (self);
  const PracticeEarning *first;
  char earner[ADDRESS_TEXT_SIZE], token[ADDRESS_TEXT_SIZE];
  g_autofree char *question = NULL;
  g_autofree char *answer = NULL;
  guint status;

  lines = practice_rewards_distribution (chain, surety_practice_get_block (self));
  first = &g_array_index (lines, PracticeEarning, 0);
  address_to_text (&first->earner, earner);
  address_to_text (&first->token, token);
  question = g_strdup_printf ("{\"earnerAddress\":\"%s\",\"tokens\":[\"%s\"]}", earner, token);
  answer = ask (self, PROOF, question, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_nonnull (strstr (answer, "\"rootIndex\":"));
  g_assert_null (strstr (answer, "\"earnerIndex\":"));
  g_assert_nonnull (strstr (answer, "\"tokenIndices\":[0]"));
  g_assert_nonnull (strstr (answer, earner));
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/rewards/claim", test_claim);
  g_test_add_func ("/practice/rewards/claimer-takes-the-earners-place", test_claimer);
  g_test_add_func ("/practice/rewards/disabled-root", test_disabled_root);
  g_test_add_func ("/practice/rewards/split-changes-after-a-week", test_split);

  g_test_add_func ("/practice/rewards/own-roots-can-be-claimed", test_own_roots);
  g_test_add_func ("/practice/rewards/what-its-server-answers", test_server);
  g_test_add_func ("/practice/rewards/its-server-leaves-zeros-out", test_server_leaves_zeros_out);

  return g_test_run ();
}
