/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-check-words.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *title;
  const char *why;
  const char *advice; /* when something was found */
} Words;

static const Words words[CHECKS] = {
  [CHECK_OPERATOR_WARNING] = {
    N_ ("Warning time against exit time"),
    N_ ("An operator may pledge more of your stake at any time. Its warning time (allocation "
        "delay) is all you have to leave before that can be taken; a withdrawal stays slashable "
        "until it is through."),
    N_ ("Count what it may still pledge as slashable now, put in less, or choose an operator that "
        "warns for longer."),
  },
  [CHECK_OPERATOR_PENDING] = {
    N_ ("Pledges that start soon"),
    N_ ("A pledge that was announced becomes slashable on a known day, whether you look or not."),
    N_ ("Look at which service it is for. If the date is later than leaving takes, leaving today "
        "escapes it; otherwise count it as slashable now."),
  },
  [CHECK_OPERATOR_DORMANT] = {
    N_ ("Pledges that sleep"),
    N_ ("What is allocated to a set where it can’t be slashed yet (latent exposure) becomes "
        "slashable in the moment the service adds the token or the operator registers. No warning "
        "time applies."),
    N_ ("Count it as slashable now."),
  },
  [CHECK_OPERATOR_SLASHABLE] = {
    N_ ("Slashable in total"),
    N_ ("Slashing adds up: each service can take its own part, one after the other or all at "
        "once. Together that is the most you can lose today."),
    N_ ("Put in no more than you can lose that share of, or choose an operator that pledges less."),
  },
  [CHECK_OPERATOR_LARGEST] = {
    N_ ("Slashable by one set"),
    N_ ("One mistake, one bug or one bad decision is enough to lose what a single set has a claim "
        "on."),
    N_ ("Look closely at that service: who decides, and where taken funds go."),
  },
  [CHECK_OPERATOR_SLASHED] = {
    N_ ("Slashing record"),
    N_ ("Who was slashed broke a service’s rules, or was in a service that slashes. Both can "
        "happen again."),
    N_ ("Find out what happened and what was changed since, before you delegate to it."),
  },
  [CHECK_OPERATOR_SILENT] = {
    N_ ("Last sign of life"),
    N_ ("Some operators stopped working while stake is still with them. Nobody then looks after "
        "the keys, and nobody leaves sets that turn bad."),
    N_ ("Look for another sign that it works: its website, or rewards it earned lately."),
  },
  [CHECK_OPERATOR_FEES] = {
    N_ ("What it keeps of the rewards"),
    N_ ("The operator’s part (split) is taken before yours. Where nothing was set it is 10 %."),
    N_ ("Compare with other operators of the same services."),
  },
  [CHECK_OPERATOR_FEE_CHANGE] = {
    N_ ("Changes of what it keeps"),
    N_ ("A split can be raised to 100 %. A change is announced a few days before it holds: less "
        "than leaving takes."),
    N_ ("Reckon with the new split from the start, or wait until it is clear where it goes."),
  },
  [CHECK_OPERATOR_NEW] = {
    N_ ("How long it has been there"),
    N_ ("An operator that is new has shown neither that it works nor that it keeps what it "
        "promises."),
    N_ ("Wait, or start with a small amount."),
  },
  [CHECK_OPERATOR_STAKER] = {
    N_ ("One large staker"),
    N_ ("If most of its stake is one owner’s, the operator lives from that owner alone and may "
        "stop when it leaves; it may also be its own stake, which is a sign of trust."),
    N_ ("Find out whose address that is."),
  },
  [CHECK_OPERATOR_SET_SHARE] = {
    N_ ("Its part of its sets"),
    N_ ("A set that rests on one operator fails when that one does: then it is likely to slash, "
        "and nobody else carries a part of it."),
    N_ ("Look at the service’s other operators."),
  },
  [CHECK_OPERATOR_REDISTRIBUTION] = {
    N_ ("Sets that give away what they take"),
    N_ ("Where taken funds are not burnt but given to somebody (redistribution), somebody gains "
        "from slashing you."),
    N_ ("Look at who gets it, and who decides. With a warning time of nothing this is the worst "
        "case."),
  },
  [CHECK_OPERATOR_APPROVER] = {
    N_ ("Who may delegate to it"),
    N_ ("With an approver you can’t join by yourself. Every operator and its approver can also "
        "send you away: your stake is then queued out."),
    N_ ("Ask the operator, or choose one that is open to everybody."),
  },
  [CHECK_OPERATOR_DOMAIN] = {
    N_ ("Name, file and website"),
    N_ ("Anybody can register an operator under any name. A file on the website it names shows "
        "that whoever runs the website stands by it; only the address says who it is."),
    N_ ("Compare the address with the one on the operator’s own website."),
  },
  [CHECK_OPERATOR_VAULT] = {
    N_ ("Can it lock you in?"),
    N_ ("A duration vault is its own operator. Once it is locked, nothing of an address that is "
        "with it can be withdrawn or moved, not even tokens outside the vault, and all of the "
        "vault may be slashable."),
    N_ ("Choose another operator, or use an address of its own for the vault."),
  },
  [CHECK_SERVICE_SLASHER] = {
    N_ ("Who can slash"),
    N_ ("There is one address that can take stake for this set (slasher). Nobody checks its "
        "reasons, and nothing can be given back."),
    N_ ("Prefer sets where a contract decides by rules, or many must agree."),
  },
  [CHECK_SERVICE_SLASHER_CHANGE] = {
    N_ ("Changes of who can slash"),
    N_ ("A service can hand the power to slash to somebody else, announced some time before."),
    N_ ("Look at the new address before it holds; leaving takes its own time."),
  },
  [CHECK_SERVICE_REDISTRIBUTION] = {
    N_ ("Where taken funds go"),
    N_ ("Who gets what is slashed (redistribution) has a reason to slash. The address was chosen "
        "when the set was created and can’t change."),
    N_ ("Look at who that is before you trust the service’s rules."),
  },
  [CHECK_SERVICE_REWARDS] = {
    N_ ("Rewards really paid"),
    N_ ("Promises are cheap: these are payments the contract received. A service that pays "
        "nothing takes a risk from you for nothing."),
    N_ ("Expect nothing from it until it pays."),
  },
  [CHECK_SERVICE_OPERATORS] = {
    N_ ("Operators behind it"),
    N_ ("With few operators a service depends on each of them, and its rules have been tried by "
        "few."),
    N_ ("Look at who they are."),
  },
  [CHECK_SERVICE_STAKE] = {
    N_ ("Stake behind it"),
    N_ ("Little stake means that few others have looked and trusted it; you would be a large part "
        "of what can be taken."),
    N_ ("Start small."),
  },
  [CHECK_SERVICE_NEW] = {
    N_ ("How long the set has been there"),
    N_ ("New rules and new code have the most mistakes, and slashing by mistake can’t be taken "
        "back."),
    N_ ("Wait, or start with a small amount."),
  },
  [CHECK_SERVICE_STRATEGIES] = {
    N_ ("Tokens added lately"),
    N_ ("When a set adds a token (strategy), what operators had allocated of it before is "
        "slashable at once, without any warning."),
    N_ ("Count everything allocated to the set as slashable, also of tokens it does not have yet."),
  },
  [CHECK_SERVICE_SLASHINGS_DONE] = {
    N_ ("Slashings so far"),
    N_ ("A service that slashes uses its power. It may have been right to; it shows that the risk "
        "is not only on paper."),
    N_ ("Read why: the slashings carry a description."),
  },
  [CHECK_SERVICE_REGISTRAR] = {
    N_ ("Who lets operators in"),
    N_ ("The registrar is asked whenever an operator joins the set. Who joins decides whose work, "
        "and whose mistakes, your stake stands beside."),
    N_ ("Look at who the operators of the set are."),
  },
  [CHECK_TOKEN_PEG] = {
    N_ ("Price against its own rate"),
    N_ ("Its issuer says how much ETH stands behind it; the market says what it pays. A gap is "
        "what you lose by selling instead of waiting, and a sign that others doubt."),
    N_ ("Who sells now loses the difference; who waits for the way back through its issuer may "
        "not."),
  },
  [CHECK_TOKEN_EXIT] = {
    N_ ("Way back to ETH"),
    N_ ("After leaving restaking you hold the token; to have ETH it takes the token’s own queue "
        "on top."),
    N_ ("Add this time to the exit from restaking, or reckon with selling it."),
  },
  [CHECK_TOKEN_PAUSES] = {
    N_ ("Pauses"),
    N_ ("Issuers can stop minting, redeeming or sending. While that lasts you can’t get out that "
        "way."),
    N_ ("Wait until it is lifted, and read its issuer’s news."),
  },
  [CHECK_TOKEN_UPGRADES] = {
    N_ ("Who can change its code"),
    N_ ("Whoever can replace a token’s code can change every balance in it. How fast, and who, is "
        "what protects you. Proxies are seen by their storage (EIP-1967); other ways are not."),
    N_ ("Prefer tokens whose changes are announced for longer than leaving takes."),
  },
};

