/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-sentences.h"

#include <glib/gi18n.h>
#include <string.h>

#include "surety-chain-error.h"
#include "surety-contact-words.h"
#include "surety-format.h"
#include "surety-protocol-error.h"
#include "surety-store-error.h"

/* No error of EigenLayer's contracts has a longer one. */
#define LONGEST_NAME 60

/* The switches have no default, so that the compiler names a code without a sentence. */

static const char *
for_chain (SuretyChainError code)
{
  switch (code)
    {
    case SURETY_CHAIN_ERROR_TRANSPORT:
      return _ ("The endpoint could not be reached. Your funds are not affected; check the address "
                "and your connection, then try again.");
    case SURETY_CHAIN_ERROR_TIMEOUT:
      return _ ("The endpoint took too long to answer. Your funds are not affected; try again, or "
                "choose another endpoint.");
    case SURETY_CHAIN_ERROR_HTTP:
      return _ ("The endpoint refused the request. Your funds are not affected; check its address "
                "and whether it needs a key.");
    case SURETY_CHAIN_ERROR_RATE_LIMITED:
      return _ ("The endpoint answers no more requests for now. Your funds are not affected; wait "
                "a little, or choose another endpoint.");
    case SURETY_CHAIN_ERROR_TOO_LARGE:
      return _ ("The endpoint sent far more than was asked for, so its answer was dropped. Your "
                "funds are not affected; choose another endpoint.");
    case SURETY_CHAIN_ERROR_MALFORMED:
      return _ ("What answers there is not an Ethereum endpoint, or its answer is damaged. Nothing "
                "of it was used; check the address, or choose another endpoint.");
    case SURETY_CHAIN_ERROR_RPC:
      return _ ("The endpoint could not do what was asked. Your funds are not affected; try again, "
                "or choose another endpoint.");
    case SURETY_CHAIN_ERROR_UNSUPPORTED:
      return _ ("The endpoint does not offer what is needed here. Your funds are not affected; "
                "choose another endpoint.");
    case SURETY_CHAIN_ERROR_RANGE_LIMIT:
      return _ (
        "The endpoint gives out too little of the chain’s history at a time. Your funds are "
        "not affected; choose another endpoint.");
    case SURETY_CHAIN_ERROR_REVERT:
      return _ ("The contract refuses this, so it was not sent. Your funds stay where they are; "
                "check the amount, then review again.");
    case SURETY_CHAIN_ERROR_WRONG_CHAIN:
      return _ ("The endpoint serves another chain than the network you chose. Nothing was sent; "
                "choose an endpoint of this network, or another network.");
    case SURETY_CHAIN_ERROR_NO_ENDPOINT:
      return _ ("No endpoint is chosen for this network, so nothing leaves this computer. Choose "
                "one under Connection.");
    case SURETY_CHAIN_ERROR_NONCE_TOO_LOW:
      return _ (
        "Another transaction of this account took this one’s place. Nothing was sent twice; "
        "look at Activity, then review again.");
    case SURETY_CHAIN_ERROR_ALREADY_KNOWN:
      return _ ("The endpoint has this transaction already. Nothing was sent twice; wait until it "
                "is mined.");
    case SURETY_CHAIN_ERROR_UNDERPRICED:
      return _ ("The fee is too low for the network now, so it has not taken the transaction. It "
                "is signed and offered again by itself; speed it up, or wait.");
    case SURETY_CHAIN_ERROR_INSUFFICIENT_FUNDS:
      return _ ("There is not enough ETH in this account for the fee. Nothing was sent; add some "
                "ETH, then try again.");
    case SURETY_CHAIN_ERROR_REFUSED:
      return _ ("The endpoint has not taken the transaction. It is signed and offered again by "
                "itself; if that does not help, choose another endpoint.");
    case SURETY_CHAIN_ERROR_PROOF:
      return _ ("What the endpoint says is not what it can prove. Nothing of it was used, and "
                "nothing was signed; choose another endpoint.");
    case SURETY_CHAIN_ERROR_PLAIN:
      return _ (
        "This endpoint’s address begins with http://, and your proxy is not near: all of it "
        "could be read on the way, so nothing was asked. Use https://, or another proxy.");
    case SURETY_CHAIN_ERROR_DISAGREE:
      return _ ("Your endpoints say different things about the chain. Nothing was signed; see "
                "Connection for what differs, and take out the one you trust less.");
    }
  return NULL;
}

