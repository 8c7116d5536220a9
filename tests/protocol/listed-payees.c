/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "listed-payees.h"

#include "surety-protocol-error.h"

struct _ListedPayees
{
  GObject parent_instance;

  Address payee;
  guint n_left;
  guint n_asked;
  GError *error;
};

static void listed_payees_init_payees (SuretyPayeesInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ListedPayees,
                               listed_payees,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_PAYEES,
                                                      listed_payees_init_payees))

static DexFuture *
listed_payees_check (SuretyPayees *payees, const Address *payee)
{
  ListedPayees *self = LISTED_PAYEES (payees);
  char text[ADDRESS_TEXT_SIZE];

  self->n_asked++;
  if (self->error != NULL)
    return dex_future_new_for_error (g_error_copy (self->error));
  if (self->n_left > 0 && address_equal (&self->payee, payee))
    {
      self->n_left--;
      return dex_future_new_true ();
    }
  address_to_text (payee, text);
  return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER, "%s", text);
}

static void
listed_payees_init_payees (SuretyPayeesInterface *iface)
{
  iface->check = listed_payees_check;
}

static void
listed_payees_finalize (GObject *object)
{
  g_clear_error (&LISTED_PAYEES (object)->error);
  G_OBJECT_CLASS (listed_payees_parent_class)->finalize (object);
}

static void
listed_payees_class_init (ListedPayeesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = listed_payees_finalize;
}

static void
listed_payees_init (ListedPayees *self)
{
  self->n_left = G_MAXUINT;
}

ListedPayees *
listed_payees_new (const Address *payee)
{
  ListedPayees *self = g_object_new (LISTED_TYPE_PAYEES, NULL);

  self->payee = *payee;
  return self;
}

void
listed_payees_forget_after (ListedPayees *self, guint n)
{
  self->n_left = n;
}

void
listed_payees_fail (ListedPayees *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

guint
listed_payees_count (ListedPayees *self)
{
  return self->n_asked;
}
