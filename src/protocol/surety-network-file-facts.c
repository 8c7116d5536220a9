/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-network-file-private.h"

#include <string.h>

/* What is known of a liquid staking token. PLACE is "to": "0x…", or "registry": "0x…" with "name":
 * "rocketDepositPool". READ is
 *
 *   { PLACE, "function": "function getFee() view returns (uint16)",
 *     ["with": "whole"],     nothing, whole, account, amount, minter: see SuretyReadArgument
 *     ["field": 0],          which of the returned values
 *     ["minus": READ] }      to be taken away
 *
 * { "source": "lidofinance/core v3.0.2",   where all this comes from
 *   ["noYield": true,]
 *   ["growth": READ,]
 *   ["rateEvent": { PLACE, "event": "event Reprice(…)",
 *                   "rate": "newRate" | "ratio": "newRatio" | "total": "ether", "supply": "shares" },]
 *   ["feeds": [ { "address": "0x…", "kind": "market" | "rate", "quote": "ETH" | "USD",
 *                 "decimals": 18, ["heartbeat": 86400], ["underlying": true] }, … ],]
 *   ["fee": { "decimals": 4, "reads": [ READ, … ] },]
 *   ["exit": { "kind": "queue-nft", [PLACE], ["usual": { "min": 86400, "max": 432000 }],
 *              ["waiting": READ], ["available": READ], ["delay": READ], ["paused": READ],
 *              ["slowed": READ], ["minimum": READ] },]
 *   ["validators": { "kind": "mixed", ["count": [ READ, … ]] },]
 *   ["paused": READ,]
 *   ["mint": { "kind": "lido", [PLACE, with "known": "0x…" beside a registry],
 *              ["underlying": "0x…",]    wsteth only
 *              ["gates": [ { "reason": "paused", "closedWhen": true, "read": READ }, … ]],
 *              ["minimum": READ], ["room": READ], ["cap": READ], ["preview": READ], ["fee": READ],
 *              ["loan": READ] }] }
 */
#define MAX_READS 8u
#define MAX_SIGNATURE 512u
#define MAX_SECONDS (10u * 366u * 86400u)

static const char *const arguments[] = { "nothing", "whole", "account", "amount", "minter", NULL };
static const char *const exit_kinds[] = {
  "unknown", "queue", "queue-nft", "pushed", "instant", "off-chain", "none", NULL,
};
static const char *const validator_kinds[] = {
  "unknown", "issuer", "permissioned", "permissionless", "mixed", NULL,
};
static const char *const mint_kinds[] = {
  "unknown",   "none",   "lido", "wsteth", "rocket", "stader",
  "stakewise", "mantle", "frax", "swell",  NULL,
};
static const char *const gate_reasons[] = {
  "paused", "stopped", "disabled", "allow-list", "unhealthy", "update", NULL,
};
static const char *const feed_kinds[] = { "rate", "market", NULL };
static const char *const quotes[] = { "ETH", "USD", NULL };

static gboolean
read_place (JsonObject *object, const char *where, SuretyPlace *out, GError **error)
{
  g_autofree char *path = surety_file_path (where, "registry");

  if (!json_object_has_member (object, "registry"))
    return surety_file_address (object, where, "to", &out->address, error);
  if (json_object_has_member (object, "to"))
    return surety_file_refuse (error, path, "must not be there beside \"to\"");
  return surety_file_address (object, where, "registry", &out->address, error) &&
         surety_file_string (object, where, "name", 64, &out->name, error);
}

static gboolean
has_place (JsonObject *object)
{
  return json_object_has_member (object, "to") || json_object_has_member (object, "registry");
}

static AbiItem *
parse_item (JsonObject *object,
            const char *where,
            const char *member,
            AbiItemKind kind,
            GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *path = surety_file_path (where, member);
  AbiItem *item = NULL;

  if (!surety_file_string (object, where, member, MAX_SIGNATURE, &text, error))
    return NULL;
  if (abi_item_parse (text, &item) != CORE_OK || item->kind != kind)
    {
      if (item != NULL)
        abi_item_free (item);
      surety_file_refuse (error, path, "is no signature of that kind");
      return NULL;
    }
  return item;
}

