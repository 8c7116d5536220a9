/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-step-words.h"

#include <glib/gi18n.h>

#include "surety-address-words.h"
#include "surety-allowance.h"
#include "surety-format.h"

static char *
amount_text (u256 value, guint decimals, const char *symbol)
{
  g_autofree char *number = surety_format_amount (value, decimals);

  return *symbol != '\0' ? g_strdup_printf ("%s %s", number, symbol) : g_steal_pointer (&number);
}

static char *
address_text (const Address *address)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);

  return surety_format_address (text, FALSE);
}

/* A name can be chosen by anybody: the address is always there. */
char *
surety_step_words_provider (const Address *address, SuretyDirectory *names)
{
  SuretyProvider *provider = names != NULL ? surety_directory_find (names, address) : NULL;
  const char *name = provider != NULL ? surety_provider_get_name (provider) : NULL;
  g_autofree char *text = address_text (address);

  /* Translators: an operator's name, then its address. */
  return name != NULL && *name != '\0' ? g_strdup_printf (_ ("%s (%s)"), name, text)
                                       : g_steal_pointer (&text);
}

static char *
provider_text (const Address *address, SuretySession *names)
{
  return surety_step_words_provider (address,
                                     names != NULL ? surety_session_get_directory (names) : NULL);
}

/* Shares are asked for; what they are worth moves with the token's rate. */
static char *
queue_title (SuretyStep *step)
{
  const char *symbol = surety_step_get_symbol (step);
  g_autofree char *amount = NULL;
  u256 worth = 0;

  if (!surety_step_get_worth (step, &worth))
    return g_strdup_printf (_ ("Start to withdraw %s"), symbol);
  amount = amount_text (worth, surety_step_get_decimals (step), symbol);

  /* Translators: "0.5 stETH" */
  return g_strdup_printf (_ ("Start to withdraw about %s"), amount);
}

/* Anybody can make a token, and call it anything: one that is not known here is named by its address. */
static char *
claimed_text (u256 value, guint decimals, const char *symbol, const Address *token)
{
  g_autofree char *number = surety_format_amount (value, decimals);
  g_autofree char *address = NULL;

  if (*symbol != '\0')
    return g_strdup_printf ("%s %s", number, symbol);
  address = address_text (token);
  /* Translators: a number, then the address of a token: "1,000 smallest units of 0x5af0…8e07" */
  return g_strdup_printf (_ ("%s smallest units of %s"), number, address);
}

/* The tokens that a step claims; *only: if it is one. */
static guint
count_claimed (SuretyStep *step, SuretyPromise **only)
{
  GPtrArray *promises = surety_step_get_promises (step);
  guint n = 0;

  for (guint i = 0; i < promises->len; i++)
    if (surety_promise_get_kind (g_ptr_array_index (promises, i)) == SURETY_PROMISE_REWARDS_CLAIMED)
      {
        *only = g_ptr_array_index (promises, i);
        n++;
      }
  return n;
}

static char *
claim_title (SuretyStep *step)
{
  SuretyPromise *only = NULL;
  g_autofree char *amount = NULL;

  if (count_claimed (step, &only) != 1)
    return g_strdup (_ ("Claim rewards in several tokens"));
  amount = claimed_text (surety_step_get_amount (step), surety_step_get_decimals (step),
                         surety_step_get_symbol (step), surety_promise_get_subject (only));

  /* Translators: "3 EIGEN" */
  return g_strdup_printf (_ ("Claim rewards: %s"), amount);
}

/* The bytes say what was ever earned; what of it was claimed before, the chain. */
static char *
claim_call (const SuretyTold *told, SuretySession *names)
{
  g_autofree char *amount = amount_text (told->amount, told->decimals, told->symbol);
  g_autofree char *what = NULL;
  g_autofree char *recipient = NULL;

  if (told->n_tokens > 1)
    what = g_strdup (_ ("Claim rewards in several tokens"));
  else if (*told->symbol == '\0')
    what = g_strdup (_ ("Claim rewards in a token that is not known here"));
  else
    /* Translators: "3 EIGEN" */
    what = g_strdup_printf (_ ("Claim what is left of %s earned in all"), amount);
  if (!told->has_recipient)
    return g_steal_pointer (&what);
  /* All of it: what is made to be taken for it begins and ends alike. */
  recipient = surety_address_words_named (names, &told->recipient, TRUE);

  /* Translators: a sentence without its full stop, then an address. */
  return g_strdup_printf (_ ("%s, paid to %s"), what, recipient);
}

