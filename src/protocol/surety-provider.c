/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-provider.h"

struct _SuretyProvider
{
  GObject parent_instance;

  SuretyProviderFacts facts; /* its pointers are this object's own */
  char address_text[ADDRESS_TEXT_SIZE];
};

G_DEFINE_FINAL_TYPE (SuretyProvider, surety_provider, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_ADDRESS_TEXT,
  PROP_DESCRIPTION,
  PROP_NEEDS_APPROVAL,
} SuretyProviderProperty;

static GParamSpec *properties[PROP_NEEDS_APPROVAL + 1];

static void
surety_provider_dispose (GObject *object)
{
  SuretyProvider *self = SURETY_PROVIDER (object);

  g_clear_object (&self->facts.stakes);
  G_OBJECT_CLASS (surety_provider_parent_class)->dispose (object);
}

static void
surety_provider_finalize (GObject *object)
{
  SuretyProvider *self = SURETY_PROVIDER (object);

  g_free ((char *) self->facts.name);
  g_free ((char *) self->facts.description);
  g_free ((char *) self->facts.website);
  g_free ((char *) self->facts.logo);
  g_free ((char *) self->facts.metadata_uri);
  surety_slashings_free ((SuretySlashing *) self->facts.slashing_records,
                         self->facts.n_slashing_records);
  g_free ((SuretyProviderStake *) self->facts.strategy_stakes);
  g_free ((SuretySplit *) self->facts.splits);
  g_free ((SuretyMembership *) self->facts.memberships);
  g_free ((Address *) self->facts.m2);
  g_free ((SuretyPledgedMagnitude *) self->facts.pledged);
  g_clear_object (&self->facts.vault);
  G_OBJECT_CLASS (surety_provider_parent_class)->finalize (object);
}

static void
surety_provider_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyProvider *self = SURETY_PROVIDER (object);

  switch ((SuretyProviderProperty) id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->facts.name);
      break;
    case PROP_ADDRESS_TEXT:
      g_value_set_string (value, self->address_text);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->facts.description);
      break;
    case PROP_NEEDS_APPROVAL:
      g_value_set_boolean (value, surety_provider_get_needs_approval (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_provider_class_init (SuretyProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = surety_provider_dispose;
  object_class->finalize = surety_provider_finalize;
  object_class->get_property = surety_provider_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ADDRESS_TEXT] = g_param_spec_string ("address-text", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_NEEDS_APPROVAL] = g_param_spec_boolean ("needs-approval", NULL, NULL, FALSE,
                                                          flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_provider_init (SuretyProvider *self)
{
}

SuretyProvider *
surety_provider_new (const SuretyProviderFacts *facts)
{
  SuretyProvider *self;

  g_return_val_if_fail (facts != NULL, NULL);

  self = g_object_new (SURETY_TYPE_PROVIDER, NULL);
  self->facts = *facts;
  self->facts.name = g_strdup (facts->name != NULL ? facts->name : "");
  self->facts.description = g_strdup (facts->description != NULL ? facts->description : "");
  self->facts.website = g_strdup (facts->website != NULL ? facts->website : "");
  self->facts.logo = g_strdup (facts->logo != NULL ? facts->logo : "");
  self->facts.metadata_uri = g_strdup (facts->metadata_uri);
  self->facts.slashing_records = surety_slashings_copy (facts->slashing_records,
                                                        facts->n_slashing_records);
  self->facts.strategy_stakes = g_memdup2 (facts->strategy_stakes,
                                           facts->n_strategy_stakes * sizeof (SuretyProviderStake));
  self->facts.splits = g_memdup2 (facts->splits, facts->n_splits * sizeof (SuretySplit));
  self->facts.memberships = g_memdup2 (facts->memberships,
                                       facts->n_memberships * sizeof (SuretyMembership));
  self->facts.m2 = g_memdup2 (facts->m2, facts->n_m2 * sizeof (Address));
  if (facts->vault != NULL)
    g_object_ref (facts->vault);
  self->facts.stakes = facts->stakes != NULL ? g_object_ref (facts->stakes)
                                             : G_LIST_MODEL (g_list_store_new (SURETY_TYPE_FIGURE));
  self->facts.pledged = g_memdup2 (facts->pledged,
                                   facts->n_pledged * sizeof (SuretyPledgedMagnitude));
  address_to_text (&facts->address, self->address_text);
  return self;
}

const Address *
surety_provider_get_address (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return &self->facts.address;
}

const char *
surety_provider_get_address_text (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->address_text;
}

const char *
surety_provider_get_name (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.name;
}

const char *
surety_provider_get_description (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.description;
}

const char *
surety_provider_get_website (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.website;
}

const char *
surety_provider_get_logo (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.logo;
}

gboolean
surety_provider_get_delay_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.delay_known;
}

gboolean
surety_provider_get_delay_set (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.delay_set;
}

guint64
surety_provider_get_delay (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.delay;
}

guint64
surety_provider_get_pending_delay (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.pending_delay;
}

guint64
surety_provider_get_pending_delay_block (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.pending_delay_block;
}

gboolean
surety_provider_get_needs_approval (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), TRUE);
  return !self->facts.approval_known || !address_is_zero (&self->facts.approver);
}

