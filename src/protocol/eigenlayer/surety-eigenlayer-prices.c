/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-sync.h"

#include <string.h>

/* A price that moved by less than one part in so many is not worth showing every operator anew. */
#define WORTH_SHOWING 2000u

static guint
address_hash (gconstpointer key)
{
  guint32 word;

  memcpy (&word, ((const Address *) key)->bytes + 16, sizeof word);
  return word;
}

static gboolean
address_equal_keys (gconstpointer a, gconstpointer b)
{
  return address_equal (a, b);
}

/* RewardsCoordinator's default split, of operators that set none. */
static const AbiItem *
get_default_split (void)
{
  static AbiItem *item;

  if (g_once_init_enter_pointer (&item))
    {
      AbiItem *parsed = NULL;

      if (abi_item_parse ("function defaultOperatorSplitBips() view returns (uint16)", &parsed) !=
          CORE_OK)
        g_error ("No signature of defaultOperatorSplitBips");
      g_once_init_leave_pointer (&item, parsed);
    }
  return item;
}

SuretyEigenlayerPrices *
surety_eigenlayer_prices_new (SuretyEigenlayer *self)
{
  SuretyEigenlayerPrices *prices = g_new0 (SuretyEigenlayerPrices, 1);

  prices->n = surety_network_get_n_tokens (self->network);
  prices->one_share = g_new0 (u256, prices->n);
  prices->rates = g_new0 (u256, prices->n);
  prices->approvers = g_hash_table_new_full (address_hash, address_equal_keys, g_free, NULL);
  return prices;
}

void
surety_eigenlayer_prices_free (SuretyEigenlayerPrices *self)
{
  g_free (self->one_share);
  g_free (self->rates);
  g_hash_table_unref (self->approvers);
  g_free (self);
}

/* Each approver once. */
static void
ask_approvers (SuretyEigenlayer *self,
               SuretyMulticall *multicall,
               SuretyEigenlayerPricesCalls *calls)
{
  g_autoptr (GHashTable) asked = g_hash_table_new (address_hash, address_equal_keys);

  for (guint i = 0; i < surety_eigenlayer_directory_get_n_operators (self->directory); i++)
    {
      SuretyEigenlayerEntry *entry = surety_eigenlayer_directory_get_operator (self->directory, i);

      if (address_is_zero (&entry->approver) ||
          g_hash_table_contains (self->prices->approvers, &entry->approver) ||
          !g_hash_table_add (asked, &entry->approver))
        continue;
      g_array_append_val (calls->approvers, entry->approver);
    }
  for (guint i = 0; i < calls->approvers->len; i++)
    {
      guint call = surety_multicall_add_code (multicall,
                                              &g_array_index (calls->approvers, Address, i));

      g_array_append_val (calls->codes, call);
    }
}

void
surety_eigenlayer_ask_prices (SuretyEigenlayer *self,
                              SuretyMulticall *multicall,
                              SuretyEigenlayerPricesCalls *out)
{
  Address coordinator;

  *out = (SuretyEigenlayerPricesCalls) { .default_split = G_MAXUINT };
  out->one_share = g_array_new (FALSE, FALSE, sizeof (guint));
  out->approvers = g_array_new (FALSE, FALSE, sizeof (Address));
  out->codes = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < surety_network_get_n_tokens (self->network); i++)
    {
      const SuretyToken *token = surety_network_get_token (self->network, i);
      AbiValue whole = abi_uint (surety_eigenlayer_whole (token));
      guint call = surety_eigenlayer_ask (multicall, &token->strategy, EL_SHARES_TO_UNDERLYING_VIEW,
                                          1, &whole);

      g_array_append_val (out->one_share, call);
    }
  surety_eigenlayer_ask_assets (self, multicall, NULL, &out->assets);
  out->deallocation_delay = surety_eigenlayer_ask (multicall, &self->allocation_manager,
                                                   EL_DEALLOCATION_DELAY, 0, NULL);
  if (surety_network_get_contract (self->network, "RewardsCoordinator", &coordinator, NULL))
    out->default_split = surety_multicall_add (multicall, &coordinator, get_default_split (), NULL,
                                               0);
  ask_approvers (self, multicall, out);
}

static gboolean
moved (u256 from, u256 to)
{
  const u256 difference = from > to ? from - to : to - from;

  return difference > from / WORTH_SHOWING;
}

static gboolean
take_price (u256 *slot, u256 value)
{
  if (!moved (*slot, value))
    return FALSE;
  *slot = value;
  return TRUE;
}

static gboolean
read_codes (SuretyEigenlayer *self, SuretyMulticall *multicall, SuretyEigenlayerPricesCalls *calls)
{
  gboolean any = FALSE;

  for (guint i = 0; i < calls->codes->len; i++)
    {
      g_autoptr (GBytes)
        code = surety_multicall_dup_code (multicall, g_array_index (calls->codes, guint, i), NULL);

      if (code == NULL)
        continue;
      any = TRUE;
      g_hash_table_insert (self->prices->approvers,
                           g_memdup2 (&g_array_index (calls->approvers, Address, i),
                                      sizeof (Address)),
                           GINT_TO_POINTER (g_bytes_get_size (code) > 0));
    }
  return any;
}

gboolean
surety_eigenlayer_read_prices (SuretyEigenlayer *self,
                               SuretyMulticall *multicall,
                               SuretyEigenlayerPricesCalls *calls)
{
  SuretyEigenlayerPrices *prices = self->prices;
  g_autoptr (GListModel)
    assets = surety_eigenlayer_read_assets (self, multicall, NULL, &calls->assets);
  gboolean changed = read_codes (self, multicall, calls);
  guint64 delay;
  u256 word;

  for (guint i = 0; i < prices->n; i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);
      SuretyFigure *rate = surety_asset_get_rate (asset);

      if (surety_multicall_get_word (multicall, g_array_index (calls->one_share, guint, i), &word,
                                     NULL))
        changed |= take_price (&prices->one_share[i], word);
      if (surety_figure_is_known (rate))
        changed |= take_price (&prices->rates[i], surety_figure_get_value (rate));
    }
  if (surety_eigenlayer_read_blocks (multicall, calls->deallocation_delay, &delay) &&
      (!prices->exit_known || prices->deallocation_delay != delay))
    {
      prices->exit_known = TRUE;
      prices->deallocation_delay = delay;
      changed = TRUE;
    }
  if (calls->default_split != G_MAXUINT &&
      surety_multicall_get_word (multicall, calls->default_split, &word, NULL) && word <= 10000 &&
      (!prices->split_known || prices->default_split != (guint) word))
    {
      prices->split_known = TRUE;
      prices->default_split = (guint) word;
      changed = TRUE;
    }
  return changed;
}

void
surety_eigenlayer_prices_calls_clear (SuretyEigenlayerPricesCalls *calls)
{
  g_clear_pointer (&calls->one_share, g_array_unref);
  g_clear_pointer (&calls->approvers, g_array_unref);
  g_clear_pointer (&calls->codes, g_array_unref);
  g_clear_pointer (&calls->assets.calls, g_array_unref);
}