static gboolean
is_word (const AbiType *type)
{
  return type->kind == ABI_UINT || type->kind == ABI_BOOL || type->kind == ABI_ADDRESS;
}

static gboolean
takes (const SuretyTokenRead *read)
{
  const AbiItem *item = read->item;

  if (read->argument == SURETY_READ_NOTHING)
    return item->n_inputs == 0;
  return item->n_inputs == 1 &&
         item->inputs[0].type.kind ==
           (read->argument == SURETY_READ_ACCOUNT || read->argument == SURETY_READ_MINTER
              ? ABI_ADDRESS
              : ABI_UINT);
}

static gboolean read_minus (JsonObject *object,
                            const char *where,
                            gboolean inner,
                            SuretyTokenRead *out,
                            GError **error);

/* inner: a read that is taken away from another takes nothing away itself. */
static gboolean
read_one (JsonNode *node, const char *where, gboolean inner, SuretyTokenRead *out, GError **error)
{
  static const char *const members[] = {
    "to", "registry", "name", "function", "with", "field", "minus", NULL,
  };
  JsonObject *object = surety_file_object (node, where, members, error);
  g_autofree char *path = surety_file_path (where, "function");
  guint argument = SURETY_READ_NOTHING;
  guint64 field = 0;

  if (object == NULL || !read_place (object, where, &out->place, error))
    return FALSE;
  out->item = parse_item (object, where, "function", ABI_FUNCTION, error);
  if (out->item == NULL)
    return FALSE;
  if (json_object_has_member (object, "with") &&
      !surety_file_choice (object, where, "with", arguments, &argument, error))
    return FALSE;
  if (json_object_has_member (object, "field") &&
      !surety_file_number (object, where, "field", 0, 63, &field, error))
    return FALSE;

  out->argument = (SuretyReadArgument) argument;
  out->field = (guint) field;
  if (!takes (out))
    return surety_file_refuse (error, path, "takes other arguments than \"with\" gives");
  if (field >= out->item->n_outputs || !is_word (&out->item->outputs[field].type))
    return surety_file_refuse (error, path, "returns no number there");
  return read_minus (object, where, inner, out, error);
}

static gboolean
read_minus (JsonObject *object,
            const char *where,
            gboolean inner,
            SuretyTokenRead *out,
            GError **error)
{
  g_autofree char *path = surety_file_path (where, "minus");

  if (!json_object_has_member (object, "minus"))
    return TRUE;
  if (inner)
    return surety_file_refuse (error, path, "must not be there twice");
  out->minus = g_new0 (SuretyTokenRead, 1);
  return read_one (json_object_get_member (object, "minus"), path, TRUE, out->minus, error);
}

static gboolean
read_read (JsonNode *node, const char *where, SuretyTokenRead *out, GError **error)
{
  return read_one (node, where, FALSE, out, error);
}

/* *out stays NULL when there is no such member. */
static gboolean
read_optional (JsonObject *object,
               const char *where,
               const char *member,
               SuretyTokenRead **out,
               GError **error)
{
  g_autofree char *path = surety_file_path (where, member);

  if (!json_object_has_member (object, member))
    return TRUE;
  *out = g_new0 (SuretyTokenRead, 1);
  return read_read (json_object_get_member (object, member), path, *out, error);
}

