/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "practice-assets.h"
#include "practice-genesis.h"
#include "surety-eigenlayer.h"
#include "surety-fees.h"
#include "surety-nonces.h"
#include "surety-practice.h"
#include "surety-probe.h"
#include "surety-promise.h"
#include "surety-sender.h"
#include "surety-token-sheet.h"

/* Everything the program ever asks of an endpoint, of one that twists what it answers. The first byte
 * says what is asked; each five bytes after it twist one place of an answer: where, how, with what.
 * Whatever comes back, the asking ends with a result or an error. */

#define TWISTER_TYPE_TRANSPORT (twister_transport_get_type ())
G_DECLARE_FINAL_TYPE (TwisterTransport, twister_transport, TWISTER, TRANSPORT, GObject)

struct _TwisterTransport
{
  GObject parent_instance;

  SuretyTransport *inner;
  const uint8_t *p;
  const uint8_t *end;
};

static void twister_transport_init_transport (SuretyTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TwisterTransport,
                               twister_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT,
                                                      twister_transport_init_transport))

typedef enum
{
  TWIST_DIGIT,
  TWIST_WORD,
  TWIST_MAX,
  TWIST_ZERO,
  TWIST_SMALL,
  TWIST_CUT,
  TWIST_DOUBLE,
  TWIST_BYTE,
  N_TWISTS,
} Twist;

/* The place that is a share of 65536 on: the next hexadecimal digits of a value at least that long. */
static char *
find_digits (GString *text, guint at, gsize len)
{
  char *from = text->str + text->len * at / 65536;

  for (char *p = strstr (from, "\"0x"); p != NULL; p = strstr (p + 1, "\"0x"))
    {
      const gsize n = strspn (p + 3, "0123456789abcdef");

      if (n >= len)
        return p + 3 + (len == 64 ? 64 * ((at % 257) % (n / 64)) : (at % 257) % n);
    }
  return NULL;
}

static void
twist (GString *text, const uint8_t *how)
{
  const guint at = how[0] * 256u + how[1];
  const guint value = how[3] * 256u + how[4];
  const Twist kind = how[2] % N_TWISTS;
  const gboolean is_word = kind == TWIST_WORD || kind == TWIST_MAX || kind == TWIST_ZERO ||
                           kind == TWIST_SMALL;
  char *digits = find_digits (text, at, is_word ? 64 : 1);
  g_autofree char *copy = NULL;

  switch (kind)
    {
    case TWIST_CUT:
      g_string_truncate (text, text->len * at / 65536);
      return;
    case TWIST_BYTE:
      if (text->len > 0)
        text->str[text->len * at / 65536] = (char) how[3];
      return;
    default:
      break;
    }
  if (digits == NULL)
    return;
  switch (kind)
    {
    case TWIST_DIGIT:
      *digits = "0123456789abcdef"[value % 16];
      break;
    case TWIST_WORD:
      for (guint i = 0; i < 64; i++)
        digits[i] = "0123456789abcdef"[(value >> (i % 13)) % 16];
      break;
    case TWIST_MAX:
      memset (digits, 'f', 64);
      break;
    case TWIST_ZERO:
      memset (digits, '0', 64);
      break;
    case TWIST_SMALL:
      for (guint i = 0; i < 64; i++)
        digits[63 - i] = i < 4 ? "0123456789abcdef"[(value >> (4 * i)) % 16] : '0';
      break;
    case TWIST_DOUBLE:
      copy = g_strndup (digits, MIN (strspn (digits, "0123456789abcdef"), 2u + value % 1024));
      g_string_insert (text, digits - text->str, copy);
      break;
    case TWIST_CUT:
    case TWIST_BYTE:
    case N_TWISTS:
    default:
      break;
    }
}

static DexFuture *
twister_transport_send (SuretyTransport *transport,
                        GBytes *request,
                        gsize max_reply,
                        guint deadline_ms)
{
  TwisterTransport *self = TWISTER_TRANSPORT (transport);
  g_autoptr (DexFuture) sent = surety_transport_send (self->inner, request, max_reply, deadline_ms);
  const GValue *value = dex_future_get_value (sent, NULL);
  GString *text;
  gsize len;
  const char *reply;

  assert (value != NULL);
  reply = g_bytes_get_data (g_value_get_boxed (value), &len);
  text = g_string_new_len (reply, (gssize) len);
  /* Where it is a chain of another id, nothing more would be read. */
  if (strstr (g_bytes_get_data (request, NULL), "eth_chainId") == NULL)
    for (guint i = 0; i < 3 && self->end - self->p >= 5; i++, self->p += 5)
      twist (text, self->p);
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_string_free_to_bytes (text));
}

static char *
twister_transport_dup_label (SuretyTransport *transport)
{
  return g_strdup ("twister");
}

static void
twister_transport_finalize (GObject *object)
{
  g_clear_object (&TWISTER_TRANSPORT (object)->inner);
  G_OBJECT_CLASS (twister_transport_parent_class)->finalize (object);
}

static void
twister_transport_init_transport (SuretyTransportInterface *iface)
{
  iface->send = twister_transport_send;
  iface->dup_label = twister_transport_dup_label;
}

static void
twister_transport_class_init (TwisterTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = twister_transport_finalize;
}

static void
twister_transport_init (TwisterTransport *self)
{
}

/* Nobody waits here for an endpoint to come to its senses. */
DexFuture *
dex_timeout_new_msec (int milliseconds)
{
  return dex_timeout_new_deadline (g_get_monotonic_time ());
}

