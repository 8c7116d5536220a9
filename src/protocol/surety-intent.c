/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-intent.h"

#include "surety-protocol-error.h"
#include "surety-record.h"

#define MAX_STRATEGIES 32u /* DelegationManager's own limit of a staker's strategies */

G_DEFINE_ENUM_TYPE (SuretyIntentKind,
                    surety_intent_kind,
                    G_DEFINE_ENUM_VALUE (SURETY_INTENT_ENTER, "enter"),
                    G_DEFINE_ENUM_VALUE (SURETY_INTENT_EXIT, "exit"),
                    G_DEFINE_ENUM_VALUE (SURETY_INTENT_FINISH_EXIT, "finish-exit"),
                    G_DEFINE_ENUM_VALUE (SURETY_INTENT_UNDELEGATE, "undelegate"),
                    G_DEFINE_ENUM_VALUE (SURETY_INTENT_REVOKE, "revoke"),
                    G_DEFINE_ENUM_VALUE (SURETY_INTENT_CLAIM, "claim"))

struct _SuretyIntent
{
  GObject parent_instance;

  SuretyIntentKind kind;
  Address account;
  Address strategy;
  Address provider;
  Address token;   /* REVOKE */
  Address spender; /* REVOKE */
  u256 amount;
  gboolean mints;
  u256 eth;
  SuretyWithdrawal *withdrawal;
  gboolean as_tokens;
  SuretyClaim *claim;
  Address recipient; /* CLAIM */
};

G_DEFINE_FINAL_TYPE (SuretyIntent, surety_intent, G_TYPE_OBJECT)

static void
surety_intent_finalize (GObject *object)
{
  SuretyIntent *self = SURETY_INTENT (object);

  g_clear_pointer (&self->withdrawal, surety_withdrawal_free);
  g_clear_pointer (&self->claim, surety_claim_unref);
  G_OBJECT_CLASS (surety_intent_parent_class)->finalize (object);
}

static void
surety_intent_class_init (SuretyIntentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_intent_finalize;
}

static void
surety_intent_init (SuretyIntent *self)
{
}

static SuretyIntent *
intent_new (SuretyIntentKind kind, const Address *account)
{
  SuretyIntent *self = g_object_new (SURETY_TYPE_INTENT, NULL);

  self->kind = kind;
  self->account = *account;
  return self;
}

SuretyIntent *
surety_intent_new_enter (const Address *account,
                         const Address *strategy,
                         u256 amount,
                         const Address *provider)
{
  SuretyIntent *self;

  g_return_val_if_fail (account != NULL && strategy != NULL && provider != NULL, NULL);

  self = intent_new (SURETY_INTENT_ENTER, account);
  self->strategy = *strategy;
  self->amount = amount;
  self->provider = *provider;
  return self;
}

SuretyIntent *
surety_intent_new_enter_minting (const Address *account,
                                 const Address *strategy,
                                 u256 amount,
                                 const Address *provider)
{
  SuretyIntent *self = surety_intent_new_enter (account, strategy, amount, provider);

  self->mints = TRUE;
  return self;
}

SuretyIntent *
surety_intent_new_enter_with_eth (const Address *account,
                                  const Address *strategy,
                                  u256 wei,
                                  const Address *provider)
{
  SuretyIntent *self = surety_intent_new_enter_minting (account, strategy, 0, provider);

  self->eth = wei;
  return self;
}

SuretyIntent *
surety_intent_new_exit (const Address *account, const Address *strategy, u256 deposit_shares)
{
  SuretyIntent *self;

  g_return_val_if_fail (account != NULL && strategy != NULL, NULL);

  self = intent_new (SURETY_INTENT_EXIT, account);
  self->strategy = *strategy;
  self->amount = deposit_shares;
  return self;
}

static SuretyIntent *
finish_exit_new (const Address *account, const SuretyWithdrawal *withdrawal, gboolean as_tokens)
{
  SuretyIntent *self = intent_new (SURETY_INTENT_FINISH_EXIT, account);

  self->withdrawal = surety_withdrawal_copy (withdrawal);
  self->as_tokens = as_tokens;
  return self;
}

SuretyIntent *
surety_intent_new_finish_exit (const Address *account, SuretyExit *exit, gboolean as_tokens)
{
  g_return_val_if_fail (account != NULL && SURETY_IS_EXIT (exit), NULL);

  return finish_exit_new (account, surety_exit_get_withdrawal (exit), as_tokens);
}

SuretyIntent *
surety_intent_new_undelegate (const Address *account)
{
  g_return_val_if_fail (account != NULL, NULL);

  return intent_new (SURETY_INTENT_UNDELEGATE, account);
}

