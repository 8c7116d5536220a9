/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

#include "hex.h"

/* EIP-712 of the contracts: digests, an approver's signature, what is refused. Key 32 × 0x11. */
#define APPROVER "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a"
#define SALT "0x000000000000000000000000000000000000000000000000000000000000002a"
#define EXPIRY "1780003600"
#define SIGNATURE                                                                                \
  "0x87540a9893f76a7270ce5ed08bc1aa62bb7a074bfbafdfb77de81889b23d73db6cc7c0d43b88510400b8fc725d" \
  "4c0a09dfb9eea3e854a65333c55a7d1d359b3e1b"

static const char delegate[] =
  "function delegateTo(address operator, (bytes signature, uint256 expiry) s, bytes32 salt)";

static void
hash_is (SuretyPractice *self,
         const char *to,
         const char *function,
         const AbiValue *args,
         gsize n_args,
         const char *expected)
{
  g_auto (TestValues) result = practice_test_read (self, to, function, args, n_args);
  char text[67];

  hex_encode (result.values.values[0].data.data, 32, true, text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_digests (void)
{
  g_autoptr (SuretyPractice) self = practice_test_bare ();

  hash_is (self, TEST_DM, "function domainSeparator() returns (bytes32)", NULL, 0,
           "0x97aaae396c09a3be5493f06d25136bb99c8076172fccf4d7be0faa3a6f370b81");
  hash_is (self, TEST_SM, "function domainSeparator() returns (bytes32)", NULL, 0,
           "0x7c2f5724769520ee7544a4791200f9aa455f6f21afc2d346341bbce85843ac90");
  hash_is (self, TEST_DM, "function DELEGATION_APPROVAL_TYPEHASH() returns (bytes32)", NULL, 0,
           "0x14bde674c9f64b2ad00eaaee4a8bed1fabef35c7507e3c5b9cfc9436909a2dad");
  hash_is (self, TEST_SM, "function DEPOSIT_TYPEHASH() returns (bytes32)", NULL, 0,
           "0x4337f82d142e41f2a8c10547cd8c859bddb92262a61058e77842e24d9dea9224");
  hash_is (self, TEST_DM,
           "function calculateDelegationApprovalDigestHash(address staker, address operator, "
           "address approver, bytes32 salt, uint256 expiry) returns (bytes32)",
           ARGS (A (TEST_STAKER), A (TEST_OPERATOR), A (APPROVER), practice_test_b (SALT, 32),
                 U (EXPIRY)),
           "0xd33b3aab163f5ab8956e89d1ea2e9983044ff2119e9f1bf9492a73dbf1986edf");
  hash_is (self, TEST_SM,
           "function calculateStrategyDepositDigestHash(address staker, address strategy, "
           "address token, uint256 amount, uint256 nonce, uint256 expiry) returns (bytes32)",
           ARGS (A (TEST_STAKER), A (TEST_STRATEGY), A (TEST_TOKEN), U ("1000000000000000000"),
                 U ("0"), U (EXPIRY)),
           "0x64ef925e9146d3b9349947c44e893ad2a8a84c0dbece02dad64bb3d9d642ddc0");
}

static AbiValue
approval (const char *signature, const char *expiry)
{
  static AbiValue items[2];

  items[0] = practice_test_b (signature, 65);
  items[1] = U (expiry);

  return abi_tuple (items, 2);
}

static void
test_approval (void)
{
  g_autoptr (SuretyPractice) self = practice_test_bare ();

  g_free (
    practice_test_do (self, TEST_OPERATOR, TEST_DM,
                      "function registerAsOperator(address approver, uint32 delay, string uri)",
                      ARGS (A (APPROVER), U ("0"), abi_string ("data:,"))));

  practice_test_reverts (self, TEST_STAKER, TEST_DM, delegate,
                         ARGS (A (TEST_OPERATOR), approval (SIGNATURE, "1779999999"),
                               practice_test_b (SALT, 32)),
                         "SignatureExpired()");
  practice_test_reverts (self, TEST_STAKER2, TEST_DM, delegate,
                         ARGS (A (TEST_OPERATOR), approval (SIGNATURE, EXPIRY),
                               practice_test_b (SALT, 32)),
                         "InvalidSignature()");
  g_autofree char *logs = practice_test_do (self, TEST_STAKER, TEST_DM, delegate,
                                            ARGS (A (TEST_OPERATOR), approval (SIGNATURE, EXPIRY),
                                                  practice_test_b (SALT, 32)));
  g_assert_cmpstr (logs, ==, "StakerDelegated");
  practice_test_is (self, TEST_DM,
                    "function delegationApproverSaltIsSpent(address approver, bytes32 salt) "
                    "returns (bool)",
                    ARGS (A (APPROVER), practice_test_b (SALT, 32)), "1");
  practice_test_reverts (self, TEST_STAKER2, TEST_DM, delegate,
                         ARGS (A (TEST_OPERATOR), approval (SIGNATURE, EXPIRY),
                               practice_test_b (SALT, 32)),
                         "SaltSpent()");
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/signatures/digests-are-mainnets", test_digests);
  g_test_add_func ("/practice/signatures/approval-counts-once", test_approval);

  return g_test_run ();
}
