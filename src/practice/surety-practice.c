/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-practice-private.h"

#include <string.h>

#include "hex.h"
#include "practice-dump.h"
#include "practice-genesis.h"
#include "practice-rpc.h"
#include "practice-sidecar.h"
#include "surety-chain-error.h"

struct _SuretyPractice
{
  GObject parent_instance;

  PracticeChain *chain;
  PracticeDump record;
  guint8 player_key[32];
  guint64 last_block; /* told to listeners */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void surety_practice_transport_init (SuretyTransportInterface *iface);
static void surety_practice_server_init (SuretyServerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyPractice,
                               surety_practice,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT,
                                                      surety_practice_transport_init)
                                 G_IMPLEMENT_INTERFACE (SURETY_TYPE_SERVER,
                                                        surety_practice_server_init))

G_DEFINE_QUARK (surety - practice - error - quark, surety_practice_error)

static void
surety_practice_tell (SuretyPractice *self)
{
  guint64 block = practice_chain_head (self->chain);

  if (block == self->last_block)
    return;
  self->last_block = block;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
surety_practice_accepted (PracticeChain *chain, Bytes raw, gpointer user_data)
{
  SuretyPractice *self = user_data;

  practice_dump_add_transaction (&self->record, raw);
}

static DexFuture *
surety_practice_send (SuretyTransport *transport,
                      GBytes *request,
                      gsize max_reply,
                      guint deadline_ms)
{
  SuretyPractice *self = SURETY_PRACTICE (transport);
  g_autoptr (GBytes) reply = practice_rpc_handle (self->chain, request);

  surety_practice_tell (self);
  if (g_bytes_get_size (reply) > max_reply)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE,
                                  "practice: reply of %" G_GSIZE_FORMAT
                                  " bytes is over the limit of %" G_GSIZE_FORMAT,
                                  g_bytes_get_size (reply), max_reply);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&reply));
}

static char *
surety_practice_dup_label (SuretyTransport *transport)
{
  return g_strdup ("practice");
}

static gboolean
surety_practice_is_inside (SuretyTransport *transport)
{
  return TRUE;
}

static void
surety_practice_transport_init (SuretyTransportInterface *iface)
{
  iface->send = surety_practice_send;
  iface->dup_label = surety_practice_dup_label;
  iface->is_inside = surety_practice_is_inside;
}

static DexFuture *
surety_practice_ask (SuretyServer *server,
                     const char *path,
                     GBytes *body,
                     gsize max_reply,
                     guint deadline_ms)
{
  SuretyPractice *self = SURETY_PRACTICE (server);
  guint status;
  g_autoptr (GBytes) reply = practice_sidecar_answer (self->chain, path, body, &status);

  if (status != 200)
    {
      GError *error = g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_HTTP, "HTTP status %u",
                                   status);

      surety_chain_error_set_status (error, status);
      surety_chain_error_set_body (error, reply);
      return dex_future_new_for_error (error);
    }
  if (g_bytes_get_size (reply) > max_reply)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE,
                                  "practice: reply of %" G_GSIZE_FORMAT
                                  " bytes is over the limit of %" G_GSIZE_FORMAT,
                                  g_bytes_get_size (reply), max_reply);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&reply));
}

static char *
surety_practice_dup_server_label (SuretyServer *server)
{
  return g_strdup ("practice");
}

static void
surety_practice_server_init (SuretyServerInterface *iface)
{
  iface->ask = surety_practice_ask;
  iface->dup_label = surety_practice_dup_server_label;
}

static void
surety_practice_finalize (GObject *object)
{
  SuretyPractice *self = SURETY_PRACTICE (object);

  g_clear_pointer (&self->chain, practice_chain_free);
  practice_dump_clear (&self->record);

  G_OBJECT_CLASS (surety_practice_parent_class)->finalize (object);
}

