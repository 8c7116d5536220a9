/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-code-look.h"

#include <string.h>

#include "abi.h"
#include "surety-aggregate.h"
#include "surety-flow.h"
#include "surety-logs.h"
#include "surety-protocol-error.h"
#include "surety-token-upgrade.h"

/* Places in surety_token_upgrade_slot(). */
enum
{
  SLOT_IMPLEMENTATION = 0,
  SLOT_BEACON = 2,
  SLOT_OLD_IMPLEMENTATION = 3,
};

/* An upgrade is looked for in so many blocks at most: half a year of them. */
#define MOST_BLOCKS 1300000u

struct _SuretyCodeLook
{
  GObject parent_instance;

  SuretyDatabase *database;
  char *scope;
  GPtrArray *findings; /* SuretyCodeFinding */
  guint64 block;
  guint64 nonce;
};

G_DEFINE_FINAL_TYPE (SuretyCodeLook, surety_code_look, G_TYPE_OBJECT)

static guint accepted_signal;

static void
finding_free (gpointer data)
{
  SuretyCodeFinding *finding = data;

  g_free (finding->label);
  g_free (finding);
}

static void
surety_code_look_finalize (GObject *object)
{
  SuretyCodeLook *self = SURETY_CODE_LOOK (object);

  g_clear_object (&self->database);
  g_free (self->scope);
  g_ptr_array_unref (self->findings);
  G_OBJECT_CLASS (surety_code_look_parent_class)->finalize (object);
}

static void
surety_code_look_class_init (SuretyCodeLookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_code_look_finalize;

  accepted_signal = g_signal_new ("accepted", SURETY_TYPE_CODE_LOOK, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
surety_code_look_init (SuretyCodeLook *self)
{
  self->findings = g_ptr_array_new_with_free_func (finding_free);
}

/* --- which contracts --- */

static void
add_contract (GArray *contracts, const Address *address)
{
  for (guint i = 0; i < contracts->len; i++)
    if (address_equal (&g_array_index (contracts, Address, i), address))
      return;
  g_array_append_vals (contracts, address, 1);
}

static void
add_text (GArray *contracts, const char *text)
{
  Address address;

  if (address_parse (text, strlen (text), &address, NULL) == CORE_OK && !address_is_zero (&address))
    add_contract (contracts, &address);
}

void
surety_code_look_add_call (GArray *contracts, SuretyNetwork *network, SuretyDecodedCall *call)
{
  GListModel *args = surety_decoded_call_get_args (call);

  /* What cancels another transaction calls nobody. */
  if (*surety_decoded_call_get_function (call) != '\0')
    add_text (contracts, surety_decoded_call_get_contract_text (call));
  for (guint i = 0; i < g_list_model_get_n_items (args); i++)
    {
      g_autoptr (SuretyDecodedArg) arg = g_list_model_get_item (args, i);

      if (g_str_equal (surety_decoded_arg_get_type_name (arg), "address") &&
          *surety_decoded_arg_get_label (arg) != '\0')
        add_text (contracts, surety_decoded_arg_get_text (arg));
    }
}

void
surety_code_look_add_core (GArray *contracts, SuretyNetwork *network)
{
  static const char *const names[] = { "DelegationManager", "StrategyManager",
                                       "AllocationManager" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Address address;

      if (surety_network_get_contract (network, names[i], &address, NULL))
        add_contract (contracts, &address);
    }
}

/* --- what was kept --- */

static char *
dup_scope (const char *network)
{
  return g_strdup_printf ("code %s", network);
}

/* "BLOCK CODE" */
static DexFuture *
keep (SuretyCodeLook *self, const SuretyCodeFinding *finding)
{
  char key[ADDRESS_TEXT_SIZE];
  g_autofree char *code = surety_code_to_text (&finding->now);
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT " %s", self->block, code);

  address_to_text (&finding->address, key);
  return surety_database_set_state (self->database, self->scope, key, text);
}

static gboolean
parse_kept (const char *text, SuretyCodeFinding *finding)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);

  return g_strv_length (parts) == 2 &&
         g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXUINT64, &finding->kept_block, NULL) &&
         surety_code_parse (parts[1], &finding->kept);
}

