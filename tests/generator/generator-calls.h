/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "generator-world.h"

G_BEGIN_DECLS

/* What the contracts of a world answer at its head. */
typedef struct _GeneratorCalls GeneratorCalls;

/* Lends world. */
GeneratorCalls *generator_calls_new (GeneratorWorld *world);
void generator_calls_free (GeneratorCalls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GeneratorCalls, generator_calls_free)

/* FALSE: it reverts, without a word. out is appended to. Multicall3.aggregate3 included. */
gboolean generator_calls_run (GeneratorCalls *self, const Address *to, Bytes input, Buffer *out);
gboolean generator_calls_has_code (GeneratorCalls *self, const Address *address);

G_END_DECLS
