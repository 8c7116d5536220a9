/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-guide-facts.h"

G_BEGIN_DECLS

/* What words about candidates depend on beside the candidate; shared by all of a page. Whoever
 * changes it counts generation up, and what was worked out before is worked out again. */
typedef struct
{
  guint generation;
  SuretyGuideFacts facts;
  SuretyNetwork *network; /* nullable */
  /* Stake and shares are those of this strategy; none: of all together. */
  gboolean has_strategy;
  Address strategy;
  char *symbol; /* of its token; NULL without a strategy */
  guint decimals;
  guint64 now; /* seconds since 1970, by the chain's clock; 0 = unknown */
  /* "AVS:set" → what that operator set calls itself; those it is not known of are not in it. */
  GHashTable *set_names;
  /* Keys (SuretyCandidateKind.dup_key) of those whose name can be mistaken for another's. */
  GHashTable *look_alikes;
  /* Key → what is said of it where the list is, under its name; those nothing is said of are not in it. */
  GHashTable *notes;
} SuretyScope;

SuretyScope *surety_scope_new (void);
SuretyScope *surety_scope_ref (SuretyScope *self);
void surety_scope_unref (SuretyScope *self);
/* What the session knows now. Whether that changes any words: another exit time, another hour; dates
 * and spans do not follow each block. The caller counts generation up. */
gboolean surety_scope_read_facts (SuretyScope *self, SuretySession *session);
void surety_scope_read_services (SuretyScope *self, SuretySession *session);
/* Whose names look alike: operators' with operators', services' with those of other services. Whether
 * that changes any words. */
gboolean surety_scope_read_look_alikes (SuretyScope *self, SuretySession *session);
gboolean surety_scope_is_look_alike (const SuretyScope *self, const char *key);
void surety_scope_add_look_alike (SuretyScope *self, const char *key);
/* notes: of keys and words, both freed by it; a reference is taken. Whether that changes any words. */
gboolean surety_scope_set_notes (SuretyScope *self, GHashTable *notes);
/* Lent; NULL when nothing is said. */
const char *surety_scope_get_note (const SuretyScope *self, const char *key);
/* What a strategy's token is called, or that strategy's address in short. Newly allocated. */
char *surety_scope_dup_strategy_name (const SuretyScope *self, const Address *strategy);
/* The same by the token's own address. decimals may be NULL: 18 where they are not known. */
char *surety_scope_dup_token_name (const SuretyScope *self, const Address *token, guint *decimals);
/* NULL: all tokens together. */
void surety_scope_set_token (SuretyScope *self, const SuretyToken *token);
/* Lent; NULL when it is not known. */
const char *surety_scope_get_set_name (const SuretyScope *self, const Address *avs, guint32 set);
void surety_scope_add_set_name (SuretyScope *self,
                                const Address *avs,
                                guint32 set,
                                const char *name);

G_END_DECLS