/* What was kept and can't be read is as good as something else: a person has to look. */
static gboolean
load_kept (SuretyCodeLook *self, SuretyFlow *flow, SuretyCodeFinding *finding, GError **error)
{
  char key[ADDRESS_TEXT_SIZE];
  g_autoptr (GError) failed = NULL;
  g_autofree char *text = NULL;

  address_to_text (&finding->address, key);
  text = dex_await_string (surety_flow_guard (flow, surety_database_get_state (self->database,
                                                                               self->scope, key)),
                           &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  finding->has_kept = text != NULL;
  if (text != NULL && !parse_kept (text, finding))
    {
      finding->kept = (SuretyCode) { 0 };
      finding->kept_block = 0;
    }
  return TRUE;
}

/* --- what is there --- */

typedef struct
{
  guint code;
  guint implementation;
  guint beacon;
  guint old_implementation;
  guint told; /* ERC-897 */
} Asked;

typedef struct
{
  SuretyCodeLook *self;
  SuretyEndpoints *endpoints;
  AbiItem *implementation; /* function implementation() */
  GArray *asked;           /* Asked, one a finding */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_array_unref (run->asked);
  abi_item_free (run->implementation);
  g_object_unref (run->endpoints);
  g_object_unref (run->self);
  g_free (run);
}

static SuretyCodeFinding *
get_finding (Run *run, guint i)
{
  return g_ptr_array_index (run->self->findings, i);
}

static guint
ask_implementation (Run *run, SuretyBatch *batch, const Address *at)
{
  g_autoptr (GBytes) call = surety_aggregate_encode_call (run->implementation, NULL, 0);

  return surety_batch_add_call (batch, NULL, at, call, "latest");
}

static void
ask (Run *run, SuretyBatch *batch, guint i)
{
  const SuretyCodeFinding *finding = get_finding (run, i);
  const Address *at = &finding->address;
  Asked asked = { .code = surety_batch_add_code (batch, at, "latest") };

  if (!finding->is_account)
    {
      asked.implementation = surety_code_ask_slot (batch, at,
                                                   surety_token_upgrade_slot (SLOT_IMPLEMENTATION),
                                                   "latest");
      asked.beacon = surety_code_ask_slot (batch, at, surety_token_upgrade_slot (SLOT_BEACON),
                                           "latest");
      asked.old_implementation =
        surety_code_ask_slot (batch, at, surety_token_upgrade_slot (SLOT_OLD_IMPLEMENTATION),
                              "latest");
      asked.told = ask_implementation (run, batch, at);
    }
  g_array_append_val (run->asked, asked);
}

/* The one word of an answer as an address; zero when it is none. */
static Address
read_told (SuretyBatch *batch, guint call)
{
  g_autoptr (GBytes) data = surety_batch_dup_data (batch, call, NULL);
  Address address = { 0 };

  if (data != NULL && g_bytes_get_size (data) == 32 &&
      !address_from_word (u256_from_be (g_bytes_get_data (data, NULL)), &address))
    address = (Address) { 0 };
  return address;
}

static gboolean
read_code (SuretyBatch *batch, guint call, Hash *out, GBytes **code, GError **error)
{
  g_autoptr (GBytes) data = surety_batch_dup_data (batch, call, error);
  gsize len;
  const guint8 *bytes;

  if (data == NULL)
    return FALSE;
  bytes = g_bytes_get_data (data, &len);
  *out = keccak256 ((Bytes) { bytes, len });
  if (code != NULL)
    *code = g_steal_pointer (&data);
  return TRUE;
}

static gboolean
take (Run *run, SuretyBatch *batch, guint i, GError **error)
{
  SuretyCodeFinding *finding = get_finding (run, i);
  const Asked *asked = &g_array_index (run->asked, Asked, i);
  SuretyCode *now = &finding->now;
  g_autoptr (GBytes) code = NULL;
  Address old;

  if (!read_code (batch, asked->code, &now->hash, &code, error))
    return FALSE;
  if (finding->is_account)
    {
      finding->delegates = surety_code_read_delegate (code, &finding->delegate);
      return TRUE;
    }
  if (g_bytes_get_size (code) == 0)
    {
      g_set_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW,
                   "There is no contract at %s", finding->label);
      return FALSE;
    }
  if (!surety_code_read_slot (batch, asked->implementation, &now->implementation) ||
      !surety_code_read_slot (batch, asked->beacon, &now->beacon) ||
      !surety_code_read_slot (batch, asked->old_implementation, &old))
    {
      /* Storage is not served. What was never known is not missed. */
      now->implementation = now->beacon = (Address) { 0 };
      if (!finding->has_kept || address_is_zero (&finding->kept.implementation))
        return TRUE;
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_UNSUPPORTED,
                   "The endpoint does not tell whose code %s runs", finding->label);
      return FALSE;
    }
  if (address_is_zero (&now->implementation))
    now->implementation = old;
  if (address_is_zero (&now->implementation) && address_is_zero (&now->beacon))
    now->implementation = read_told (batch, asked->told);
  return TRUE;
}

