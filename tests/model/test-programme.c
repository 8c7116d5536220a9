/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"
#include "surety-outlook.h"

/* What the outlook says of rewards that are paid to all who restake. */

#define BLOCK 22000000u
#define TIME 1780000000u
#define DAY 86400u
#define AVS "0x0000000000000000000000000000000000000a45"
#define OPERATOR "0x0000000000000000000000000000000000000b01"

typedef struct
{
  SuretyPaymentKind kind;
  gboolean other_strategy; /* pays for another one than the amount's */
  gboolean alone;          /* the operator is with no service */
  gboolean unknown;        /* it can't be said what comes to the amount … */
  guint micro;             /* … else this, in millionths of a token in 30 days */
} AllCase;

/* What is paid to all who restake, and comes to 10 of a token. */
static void
test_programme (void)
{
  static const AllCase cases[] = {
    /* 10 of 70 + 10, and 10 that count twice: 10 %, less the 30 % the operator keeps of it. */
    { .kind = SURETY_PAYMENT_ALL_EARNERS, .micro = 70000 },
    { .kind = SURETY_PAYMENT_ALL_EARNERS, .other_strategy = TRUE },
    { .kind = SURETY_PAYMENT_ALL_EARNERS, .alone = TRUE },
    /* Who is without an operator gets some of it as well, and is in no directory. */
    { .kind = SURETY_PAYMENT_ALL, .unknown = TRUE },
  };
  const Address other = model_test_address ("0x00000000000000000000000000000000000000f2");
  const SuretyMembership membership = { .avs = model_test_address (AVS),
                                        .set = 1,
                                        .registered = TRUE };
  const SuretySplit splits[] = { { .kind = SURETY_SPLIT_DEFAULT, .bips = 1000 },
                                 { .kind = SURETY_SPLIT_PROGRAMMATIC, .bips = 3000 } };
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  const SuretyToken *token = surety_network_get_token (network, 0);
  g_autoptr (SuretyFigure)
    one = surety_figure_new (U256_WAD, 18, "ETH", BLOCK, TIME, SURETY_KNOWN_PRACTICE);
  g_autoptr (SuretyFigure) deposited = surety_figure_new (100 * U256_WAD, 18, token->symbol, BLOCK,
                                                          TIME, SURETY_KNOWN_PRACTICE);
  g_autoptr (SuretyAsset)
    asset = surety_asset_new (network, token, deposited, deposited, one, NULL);
  g_autoptr (GListStore) assets = g_list_store_new (SURETY_TYPE_ASSET);
  g_autoptr (GListStore) services = g_list_store_new (SURETY_TYPE_SERVICE);
  g_autoptr (GListStore) pledges = g_list_store_new (SURETY_TYPE_PLEDGE);

  g_list_store_append (assets, asset);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AllCase *it = &cases[i];
      const Address *strategy = it->other_strategy ? &other : &token->strategy;
      const SuretyProviderStake stake = {
        .strategy = token->strategy,
        .shares = 40 * U256_WAD,
        .tokens_known = TRUE,
        .tokens = 40 * U256_WAD,
      };
      const SuretyProgrammeWeight weights[] = { { token->strategy, 70 * U256_WAD },
                                                { other, 10 * U256_WAD } };
      g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
      g_autoptr (GByteArray) list = g_byte_array_new ();
      g_autoptr (GBytes) multipliers = NULL;
      g_autoptr (SuretyProvider) provider = surety_provider_new (&(SuretyProviderFacts) {
        .address = model_test_address (OPERATOR),
        .strategy_stakes = &stake,
        .n_strategy_stakes = 1,
        .memberships_known = TRUE,
        .memberships = it->alone ? NULL : &membership,
        .n_memberships = it->alone ? 0 : 1,
        .splits_known = TRUE,
        .splits = splits,
        .n_splits = G_N_ELEMENTS (splits),
      });
      SuretyPayment payment = {
        .kind = it->kind,
        .time = TIME - DAY,
        .token = token->token,
        .amount = U256_WAD,
        .start = TIME - 30 * DAY,
        .seconds = 30 * DAY,
      };
      g_autoptr (SuretyProgramme) programme = NULL;
      SuretyOutlookFacts facts = {
        .network = network,
        .asset = asset,
        .pledges = G_LIST_MODEL (pledges),
        .services = G_LIST_MODEL (services),
        .assets = G_LIST_MODEL (assets),
        .amount_known = TRUE,
        .amount = 10 * U256_WAD,
        .block = BLOCK,
        .time = TIME,
      };
      const RewardIncome *income = NULL;

      g_test_message ("case %u", i);
      g_assert_true (surety_payment_part_add (list, strategy, U256_WAD));
      if (!it->other_strategy)
        g_assert_true (surety_payment_part_add (list, &other, 2 * U256_WAD));
      multipliers = g_byte_array_free_to_bytes (g_steal_pointer (&list));
      payment.multipliers = multipliers;
      programme = surety_programme_new (&(SuretyProgrammeFacts) {
        .payments = &payment, .n_payments = 1, .weights = weights, .n_weights = 2 });
      facts.provider = provider;
      facts.programme = programme;
      surety_outlook_set_facts (outlook, &facts);
      income = surety_outlook_get_income (outlook);
      g_assert_nonnull (income);
      g_assert_cmpuint (income->n_unknown, ==, it->unknown ? 1 : 0);
      g_assert_cmpuint (income->n_counted, ==, it->micro != 0 ? 1 : 0);
      g_assert_true (income->worth == (u256) it->micro * 1000000000000u);
      g_assert_cmpuint (g_list_model_get_n_items (surety_outlook_get_earnings (outlook)), ==,
                        it->unknown || it->micro != 0 ? 1 : 0);
      if (it->micro != 0)
        {
          g_autoptr (SuretyEarning)
            earning = g_list_model_get_item (surety_outlook_get_earnings (outlook), 0);

          g_assert_null (surety_earning_get_facts (earning)->service);
        }
    }
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/programme/comes-on-top-of-what-services-pay", test_programme);

  return g_test_run ();
}
