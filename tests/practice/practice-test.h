/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "surety-practice-private.h"

G_BEGIN_DECLS

/* Everything is asked through the transport, as raw JSON-RPC; only what needs other people's keys
 * (operators, services, made-up stakers) is done through the network's own door for history. */

/* A bare network that looks like mainnet at block 20,000,000: its addresses, a token at stETH's
 * with its strategy, nobody there. The time of that block is TEST_TIME. */
#define TEST_BLOCK G_GUINT64_CONSTANT (20000000)
#define TEST_TIME G_GUINT64_CONSTANT (1780000000)
#define TEST_STAKER "0x00000000000000000000000000000000000005a1"
#define TEST_STAKER2 "0x00000000000000000000000000000000000005a2"
#define TEST_OPERATOR "0x0000000000000000000000000000000000000b01"
#define TEST_AVS "0x0000000000000000000000000000000000000a45"
#define TEST_TOKEN "0xae7ab96520de3a18e5e111b5eaab095312d7fe84"
#define TEST_STRATEGY "0x93c4b944d05dfe6df7645a86cd2206016c51564d"
#define TEST_SM "0x858646372cc42e1a627fce94aa7a7033e7cf075a"
#define TEST_DM "0x39053d51b77dc0d36036fc1fcc8cb819df8ef37a"
#define TEST_AM "0x948a420b8cc1d6bfd0b6087c2e7c344a2cd0bc39"
#define TEST_RC "0x7750d328b314effa365a0402ccfd489b80b0adda"
#define TEST_UPDATER "0x000000000000000000000000000000000000f00d"

SuretyPractice *practice_test_bare (void);
/* Another plain token. */
void practice_test_add_token (SuretyPractice *self, const char *token);
void practice_test_give (SuretyPractice *self,
                         const char *token,
                         const char *to,
                         const char *amount);
void practice_test_block (SuretyPractice *self, guint64 block);

/* The reply's result, or NULL and the error object. Both own what they give. */
JsonNode *practice_test_rpc (SuretyPractice *self,
                             const char *method,
                             const char *params,
                             JsonObject **error);
/* The same, which must succeed with a string. */
char *practice_test_text (SuretyPractice *self, const char *method, const char *params);
guint64 practice_test_number (SuretyPractice *self, const char *method, const char *params);
char *practice_test_body (SuretyPractice *self, const char *body);

/* Arguments. Text is decimal. */
AbiValue practice_test_a (const char *address);
AbiValue practice_test_u (const char *decimal);
AbiValue practice_test_b (const char *hex, gsize length); /* bytes32 for 32, else bytes */
AbiValue practice_test_list (AbiValue item);              /* of one */
AbiValue practice_test_set (const char *avs, const char *id);
u256 practice_test_decimal (const char *decimal);

/* eth_call; the results. Free with practice_test_free_values(). */
typedef struct
{
  AbiValues values;
  Buffer bytes;
} TestValues;

void practice_test_free_values (TestValues *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestValues, practice_test_free_values)

TestValues practice_test_read (SuretyPractice *self,
                               const char *to,
                               const char *function,
                               const AbiValue *args,
                               gsize n_args);
/* The first result, a number, must be that. */
void practice_test_is (SuretyPractice *self,
                       const char *to,
                       const char *function,
                       const AbiValue *args,
                       gsize n_args,
                       const char *decimal);
/* The first element of the first result, a list. */
void practice_test_first_is (SuretyPractice *self,
                             const char *to,
                             const char *function,
                             const AbiValue *args,
                             gsize n_args,
                             const char *decimal);
/* A transaction from that address in the head block, which must succeed. Space-separated names of
 * its events; free. */
char *practice_test_do (SuretyPractice *self,
                        const char *from,
                        const char *to,
                        const char *function,
                        const AbiValue *args,
                        gsize n_args);
/* eth_call from that address must revert with exactly that canonical error. */
void practice_test_reverts (SuretyPractice *self,
                            const char *from,
                            const char *to,
                            const char *function,
                            const AbiValue *args,
                            gsize n_args,
                            const char *error);
/* The newest log with that event, decoded. */
TestValues practice_test_log (SuretyPractice *self, const char *event);
char *practice_test_call_data (const char *function, const AbiValue *args, gsize n_args);

/* Signs with a 32-byte key at the account's pending nonce. fee is wei per gas. Raw hex; free. */
char *practice_test_sign (SuretyPractice *self,
                          const guint8 *key,
                          const char *to,
                          u256 value,
                          const char *data,
                          guint64 gas,
                          guint64 nonce,
                          guint64 fee);
/* The player sends that; waits for nothing. The receipt. */
JsonObject *practice_test_send (SuretyPractice *self, const char *to, u256 value, const char *data);

#define ARGS(...) (AbiValue[]){ __VA_ARGS__ }, G_N_ELEMENTS (((AbiValue[]) { __VA_ARGS__ }))
#define A practice_test_a
#define U practice_test_u

G_END_DECLS
