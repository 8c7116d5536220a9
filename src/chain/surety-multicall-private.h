/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-multicall.h"

G_BEGIN_DECLS

typedef struct
{
  Address to;
  const AbiItem *item;
  GBytes *data;
  gboolean may_be_refused; /* without a word, and then is not asked again */
  gboolean is_balance;     /* item is getEthBalance, account is its argument */
  Address account;

  GBytes *returned; /* of a call that succeeded */
  GError *error;
} SuretyMulticallCall;

/* An account's code, asked for beside the calls. */
typedef struct
{
  Address account;
  GBytes *code;
  GError *error;
} SuretyMulticallCode;

/* Which block answered. */
typedef struct
{
  guint64 number;
  guint64 timestamp;
  Hash parent;
  gboolean has_parent;
} SuretyMulticallHead;

struct _SuretyMulticall
{
  GObject parent;

  gboolean has_multicall3;
  Address multicall3;
  GPtrArray *calls; /* SuretyMulticallCall */
  GPtrArray *codes; /* SuretyMulticallCode */
  SuretyMulticallHead head;
  gboolean decides;
  guint witnesses;
};

SuretyMulticallCall *surety_multicall_get_call (SuretyMulticall *self, guint i);
/* As if it had not been asked. */
void surety_multicall_call_reset (SuretyMulticallCall *call);

G_END_DECLS
