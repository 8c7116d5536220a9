/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-admin.h"

/* A delay beyond this is no delay anybody set. */
#define LONGEST_DELAY (10u * 365u * 86400u)

typedef enum
{
  ITEM_OWNER,
  ITEM_MIN_DELAY,
  ITEM_DELAY,
  ITEM_GRACE_PERIOD,
  N_ITEMS,
} Item;

/* One proxy on the way to who decides. */
typedef struct
{
  SuretySheetUpgrade *upgrade;
  Address at;
  gboolean open;
  SuretyPartyQuestion party;
  guint calls[N_ITEMS];
} Way;

/* Parsed once, lives as long as the process. */
static AbiItem **
get_items (void)
{
  static const char *const texts[N_ITEMS] = {
    [ITEM_OWNER] = "function owner() view returns (address)",
    [ITEM_MIN_DELAY] = "function getMinDelay() view returns (uint256)",
    [ITEM_DELAY] = "function delay() view returns (uint256)",
    [ITEM_GRACE_PERIOD] = "function GRACE_PERIOD() view returns (uint256)",
  };
  static AbiItem **items;

  if (g_once_init_enter_pointer (&items))
    {
      AbiItem **parsed = g_new0 (AbiItem *, N_ITEMS);

      for (guint i = 0; i < N_ITEMS; i++)
        if (abi_item_parse (texts[i], &parsed[i]) != CORE_OK)
          g_error ("No signature: %s", texts[i]);
      g_once_init_leave_pointer (&items, parsed);
    }
  return items;
}

static void
ask (SuretyMulticall *multicall, Way *way)
{
  AbiItem **items = get_items ();

  way->party = surety_party_ask (multicall, &way->at);
  for (guint i = 0; i < N_ITEMS; i++)
    {
      way->calls[i] = surety_multicall_add (multicall, &way->at, items[i], NULL, 0);
      surety_multicall_expect_refusal (multicall, way->calls[i]);
    }
}

static gboolean
read_delay (SuretyMulticall *multicall, const Way *way, guint64 *seconds)
{
  u256 delay, grace;

  if (!surety_multicall_get_word (multicall, way->calls[ITEM_MIN_DELAY], &delay, NULL) &&
      (!surety_multicall_get_word (multicall, way->calls[ITEM_DELAY], &delay, NULL) ||
       !surety_multicall_get_word (multicall, way->calls[ITEM_GRACE_PERIOD], &grace, NULL)))
    return FALSE;
  if (delay > LONGEST_DELAY)
    return FALSE;
  *seconds = (guint64) delay;
  return TRUE;
}

/* TRUE: on to the owner. */
static gboolean
step (SuretyMulticall *multicall, Way *way)
{
  SuretySheetUpgrade *upgrade = way->upgrade;
  Address owner;

  upgrade->who = surety_party_read (multicall, &way->party);
  upgrade->who_state = upgrade->who.kind == SURETY_PARTY_UNKNOWN ? SURETY_SHEET_UNREADABLE
                                                                 : SURETY_SHEET_KNOWN;
  upgrade->delay_state = SURETY_SHEET_NO_SOURCE;
  if (upgrade->who.kind != SURETY_PARTY_CONTRACT)
    return FALSE;
  if (read_delay (multicall, way, &upgrade->delay))
    {
      upgrade->delay_state = SURETY_SHEET_KNOWN;
      return FALSE;
    }
  if (!surety_multicall_get_address (multicall, way->calls[ITEM_OWNER], &owner, NULL) ||
      address_is_zero (&owner) || address_equal (&owner, &way->at))
    return FALSE;
  way->at = owner;
  return TRUE;
}

static void
take_step (SuretyFlow *flow,
           SuretyNetwork *network,
           SuretyEndpoints *endpoints,
           guint64 block,
           GArray *ways)
{
  g_autofree char *quantity = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", block);
  Address address;
  const gboolean has_multicall3 = surety_network_get_contract (network, "Multicall3", &address,
                                                               NULL);
  g_autoptr (SuretyMulticall) multicall = surety_multicall_new (has_multicall3 ? &address : NULL);
  g_autoptr (GObject) answered = NULL;

  for (guint i = 0; i < ways->len; i++)
    if (g_array_index (ways, Way, i).open)
      ask (multicall, &g_array_index (ways, Way, i));
  if (surety_multicall_size (multicall) == 0)
    return;
  answered = dex_await_object (surety_flow_guard (flow, surety_multicall_run (multicall, endpoints,
                                                                              quantity)),
                               NULL);
  for (guint i = 0; i < ways->len; i++)
    {
      Way *way = &g_array_index (ways, Way, i);

      if (!way->open)
        continue;
      if (answered != NULL)
        way->open = step (multicall, way);
      else
        {
          way->open = FALSE;
          way->upgrade->who_state = SURETY_SHEET_NOT_SERVED;
          way->upgrade->delay_state = SURETY_SHEET_NOT_SERVED;
        }
    }
}

void
surety_token_admin_read (SuretyFlow *flow,
                         SuretyNetwork *network,
                         SuretyEndpoints *endpoints,
                         guint64 block,
                         guint n,
                         SuretySheetUpgrade *upgrades)
{
  g_autoptr (GArray) ways = g_array_new (FALSE, TRUE, sizeof (Way));

  for (guint i = 0; i < n; i++)
    {
      SuretySheetUpgrade *upgrade = &upgrades[i];
      Way way = { .upgrade = upgrade, .open = TRUE };

      if (upgrade->state != SURETY_SHEET_KNOWN)
        continue;
      way.at = address_is_zero (&upgrade->admin) ? upgrade->beacon : upgrade->admin;
      upgrade->who_state = SURETY_SHEET_NO_SOURCE;
      upgrade->delay_state = SURETY_SHEET_NO_SOURCE;
      if (upgrade->is_proxy && !address_is_zero (&way.at))
        g_array_append_val (ways, way);
    }
  for (guint i = 0; i < SURETY_ADMIN_STEPS; i++)
    take_step (flow, network, endpoints, block, ways);
}