static const char *
for_store (SuretyStoreError code)
{
  switch (code)
    {
    case SURETY_STORE_ERROR_DATABASE:
      return _ ("Surety’s records could not be read or written. Your funds are not affected; start "
                "Surety again.");
    case SURETY_STORE_ERROR_IN_USE:
      return _ (
        "Surety is open twice, and the other one has its records. Nothing was changed; close "
        "it, then start this one again.");
    case SURETY_STORE_ERROR_READ_ONLY:
      return _ (
        "Surety’s records may not be written. Your funds are not affected; check the folder’s "
        "place and permissions, then start Surety again.");
    case SURETY_STORE_ERROR_FULL:
      return _ (
        "No space is left on the disk, so Surety can’t keep its records. Your funds are not "
        "affected; make room, then start Surety again.");
    case SURETY_STORE_ERROR_DAMAGED:
      return _ (
        "Surety’s records are damaged and were left as they are. Your funds are not affected; "
        "bring the file surety.db back from a backup, or move it away and import your accounts "
        "again.");
    case SURETY_STORE_ERROR_TOO_NEW:
      return _ ("Surety’s records were written by a newer version. Nothing was changed; install "
                "the newer version again.");
    case SURETY_STORE_ERROR_NONCE_TAKEN:
      return _ ("Another transaction of this account is still under way. Nothing was signed; wait "
                "until it is done.");
    case SURETY_STORE_ERROR_STATE:
      return _ ("The transaction is no longer in a state that allows this. Nothing was changed; "
                "look at Activity.");
    case SURETY_STORE_ERROR_NOT_FOUND:
      return _ ("The key of this account is not where it was kept. Your funds are safe with your "
                "recovery words; import them again.");
    case SURETY_STORE_ERROR_NO_SERVICE:
      return _ ("No keyring answers on this computer. Nothing was stored or signed; start one, or "
                "keep the key in an encrypted file.");
    case SURETY_STORE_ERROR_LOCKED:
      return _ (
        "The keyring stayed locked. Nothing was stored or signed; try again, and give it its "
        "password when it asks.");
    case SURETY_STORE_ERROR_DISMISSED:
      return _ ("You closed the question, so nothing was stored or signed. Try again when you are "
                "ready.");
    case SURETY_STORE_ERROR_PASSPHRASE:
      return _ ("The passphrase is wrong, or the key file is damaged. Nothing was opened; type the "
                "passphrase again.");
    case SURETY_STORE_ERROR_MALFORMED:
      return _ ("The file is not what it should be. Nothing of it was used; choose another file.");
    case SURETY_STORE_ERROR_EXISTS:
      return _ ("It is here already. Nothing was changed.");
    case SURETY_STORE_ERROR_IO:
      return _ ("The file could not be read or written. Your funds are not affected; check its "
                "place and permissions.");
    }
  return NULL;
}

