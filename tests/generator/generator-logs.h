/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "generator-world.h"

G_BEGIN_DECLS

/* The contract that emits it, and its event. */
Address generator_event_contract (GeneratorEventKind kind);
const AbiItem *generator_event_item (GeneratorEventKind kind);
/* Topics and data of an event; data is appended to. Returns the number of topics. */
gsize generator_event_encode (const GeneratorWorld *world,
                              const GeneratorEvent *event,
                              Hash topics[4],
                              Buffer *data);

G_END_DECLS