char *
surety_step_words_title (SuretyStep *step, SuretySession *names)
{
  const char *kind = surety_step_get_kind (step);
  const char *symbol = surety_step_get_symbol (step);
  g_autofree char *amount = amount_text (surety_step_get_amount (step),
                                         surety_step_get_decimals (step), symbol);

  if (g_str_equal (kind, "mint"))
    {
      g_autofree char *eth = amount_text (surety_step_get_value (step), 18, "ETH");

      /* Translators: "0.5 ETH", then a token: "stETH" */
      return g_strdup_printf (_ ("Turn %s into %s"), eth, symbol);
    }
  if (g_str_equal (kind, "approve-wrap"))
    return g_strdup_printf (_ ("Allow the wrapping contract to take exactly %s"), amount);
  if (g_str_equal (kind, "wrap"))
    return g_strdup_printf (_ ("Wrap into at least %s"), amount);
  if (g_str_equal (kind, "approve"))
    return g_strdup_printf (_ ("Allow EigenLayer to take exactly %s"), amount);
  if (g_str_equal (kind, "deposit"))
    return g_strdup_printf (_ ("Deposit %s"), amount);
  if (g_str_equal (kind, "delegate"))
    {
      g_autofree char *provider = provider_text (surety_step_get_provider (step), names);

      return g_strdup_printf (_ ("Delegate to operator %s"), provider);
    }
  if (g_str_equal (kind, "queue-withdrawal"))
    return queue_title (step);
  if (g_str_equal (kind, "complete-withdrawal"))
    return g_strdup (_ ("Finish the withdrawal"));
  if (g_str_equal (kind, "undelegate"))
    return g_strdup (_ ("Leave the operator"));
  if (g_str_equal (kind, "revoke"))
    /* Translators: a token: "stETH" */
    return g_strdup_printf (_ ("Take back what may be taken of your %s"), symbol);
  if (g_str_equal (kind, "claim"))
    return claim_title (step);
  if (g_str_equal (kind, SURETY_STEP_CANCEL))
    return g_strdup (_ ("Cancel what waits: send nothing to yourself"));

  return g_strdup (kind);
}

/* One kind a line: what the bytes say, and nothing that only the plan knows. */
char *
surety_step_words_call (SuretyDecodedCall *call, SuretySession *names)
{
  const SuretyTold *told = surety_decoded_call_get_told (call);
  const char *kind = told->kind;
  g_autofree char *amount = amount_text (told->amount, told->decimals, told->symbol);

  if (g_str_equal (kind, "mint"))
    return g_strdup_printf (_ ("Turn %s into %s"), amount, told->into);
  if (g_str_equal (kind, "approve-wrap"))
    return g_strdup_printf (_ ("Allow the wrapping contract to take exactly %s"), amount);
  if (g_str_equal (kind, "wrap"))
    /* Translators: "0.5 stETH", then a token: "wstETH" */
    return g_strdup_printf (_ ("Wrap %s into %s"), amount, told->into);
  if (g_str_equal (kind, "approve"))
    return g_strdup_printf (_ ("Allow EigenLayer to take exactly %s"), amount);
  if (g_str_equal (kind, "revoke"))
    /* Translators: a contract, then a token: "StrategyManager", "stETH" */
    return g_strdup_printf (_ ("Take back what %s may take of your %s"), told->spender,
                            told->symbol);
  if (g_str_equal (kind, "deposit"))
    return g_strdup_printf (_ ("Deposit %s"), amount);
  if (g_str_equal (kind, "delegate"))
    {
      g_autofree char *provider = provider_text (&told->provider, names);

      return g_strdup_printf (_ ("Delegate to operator %s"), provider);
    }
  if (g_str_equal (kind, "queue-withdrawal") && *told->symbol != '\0')
    {
      g_autofree char *shares = amount_text (told->amount, told->decimals, "");

      /* Translators: a number, then a token: "0.05", "stETH" */
      return g_strdup_printf (_ ("Start to withdraw %s shares of %s"), shares, told->symbol);
    }
  if (g_str_equal (kind, "queue-withdrawal"))
    return g_strdup (_ ("Start to withdraw shares of several tokens"));
  if (g_str_equal (kind, "complete-withdrawal"))
    return *told->symbol != '\0' ? g_strdup_printf (_ ("Finish the withdrawal of %s"), told->symbol)
                                 : g_strdup (_ ("Finish the withdrawal"));
  if (g_str_equal (kind, "restake-withdrawal"))
    return g_strdup (_ ("Put the withdrawal back as shares"));
  if (g_str_equal (kind, "undelegate"))
    return g_strdup (_ ("Leave the operator"));
  if (g_str_equal (kind, "claim"))
    return claim_call (told, names);

  if (g_str_equal (kind, SURETY_STEP_CANCEL))
    return g_strdup (_ ("Cancel what waits: send nothing to yourself"));

  return g_strdup (surety_decoded_call_get_function (call));
}