static const char *
for_protocol (SuretyProtocolError code)
{
  switch (code)
    {
    case SURETY_PROTOCOL_ERROR_NETWORK_FILE:
      return _ ("The network file breaks a rule, so nothing of it was used. Correct it, or choose "
                "another file.");
    case SURETY_PROTOCOL_ERROR_AMOUNT:
      return _ ("The amount is nothing, or more than there is. Nothing was sent; change the "
                "amount.");
    case SURETY_PROTOCOL_ERROR_PAUSED:
      return _ (
        "The protocol has paused this. Your funds stay where they are; try again when it is "
        "open again.");
    case SURETY_PROTOCOL_ERROR_CLOSED:
      return _ ("This token takes no deposits now. Your funds stay where they are; choose another "
                "token, or wait.");
    case SURETY_PROTOCOL_ERROR_NOT_OPERATOR:
      return _ ("Nobody is registered as an operator at this address. Nothing was sent; choose an "
                "operator from the list.");
    case SURETY_PROTOCOL_ERROR_NEEDS_APPROVAL:
      return _ ("This operator takes only people it has approved itself. Nothing was sent; choose "
                "another operator.");
    case SURETY_PROTOCOL_ERROR_LOCKS:
      return _ ("This operator is a duration vault: once it is locked, nothing you delegated to it "
                "can leave for months. Nothing was sent; choose another operator.");
    case SURETY_PROTOCOL_ERROR_FULLY_SLASHED:
      return _ ("This operator has been slashed to nothing, so it can take no deposit. Nothing was "
                "sent; choose another operator.");
    case SURETY_PROTOCOL_ERROR_NOT_YET:
      return _ ("The exit is not ready yet. Your funds stay in the queue and can still be slashed; "
                "come back on the date it shows.");
    case SURETY_PROTOCOL_ERROR_NOTHING_TO_DO:
      return _ ("Everything this would do is already done. Nothing needs to be sent.");
    case SURETY_PROTOCOL_ERROR_GAS:
      return _ ("There is not enough ETH in this account for the fees of the whole plan. Nothing "
                "was sent; add some ETH, or choose a smaller amount.");
    case SURETY_PROTOCOL_ERROR_REVERT:
      return _ ("A trial run of this step failed, so it was not sent. Your funds stay where they "
                "are; check the amount, then review again.");
    case SURETY_PROTOCOL_ERROR_REVIEW:
      return _ ("What would be signed is not what the plan says, so it was not signed. Your funds "
                "are safe; please report this.");
    case SURETY_PROTOCOL_ERROR_CODE:
      return _ ("Your account, or a contract this would call, runs other code than what you looked "
                "at. Nothing more was signed and your funds stay where they are; give up what is "
                "left of this plan, then review again to see what changed.");
    case SURETY_PROTOCOL_ERROR_CHANGED:
      return _ ("What this would do has changed since you looked. Nothing was signed; look at it "
                "again, then sign.");
    case SURETY_PROTOCOL_ERROR_SLASHABLE:
      return _ (
        "More of your stake could be slashed now than you were shown. Nothing more was signed "
        "and your funds stay where they are; go on to see what it is now, or give up what is "
        "left of this plan.");
    case SURETY_PROTOCOL_ERROR_COST:
      return _ ("This would cost more now than you were shown. Nothing more was signed and your "
                "funds stay where they are; look at the cost again, or wait until it falls.");
    case SURETY_PROTOCOL_ERROR_WAITS:
      return _ ("What was signed before is in no block yet, so what comes after it can’t be tried "
                "out. Nothing more was signed; go on once it is in a block.");
    case SURETY_PROTOCOL_ERROR_BROKEN:
      return _ ("A transaction is done, but the chain says something else than what was promised. "
                "Nothing more was signed; open its line to see what was found, and look at this "
                "account elsewhere too before you sign anything more.");
    case SURETY_PROTOCOL_ERROR_WATCH_ONLY:
      return _ ("This account is only watched: its key is not here. Nothing was sent; import the "
                "key to act.");
    case SURETY_PROTOCOL_ERROR_BUSY:
      return _ ("Another plan of this account is still under way. Nothing new was sent; finish or "
                "abandon that one first.");
    case SURETY_PROTOCOL_ERROR_JOURNAL:
      return _ ("A record of an earlier plan can’t be read. Your funds are not affected; look at "
                "the account with an explorer before you send anything.");
    case SURETY_PROTOCOL_ERROR_DELEGATED_ELSEWHERE:
      return _ ("This account has delegated to another operator already. Nothing was sent; keep "
                "that operator, or undelegate first.");
    case SURETY_PROTOCOL_ERROR_NOT_DELEGATED:
      return _ ("This account delegates to nobody, so there is nothing to undo. Nothing was sent.");
    case SURETY_PROTOCOL_ERROR_MINT_CLOSED:
      return _ (
        "This token can not be made of ETH now: its issuer has stopped it, is full, or lets "
        "only chosen accounts. Nothing was sent; choose another token, or wait.");
    case SURETY_PROTOCOL_ERROR_MINT_AMOUNT:
      return _ ("The token's issuer takes neither so little nor so much ETH at once. Nothing was "
                "sent; change the amount.");
    case SURETY_PROTOCOL_ERROR_FAILED:
      return _ ("A transaction failed on the chain, or another took its place. Only its fee is "
                "gone; look at Activity, then review again.");
    case SURETY_PROTOCOL_ERROR_CANCELLED:
      return _ (
        "You cancelled a transaction, so it will not happen, nor what was to follow it. Only "
        "the fee of cancelling is gone; what was done before stays done.");
    case SURETY_PROTOCOL_ERROR_ELSEWHERE:
      return _ (
        "A transaction that was not made here used this one’s number, so this one will never "
        "happen. If you did not send it, somebody else has this account’s key: move your "
        "funds. Else look at what it did, then review again.");
    case SURETY_PROTOCOL_ERROR_CEILING:
      return _ (
        "To take the place of what waits, the network wants a higher fee than your ceiling. "
        "Nothing was signed; raise the ceiling in Preferences, or wait.");
    case SURETY_PROTOCOL_ERROR_CODE_UNKNOWN:
      return _ (
        "Whose code a contract of this plan runs can’t be told. Nothing was signed and your "
        "funds stay where they are; try again later, or choose another endpoint.");
    case SURETY_PROTOCOL_ERROR_ONE_WORD:
      return _ (
        "What code a contract has is noted only as both of your endpoints tell it, and just "
        "now one of them does not. Nothing was signed and your funds stay where they are; "
        "try again when it answers, or take it out under Connection.");
    case SURETY_PROTOCOL_ERROR_SETTLED:
      return _ ("It does not wait any more: it is in a block, or something else was signed for it "
                "meanwhile. Nothing was signed; look at Activity.");
    case SURETY_PROTOCOL_ERROR_NOT_REPLACED:
      return _ (
        "The network has not taken what is to take the place of the transaction that waits. "
        "Both are signed: this one is offered again by itself, and until it is in a block the "
        "one before it may still happen. Wait, or look at Activity.");
    case SURETY_PROTOCOL_ERROR_POOL:
      return _ ("One of your endpoints says that a transaction of this account waits which was not "
                "made here; the other does not know it. So as not to take its place, nothing was "
                "signed. Try again once that one is in a block; if you know of none, take that "
                "endpoint out.");
    case SURETY_PROTOCOL_ERROR_CLAIMER:
      return _ ("Another address claims these rewards: the one that earned them, or the one it has "
                "named. Nothing was sent; claim with that one, the rewards do not expire.");
    case SURETY_PROTOCOL_ERROR_ROOT_INACTIVE:
      return _ ("These rewards can’t be claimed yet: they were posted less than the waiting time "
                "ago. Nothing was sent; they do not expire, claim them later.");
    case SURETY_PROTOCOL_ERROR_ROOT_DISABLED:
      return _ ("What these rewards were posted with was taken back. Nothing was sent; claim with "
                "what is posted next, nothing is lost by waiting.");
    case SURETY_PROTOCOL_ERROR_PROOF:
      return _ (
        "The proof of these rewards is not one of what was posted on the chain. Nothing was "
        "sent; fetch it again, and do not trust where it came from.");
    case SURETY_PROTOCOL_ERROR_RECIPIENT:
      return _ ("The rewards would be paid to nobody, or to a contract that has no use for them. "
                "Nothing was sent; choose another recipient.");
    case SURETY_PROTOCOL_ERROR_NO_REWARDS:
      return _ ("Where this network pays rewards out is not known. Your funds are not affected; "
                "choose another network to see rewards.");
    case SURETY_PROTOCOL_ERROR_REWARDS_SERVER:
      return _ ("The rewards server could not be reached, or does not answer such questions. Your "
                "funds and rewards are not affected; check its address and your connection, then "
                "try again.");
    case SURETY_PROTOCOL_ERROR_REWARDS_REPLY:
      return _ ("What answers there is no rewards server, or its answer is damaged. Nothing of it "
                "was used; check the address, or choose another rewards server.");
    case SURETY_PROTOCOL_ERROR_REWARDS_BEHIND:
      return _ ("The rewards server has no proof yet for what was posted last. Rewards do not "
                "expire; try again later, or choose another rewards server.");
    case SURETY_PROTOCOL_ERROR_REWARDS_PROOF:
      return _ ("What the rewards server says is not what the chain holds, so nothing of it was "
                "used. Your rewards are not affected; try again later, or choose another rewards "
                "server.");
    case SURETY_PROTOCOL_ERROR_STRANGER:
      return _ ("It would be paid to an address that is neither an account of yours nor saved. "
                "Nothing was signed, and your funds stay where they are; if it is the right one, "
                "save it under Saved Addresses first, then review again.");
    }
  return NULL;
}

