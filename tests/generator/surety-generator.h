/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "generator-world.h"
#include "surety-network.h"
#include "surety-transport.h"

G_BEGIN_DECLS

/* A directory of any size as a JSON-RPC peer: logs with a provider's limits, calls at the head, and a
 * head that moves or turns back. Answers at once. */
#define SURETY_TYPE_GENERATOR (surety_generator_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGenerator, surety_generator, SURETY, GENERATOR, GObject)

SuretyGenerator *surety_generator_new (const GeneratorSize *size);
/* Lends. */
GeneratorWorld *surety_generator_get_world (SuretyGenerator *self);
/* The file of a network whose contracts, and first 16 strategies, are the generator's. */
SuretyNetwork *surety_generator_dup_network (SuretyGenerator *self);
char *surety_generator_dup_network_file (SuretyGenerator *self);
/* max_range: blocks one eth_getLogs may ask for; max_results: logs it may answer; 0 = no limit. Beyond,
 * the error is worded as reth words it. At first 100,000 and 20,000, reth's own. */
void surety_generator_set_limits (SuretyGenerator *self, guint64 max_range, guint max_results);
/* From this block on, hashes are other ones: what a reorganisation leaves behind. Logs stay. */
void surety_generator_reorganise (SuretyGenerator *self, guint32 from_block);
/* Requests answered so far (a batch of n is n), and of them eth_getLogs. */
void surety_generator_get_counts (SuretyGenerator *self, guint64 *requests, guint64 *logs);
/* One body, single or batch. */
GBytes *surety_generator_answer (SuretyGenerator *self, GBytes *request);

G_END_DECLS
