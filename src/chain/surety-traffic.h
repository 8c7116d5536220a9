/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who was asked for what since this process began. One list for the process, so that nothing can leave the machine
 * that is not in it: it is fed where requests are made (surety-rpc.c, and the files of strangers and what a rewards
 * server is asked in surety-http-transport.c), not where they are wanted. It is in memory only. */

typedef enum
{
  SURETY_TRAFFIC_QUESTIONS, /* of endpoints that the user chose */
  SURETY_TRAFFIC_TEST,      /* "Test connection", also of an endpoint that was never chosen */
  SURETY_TRAFFIC_FILE,      /* what operators and services say of themselves on the web */
  SURETY_TRAFFIC_PICTURE,   /* their pictures */
  SURETY_TRAFFIC_REWARDS,   /* proofs of rewards, of the rewards server that the user chose */
} SuretyTrafficPurpose;

typedef struct
{
  SuretyTrafficPurpose purpose;
  const char *host;   /* as a person knows it: with its port where that is not the usual one */
  const char *method; /* JSON-RPC's ("eth_call"), or HTTP's ("GET") */
  guint64 n_calls;    /* requests begun: also where nobody answered */
  guint64 bytes_out;  /* about: without names looked up, connections and their encryption */
  guint64 bytes_in;
} SuretyTraffic;

void surety_traffic_count (SuretyTrafficPurpose purpose,
                           const char *host,
                           const char *method,
                           guint64 n_calls,
                           guint64 bytes_out,
                           guint64 bytes_in);

typedef void (*SuretyTrafficFunc) (const SuretyTraffic *traffic, gpointer user_data);

/* By purpose, host and method, each in one line, in the order in which they were first asked. */
void surety_traffic_foreach (SuretyTrafficFunc func, gpointer user_data);
/* As if the process had just begun: for tests. */
void surety_traffic_forget (void);

G_END_DECLS