const char *
surety_check_words_title (CheckId id)
{
  g_return_val_if_fail (id < CHECKS, NULL);

  return _ (words[id].title);
}

const char *
surety_check_words_why (CheckId id)
{
  g_return_val_if_fail (id < CHECKS, NULL);

  return _ (words[id].why);
}

const char *
surety_check_words_verdict (CheckVerdict verdict)
{
  switch (verdict)
    {
    case CHECK_CLEAR:
      return _ ("Clear");
    case CHECK_CAUTION:
      return _ ("Caution");
    case CHECK_PROBLEM:
      return _ ("Problem");
    case CHECK_NOT_APPLICABLE:
      return _ ("Does not apply");
    case CHECK_UNKNOWN:
    default:
      return _ ("Not known");
    }
}

const char *
surety_check_words_icon (CheckVerdict verdict)
{
  switch (verdict)
    {
    case CHECK_CLEAR:
      return "object-select-symbolic";
    case CHECK_CAUTION:
      return "dialog-warning-symbolic";
    case CHECK_PROBLEM:
      return "dialog-error-symbolic";
    case CHECK_NOT_APPLICABLE:
      return "list-remove-symbolic";
    case CHECK_UNKNOWN:
    default:
      return "dialog-question-symbolic";
    }
}

const char *
surety_check_words_style (CheckVerdict verdict)
{
  switch (verdict)
    {
    case CHECK_CLEAR:
      return "success";
    case CHECK_CAUTION:
      return "warning";
    case CHECK_PROBLEM:
      return "error";
    case CHECK_NOT_APPLICABLE:
      return "dimmed";
    case CHECK_UNKNOWN:
    default:
      return NULL;
    }
}

