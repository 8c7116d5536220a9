/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-allowance-list.h"

struct _SuretyAllowanceList
{
  GObject parent_instance;

  GListModel *items;
  SuretyKnown known;
};

G_DEFINE_FINAL_TYPE (SuretyAllowanceList, surety_allowance_list, G_TYPE_OBJECT)

static void
surety_allowance_list_finalize (GObject *object)
{
  g_clear_object (&SURETY_ALLOWANCE_LIST (object)->items);
  G_OBJECT_CLASS (surety_allowance_list_parent_class)->finalize (object);
}

static void
surety_allowance_list_class_init (SuretyAllowanceListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_allowance_list_finalize;
}

static void
surety_allowance_list_init (SuretyAllowanceList *self)
{
}

SuretyAllowanceList *
surety_allowance_list_new (GListModel *items, SuretyKnown known)
{
  SuretyAllowanceList *self = g_object_new (SURETY_TYPE_ALLOWANCE_LIST, NULL);

  self->items = g_object_ref (items);
  self->known = known;
  return self;
}

GListModel *
surety_allowance_list_get_items (SuretyAllowanceList *self)
{
  g_return_val_if_fail (SURETY_IS_ALLOWANCE_LIST (self), NULL);
  return self->items;
}

SuretyKnown
surety_allowance_list_get_known (SuretyAllowanceList *self)
{
  g_return_val_if_fail (SURETY_IS_ALLOWANCE_LIST (self), SURETY_KNOWN_UNKNOWN);
  return self->known;
}