static gboolean
exchange (Run *run, SuretyFlow *flow, SuretyBatch *batch, GError **error)
{
  return surety_batch_size (batch) == 0 ||
         dex_await (surety_flow_guard (flow, surety_endpoints_run_agreed (run->endpoints, batch)),
                    error);
}

static gboolean
look_at_contracts (Run *run, SuretyFlow *flow, GError **error)
{
  const guint n = run->self->findings->len;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  SuretyBlock block;
  guint head, nonce;

  for (guint i = 0; i < n; i++)
    ask (run, batch, i);
  nonce = surety_batch_add_nonce (batch, &get_finding (run, 0)->address, "latest");
  head = surety_batch_add_block (batch, "latest");
  if (!exchange (run, flow, batch, error) ||
      !surety_batch_get_uint64 (batch, nonce, &run->self->nonce, error))
    return FALSE;
  if (!surety_batch_get_block (batch, head, &block, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                     "The endpoint has no latest block");
      return FALSE;
    }
  run->self->block = block.number;
  for (guint i = 0; i < n; i++)
    if (!take (run, batch, i, error))
      return FALSE;
  return TRUE;
}

/* Beacons tell the implementation; then its code is asked for. */
static gboolean
look_at_beacons (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  guint call = 0;

  for (guint i = 0; i < run->self->findings->len; i++)
    if (!address_is_zero (&get_finding (run, i)->now.beacon))
      ask_implementation (run, batch, &get_finding (run, i)->now.beacon);
  if (!exchange (run, flow, batch, error))
    return FALSE;
  for (guint i = 0; i < run->self->findings->len; i++)
    if (!address_is_zero (&get_finding (run, i)->now.beacon))
      get_finding (run, i)->now.implementation = read_told (batch, call++);
  return TRUE;
}

static gboolean
look_at_implementations (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  guint call = 0;

  for (guint i = 0; i < run->self->findings->len; i++)
    if (!address_is_zero (&get_finding (run, i)->now.implementation))
      surety_batch_add_code (batch, &get_finding (run, i)->now.implementation, "latest");
  if (!exchange (run, flow, batch, error))
    return FALSE;
  for (guint i = 0; i < run->self->findings->len; i++)
    {
      SuretyCode *now = &get_finding (run, i)->now;

      if (!address_is_zero (&now->implementation) &&
          !read_code (batch, call++, &now->implementation_hash, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* --- when it changed --- */

static gboolean
note_upgrade (GPtrArray *logs, guint64 from, guint64 to, gpointer user_data, GError **error)
{
  guint64 *newest = user_data;

  for (guint i = 0; i < logs->len; i++)
    *newest = MAX (*newest, ((const SuretyLog *) g_ptr_array_index (logs, i))->block);
  return TRUE;
}

/* The newest Upgraded (address implementation) of EIP-1967, or of the beacon. That no such log is served is no reason not to
 * say that the code is another. */
static void
find_upgrade (Run *run, SuretyFlow *flow, SuretyCodeFinding *finding)
{
  static const char name[] = "Upgraded(address)";
  const Hash topic = keccak256 ((Bytes) { (const guint8 *) name, strlen (name) });
  const guint64 head = run->self->block;
  const guint64 first = head > MOST_BLOCKS ? head - MOST_BLOCKS : 0;
  g_autoptr (SuretyLogFilter) filter = surety_log_filter_new ();

  if (finding->is_account)
    return;
  surety_log_filter_add_address (filter, &finding->address);
  if (!address_is_zero (&finding->now.beacon))
    surety_log_filter_add_address (filter, &finding->now.beacon);
  surety_log_filter_add_topic (filter, 0, &topic);
  dex_await (surety_flow_guard (flow, surety_logs_walk (run->endpoints, filter,
                                                        MAX (finding->kept_block, first), head,
                                                        note_upgrade, &finding->changed, NULL)),
             NULL);
}

/* --- together --- */

static gboolean
judge (Run *run, SuretyFlow *flow, SuretyCodeFinding *finding, GError **error)
{
  const gboolean same = finding->has_kept && surety_code_equal (&finding->kept, &finding->now);

  if (same)
    return TRUE;
  /* An account has no code, unless somebody agreed to it; a contract is what it is at first sight. */
  if (finding->is_account ? !surety_code_is_some (&finding->now) : !finding->has_kept)
    return dex_await (surety_flow_guard (flow, keep (run->self, finding)), error);
  finding->stops = TRUE;
  find_upgrade (run, flow, finding);
  return TRUE;
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  SuretyCodeLook *self = run->self;
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < self->findings->len; i++)
    ok = load_kept (self, flow, get_finding (run, i), &error);
  ok = ok && look_at_contracts (run, flow, &error) && look_at_beacons (run, flow, &error) &&
       look_at_implementations (run, flow, &error);
  for (guint i = 0; ok && i < self->findings->len; i++)
    ok = judge (run, flow, get_finding (run, i), &error);
  if (!ok)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_for_object (self);
}

static void
add_finding (SuretyCodeLook *self, SuretyNetwork *network, const Address *address, gboolean account)
{
  SuretyCodeFinding *finding = g_new0 (SuretyCodeFinding, 1);

  finding->address = *address;
  finding->is_account = account;
  finding->label = account ? NULL : surety_network_dup_label (network, address);
  if (finding->label == NULL)
    finding->label = g_strdup ("");
  g_ptr_array_add (self->findings, finding);
}

DexFuture *
surety_code_look_run (SuretyNetwork *network,
                      SuretyEndpoints *endpoints,
                      SuretyDatabase *database,
                      const Address *account,
                      GArray *contracts)
{
  Run *run;

  g_return_val_if_fail (SURETY_IS_NETWORK (network) && SURETY_IS_ENDPOINTS (endpoints), NULL);
  g_return_val_if_fail (SURETY_IS_DATABASE (database) && account != NULL, NULL);

  run = g_new0 (Run, 1);
  run->endpoints = g_object_ref (endpoints);
  run->asked = g_array_new (FALSE, FALSE, sizeof (Asked));
  run->self = g_object_new (SURETY_TYPE_CODE_LOOK, NULL);
  run->self->database = g_object_ref (database);
  run->self->scope = dup_scope (surety_network_get_key (network));
  if (abi_item_parse ("function implementation() view returns (address)", &run->implementation) !=
      CORE_OK)
    g_error ("No signature: implementation()");
  add_finding (run->self, network, account, TRUE);
  for (guint i = 0; i < contracts->len; i++)
    add_finding (run->self, network, &g_array_index (contracts, Address, i), FALSE);
  return surety_flow_spawn (run_fiber, run, run_free);
}

guint
surety_code_look_get_n (SuretyCodeLook *self)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self), 0);
  return self->findings->len;
}