const char *
surety_sentence_for_core (CoreResult result)
{
  switch (result)
    {
    case CORE_OK:
      return NULL;
    case CORE_ERROR_TRUNCATED:
      return _ ("Something is missing at the end. Nothing was used; enter all of it.");
    case CORE_ERROR_TRAILING:
      return _ ("There is something too much at the end. Nothing was used; remove it.");
    case CORE_ERROR_NOT_CANONICAL:
      return _ ("This is written in an unusual way that is not accepted. Nothing was used.");
    case CORE_ERROR_RANGE:
      return _ ("The number is too large or too fine. Nothing was used; change it.");
    case CORE_ERROR_SYNTAX:
      return _ ("This is not of the form that is expected here. Nothing was used; check it.");
    case CORE_ERROR_LIMIT:
      return _ ("This is longer or larger than is accepted. Nothing was used; check it.");
    case CORE_ERROR_CHECKSUM:
      return _ ("The checksum is wrong, so something is mistyped. Nothing was used; compare it "
                "with where you have it from.");
    case CORE_ERROR_UNSUPPORTED:
      return _ ("This is of a kind that Surety does not know. Nothing was used.");
    case CORE_ERROR_AUTHENTICATION:
      return _ ("The passphrase is wrong, or the content is damaged. Nothing was opened; type it "
                "again.");
    case CORE_ERROR_INTERNAL:
      return _ ("This system refused what Surety needs for it. Your funds are not affected; start "
                "Surety again.");
    }
  return NULL;
}

