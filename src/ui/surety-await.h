/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <libdex.h>

G_BEGIN_DECLS

/* What a widget does when a future of the model came to its end. value: what it resolved to,
 * lent; NULL when it was rejected, error (lent) then says why. */
typedef void (*SuretyAwaitFunc) (gpointer owner, const GValue *value, const GError *error);

/* Calls done with owner when future (taken) completes, unless owner was disposed before. The
 * widget keeps what is returned and clears it in dispose, which cancels what it waits for;
 * something that shall go on without the widget is handed to dex_future_disown (). */
DexFuture *surety_await (DexFuture *future, gpointer owner, SuretyAwaitFunc done)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
