/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol-test.h"
#include "rigged-transport.h"

G_BEGIN_DECLS

/* A runner on the practice network, behind a line that can be cut or lie. Its process ends and starts: a runner is
 * stopped and another one made on the same journal. */
typedef struct
{
  ProtocolTest *test;
  RiggedTransport *line;
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  SuretyRunner *runner;
  Address provider;
  GError *stopped; /* the last plan-stopped */
  guint n_stopped;
  guint n_finished;
} Stage;

SuretyJournalEntry *stage_load_entry (Stage *stage, gint64 plan, guint i);
SuretyJournalState stage_load_state (Stage *stage, gint64 plan, guint i);
void stage_begin (Stage *stage);
void stage_end (Stage *stage);
Stage *stage_new (guint64 confirmations);
void stage_free (Stage *stage);
SuretyPlan *stage_make_plan (Stage *stage);
gint64 stage_start_plan (Stage *stage, SuretyPlan *plan);
void stage_wait_for (Stage *stage, gint64 plan, guint i, SuretyJournalState state);
guint64 stage_count_nonce (Stage *stage);
void stage_resume (Stage *stage);
void stage_continue_plan (Stage *stage, gint64 plan);
GBytes *stage_load_signed (Stage *stage, gint64 plan, guint i);
SuretyReplacement *stage_plan_replacement (Stage *stage, gint64 plan, SuretyReplaceKind kind);
void stage_replace (Stage *stage, SuretyReplacement *replacement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stage, stage_free)

G_END_DECLS