static gboolean
read_reads (JsonObject *object,
            const char *where,
            const char *member,
            GPtrArray *out,
            GError **error)
{
  g_autofree char *path = surety_file_path (where, member);
  JsonArray *array = surety_file_array (json_object_get_member (object, member), path, MAX_READS,
                                        error);

  if (array == NULL)
    return FALSE;
  if (json_array_get_length (array) == 0)
    return surety_file_refuse (error, path, "must not be empty");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *entry = g_strdup_printf ("%s[%u]", path, i);
      SuretyTokenRead *read = g_new0 (SuretyTokenRead, 1);

      g_ptr_array_add (out, read);
      if (!read_read (json_array_get_element (array, i), entry, read, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_field (JsonObject *object,
            const char *where,
            const char *member,
            const AbiItem *event,
            guint *out,
            GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *path = surety_file_path (where, member);

  if (!surety_file_string (object, where, member, 64, &name, error))
    return FALSE;
  for (guint i = 0; i < event->n_inputs; i++)
    if (g_str_equal (event->inputs[i].name, name) && event->inputs[i].type.kind == ABI_UINT)
      {
        *out = i;
        return TRUE;
      }
  return surety_file_refuse (error, path, "names no number of the event");
}

static gboolean
read_rate_event (SuretyTokenFacts *facts, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = {
    "to", "registry", "name", "event", "rate", "ratio", "total", "supply", NULL,
  };
  g_autofree char *path = surety_file_path (where, "rateEvent");
  JsonObject *object = surety_file_object (node, path, members, error);
  SuretyRateEvent *event;

  if (object == NULL)
    return FALSE;
  facts->rate_event = event = g_new0 (SuretyRateEvent, 1);
  if (!read_place (object, path, &event->place, error))
    return FALSE;
  event->item = parse_item (object, path, "event", ABI_EVENT, error);
  if (event->item == NULL)
    return FALSE;

  if (json_object_has_member (object, "rate"))
    {
      event->kind = SURETY_RATE_EVENT_RATE;
      return find_field (object, path, "rate", event->item, &event->field, error);
    }
  if (json_object_has_member (object, "ratio"))
    {
      event->kind = SURETY_RATE_EVENT_RATIO;
      return find_field (object, path, "ratio", event->item, &event->field, error);
    }
  event->kind = SURETY_RATE_EVENT_TOTALS;
  return find_field (object, path, "total", event->item, &event->field, error) &&
         find_field (object, path, "supply", event->item, &event->supply, error);
}

static gboolean
read_feeds (SuretyTokenFacts *facts, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = {
    "address", "kind", "quote", "decimals", "heartbeat", "underlying", NULL,
  };
  g_autofree char *path = surety_file_path (where, "feeds");
  JsonArray *array = surety_file_array (node, path, MAX_READS, error);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *entry = g_strdup_printf ("%s[%u]", path, i);
      JsonObject *object = surety_file_object (json_array_get_element (array, i), entry, members,
                                               error);
      SuretyPriceFeed *feed;
      guint kind, quote;
      guint64 decimals;

      if (object == NULL)
        return FALSE;
      feed = g_new0 (SuretyPriceFeed, 1);
      g_ptr_array_add (facts->feeds, feed);
      if (!surety_file_address (object, entry, "address", &feed->address, error) ||
          !surety_file_choice (object, entry, "kind", feed_kinds, &kind, error) ||
          !surety_file_choice (object, entry, "quote", quotes, &quote, error) ||
          !surety_file_number (object, entry, "decimals", 0, 36, &decimals, error) ||
          (json_object_has_member (object, "heartbeat") &&
           !surety_file_number (object, entry, "heartbeat", 1, MAX_SECONDS, &feed->heartbeat,
                                error)) ||
          (json_object_has_member (object, "underlying") &&
           !surety_file_boolean (object, entry, "underlying", &feed->underlying, error)))
        return FALSE;
      feed->market = kind == 1;
      feed->quotes_usd = quote == 1;
      feed->decimals = (guint) decimals;
    }
  return TRUE;
}

static gboolean
read_fee (SuretyTokenFacts *facts, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = { "decimals", "reads", NULL };
  g_autofree char *path = surety_file_path (where, "fee");
  JsonObject *object = surety_file_object (node, path, members, error);
  guint64 decimals;

  if (object == NULL || !surety_file_number (object, path, "decimals", 1, 18, &decimals, error) ||
      !read_reads (object, path, "reads", facts->fees, error))
    return FALSE;
  facts->fee_decimals = (guint) decimals;
  return TRUE;
}

static gboolean
read_usual (SuretyExitRoute *exit, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = { "min", "max", NULL };
  g_autofree char *path = surety_file_path (where, "usual");
  JsonObject *object = surety_file_object (node, path, members, error);

  exit->has_usual = TRUE;
  return object != NULL &&
         surety_file_number (object, path, "min", 0, MAX_SECONDS, &exit->usual_min, error) &&
         surety_file_number (object, path, "max", exit->usual_min, MAX_SECONDS, &exit->usual_max,
                             error);
}

static gboolean
read_exit (SuretyExitRoute *exit, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = {
    "kind",      "to",    "registry", "name",   "usual",   "waiting",
    "available", "delay", "paused",   "slowed", "minimum", NULL,
  };
  g_autofree char *path = surety_file_path (where, "exit");
  JsonObject *object = surety_file_object (node, path, members, error);
  guint kind;

  if (object == NULL || !surety_file_choice (object, path, "kind", exit_kinds, &kind, error))
    return FALSE;
  exit->kind = (SuretyExitRouteKind) kind;
  exit->has_place = has_place (object);
  if (exit->has_place && !read_place (object, path, &exit->place, error))
    return FALSE;
  if (json_object_has_member (object, "usual") &&
      !read_usual (exit, json_object_get_member (object, "usual"), path, error))
    return FALSE;
  return read_optional (object, path, "waiting", &exit->waiting, error) &&
         read_optional (object, path, "available", &exit->available, error) &&
         read_optional (object, path, "delay", &exit->delay, error) &&
         read_optional (object, path, "paused", &exit->paused, error) &&
         read_optional (object, path, "slowed", &exit->slowed, error) &&
         read_optional (object, path, "minimum", &exit->minimum, error);
}

static gboolean
read_validators (SuretyTokenFacts *facts, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = { "kind", "count", NULL };
  g_autofree char *path = surety_file_path (where, "validators");
  JsonObject *object = surety_file_object (node, path, members, error);
  guint kind;

  if (object == NULL || !surety_file_choice (object, path, "kind", validator_kinds, &kind, error))
    return FALSE;
  facts->validators = (SuretyValidatorSetKind) kind;
  return !json_object_has_member (object, "count") ||
         read_reads (object, path, "count", facts->validator_counts, error);
}

static gboolean
read_gates (SuretyMint *mint, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = { "reason", "closedWhen", "read", NULL };
  g_autofree char *path = surety_file_path (where, "gates");
  JsonArray *array = surety_file_array (node, path, MAX_READS, error);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *entry = g_strdup_printf ("%s[%u]", path, i);
      g_autofree char *read_path = surety_file_path (entry, "read");
      JsonObject *object = surety_file_object (json_array_get_element (array, i), entry, members,
                                               error);
      SuretyMintGate *gate;
      guint reason;

      if (object == NULL)
        return FALSE;
      gate = g_new0 (SuretyMintGate, 1);
      g_ptr_array_add (mint->gates, gate);
      if (!surety_file_choice (object, entry, "reason", gate_reasons, &reason, error) ||
          !surety_file_boolean (object, entry, "closedWhen", &gate->closed_when, error) ||
          !read_read (json_object_get_member (object, "read"), read_path, &gate->read, error))
        return FALSE;
      gate->reason = (SuretyGateReason) reason;
    }
  return TRUE;
}

static gboolean
read_known (SuretyMint *mint, JsonObject *object, const char *path, GError **error)
{
  g_autofree char *known_path = surety_file_path (path, "known");
  g_autofree char *underlying_path = surety_file_path (path, "underlying");

  mint->place.has_known = mint->place.name != NULL;
  if (mint->place.has_known != json_object_has_member (object, "known"))
    return surety_file_refuse (error, known_path,
                               mint->place.has_known ? "is missing"
                                                     : "must not be there without a registry");
  if ((mint->kind == SURETY_MINT_WSTETH) != json_object_has_member (object, "underlying"))
    return surety_file_refuse (error, underlying_path,
                               mint->kind == SURETY_MINT_WSTETH
                                 ? "is missing"
                                 : "must not be there for this kind");
  return (!mint->place.has_known ||
          surety_file_address (object, path, "known", &mint->place.known, error)) &&
         (mint->kind != SURETY_MINT_WSTETH ||
          surety_file_address (object, path, "underlying", &mint->underlying, error));
}

static gboolean
read_mint (SuretyMint *mint, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = {
    "kind",    "to",   "registry", "name",    "known", "underlying", "gates",
    "minimum", "room", "cap",      "preview", "fee",   "loan",       NULL,
  };
  g_autofree char *path = surety_file_path (where, "mint");
  JsonObject *object = surety_file_object (node, path, members, error);
  guint kind;

  if (object == NULL || !surety_file_choice (object, path, "kind", mint_kinds, &kind, error))
    return FALSE;
  mint->kind = (SuretyMintKind) kind;
  mint->has_place = mint->kind > SURETY_MINT_NONE;
  if (mint->has_place != has_place (object))
    return surety_file_refuse (error, path,
                               mint->has_place ? "must say what is called"
                                               : "must not say what is called");
  if (mint->has_place && !read_place (object, path, &mint->place, error))
    return FALSE;
  if (!read_known (mint, object, path, error))
    return FALSE;
  if (json_object_has_member (object, "gates") &&
      !read_gates (mint, json_object_get_member (object, "gates"), path, error))
    return FALSE;
  if (!read_optional (object, path, "minimum", &mint->minimum, error) ||
      !read_optional (object, path, "room", &mint->room, error) ||
      !read_optional (object, path, "cap", &mint->cap, error) ||
      !read_optional (object, path, "preview", &mint->preview, error) ||
      !read_optional (object, path, "fee", &mint->fee, error) ||
      !read_optional (object, path, "loan", &mint->loan, error))
    return FALSE;
  if (mint->has_place && mint->preview == NULL)
    return surety_file_refuse (error, path, "must say what the ETH would bring (\"preview\")");
  return TRUE;
}

static gboolean
read_facts (SuretyTokenFacts *facts, JsonObject *object, const char *where, GError **error)
{
  const struct
  {
    const char *member;
    gboolean (*read) (SuretyTokenFacts *facts, JsonNode *node, const char *where, GError **error);
  } parts[] = {
    { "rateEvent", read_rate_event },
    { "feeds", read_feeds },
    { "fee", read_fee },
    { "validators", read_validators },
  };

  if (!surety_file_string (object, where, "source", 400, &facts->source, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (json_object_has_member (object, parts[i].member) &&
        !parts[i].read (facts, json_object_get_member (object, parts[i].member), where, error))
      return FALSE;
  if (json_object_has_member (object, "noYield") &&
      !surety_file_boolean (object, where, "noYield", &facts->no_yield, error))
    return FALSE;
  if (json_object_has_member (object, "exit") &&
      !read_exit (&facts->exit, json_object_get_member (object, "exit"), where, error))
    return FALSE;
  if (json_object_has_member (object, "mint") &&
      !read_mint (&facts->mint, json_object_get_member (object, "mint"), where, error))
    return FALSE;
  return read_optional (object, where, "growth", &facts->growth, error) &&
         read_optional (object, where, "paused", &facts->paused, error);
}

SuretyTokenFacts *
surety_file_facts (JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = {
    "source", "noYield",    "growth", "rateEvent", "feeds", "fee",
    "exit",   "validators", "paused", "mint",      NULL,
  };
  JsonObject *object = surety_file_object (node, where, members, error);
  g_autoptr (SuretyTokenFacts) facts = NULL;

  if (object == NULL)
    return NULL;
  facts = surety_token_facts_new ();
  return read_facts (facts, object, where, error) ? g_steal_pointer (&facts) : NULL;
}