static char *
signed_title (SuretyNetwork *network, GBytes *bytes, SuretySession *names)
{
  g_autoptr (SuretySigned) read = surety_signed_read (network, bytes, NULL);
  g_autofree char *to = NULL;

  if (read == NULL)
    return g_strdup (_ ("Bytes that are no transaction"));
  if (read->call != NULL)
    return surety_step_words_call (read->call, names);
  if (read->creates)
    return g_strdup (_ ("A transaction that makes a contract"));
  to = address_text (&read->to);
  /* Translators: %s is an address. */
  return g_strdup_printf (_ ("A transaction to %s"), to);
}

char *
surety_step_words_entry (SuretyJournalEntry *entry, SuretyNetwork *network, SuretySession *names)
{
  GBytes *bytes = surety_journal_entry_get_signed (entry);
  g_autoptr (SuretyStep) step = NULL;
  g_autoptr (SuretyDecodedCall) call = NULL;

  if (bytes != NULL)
    return signed_title (network, bytes, names);
  step = surety_step_words_read (entry);
  if (step == NULL)
    return g_strdup (surety_journal_entry_get_kind (entry));
  call = surety_review_decode_step (network, step, NULL);
  return call != NULL ? surety_step_words_call (call, names)
                      : surety_step_words_title (step, names);
}

char *
surety_step_words_differences (SuretySignedDifference differences)
{
  static const struct
  {
    SuretySignedDifference difference;
    const char *words;
  } all[] = {
    { SURETY_SIGNED_OTHER_CONTRACT, N_ ("the contract") },
    { SURETY_SIGNED_OTHER_CALL, N_ ("the function or what it is given") },
    { SURETY_SIGNED_OTHER_VALUE, N_ ("the ETH it sends") },
    { SURETY_SIGNED_OTHER_ACCOUNT, N_ ("the account") },
    { SURETY_SIGNED_OTHER_CHAIN, N_ ("the chain") },
    { SURETY_SIGNED_OTHER_NONCE, N_ ("the number in the account’s order") },
    { SURETY_SIGNED_OTHER_HASH, N_ ("the transaction’s hash") },
    { SURETY_SIGNED_HIGHER_COST, N_ ("the most it may cost") },
  };
  g_autoptr (GString) list = g_string_new (NULL);

  if (differences == SURETY_SIGNED_AS_PLANNED)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (differences & all[i].difference)
      g_string_append_printf (list, "%s%s", list->len > 0 ? _ (", ") : "", _ (all[i].words));
  /* Translators: a list of things. */
  return g_strdup_printf (
    _ (
      "What was signed is not what was planned. It differs in: %s. This program does not sign such "
      "a thing: its journal may have been changed by somebody else. Look at this account elsewhere "
      "too before you sign anything more."),
    list->str);
}

/* One issuer lends the token against the ETH instead of selling it. */
static char *
explain_mint (SuretyStep *step)
{
  g_autofree char *amount = amount_text (surety_step_get_amount (step),
                                         surety_step_get_decimals (step),
                                         surety_step_get_symbol (step));

  if (g_str_has_prefix (surety_step_get_signature (step), "function depositAndMintOsToken"))
    return g_strdup_printf (
      _ (
        "The issuer's vault takes the ETH, stakes it, and lends you %s against it. About a tenth of "
        "the ETH stays in the vault as security: it is yours, but to get it back the loan has to be "
        "paid back at the issuer's own page. If the loan grows too large for its security, others "
        "may close it at your cost."),
      amount);
  return g_strdup_printf (
    _ (
      "The issuer's own contract takes the ETH and gives you its token: at least %s. The plan goes "
      "on with exactly that much; what comes above it stays in your account."),
    amount);
}

static char *
explain_queue (SuretyStep *step)
{
  g_autofree char *explained = g_strdup_printf (
    _ ("Your %s joins the withdrawal queue. It stays slashable while it waits; when the waiting "
       "time is over, one more transaction pays it out."),
    surety_step_get_symbol (step));
  g_autofree char *amount = NULL;
  u256 worth = 0;

  if (!surety_step_get_worth (step, &worth))
    return g_steal_pointer (&explained);
  amount = amount_text (worth, surety_step_get_decimals (step), surety_step_get_symbol (step));

  /* Translators: a sentence, then an amount. */
  return g_strdup_printf (_ ("%s The shares are worth about %s now."), explained, amount);
}