SuretyIntent *
surety_intent_new_revoke (const Address *account, const Address *token, const Address *spender)
{
  SuretyIntent *self;

  g_return_val_if_fail (account != NULL && token != NULL && spender != NULL, NULL);

  self = intent_new (SURETY_INTENT_REVOKE, account);
  self->token = *token;
  self->spender = *spender;
  return self;
}

SuretyIntent *
surety_intent_new_claim (const Address *account, SuretyClaim *claim, const Address *recipient)
{
  SuretyIntent *self;

  g_return_val_if_fail (account != NULL && claim != NULL && recipient != NULL, NULL);

  self = intent_new (SURETY_INTENT_CLAIM, account);
  self->claim = surety_claim_ref (claim);
  self->recipient = *recipient;
  return self;
}

SuretyIntentKind
surety_intent_get_kind (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), SURETY_INTENT_ENTER);
  return self->kind;
}

const char *
surety_intent_get_kind_name (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);
  return surety_record_enum_nick (SURETY_TYPE_INTENT_KIND, (int) self->kind);
}

const Address *
surety_intent_get_account (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);
  return &self->account;
}

const Address *
surety_intent_get_strategy (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);
  return self->kind == SURETY_INTENT_ENTER || self->kind == SURETY_INTENT_EXIT ? &self->strategy
                                                                               : NULL;
}

const Address *
surety_intent_get_provider (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);
  return self->kind == SURETY_INTENT_ENTER ? &self->provider : NULL;
}

u256
surety_intent_get_amount (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), 0);
  return self->amount;
}

gboolean
surety_intent_get_mints (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), FALSE);
  return self->mints;
}

u256
surety_intent_get_eth (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), 0);
  return self->eth;
}

const SuretyWithdrawal *
surety_intent_get_withdrawal (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);
  return self->withdrawal;
}

gboolean
surety_intent_get_as_tokens (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), FALSE);
  return self->as_tokens;
}

const Address *
surety_intent_get_token (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);
  return self->kind == SURETY_INTENT_REVOKE ? &self->token : NULL;
}

const Address *
surety_intent_get_spender (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);
  return self->kind == SURETY_INTENT_REVOKE ? &self->spender : NULL;
}

SuretyClaim *
surety_intent_get_claim (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);
  return self->claim;
}

const Address *
surety_intent_get_recipient (SuretyIntent *self)
{
  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);
  return self->kind == SURETY_INTENT_CLAIM ? &self->recipient : NULL;
}