static const char *
unknown_advice (SuretyMissing missing)
{
  switch (missing)
    {
    case SURETY_MISSING_NOT_SERVED:
      return _ ("Take it for bad, or use an endpoint that keeps old blocks and logs (archive).");
    case SURETY_MISSING_NO_SOURCE:
      return _ ("Take it for bad: this program knows of no place on chain that says so.");
    case SURETY_MISSING_SWITCHED:
      return _ (
        "Take it for bad, or allow this program to read files from the web in the preferences.");
    case SURETY_MISSING_STALE:
      return _ ("Take it for bad, and look again later: what there is is too old.");
    case SURETY_MISSING_NOT_READ:
    case SURETY_MISSING_NOTHING:
    default:
      return _ ("Take it for bad. Once the directory is read to the end more may be known.");
    }
}

const char *
surety_check_words_advice (SuretyCheck *check)
{
  switch (surety_check_get_verdict (check))
    {
    case CHECK_CAUTION:
    case CHECK_PROBLEM:
      return _ (words[surety_check_get_id (check)].advice);
    case CHECK_UNKNOWN:
      return unknown_advice (surety_check_get_missing (check));
    case CHECK_CLEAR:
    case CHECK_NOT_APPLICABLE:
    default:
      return _ ("Nothing now. It is looked at again whenever the chain is read.");
    }
}