static const char *
for_io (int code)
{
  switch (code)
    {
    case G_IO_ERROR_CANCELLED:
      return _ ("It was stopped before it was done. Your funds are not affected.");
    case G_IO_ERROR_NOT_FOUND:
      return _ ("The file is not there. Nothing was changed; choose another.");
    case G_IO_ERROR_PERMISSION_DENIED:
      return _ ("This is not allowed here. Nothing was changed.");
    case G_IO_ERROR_NO_SPACE:
      return _ ("The disk is full. Nothing was sent; make space, then try again.");
    case G_IO_ERROR_INVALID_ARGUMENT:
      return _ ("This is not a web address of an endpoint. Nothing was sent; it begins with "
                "https://, or http:// on this computer.");
    default:
      return NULL;
    }
}

const char *
surety_sentence_for_code (GQuark domain, int code)
{
  if (domain == SURETY_BOOK_ERROR)
    return surety_contact_words_fault ((SuretyBookError) code);
  if (domain == SURETY_CHAIN_ERROR)
    return for_chain ((SuretyChainError) code);
  if (domain == SURETY_STORE_ERROR)
    return for_store ((SuretyStoreError) code);
  if (domain == SURETY_PROTOCOL_ERROR)
    return for_protocol ((SuretyProtocolError) code);
  if (domain == G_IO_ERROR)
    return for_io (code);
  return NULL;
}