static char *
explain_claim (SuretyStep *step, SuretySession *names)
{
  const Address *recipient = surety_step_get_recipient (step);
  const char *explained = _ (
    "The contract that holds rewards (RewardsCoordinator) pays out what was earned and not "
    "claimed before. Nothing of what is restaked moves.");
  g_autofree char *address = NULL;

  if (recipient == NULL)
    return g_strdup (explained);
  address = surety_address_words_named (names, recipient, TRUE);

  /* Translators: a sentence, then an address. */
  return g_strdup_printf (_ ("%s It is paid to %s, not to this account."), explained, address);
}

char *
surety_step_words_explain (SuretyStep *step, SuretySession *names)
{
  const char *kind = surety_step_get_kind (step);
  const char *symbol = surety_step_get_symbol (step);

  if (g_str_equal (kind, "mint"))
    return explain_mint (step);
  if (g_str_equal (kind, "approve-wrap"))
    return g_strdup (_ ("The token that wraps yours may move this much of it and not more. Nothing "
                        "moves yet."));
  if (g_str_equal (kind, "wrap"))
    return g_strdup_printf (
      _ ("The same stake in another coat: %s does not change in number, it grows in worth."),
      symbol);
  if (g_str_equal (kind, "approve"))
    return g_strdup_printf (
      _ ("The contract that takes deposits (StrategyManager) may move this much %s of yours and "
         "not more. Nothing moves yet."),
      symbol);
  if (g_str_equal (kind, "deposit"))
    return g_strdup_printf (
      _ ("Your %s goes into its strategy; you get shares of it. It can be taken back after the "
         "waiting time."),
      symbol);
  if (g_str_equal (kind, "delegate"))
    return g_strdup (_ (
      "From now on what you deposited is pledged to the services this operator has chosen, and can be "
      "slashed by them. Delegation covers everything this account has restaked."));
  if (g_str_equal (kind, "queue-withdrawal"))
    return explain_queue (step);
  if (g_str_equal (kind, "complete-withdrawal"))
    return g_strdup (
      _ ("The waiting time is over: the tokens come back to your account and nobody can slash them "
         "any more."));
  if (g_str_equal (kind, "revoke"))
    return g_strdup_printf (
      _ ("From then on the contract can take none of your %s, until you allow it again. Nothing "
         "moves."),
      symbol);
  if (g_str_equal (kind, "claim"))
    return explain_claim (step, names);
  if (g_str_equal (kind, "undelegate"))
    return g_strdup (_ (
      "Everything this account has restaked joins the withdrawal queue, and the operator has nothing "
      "of yours any more when the waiting time is over."));
  if (g_str_equal (kind, SURETY_STEP_CANCEL))
    return g_strdup (_ (
      "It takes the place of the transaction that waits and does nothing: no contract is called, "
      "no token and no ETH moves but its fee. Whichever of both comes into a block first decides; "
      "the other can never happen then."));

  return g_strdup ("");
}

/* Shares are not tokens: what one is worth changes with rewards and slashing. */
static char *
shares_text (SuretyPromise *promise, u256 value)
{
  g_autofree char *number = surety_format_amount (value, surety_promise_get_decimals (promise));

  /* Translators: a number, then the token's symbol: "0.05 shares of stETH" */
  return g_strdup_printf (_ ("%s shares of %s"), number, surety_promise_get_symbol (promise));
}

/* An unlimited allowance may be less than the largest word by what was taken. */
static gboolean
is_unlimited (u256 value)
{
  return value >= SURETY_ALLOWANCE_UNLIMITED / 2u;
}

/* Of a token; whose it is is said where that is not the account. */
static char *
balance_promise (SuretyPromise *promise, gboolean least, SuretySession *names)
{
  const Address *whose = surety_promise_get_spender (promise);
  g_autofree char *amount = claimed_text (surety_promise_get_value (promise),
                                          surety_promise_get_decimals (promise),
                                          surety_promise_get_symbol (promise),
                                          surety_promise_get_subject (promise));
  g_autofree char *address = NULL;

  if (address_is_zero (whose))
    return g_strdup_printf (least ? _ ("Your balance is at least %s")
                                  : _ ("Your balance is at most %s"),
                            amount);
  address = surety_address_words_named (names, whose, FALSE);

  return g_strdup_printf (
    /* Translators: an address, then an amount. */
    least ? _ ("The balance of %s is at least %s") : _ ("The balance of %s is at most %s"), address,
    amount);
}

