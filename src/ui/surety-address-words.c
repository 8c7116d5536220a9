/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-address-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "surety-format.h"

char *
surety_address_words_look_alike (SuretySession *session, const char *text)
{
  Address address;
  Address like;
  char other[ADDRESS_TEXT_SIZE];
  g_autofree char *name = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *marked = NULL;

  if (session == NULL || address_parse (text, strlen (text), &address, NULL) != CORE_OK)
    return NULL;
  name = surety_session_dup_look_alike (session, &address, &like);
  if (name == NULL)
    return NULL;

  address_to_text (&like, other);
  marked = surety_format_address_against (text, other);
  /* Practice's account has no name. */
  escaped = g_markup_escape_text (*name != '\0' ? name : _ ("your own account"), -1);
  /* Translators: an address with marks in it, then the name of another address. */
  return g_strdup_printf (
    _ ("%s\nThis is not %s, though it begins and ends alike: the marked digits "
       "differ. Such addresses are made to be taken for one another."),
    marked, escaped);
}