const char *
surety_sentence_for_revert (const char *name)
{
  static const struct
  {
    const char *name, *sentence;
  } table[] = {
    { "ActivelyDelegated", N_ ("This account has delegated to an operator already. Nothing was "
                               "sent; keep that operator, or undelegate first.") },
    { "BalanceExceedsMaxTotalDeposits",
      N_ ("The strategy has reached the most it takes. Nothing was sent; "
          "choose a smaller amount or another token.") },
    { "CallerCannotUndelegate",
      N_ ("Only the account itself, its operator or the operator’s approver "
          "can undelegate. Nothing was sent.") },
    { "CurrentlyPaused", N_ ("The protocol has paused this. Your funds stay where they are; try "
                             "again when it is open again.") },
    { "DepositExceedsMaxPerDeposit",
      N_ ("The strategy takes less than this in one deposit. Nothing was "
          "sent; choose a smaller amount.") },
    { "EarningsNotGreaterThanClaimed",
      N_ (
        "Nothing new was earned in one of the tokens since it was claimed last. Nothing was sent; "
        "review again.") },
    { "Error", N_ ("The token refuses the transfer: the balance or the allowance is "
                   "too small. Nothing was sent; review again.") },
    { "FullySlashed", N_ ("This operator has been slashed to nothing, so it can take no "
                          "deposit. Nothing was sent; choose another operator.") },
    { "InputArrayLengthMismatch",
      N_ ("The claim is not of the form the contract takes. Nothing was sent; fetch it again.") },
    { "InvalidClaimProof",
      N_ (
        "The proof of these rewards is not one of what was posted on the chain. Nothing was sent; "
        "fetch it again, and do not trust where it came from.") },
    { "InvalidEarnerLeafIndex",
      N_ ("The proof of these rewards is for no place in what was posted on the chain. Nothing was "
          "sent; fetch it again, and do not trust where it came from.") },
    { "InvalidProofLength",
      N_ ("The proof of these rewards is not whole. Nothing was sent; fetch it again.") },
    { "InvalidSignature",
      N_ ("The operator’s approval is not valid. Nothing was sent; choose another operator.") },
    { "InvalidTokenLeafIndex",
      N_ (
        "The proof of these rewards is for no place in what the account earned. Nothing was sent; "
        "fetch it again, and do not trust where it came from.") },
    { "MaxPerDepositExceedsMax", N_ ("The strategy’s own limits contradict each other, so it takes "
                                     "nothing now. Nothing was sent; choose another token.") },
    { "MaxStrategiesExceeded", N_ ("This account is in as many strategies as the protocol allows. "
                                   "Nothing was sent; leave one first.") },
    { "NewSharesZero",
      N_ ("The amount is too small to count. Nothing was sent; choose a larger amount.") },
    { "NotActivelyDelegated",
      N_ ("This account delegates to nobody, so there is nothing to undo. Nothing was sent.") },
    { "OperatorNotRegistered",
      N_ ("Nobody is registered as an operator at this address. Nothing was "
          "sent; choose an operator from the list.") },
    { "OperatorsCannotUndelegate",
      N_ ("This account is an operator itself, which can’t be undone. Nothing was sent.") },
    { "Panic",
      N_ ("This is more than the account has here. Nothing was sent; choose a smaller amount.") },
    { "RootDisabled",
      N_ (
        "What these rewards were posted with was taken back. Nothing was sent; claim with what is "
        "posted next, nothing is lost by waiting.") },
    { "RootNotActivated",
      N_ ("These rewards can’t be claimed yet: they were posted less than the waiting time ago. "
          "Nothing was sent; they do not expire, claim them later.") },
    { "SaltSpent",
      N_ ("The operator’s approval was used before. Nothing was sent; choose another operator.") },
    { "SharesAmountTooHigh",
      N_ ("This is more than the account has here. Nothing was sent; choose a smaller amount.") },
    { "SharesAmountZero", N_ ("The amount is nothing. Nothing was sent; choose a larger amount.") },
    { "SignatureExpired",
      N_ ("The operator’s approval is too old. Nothing was sent; choose another operator.") },
    { "StrategyNotWhitelisted",
      N_ ("The protocol takes no more deposits of this token. What is in it "
          "can still be withdrawn; choose another token.") },
    { "TotalSharesExceedsMax",
      N_ ("The strategy has reached the most it can count. Nothing was sent; "
          "choose another token.") },
    { "UnauthorizedCaller",
      N_ (
        "Another address was named to do this, so the contract does not take it from this account. "
        "Nothing was sent; do it with that one.") },
    { "WithdrawalDelayNotElapsed",
      N_ ("The exit is not ready yet. Your funds stay in the queue and can "
          "still be slashed; come back on the date it shows.") },
    { "WithdrawalNotQueued", N_ ("This exit is no longer in the queue: it may be finished already. "
                                 "Nothing was sent; refresh and look at Activity.") },
    { "WithdrawerNotCaller",
      N_ ("This exit belongs to another account. Nothing was sent; switch to that account.") },
  };
  gsize len = name != NULL ? strcspn (name, "(") : 0;

  for (guint i = 0; i < G_N_ELEMENTS (table) && len > 0; i++)
    if (strlen (table[i].name) == len && strncmp (table[i].name, name, len) == 0)
      return _ (table[i].sentence);
  return NULL;
}