static void
surety_practice_class_init (SuretyPracticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = surety_practice_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
surety_practice_init (SuretyPractice *self)
{
  practice_player_key (self->player_key);
}

SuretyPractice *
surety_practice_new_with_chain (PracticeChain *chain)
{
  SuretyPractice *self = g_object_new (SURETY_TYPE_PRACTICE, NULL);

  self->chain = chain;
  self->last_block = practice_chain_head (chain);
  practice_dump_init (&self->record, practice_chain_seed (chain));
  practice_chain_set_accepted (chain, surety_practice_accepted, self);

  return self;
}

PracticeChain *
surety_practice_get_chain (SuretyPractice *self)
{
  return self->chain;
}

SuretyPractice *
surety_practice_new (guint64 seed)
{
  return surety_practice_new_with_chain (practice_genesis (seed));
}

GBytes *
surety_practice_dump (SuretyPractice *self)
{
  g_return_val_if_fail (SURETY_IS_PRACTICE (self), NULL);

  Hash hash = practice_chain_block_hash (self->chain, practice_chain_head (self->chain));

  self->record.head = practice_chain_head (self->chain);
  memcpy (self->record.head_hash, hash.bytes, sizeof hash.bytes);

  return practice_dump_write (&self->record);
}

/* FALSE when the records do not lead where the dump says they did. */
static gboolean
surety_practice_replay (SuretyPractice *self, const PracticeDump *dump)
{
  for (guint i = 0; i < dump->records->len; i++)
    {
      const PracticeRecord *record = &g_array_index (dump->records, PracticeRecord, i);

      if (record->kind == PRACTICE_RECORD_WIND)
        surety_practice_mine (self, record->blocks);
      else
        {
          Bytes raw;
          Hash hash;
          gint code;
          char *message;

          raw.data = g_bytes_get_data (record->raw, &raw.len);
          if (!practice_chain_send (self->chain, raw, &hash, &code, &message))
            {
              g_free (message);
              return FALSE;
            }
        }
    }

  Hash hash = practice_chain_block_hash (self->chain, practice_chain_head (self->chain));

  return practice_chain_head (self->chain) == dump->head &&
         memcmp (hash.bytes, dump->head_hash, sizeof hash.bytes) == 0;
}

SuretyPractice *
surety_practice_load (GBytes *bytes, GError **error)
{
  g_autoptr (SuretyPractice) self = NULL;
  PracticeDump dump;
  gboolean same;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!practice_dump_read (&dump, bytes, error))
    return NULL;

  self = surety_practice_new (dump.seed);
  same = surety_practice_replay (self, &dump);
  practice_dump_clear (&dump);
  if (!same)
    {
      g_set_error_literal (error, SURETY_PRACTICE_ERROR, SURETY_PRACTICE_ERROR_VERSION,
                           "this version of the practice network takes another course");
      return NULL;
    }
  self->last_block = practice_chain_head (self->chain);

  return g_steal_pointer (&self);
}

const guint8 *
surety_practice_get_player_key (SuretyPractice *self)
{
  g_return_val_if_fail (SURETY_IS_PRACTICE (self), NULL);

  return self->player_key;
}

void
surety_practice_get_player (SuretyPractice *self, Address *out)
{
  g_return_if_fail (SURETY_IS_PRACTICE (self));

  practice_player_address (out);
}

guint64
surety_practice_get_block (SuretyPractice *self)
{
  g_return_val_if_fail (SURETY_IS_PRACTICE (self), 0);

  return practice_chain_head (self->chain);
}

guint64
surety_practice_get_time (SuretyPractice *self)
{
  g_return_val_if_fail (SURETY_IS_PRACTICE (self), 0);

  return practice_chain_time (self->chain, practice_chain_head (self->chain));
}

void
surety_practice_wind_seconds (SuretyPractice *self, guint64 seconds)
{
  g_return_if_fail (SURETY_IS_PRACTICE (self));

  surety_practice_mine (self, seconds / SURETY_PRACTICE_BLOCK_SECONDS +
                                (seconds % SURETY_PRACTICE_BLOCK_SECONDS != 0));
}

void
surety_practice_mine (SuretyPractice *self, guint64 blocks)
{
  g_return_if_fail (SURETY_IS_PRACTICE (self));

  guint64 before = practice_chain_head (self->chain);
  practice_chain_advance (self->chain, blocks);
  practice_dump_add_wind (&self->record, practice_chain_head (self->chain) - before);
  surety_practice_tell (self);
}