static void
add_withdrawal (JsonBuilder *builder, const SuretyWithdrawal *withdrawal)
{
  json_builder_set_member_name (builder, "withdrawal");
  json_builder_begin_object (builder);
  surety_record_add_address (builder, "staker", &withdrawal->staker);
  surety_record_add_address (builder, "delegatedTo", &withdrawal->delegated_to);
  surety_record_add_address (builder, "withdrawer", &withdrawal->withdrawer);
  surety_record_add_u256 (builder, "nonce", withdrawal->nonce);
  json_builder_set_member_name (builder, "startBlock");
  json_builder_add_int_value (builder, withdrawal->start_block);
  json_builder_set_member_name (builder, "parts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < withdrawal->n; i++)
    {
      json_builder_begin_object (builder);
      surety_record_add_address (builder, "strategy", &withdrawal->strategies[i]);
      surety_record_add_u256 (builder, "scaledShares", withdrawal->scaled_shares[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

char *
surety_intent_to_json (SuretyIntent *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (SURETY_IS_INTENT (self), NULL);

  json_builder_begin_object (builder);
  surety_record_add_string (builder, "kind", surety_intent_get_kind_name (self));
  surety_record_add_address (builder, "account", &self->account);
  switch (self->kind)
    {
    case SURETY_INTENT_ENTER:
      surety_record_add_address (builder, "provider", &self->provider);
      if (self->mints)
        surety_record_add_u256 (builder, "eth", self->eth);
      G_GNUC_FALLTHROUGH;
    case SURETY_INTENT_EXIT:
      surety_record_add_address (builder, "strategy", &self->strategy);
      surety_record_add_u256 (builder, "amount", self->amount);
      break;
    case SURETY_INTENT_FINISH_EXIT:
      add_withdrawal (builder, self->withdrawal);
      json_builder_set_member_name (builder, "asTokens");
      json_builder_add_boolean_value (builder, self->as_tokens);
      break;
    case SURETY_INTENT_UNDELEGATE:
      break;
    case SURETY_INTENT_REVOKE:
      surety_record_add_address (builder, "token", &self->token);
      surety_record_add_address (builder, "spender", &self->spender);
      break;
    case SURETY_INTENT_CLAIM:
      surety_record_add_address (builder, "recipient", &self->recipient);
      json_builder_set_member_name (builder, "claim");
      json_builder_add_value (builder, surety_claim_to_json (self->claim));
      break;
    default:
      g_assert_not_reached ();
    }
  json_builder_end_object (builder);
  return surety_record_end (builder);
}

static SuretyIntent *
read_claim (JsonObject *object, const Address *account, GError **error)
{
  g_autoptr (SuretyClaim) claim = NULL;
  Address recipient;

  if (!surety_record_get_address (object, "recipient", &recipient, error))
    return NULL;
  claim = surety_claim_new_from_json (json_object_get_member (object, "claim"), error);
  return claim != NULL ? surety_intent_new_claim (account, claim, &recipient) : NULL;
}

static SuretyIntent *
read_finish_exit (JsonObject *object, const Address *account, GError **error)
{
  JsonObject *entry;
  JsonArray *parts;
  guint64 start_block;
  gboolean as_tokens;
  Address strategies[MAX_STRATEGIES];
  u256 shares[MAX_STRATEGIES];
  SuretyWithdrawal withdrawal = { .strategies = strategies, .scaled_shares = shares };

  entry = surety_record_object (json_object_get_member (object, "withdrawal"), error);
  if (entry == NULL || !surety_record_get_boolean (object, "asTokens", &as_tokens, error) ||
      !surety_record_get_address (entry, "staker", &withdrawal.staker, error) ||
      !surety_record_get_address (entry, "delegatedTo", &withdrawal.delegated_to, error) ||
      !surety_record_get_address (entry, "withdrawer", &withdrawal.withdrawer, error) ||
      !surety_record_get_u256 (entry, "nonce", &withdrawal.nonce, error) ||
      !surety_record_get_uint64 (entry, "startBlock", &start_block, error))
    return NULL;

  parts = surety_record_get_array (entry, "parts", error);
  if (parts == NULL)
    return NULL;
  withdrawal.n = json_array_get_length (parts);
  if (withdrawal.n > MAX_STRATEGIES || start_block > G_MAXUINT32)
    {
      g_set_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL,
                   "withdrawal: is too large");
      return NULL;
    }
  withdrawal.start_block = (guint32) start_block;
  for (guint i = 0; i < withdrawal.n; i++)
    {
      JsonObject *part = surety_record_object (json_array_get_element (parts, i), error);

      if (part == NULL || !surety_record_get_address (part, "strategy", &strategies[i], error) ||
          !surety_record_get_u256 (part, "scaledShares", &shares[i], error))
        return NULL;
    }
  return finish_exit_new (account, &withdrawal, as_tokens);
}

SuretyIntent *
surety_intent_new_from_json (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  int kind;
  Address account, strategy, provider, token, spender;
  u256 amount, eth;

  g_return_val_if_fail (json != NULL, NULL);

  root = surety_record_parse (json, error);
  if (root == NULL)
    return NULL;
  object = surety_record_object (root, error);
  if (object == NULL ||
      !surety_record_get_enum (object, "kind", SURETY_TYPE_INTENT_KIND, &kind, error) ||
      !surety_record_get_address (object, "account", &account, error))
    return NULL;

  switch ((SuretyIntentKind) kind)
    {
    case SURETY_INTENT_ENTER:
      if (!surety_record_get_address (object, "strategy", &strategy, error) ||
          !surety_record_get_address (object, "provider", &provider, error) ||
          !surety_record_get_u256 (object, "amount", &amount, error))
        return NULL;
      /* Only there when the token is made of ETH first. */
      if (json_object_has_member (object, "eth"))
        {
          if (!surety_record_get_u256 (object, "eth", &eth, error))
            return NULL;
          return eth != 0
                   ? surety_intent_new_enter_with_eth (&account, &strategy, eth, &provider)
                   : surety_intent_new_enter_minting (&account, &strategy, amount, &provider);
        }
      return surety_intent_new_enter (&account, &strategy, amount, &provider);
    case SURETY_INTENT_EXIT:
      if (!surety_record_get_address (object, "strategy", &strategy, error) ||
          !surety_record_get_u256 (object, "amount", &amount, error))
        return NULL;
      return surety_intent_new_exit (&account, &strategy, amount);
    case SURETY_INTENT_FINISH_EXIT:
      return read_finish_exit (object, &account, error);
    case SURETY_INTENT_UNDELEGATE:
      return surety_intent_new_undelegate (&account);
    case SURETY_INTENT_REVOKE:
      if (!surety_record_get_address (object, "token", &token, error) ||
          !surety_record_get_address (object, "spender", &spender, error))
        return NULL;
      return surety_intent_new_revoke (&account, &token, &spender);
    case SURETY_INTENT_CLAIM:
      return read_claim (object, &account, error);
    default:
      g_assert_not_reached ();
    }
}
