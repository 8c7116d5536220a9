/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <libdex.h>
#include <locale.h>
#include <stdlib.h>

#include "process.h"
#include "secret.h"
#include "surety-application.h"
#include "surety-config.h"

int
main (int argc, char *argv[])
{
  g_autoptr (SuretyApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SURETY_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  process_refuse_core ();
#ifndef SURETY_TEST_READERS
  process_refuse_readers ();
#endif

  /* Before anything else allocates, so that keys never lie anywhere but in memory that is wiped. */
  if (!secret_heap_init ())
    {
      g_printerr (
        "%s\n",
        _ ("This system gives Surety no memory that is safe for keys, so it does not start."));
      return EXIT_FAILURE;
    }
  dex_init ();

  application = surety_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
