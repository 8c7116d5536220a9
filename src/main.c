/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <libdex.h>
#include <locale.h>
#include <stdlib.h>

#include "process.h"
#include "secret.h"
#include "surety-application.h"
#include "surety-config.h"

/* GDK makes a GL context before it knows what draws. Where no GPU is to, that is a renderer in software with
 * a compiler of its own: half of the program's memory and of its start, for nothing. */
static void
spare_unused_gpu (void)
{
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0)
    g_setenv ("GDK_DISABLE", "gl,vulkan", FALSE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (SuretyApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SURETY_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  process_return_memory ();
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
  /* Before there is a second thread. */
  spare_unused_gpu ();
  dex_init ();

  application = surety_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
