/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-about.h"

#include <glib/gi18n.h>

#include "surety-config.h"

void
surety_about_present (GtkWidget *parent)
{
  AdwAboutDialog *dialog = ADW_ABOUT_DIALOG (adw_about_dialog_new ());

  g_object_set (dialog, "application-name", "Surety", "application-icon", SURETY_APP_ID, "version",
                SURETY_VERSION, "developer-name", _ ("The Surety contributors"), "comments",
                _ ("Restake with open eyes, and watch over what you pledged."), "website",
                "https://github.com/suretyapp/surety", "license-type", GTK_LICENSE_GPL_3_0,
                /* Translators: your names, one a line; they are shown in About */
                "translator-credits", _ ("translator-credits"), NULL);
  adw_dialog_present (ADW_DIALOG (dialog), parent);
}
