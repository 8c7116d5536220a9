/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exposure.h"
#include "surety-nouns.h"

G_BEGIN_DECLS

/* What can be lost of a stake with a provider: facts from the chain handed to risk/'s exposure_compute ().
 * provider NULL: not delegated, nothing can be slashed. pledges: SuretyPledge of the provider, of all tokens. FALSE when what the
 * provider pledges of the strategy is not known: then nothing may be said. */
gboolean surety_exposing_compute (u256 stake,
                                  const Address *strategy,
                                  SuretyProvider *provider,
                                  GListModel *pledges,
                                  guint64 block,
                                  guint64 exit_delay,
                                  guint64 configuration_delay,
                                  Exposure *out);

G_END_DECLS
