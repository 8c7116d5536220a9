/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-secret.h"

G_BEGIN_DECLS

/* Puts a sentence to an entry: shown in label under it, said by screen readers with it, and the
 * entry marked. NULL or "" takes it away. What was asked for and refused again is said again. */
void surety_field_set_error (GtkWidget *entry, GtkLabel *label, const char *sentence);
/* The same while it is being typed: screen readers say a sentence when it is another one than before, not at each key. */
void surety_field_set_typed_error (GtkWidget *entry, GtkLabel *label, const char *sentence);
/* The same with the sentence for an error. That the user closed a prompt is said too, but neither
 * label nor entry are marked: nothing went wrong. */
void surety_field_set_failure (GtkWidget *entry, GtkLabel *label, const GError *error);
/* The same without an entry. error NULL takes it away. */
void surety_label_set_failure (GtkLabel *label, const GError *error);

/* Makes an entry row keep its text in memory that is locked and wiped. Shown as typed when
 * visible. */
void surety_field_protect (GtkEditable *entry, gboolean visible);
/* What a protected entry holds, without blanks around it; moved out: the entry is empty
 * afterwards. */
SuretySecret *surety_field_take_passphrase (GtkEditable *entry);
/* Empties an entry. */
void surety_field_clear (GtkEditable *entry);

G_END_DECLS
