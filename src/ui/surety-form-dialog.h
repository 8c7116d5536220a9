/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libdex.h>

#include "surety-secret.h"

G_BEGIN_DECLS

/* A few fields and one button. What the button does may fail: then its reason is said under the fields
 * and the dialog stays; it closes when that succeeded. */
#define SURETY_TYPE_FORM_DIALOG (surety_form_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyFormDialog, surety_form_dialog, SURETY, FORM_DIALOG, AdwDialog)

/* NULL: a field is not right, and that was said (surety_form_dialog_set_error ()). */
typedef DexFuture *(*SuretyFormFunc) (SuretyFormDialog *self, gpointer user_data);
/* One sentence for an error; NULL for the usual one. */
typedef const char *(*SuretyFormSayFunc) (const GError *error);

SuretyFormDialog *surety_form_dialog_new (const char *title,
                                          const char *description,
                                          const char *verb);
/* Fields, lent. All must be filled before the button can be pressed. Passwords are kept in memory that
 * is locked and wiped. */
GtkEditable *surety_form_dialog_add_text (SuretyFormDialog *self,
                                          const char *title,
                                          const char *text);
GtkEditable *surety_form_dialog_add_password (SuretyFormDialog *self, const char *title);
/* A file's path, with a button that browses; to_save: for one that shall be written, name suggested. */
GtkEditable *surety_form_dialog_add_file (SuretyFormDialog *self,
                                          const char *title,
                                          const char *to_save);
/* The file of such a field. chosen: whether it was picked in the system's own dialog, which asks
 * before something is replaced. */
GFile *surety_form_dialog_get_file (SuretyFormDialog *self, GtkEditable *row, gboolean *chosen);
/* What two fields hold when it is good as a new password, and both are the same; they are empty then.
 * NULL with the reason said. */
SuretySecret *surety_form_dialog_take_new_password (SuretyFormDialog *self,
                                                    GtkEditable *first,
                                                    GtkEditable *again);
void surety_form_dialog_set_error (SuretyFormDialog *self, GtkEditable *row, const char *sentence);

/* Shows it. Resolves to: what run's future resolved to; rejects with SURETY_STORE_ERROR_DISMISSED
 * when it was closed. user_data is freed with the dialog. */
DexFuture *surety_form_dialog_run (SuretyFormDialog *self,
                                   GtkWidget *parent,
                                   SuretyFormFunc run,
                                   SuretyFormSayFunc say,
                                   gpointer user_data,
                                   GDestroyNotify destroy);

G_END_DECLS
