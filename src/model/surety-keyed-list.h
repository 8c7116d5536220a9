/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A list of items that are replaced when what they say changed, and found by what they are called: an item
 * takes the place of the one of its key, new ones come last. */
typedef struct _SuretyKeyedList SuretyKeyedList;

typedef char *(*SuretyKeyFunc) (gpointer item);

SuretyKeyedList *surety_keyed_list_new (GType type, SuretyKeyFunc dup_key);
void surety_keyed_list_free (SuretyKeyedList *self);
/* Lends. */
GListModel *surety_keyed_list_get_model (SuretyKeyedList *self);
/* items: lent, n of them. Neighbours that changed together are replaced together. */
void surety_keyed_list_take (SuretyKeyedList *self, GPtrArray *items);
/* What is taken from here on is all there is; at the end what was not among it goes. Returns whether
 * anything did. */
void surety_keyed_list_begin (SuretyKeyedList *self);
gboolean surety_keyed_list_end (SuretyKeyedList *self);
void surety_keyed_list_clear (SuretyKeyedList *self);
/* Lends; NULL when there is none. */
gpointer surety_keyed_list_find (SuretyKeyedList *self, const char *key);

G_END_DECLS