/* Whether it can be the name of an error in a contract; what a contract says in other words is
 * not repeated. */
static gboolean
is_name (const char *text)
{
  gsize len = strlen (text);

  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("_()", text[i]) == NULL)
      return FALSE;
  return len > 0 && len <= LONGEST_NAME;
}

/* Whether it can be a host with a port. */
static gboolean
is_label (const char *text)
{
  return *text != '\0' &&
         text[strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS ".-:[]")] == '\0';
}

static gboolean
is_address (const char *text)
{
  Address address;

  return address_parse (text, strlen (text), &address, NULL) == CORE_OK;
}

/* Why the review refuses, as its checks say it; NULL for what is none of theirs. */
static const char *
find_reason (const char *message)
{
  static const char *const reasons[] = {
    N_ ("The approval is for an unknown contract"),
    N_ ("The approval is not for StrategyManager"),
    N_ ("The approval is of a token that can't be restaked"),
    N_ ("The approval is without a limit"),
    N_ ("The call can't be read a second time"),
    N_ ("The call is not written the one standard way"),
    N_ ("The call's arguments can't be encoded again"),
    N_ ("A proof of the claim is not whole"),
    N_ ("A proof of the claim is too long"),
    N_ ("An index of the claim is beyond its proof"),
    N_ ("The claim names a token twice"),
    N_ ("The claim names no earner"),
    N_ ("The claim names no token"),
    N_ ("The claim names too many tokens"),
    N_ ("The claim's lists are of different lengths"),
    N_ ("The claim's proofs do not hold together"),
    N_ ("The contract and function are not among those this program uses"),
    N_ ("The delegation carries a foreign approval"),
    N_ ("The deposit goes to an unknown strategy"),
    N_ ("The deposit names a referral"),
    N_ ("The deposit's token is not its strategy's"),
    N_ ("The loan is without a limit"),
    N_ ("The network file knows no RewardsCoordinator"),
    N_ ("The rewards would be paid to a contract"),
    N_ ("The rewards would be paid to nobody"),
    N_ ("The signature is another account's"),
    N_ ("The signed bytes are no transaction"),
    N_ ("The signed bytes do not say what the step says"),
    N_ ("The submission names a referral"),
    N_ ("The transaction calls no function"),
    N_ ("The transaction creates a contract"),
    N_ ("The transaction has an access list"),
    N_ ("The transaction is not of type 2"),
    N_ ("The transaction sends ETH"),
    N_ ("The transaction should send ETH, and sends none"),
    N_ ("The withdrawal is from an unknown strategy"),
    N_ ("The withdrawal is paid to somebody else"),
    N_ ("The withdrawal's lists are of different lengths"),
    N_ ("The withdrawal's token is not its strategy's"),
    N_ ("What the transaction makes would be somebody else's"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i], message))
      return _ (reasons[i]);
  return NULL;
}

