/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* An address in groups of four, whole in the tooltip, with a button that copies it.
 * Properties: "address" (string: EIP-55, nullable), "wide" (boolean: all of it in sight). */
#define SURETY_TYPE_ADDRESS_LABEL (surety_address_label_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAddressLabel, surety_address_label, SURETY, ADDRESS_LABEL, AdwBin)

GtkWidget *surety_address_label_new (const char *address);

G_END_DECLS
