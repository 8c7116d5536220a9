/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a refused eth_getLogs says about the range that would work. */
typedef struct
{
  guint64 blocks;      /* 0 = it says nothing */
  gboolean is_lasting; /* the endpoint's limit; else only these blocks are too full */
} SuretyLogsHint;

/* message: the endpoint's; from: the first block asked for; asked: how many blocks. The hint is
 * always for fewer blocks than asked. Sources: ponder-sh's getLogsRetryHelper, reth's filter.rs,
 * providers' documentation. */
SuretyLogsHint surety_logs_hint_parse (const char *message, guint64 from, guint64 asked);

G_END_DECLS