/* What a rewards server did, with its name in it; NULL for any other error. */
static const char *
for_rewards_server (SuretyProtocolError code)
{
  switch ((int) code)
    {
    case SURETY_PROTOCOL_ERROR_REWARDS_SERVER:
      /* Translators: %s is a host. */
      return _ ("The rewards server %s could not be reached, or does not answer such questions. "
                "Your funds and rewards are not affected; check its address and your connection, "
                "then try again.");
    case SURETY_PROTOCOL_ERROR_REWARDS_REPLY:
      /* Translators: %s is a host. */
      return _ ("%s is no rewards server, or its answer is damaged. Nothing of it was used; check "
                "the address, or choose another rewards server.");
    case SURETY_PROTOCOL_ERROR_REWARDS_BEHIND:
      /* Translators: %s is a host. */
      return _ ("The rewards server %s has no proof yet for what was posted last. Rewards do not "
                "expire; try again later, or choose another rewards server.");
    case SURETY_PROTOCOL_ERROR_REWARDS_PROOF:
      /* Translators: %s is a host. */
      return _ ("What the rewards server %s says is not what the chain holds, so nothing of it was "
                "used. Your rewards are not affected; try again later, or choose another rewards "
                "server.");
    default:
      return NULL;
    }
}

static char *
say_rewards_server (const GError *error)
{
  const char *format = error->domain == SURETY_PROTOCOL_ERROR && is_label (error->message)
                         ? for_rewards_server ((SuretyProtocolError) error->code)
                         : NULL;
  g_auto (GStrv) parts = NULL;

  if (format == NULL)
    return NULL;
  parts = g_strsplit (format, "%s", 2);
  return g_strjoinv (error->message, parts);
}

char *
surety_sentence_for_error (const GError *error)
{
  g_autofree char *revert = surety_revert_dup_name (error);
  const char *sentence = surety_sentence_for_revert (revert);

  if (sentence == NULL && revert != NULL && is_name (revert))
    /* Translators: %s is the name of an error in a contract, such as OnlyPauser */
    return g_strdup_printf (
      _ ("The contract refuses this (%s), so it was not sent. Your funds stay where they are; "
         "check the amount, then review again."),
      revert);
  if (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW) &&
      find_reason (error->message) != NULL)
    /* Translators: %s is what the check says: "The approval is without a limit" */
    return g_strdup_printf (
      _ ("Only what this program knows and can explain is signed, and this is not such a "
         "transaction. %s. It was not signed and your funds are safe; please report this."),
      find_reason (error->message));
  if (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_POOL) &&
      is_label (error->message))
    /* Translators: %s is a host. */
    return g_strdup_printf (
      _ ("%s says that a transaction of this account waits which was not made here; your other "
         "endpoint does not know it. So as not to take its place, nothing was signed. Try again "
         "once that one is in a block; if you know of none, take that endpoint out."),
      error->message);
  if (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CLAIMER) &&
      is_address (error->message))
    {
      g_autofree char *claimer = surety_format_address (error->message, FALSE);

      /* Translators: %s is an address. */
      return g_strdup_printf (
        _ ("Another address claims these rewards: %s. It earned them, or was named to claim them. "
           "Nothing was sent; claim with that one, the rewards do not expire."),
        claimer);
    }
  if (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER) &&
      is_address (error->message))
    {
      g_autofree char *stranger = surety_format_address (error->message, TRUE);

      /* Translators: %s is an address. */
      return g_strdup_printf (
        _ ("It would be paid to %s, which is neither an account of yours nor saved. Nothing was "
           "signed, and your funds stay where they are; if it is the right one, save it under "
           "Saved Addresses first, then review again."),
        stranger);
    }
  if (sentence == NULL)
    {
      char *named = say_rewards_server (error);

      if (named != NULL)
        return named;
    }
  if (sentence == NULL)
    sentence = surety_sentence_for_code (error->domain, error->code);
  if (sentence == NULL)
    sentence = _ ("Something unexpected went wrong. Nothing more was sent; try "
                  "again, and look at Activity before you "
                  "sign anything.");
  return g_strdup (sentence);
}