static char *
claimed_promise (SuretyPromise *promise)
{
  g_autofree char *amount = claimed_text (surety_promise_get_value (promise),
                                          surety_promise_get_decimals (promise),
                                          surety_promise_get_symbol (promise),
                                          surety_promise_get_subject (promise));

  /* Translators: "3 EIGEN" */
  return g_strdup_printf (_ ("All of the %s earned so far is claimed"), amount);
}

char *
surety_step_words_promise (SuretyPromise *promise, SuretySession *names)
{
  g_autofree char *amount = amount_text (surety_promise_get_value (promise),
                                         surety_promise_get_decimals (promise),
                                         surety_promise_get_symbol (promise));
  g_autofree char *shares = shares_text (promise, surety_promise_get_value (promise));

  switch (surety_promise_get_kind (promise))
    {
    case SURETY_PROMISE_ALLOWANCE_EQUALS:
      return surety_promise_get_value (promise) == 0
               ? g_strdup (_ ("Nothing is left that the contract may still take"))
               : g_strdup_printf (_ ("EigenLayer may take exactly %s"), amount);
    case SURETY_PROMISE_ALLOWANCE_AT_LEAST:
      if (is_unlimited (surety_promise_get_value (promise)))
        return g_strdup (_ ("EigenLayer may still take all you have of it, as you allowed before"));
      return g_strdup_printf (_ ("The next step may take %s"), amount);
    case SURETY_PROMISE_SHARES_AT_LEAST:
      return g_strdup_printf (_ ("You could withdraw at least %s"), shares);
    case SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST:
      return g_strdup_printf (_ ("You hold at least %s"), shares);
    case SURETY_PROMISE_DEPOSIT_SHARES_EQUALS:
      return g_strdup_printf (_ ("You hold exactly %s"), shares);
    case SURETY_PROMISE_DELEGATED_TO:
      {
        g_autofree char *provider = NULL;

        if (address_is_zero (surety_promise_get_subject (promise)))
          return g_strdup (_ ("You are delegated to nobody"));
        provider = provider_text (surety_promise_get_subject (promise), names);
        return g_strdup_printf (_ ("You are delegated to %s"), provider);
      }
    case SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST:
      return balance_promise (promise, TRUE, names);
    case SURETY_PROMISE_TOKEN_BALANCE_AT_MOST:
      return balance_promise (promise, FALSE, names);
    case SURETY_PROMISE_EXITS_QUEUED_AT_LEAST:
      return g_strdup (_ ("Your withdrawal is in the queue"));
    case SURETY_PROMISE_EXIT_GONE:
      return g_strdup (_ ("Your withdrawal has left the queue"));
    case SURETY_PROMISE_REWARDS_CLAIMED:
      return claimed_promise (promise);
    default:
      return g_strdup ("");
    }
}

char *
surety_step_words_found (SuretyPromiseResult *result)
{
  SuretyPromise *promise = surety_promise_result_get_promise (result);
  u256 actual = surety_promise_result_get_actual (result);

  if (surety_promise_result_get_known (result) == SURETY_KNOWN_UNKNOWN)
    return g_strdup (_ ("This could not be read from the chain"));

  switch (surety_promise_get_kind (promise))
    {
    case SURETY_PROMISE_DELEGATED_TO:
      {
        Address address;
        g_autofree char *text = NULL;

        if (!address_from_word (actual, &address))
          return g_strdup (_ ("This could not be read from the chain"));
        if (address_is_zero (&address))
          return g_strdup (_ ("Found: nobody"));
        text = address_text (&address);
        return g_strdup_printf (_ ("Found: %s"), text);
      }
    case SURETY_PROMISE_EXITS_QUEUED_AT_LEAST:
    case SURETY_PROMISE_EXIT_GONE:
      return surety_promise_result_get_kept (result) ? g_strdup (_ ("Found: as promised"))
                                                     : g_strdup (_ ("Found: not so"));
    case SURETY_PROMISE_SHARES_AT_LEAST:
    case SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST:
    case SURETY_PROMISE_DEPOSIT_SHARES_EQUALS:
      {
        g_autofree char *shares = shares_text (promise, actual);

        return g_strdup_printf (_ ("Found: %s"), shares);
      }
    case SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST:
    case SURETY_PROMISE_TOKEN_BALANCE_AT_MOST:
    case SURETY_PROMISE_REWARDS_CLAIMED:
      {
        g_autofree char *amount = claimed_text (actual, surety_promise_get_decimals (promise),
                                                surety_promise_get_symbol (promise),
                                                surety_promise_get_subject (promise));

        return g_strdup_printf (_ ("Found: %s"), amount);
      }
    case SURETY_PROMISE_ALLOWANCE_EQUALS:
    case SURETY_PROMISE_ALLOWANCE_AT_LEAST:
    default:
      {
        g_autofree char *amount = NULL;

        if (is_unlimited (actual))
          return g_strdup (_ ("Found: without a limit"));
        amount = amount_text (actual, surety_promise_get_decimals (promise),
                              surety_promise_get_symbol (promise));

        return g_strdup_printf (_ ("Found: %s"), amount);
      }
    }
}