SuretyVault *
surety_provider_get_vault (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.vault;
}

gboolean
surety_provider_get_registered (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.registered;
}

GListModel *
surety_provider_get_stakes (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.stakes;
}

guint
surety_provider_get_n_sets (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.n_sets;
}

gboolean
surety_provider_get_slashings_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.slashings_known;
}

guint
surety_provider_get_slashings (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.slashings;
}

guint64
surety_provider_get_registered_block (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.registered_block;
}

const SuretyPledgedMagnitude *
surety_provider_get_pledged (SuretyProvider *self, const Address *strategy)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (strategy != NULL, NULL);

  for (guint i = 0; i < self->facts.n_pledged; i++)
    if (address_equal (&self->facts.pledged[i].strategy, strategy))
      return &self->facts.pledged[i];
  return NULL;
}

const SuretySlashing *
surety_provider_get_slashing_records (SuretyProvider *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_slashing_records;
  return self->facts.slashing_records;
}

guint64
surety_provider_get_registered_time (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.registered_time;
}

guint64
surety_provider_get_active_block (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.active_block;
}

guint64
surety_provider_get_active_time (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.active_time;
}

gboolean
surety_provider_get_approval_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.approval_known;
}

const Address *
surety_provider_get_approver (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return &self->facts.approver;
}

gboolean
surety_provider_get_approver_code_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.approver_code_known;
}

gboolean
surety_provider_get_approver_is_contract (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.approver_is_contract;
}

const char *
surety_provider_get_metadata_uri (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.metadata_uri;
}

const SuretyProviderStake *
surety_provider_get_strategy_stakes (SuretyProvider *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_strategy_stakes;
  return self->facts.strategy_stakes;
}

const SuretyProviderStake *
surety_provider_find_stake (SuretyProvider *self, const Address *strategy)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (strategy != NULL, NULL);

  for (guint i = 0; i < self->facts.n_strategy_stakes; i++)
    if (address_equal (&self->facts.strategy_stakes[i].strategy, strategy))
      return &self->facts.strategy_stakes[i];
  return NULL;
}

gboolean
surety_provider_get_total_eth (SuretyProvider *self, u256 *out, gboolean *whole)
{
  u256 sum = 0;
  guint known = 0;

  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  for (guint i = 0; i < self->facts.n_strategy_stakes; i++)
    {
      const SuretyProviderStake *stake = &self->facts.strategy_stakes[i];

      if (!stake->eth_known)
        continue;
      known++;
      if (!u256_add (sum, stake->eth, &sum))
        sum = U256_MAX;
    }
  if (whole != NULL)
    *whole = known == self->facts.n_strategy_stakes;
  *out = sum;
  return known > 0;
}

