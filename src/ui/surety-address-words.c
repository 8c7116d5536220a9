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
  g_autofree char *differing = NULL;
  g_autofree char *marked = NULL;

  if (session == NULL || address_parse (text, strlen (text), &address, NULL) != CORE_OK)
    return NULL;
  name = surety_session_dup_look_alike (session, &address, &like);
  if (name == NULL)
    return NULL;

  address_to_text (&like, other);
  differing = surety_format_address_against (text, other);
  marked = g_strdup_printf ("<tt>%s</tt>", differing);
  /* Practice's account has no name. */
  escaped = g_markup_escape_text (*name != '\0' ? name : _ ("your own account"), -1);
  /* Translators: an address with marks in it, then the name of another address. */
  return g_strdup_printf (
    _ ("%s\nThis is not %s, though it begins and ends alike: the marked digits "
       "differ. Such addresses are made to be taken for one another."),
    marked, escaped);
}

char *
surety_address_words_dup_name (SuretySession *session, const Address *address)
{
  GListModel *accounts = session != NULL ? surety_session_get_accounts (session) : NULL;
  SuretyAddressBook *book = session != NULL ? surety_session_get_address_book (session) : NULL;
  SuretyContact *contact = book != NULL ? surety_address_book_find (book, address) : NULL;

  for (guint i = 0; accounts != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (accounts, i);

      if (address_equal (address, surety_account_get_address (account)) &&
          *surety_account_get_name (account) != '\0')
        return g_strdup (surety_account_get_name (account));
    }
  return contact != NULL ? g_strdup (surety_contact_get_name (contact)) : NULL;
}

char *
surety_address_words_named (SuretySession *session, const Address *address, gboolean wide)
{
  g_autofree char *name = surety_address_words_dup_name (session, address);
  g_autofree char *shown = NULL;
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);
  shown = surety_format_address (text, wide);
  /* Translators: what an address is called here, then the address. */
  return name != NULL ? g_strdup_printf (_ ("“%s” (%s)"), name, shown) : g_steal_pointer (&shown);
}