const char *
surety_step_words_state (SuretyJournalState state)
{
  switch (state)
    {
    case SURETY_JOURNAL_PLANNED:
      return _ ("Waits its turn");
    case SURETY_JOURNAL_SIGNED:
      return _ ("Signed");
    case SURETY_JOURNAL_SENT:
      return _ ("Sent");
    case SURETY_JOURNAL_MINED:
      return _ ("In a block");
    case SURETY_JOURNAL_FINAL:
      return _ ("Done");
    case SURETY_JOURNAL_FAILED:
      return _ ("Failed");
    case SURETY_JOURNAL_REPLACED:
      return _ ("Replaced");
    case SURETY_JOURNAL_ABANDONED:
      return _ ("Given up");
    default:
      return "";
    }
}

const char *
surety_step_words_state_explain (SuretyJournalState state)
{
  switch (state)
    {
    case SURETY_JOURNAL_PLANNED:
      return _ ("Nothing was signed for this step yet.");
    case SURETY_JOURNAL_SIGNED:
      return _ (
        "Signed and written down here; it is being sent. If it has to be sent again, it will be the same "
        "transaction, never a second one.");
    case SURETY_JOURNAL_SENT:
      return _ ("The network has it; it waits to be put into a block.");
    case SURETY_JOURNAL_MINED:
      return _ ("It is in a block and waits for enough blocks on top.");
    case SURETY_JOURNAL_FINAL:
      return _ ("It is deep in the chain and succeeded.");
    case SURETY_JOURNAL_FAILED:
      return _ ("It is in the chain, but the contract refused: nothing moved except the fee.");
    case SURETY_JOURNAL_REPLACED:
      return _ ("Another transaction of this account took its place: this one will never happen.");
    case SURETY_JOURNAL_ABANDONED:
      return _ ("You gave this step up; it was not sent.");
    default:
      return "";
    }
}

const char *
surety_step_words_state_icon (SuretyJournalState state)
{
  switch (state)
    {
    case SURETY_JOURNAL_PLANNED:
      return "surety-circle-symbolic";
    case SURETY_JOURNAL_SIGNED:
    case SURETY_JOURNAL_SENT:
      return "document-send-symbolic";
    case SURETY_JOURNAL_MINED:
      return "emblem-synchronizing-symbolic";
    case SURETY_JOURNAL_FINAL:
      return "object-select-symbolic";
    case SURETY_JOURNAL_FAILED:
      return "dialog-error-symbolic";
    case SURETY_JOURNAL_REPLACED:
      return "edit-redo-symbolic";
    case SURETY_JOURNAL_ABANDONED:
    default:
      return "process-stop-symbolic";
    }
}

SuretyStep *
surety_step_words_read (SuretyJournalEntry *entry)
{
  g_autoptr (GError) error = NULL;
  SuretyStep *step = surety_step_new_from_json (surety_journal_entry_get_body (entry), &error);

  if (step == NULL)
    g_message ("journal entry %" G_GINT64_FORMAT " can't be shown: %s",
               surety_journal_entry_get_id (entry), error->message);

  return step;
}

GPtrArray *
surety_step_words_read_results (SuretyJournalEntry *entry)
{
  g_autoptr (GError) error = NULL;
  const char *json = surety_journal_entry_get_result (entry);
  GPtrArray *results = NULL;

  if (json == NULL)
    return NULL;
  results = surety_promise_results_from_json (json, &error);
  if (results == NULL)
    g_message ("results of journal entry %" G_GINT64_FORMAT " can't be shown: %s",
               surety_journal_entry_get_id (entry), error->message);

  return results;
}