const SuretyCodeFinding *
surety_code_look_get (SuretyCodeLook *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self) && i < self->findings->len, NULL);
  return g_ptr_array_index (self->findings, i);
}

gboolean
surety_code_look_stops (SuretyCodeLook *self)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self), TRUE);

  for (guint i = 0; i < self->findings->len; i++)
    if (surety_code_look_get (self, i)->stops)
      return TRUE;
  return FALSE;
}

guint64
surety_code_look_get_block (SuretyCodeLook *self)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self), 0);
  return self->block;
}

guint64
surety_code_look_get_nonce (SuretyCodeLook *self)
{
  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self), 0);
  return self->nonce;
}

typedef struct
{
  SuretyCodeLook *self;
  guint i;
} Accept;

static void
accept_free (gpointer data)
{
  Accept *accept = data;

  g_object_unref (accept->self);
  g_free (accept);
}

static DexFuture *
accepted (DexFuture *completed, gpointer user_data)
{
  Accept *accept = user_data;
  SuretyCodeFinding *finding = g_ptr_array_index (accept->self->findings, accept->i);

  finding->stops = FALSE;
  finding->has_kept = TRUE;
  finding->kept = finding->now;
  finding->kept_block = accept->self->block;
  g_signal_emit (accept->self, accepted_signal, 0);
  return dex_future_new_true ();
}

DexFuture *
surety_code_look_accept (SuretyCodeLook *self, guint i)
{
  Accept *accept;

  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self) && i < self->findings->len, NULL);

  accept = g_new0 (Accept, 1);
  accept->self = g_object_ref (self);
  accept->i = i;
  return dex_future_then (keep (self, g_ptr_array_index (self->findings, i)), accepted, accept,
                          accept_free);
}

static DexFuture *
to_true (DexFuture *completed, gpointer user_data)
{
  return dex_future_new_true ();
}

DexFuture *
surety_code_look_forget (SuretyDatabase *database, const char *network)
{
  g_autofree char *scope = dup_scope (network);
  const SuretyStatement statement = {
    .sql = "DELETE FROM state WHERE scope = ?",
    .parameters = g_variant_new ("(s)", scope),
  };

  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return dex_future_then (surety_database_write (database, &statement, 1), to_true, NULL, NULL);
}