gboolean
surety_provider_get_stakers_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.stakers_known;
}

guint
surety_provider_get_n_stakers (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.n_stakers;
}

gboolean
surety_provider_get_largest_staker (SuretyProvider *self, u256 *out, Address *strategy)
{
  gboolean known = FALSE;

  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  *out = 0;
  for (guint i = 0; i < self->facts.n_strategy_stakes; i++)
    {
      const SuretyProviderStake *stake = &self->facts.strategy_stakes[i];

      if (!stake->stakers_known || stake->n_stakers == 0 || (known && stake->largest <= *out))
        continue;
      known = TRUE;
      *out = stake->largest;
      if (strategy != NULL)
        *strategy = stake->strategy;
    }
  return known;
}

gboolean
surety_provider_get_splits_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.splits_known;
}

const SuretySplit *
surety_provider_get_splits (SuretyProvider *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_splits;
  return self->facts.splits;
}

/* The one of that kind, else the default. */
static gboolean
find_split (SuretyProvider *self,
            SuretySplitKind kind,
            const Address *avs,
            guint32 set,
            SuretySplit *out)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->facts.n_splits; i++)
    {
      const SuretySplit *split = &self->facts.splits[i];

      if (split->kind == kind && split->set == set && address_equal (&split->avs, avs))
        {
          *out = *split;
          return TRUE;
        }
      if (split->kind == SURETY_SPLIT_DEFAULT)
        {
          *out = *split;
          found = TRUE;
        }
    }
  return found;
}

gboolean
surety_provider_get_set_split (SuretyProvider *self,
                               const Address *avs,
                               guint32 set,
                               SuretySplit *out)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (avs != NULL && out != NULL, FALSE);

  return find_split (self, SURETY_SPLIT_SET, avs, set, out);
}

gboolean
surety_provider_get_avs_split (SuretyProvider *self, const Address *avs, SuretySplit *out)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (avs != NULL && out != NULL, FALSE);

  return find_split (self, SURETY_SPLIT_AVS, avs, 0, out);
}

gboolean
surety_provider_get_programme_split (SuretyProvider *self, SuretySplit *out)
{
  const Address none = { 0 };

  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  return find_split (self, SURETY_SPLIT_PROGRAMMATIC, &none, 0, out);
}

gboolean
surety_provider_is_any_member (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);

  for (guint i = 0; i < self->facts.n_memberships; i++)
    if (self->facts.memberships[i].registered)
      return TRUE;

  return self->facts.n_m2 > 0;
}

gboolean
surety_provider_get_memberships_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.memberships_known;
}

const SuretyMembership *
surety_provider_get_memberships (SuretyProvider *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_memberships;
  return self->facts.memberships;
}

gboolean
surety_provider_is_member (SuretyProvider *self, const Address *avs, guint32 set)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (avs != NULL, FALSE);

  for (guint i = 0; i < self->facts.n_memberships; i++)
    {
      const SuretyMembership *one = &self->facts.memberships[i];

      if (one->set == set && address_equal (&one->avs, avs))
        return one->registered;
    }
  return FALSE;
}

gboolean
surety_provider_is_m2_member (SuretyProvider *self, const Address *avs)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (avs != NULL, FALSE);

  for (guint i = 0; i < self->facts.n_m2; i++)
    if (address_equal (&self->facts.m2[i], avs))
      return TRUE;
  return FALSE;
}

const SuretyPledgedMagnitude *
surety_provider_get_all_pledged (SuretyProvider *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_pledged;
  return self->facts.pledged;
}

SuretyKnown
surety_provider_get_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), SURETY_KNOWN_UNKNOWN);
  return self->facts.known;
}

guint64
surety_provider_get_block (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.block;
}

guint64
surety_provider_get_time (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.time;
}
