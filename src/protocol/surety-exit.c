/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-exit.h"

#include "abi.h"

struct _SuretyExit
{
  GObject parent_instance;

  SuretyNetwork *network;
  SuretyWithdrawal *withdrawal;
  GPtrArray *worth; /* SuretyFigure */
  Hash root;
  guint64 delay;
};

G_DEFINE_FINAL_TYPE (SuretyExit, surety_exit, G_TYPE_OBJECT)

typedef enum
{
  PROP_START_BLOCK = 1,
  PROP_READY_BLOCK,
} SuretyExitProperty;

static GParamSpec *properties[PROP_READY_BLOCK + 1];

SuretyWithdrawal *
surety_withdrawal_copy (const SuretyWithdrawal *self)
{
  SuretyWithdrawal *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (SuretyWithdrawal, 1);
  *copy = *self;
  copy->strategies = g_memdup2 (self->strategies, self->n * sizeof (Address));
  copy->scaled_shares = g_memdup2 (self->scaled_shares, self->n * sizeof (u256));
  return copy;
}

void
surety_withdrawal_free (SuretyWithdrawal *self)
{
  g_free (self->strategies);
  g_free (self->scaled_shares);
  g_free (self);
}

Hash
surety_withdrawal_root (const SuretyWithdrawal *self)
{
  g_autofree AbiValue *strategies = g_new (AbiValue, self->n + 1);
  g_autofree AbiValue *shares = g_new (AbiValue, self->n + 1);
  AbiItem *item = NULL;
  Buffer encoded = buffer_new ();
  Hash root;

  for (guint i = 0; i < self->n; i++)
    {
      strategies[i] = abi_address (&self->strategies[i]);
      shares[i] = abi_uint (self->scaled_shares[i]);
    }

  AbiValue fields[] = {
    abi_address (&self->staker), abi_address (&self->delegated_to), abi_address (&self->withdrawer),
    abi_uint (self->nonce),      abi_uint (self->start_block),      abi_array (strategies, self->n),
    abi_array (shares, self->n),
  };
  AbiValue withdrawal = abi_tuple (fields, G_N_ELEMENTS (fields));

  /* Only the types matter here: abi.encode has no selector. */
  if (abi_item_parse ("function w((address,address,address,uint256,uint32,address[],uint256[]))",
                      &item) != CORE_OK ||
      abi_encode (item->inputs, item->n_inputs, &withdrawal, 1, &encoded) != CORE_OK)
    g_assert_not_reached ();

  root = keccak256 (buffer_bytes (&encoded));
  buffer_clear (&encoded);
  abi_item_free (item);
  return root;
}

static void
surety_exit_finalize (GObject *object)
{
  SuretyExit *self = SURETY_EXIT (object);

  g_clear_pointer (&self->withdrawal, surety_withdrawal_free);
  g_clear_pointer (&self->worth, g_ptr_array_unref);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (surety_exit_parent_class)->finalize (object);
}

static void
surety_exit_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyExit *self = SURETY_EXIT (object);

  switch ((SuretyExitProperty) id)
    {
    case PROP_START_BLOCK:
      g_value_set_uint64 (value, self->withdrawal->start_block);
      break;
    case PROP_READY_BLOCK:
      g_value_set_uint64 (value, surety_exit_get_ready_block (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_exit_class_init (SuretyExitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = surety_exit_finalize;
  object_class->get_property = surety_exit_get_property;

  properties[PROP_START_BLOCK] = g_param_spec_uint64 ("start-block", NULL, NULL, 0, G_MAXUINT64, 0,
                                                      flags);
  properties[PROP_READY_BLOCK] = g_param_spec_uint64 ("ready-block", NULL, NULL, 0, G_MAXUINT64, 0,
                                                      flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_exit_init (SuretyExit *self)
{
}

SuretyExit *
surety_exit_new (SuretyNetwork *network,
                 const SuretyWithdrawal *withdrawal,
                 GPtrArray *worth,
                 guint64 delay)
{
  SuretyExit *self;

  g_return_val_if_fail (SURETY_IS_NETWORK (network) && withdrawal != NULL, NULL);
  g_return_val_if_fail (worth != NULL && worth->len == withdrawal->n, NULL);

  self = g_object_new (SURETY_TYPE_EXIT, NULL);
  self->network = g_object_ref (network);
  self->withdrawal = surety_withdrawal_copy (withdrawal);
  self->worth = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < worth->len; i++)
    g_ptr_array_add (self->worth, g_object_ref (g_ptr_array_index (worth, i)));
  self->root = surety_withdrawal_root (withdrawal);
  self->delay = delay;
  return self;
}

const Hash *
surety_exit_get_root (SuretyExit *self)
{
  g_return_val_if_fail (SURETY_IS_EXIT (self), NULL);
  return &self->root;
}

const SuretyWithdrawal *
surety_exit_get_withdrawal (SuretyExit *self)
{
  g_return_val_if_fail (SURETY_IS_EXIT (self), NULL);
  return self->withdrawal;
}

guint64
surety_exit_get_start_block (SuretyExit *self)
{
  g_return_val_if_fail (SURETY_IS_EXIT (self), 0);
  return self->withdrawal->start_block;
}

guint64
surety_exit_get_ready_block (SuretyExit *self)
{
  g_return_val_if_fail (SURETY_IS_EXIT (self), G_MAXUINT64);
  return self->withdrawal->start_block + self->delay + 1;
}

gboolean
surety_exit_is_ready (SuretyExit *self, guint64 head)
{
  g_return_val_if_fail (SURETY_IS_EXIT (self), FALSE);
  return head >= surety_exit_get_ready_block (self);
}

guint
surety_exit_get_n (SuretyExit *self)
{
  g_return_val_if_fail (SURETY_IS_EXIT (self), 0);
  return self->withdrawal->n;
}

const SuretyToken *
surety_exit_get_token (SuretyExit *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_EXIT (self), NULL);
  g_return_val_if_fail (i < self->withdrawal->n, NULL);
  return surety_network_find_strategy (self->network, &self->withdrawal->strategies[i]);
}

SuretyFigure *
surety_exit_get_worth (SuretyExit *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_EXIT (self), NULL);
  g_return_val_if_fail (i < self->worth->len, NULL);
  return g_ptr_array_index (self->worth, i);
}
