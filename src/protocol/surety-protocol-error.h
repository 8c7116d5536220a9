/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SURETY_PROTOCOL_ERROR (surety_protocol_error_quark ())

typedef enum
{
  /* a network file breaks its schema; the message names where */
  SURETY_PROTOCOL_ERROR_NETWORK_FILE,
  SURETY_PROTOCOL_ERROR_AMOUNT,         /* zero, or above what is held */
  SURETY_PROTOCOL_ERROR_PAUSED,         /* the contract has paused this */
  SURETY_PROTOCOL_ERROR_CLOSED,         /* the strategy takes no deposits, a cap is reached */
  SURETY_PROTOCOL_ERROR_NOT_OPERATOR,   /* the provider is not registered */
  SURETY_PROTOCOL_ERROR_NEEDS_APPROVAL, /* the provider accepts only those it signed for */
  /* the provider is a duration vault: who delegates to it can't leave once it is locked */
  SURETY_PROTOCOL_ERROR_LOCKS,
  /* nothing of the provider's stake is left; entering would revert */
  SURETY_PROTOCOL_ERROR_FULLY_SLASHED,
  SURETY_PROTOCOL_ERROR_NOT_YET,       /* an exit that is not ready */
  SURETY_PROTOCOL_ERROR_NOTHING_TO_DO, /* everything the plan would do is already true */
  SURETY_PROTOCOL_ERROR_GAS,           /* not enough ETH for the gas of the whole plan */
  /* simulation: the step would fail; message = decoded error's name */
  SURETY_PROTOCOL_ERROR_REVERT,
  SURETY_PROTOCOL_ERROR_REVIEW,              /* the bytes to sign do not say what the plan says */
  SURETY_PROTOCOL_ERROR_WATCH_ONLY,          /* the account has no key here */
  SURETY_PROTOCOL_ERROR_BUSY,                /* the account has an unfinished plan */
  SURETY_PROTOCOL_ERROR_JOURNAL,             /* a kept plan, step or result can not be read back */
  SURETY_PROTOCOL_ERROR_DELEGATED_ELSEWHERE, /* the account delegates to another provider already */
  SURETY_PROTOCOL_ERROR_NOT_DELEGATED,       /* undelegate: it delegates to nobody */
  /* the token can't be made of ETH now: paused, full, for chosen accounts, not at all */
  SURETY_PROTOCOL_ERROR_MINT_CLOSED,
  SURETY_PROTOCOL_ERROR_MINT_AMOUNT, /* less ETH than its minimum, or more than there is room for */
  /* the account, or a contract of the plan, has another code than what was looked at */
  SURETY_PROTOCOL_ERROR_CODE,
  SURETY_PROTOCOL_ERROR_CHANGED,   /* what the plan would do is not what was looked at any more */
  SURETY_PROTOCOL_ERROR_SLASHABLE, /* more could be slashed of what it puts in than was shown */
  SURETY_PROTOCOL_ERROR_COST,      /* it would take more gas, or more ETH for it, than was shown */
  SURETY_PROTOCOL_ERROR_WAITS,     /* a transaction of the plan is in no block yet */
  SURETY_PROTOCOL_ERROR_BROKEN,    /* the chain says something else than a step promised */
  SURETY_PROTOCOL_ERROR_FAILED, /* a transaction was mined and reverted, or replaced by another */
  SURETY_PROTOCOL_ERROR_CANCELLED,    /* the user took a transaction back, and that is deep */
  SURETY_PROTOCOL_ERROR_ELSEWHERE,    /* a nonce was used by a transaction that was not made here */
  SURETY_PROTOCOL_ERROR_CEILING,      /* taking another's place costs more than the fee ceiling */
  SURETY_PROTOCOL_ERROR_SETTLED,      /* nothing to replace: it is in a block, or is not signed */
  SURETY_PROTOCOL_ERROR_CODE_UNKNOWN, /* a contract of the plan does not tell whose code it runs */
  /* what is kept to compare with later was told by one endpoint of several alone */
  SURETY_PROTOCOL_ERROR_ONE_WORD,
  /* the pool of one endpoint alone has a transaction of the account that is not of this journal: what is signed
   * next could take its place; message = the endpoint */
  SURETY_PROTOCOL_ERROR_POOL,
  /* no endpoint takes what is to take another's place (for now: it is offered again); the other still waits */
  SURETY_PROTOCOL_ERROR_NOT_REPLACED,
  /* rewards: the earner has named another address that claims for it; message = that address, EIP-55 */
  SURETY_PROTOCOL_ERROR_CLAIMER,
  SURETY_PROTOCOL_ERROR_ROOT_INACTIVE, /* rewards: the root can't be claimed under yet */
  SURETY_PROTOCOL_ERROR_ROOT_DISABLED, /* rewards: the root was taken back before it was active */
  SURETY_PROTOCOL_ERROR_PROOF, /* rewards: what is claimed is not what the chain has a root of */
  SURETY_PROTOCOL_ERROR_RECIPIENT, /* who is to be paid is nobody, or a contract that keeps it */
  SURETY_PROTOCOL_ERROR_NO_REWARDS, /* rewards: the network has no RewardsCoordinator that is known */
  /* Of the rewards server; message = its label (a host), once it is known who it was: */
  SURETY_PROTOCOL_ERROR_REWARDS_SERVER, /* it can't be reached, or does not answer what it is asked */
  SURETY_PROTOCOL_ERROR_REWARDS_REPLY,  /* it answers with something else than such a server does */
  SURETY_PROTOCOL_ERROR_REWARDS_BEHIND, /* it has no proof under the newest root */
  SURETY_PROTOCOL_ERROR_REWARDS_PROOF, /* its proof is not what was asked, or leads to another root */
  /* who is to be paid is neither an account whose key is here nor a saved address; message = who, EIP-55 */
  SURETY_PROTOCOL_ERROR_STRANGER,
} SuretyProtocolError;

GQuark surety_protocol_error_quark (void);

/* For _REVERT (and chain's REVERT): the contract error's name ("WithdrawalDelayNotElapsed",
 * "Panic(0x11)"), decoded with every error signature EigenLayer's contracts have; NULL when unknown
 * or not a revert. */
char *surety_revert_dup_name (const GError *error);

G_END_DECLS
