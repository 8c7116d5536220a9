/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "surety-review.h"

G_BEGIN_DECLS

SuretyDecodedArg *surety_decoded_arg_new (const char *name,
                                          const char *type,
                                          const char *text,
                                          const char *label);
/* data is copied; told: its strings live as long as the process. args: GListStore of SuretyDecodedArg, referenced.
 * item NULL: no function is called. */
SuretyDecodedCall *surety_decoded_call_new (const char *contract,
                                            const Address *address,
                                            const AbiItem *item,
                                            u256 value,
                                            Bytes data,
                                            const SuretyTold *told,
                                            GListModel *args);

G_END_DECLS
