/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-session.h"

G_BEGIN_DECLS

/* A test body in a fiber: it may await. */
typedef void (*ModelTestFunc) (void);
void model_test_init (int *argc, char ***argv);
void model_test_add (const char *path, ModelTestFunc func);

/* A session in a folder of its own, started. */
typedef struct
{
  char *folder;
  SuretySession *session;
} ModelTest;

/* All of these in a fiber. */
ModelTest *model_test_new (void);
void model_test_free (ModelTest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelTest, model_test_free)
/* Lets go of the session as the end of the process does, and starts another in the same folder. */
void model_test_restart (ModelTest *self);

/* What must not fail. Takes future. */
void model_test_true (DexFuture *future);
/* What must fail. Takes future. */
GError *model_test_rejects (DexFuture *future);

/* Waits until condition (data) holds; fails after half a minute. what: said then. */
typedef gboolean (*ModelTestCondition) (gpointer data);
void model_test_until (ModelTestCondition condition, gpointer data, const char *what);
#define model_test_wait(condition, data) \
  model_test_until ((ModelTestCondition) (condition), (data), #condition)
void model_test_sleep (guint milliseconds);

/* Conditions of a session. */
gboolean model_test_directory_ready (SuretySession *session);
gboolean model_test_portfolio_ready (SuretySession *session);
gboolean model_test_guide_ready (SuretySession *session);

/* Practises, and waits until the lists are there. */
void model_test_practise (ModelTest *self);
/* Lent by the directory. */
SuretyAsset *model_test_find_asset (SuretySession *session, const char *symbol);
/* The first registered operator that takes everybody and pledges something of the asset. Lent by the directory. */
SuretyProvider *model_test_find_provider (SuretySession *session, SuretyAsset *asset);
SuretyNetwork *model_test_find_network (SuretySession *session, const char *key);
Address model_test_address (const char *text);

G_END_DECLS