/* --- what is asked --- */

static void
report (const SuretyDirectoryReport *directory, gpointer user_data)
{
  assert (directory->fraction >= 0 && directory->fraction <= 1);
}

static DexFuture *
check (SuretyProtocol *protocol, const Address *account, const Address *other)
{
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint kind = SURETY_PROMISE_ALLOWANCE_EQUALS; kind <= SURETY_PROMISE_REWARDS_CLAIMED; kind++)
    g_ptr_array_add (promises,
                     surety_promise_new ((SuretyPromiseKind) kind, other, account, 1, "", 0));
  return surety_protocol_check (protocol, account, promises, 0);
}

/* Of some root, which it is hardly of. */
static SuretyIntent *
make_claim (const Address *account, guint32 root)
{
  static const guint8 proof[64];
  g_autoptr (GBytes) bytes = g_bytes_new_static (proof, sizeof proof);
  const SuretyClaimToken token = { .token = practice_asset_token (PRACTICE_RETH),
                                   .cumulative = U256_WAD,
                                   .proof = bytes };
  const Hash token_root = { { 1 } };
  g_autoptr (SuretyClaim)
    claim = surety_claim_new (root, 1, bytes, account, &token_root, &token, 1, NULL);

  return surety_intent_new_claim (account, claim, account);
}

static DexFuture *
plan (SuretyProtocol *protocol, const Address *account, guint i)
{
  const Address *strategy =
    &surety_network_get_token (surety_protocol_get_network (protocol), 0)->strategy;
  const Address provider = practice_inhabitant ("operator", i % 3);
  g_autoptr (SuretyIntent) intent = NULL;

  switch (i % 5)
    {
    case 0:
      intent = surety_intent_new_enter (account, strategy, U256_WAD / 10, &provider);
      break;
    case 1:
      intent = surety_intent_new_enter_minting (account, strategy, U256_WAD / 10, &provider);
      break;
    case 2:
      intent = surety_intent_new_exit (account, strategy, U256_MAX);
      break;
    case 3:
      intent = make_claim (account, i);
      break;
    default:
      intent = surety_intent_new_undelegate (account);
    }
  return surety_protocol_plan (protocol, intent);
}

static DexFuture *
ask (guint what, SuretyEndpoints *endpoints, SuretyProtocol *protocol)
{
  const Hash hash = { { 1 } };
  const Address provider = practice_inhabitant ("operator", what / 16 % 40);
  Address account;

  practice_player_address (&account);
  switch (what % 16)
    {
    case 0:
      return surety_protocol_load_holdings (protocol, &account);
    case 1:
      return surety_protocol_load_assets (protocol, &account);
    case 2:
      return surety_protocol_load_provider (protocol, &provider);
    case 3:
      return surety_protocol_load_pledges (protocol, &provider);
    case 4:
      return surety_protocol_load_vaults (protocol);
    case 5:
      /* Takes longest, and what it is read from has a fuzzer of its own. */
      if (what / 16 % 8 == 0)
        return surety_protocol_update_directory (protocol, report, NULL, NULL);
      if (what / 16 % 8 == 1)
        return surety_protocol_load_services (protocol);
      return surety_fees_suggest (endpoints, U256_WAD, 12);
    case 6:
      return surety_probe_run (surety_rpc_get_transport (surety_endpoints_get_rpc (endpoints, 0)),
                               0);
    case 7:
      return check (protocol, &account, &provider);
    case 8:
      return surety_fees_suggest (endpoints, 0, 12);
    case 9:
      return surety_sender_look (endpoints, &hash, &account, what / 16, 6, TRUE);
    case 10:
      return surety_nonces_read (endpoints, &account);
    case 11:
      return surety_probe_run (surety_rpc_get_transport (surety_endpoints_get_rpc (endpoints, 0)),
                               SURETY_PRACTICE_CHAIN_ID);
    case 12:
      return surety_token_sheets_load (surety_protocol_get_network (protocol), endpoints, &account,
                                       SURETY_SHEETS_NOW);
    case 13:
      return surety_token_sheets_load (surety_protocol_get_network (protocol), endpoints, &account,
                                       SURETY_SHEETS_HISTORY);
    default:
      return plan (protocol, &account, what / 16);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  static SuretyPractice *practice;
  static SuretyNetwork *network;
  g_autoptr (SuretyEndpoints) endpoints = NULL;
  g_autoptr (TwisterTransport) transport = NULL;
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (DexFuture) asked = NULL;
  g_autoptr (GError) error = NULL;

  if (size == 0)
    return 0;
  if (practice == NULL)
    {
      dex_init ();
      practice = surety_practice_new (1);
      network = surety_network_new_builtin ("practice");
    }
  transport = g_object_new (TWISTER_TYPE_TRANSPORT, NULL);
  transport->inner = SURETY_TRANSPORT (g_object_ref (practice));
  transport->p = input + 1;
  transport->end = input + size;
  endpoints = surety_endpoints_new (SURETY_PRACTICE_CHAIN_ID);
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (transport));
  protocol = surety_eigenlayer_new (network, endpoints);

  asked = ask (input[0], endpoints, protocol);
  while (dex_future_is_pending (asked))
    g_main_context_iteration (NULL, TRUE);
  if (dex_future_get_value (asked, &error) == NULL)
    assert (g_utf8_validate (error->message, -1, NULL));
  return 0;
}
