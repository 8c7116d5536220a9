/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-contact-words.h"

#include <glib/gi18n.h>

/* No default, so that the compiler names what has no sentence. */
const char *
surety_contact_words_fault (SuretyBookError code)
{
  switch (code)
    {
    case SURETY_BOOK_ERROR_NAME:
      return _ ("The address needs a name that can be read. Nothing was saved; type one.");
    case SURETY_BOOK_ERROR_NAME_TAKEN:
      return _ ("Another saved address has a name that looks the same. Nothing was saved; choose "
                "another name, so that you can tell them apart.");
    case SURETY_BOOK_ERROR_NOBODY:
      return _ ("This is the address of nobody: what is paid to it is lost. Nothing was saved; "
                "copy the right one.");
    case SURETY_BOOK_ERROR_CONTRACT:
      return _ ("This is a contract or a token of this network, which would keep what is paid to "
                "it. Nothing was saved; copy the right one.");
    case SURETY_BOOK_ERROR_OWN:
      return _ ("This is an account of yours, whose key is here: it can be chosen without being "
                "saved.");
    case SURETY_BOOK_ERROR_SAVED:
      return _ ("This address is saved already. Nothing was changed.");
    }
  return NULL;
}

const char *
surety_contact_words_party (SuretyPartyKind kind)
{
  switch (kind)
    {
    case SURETY_PARTY_MULTISIG:
      return _ ("A contract is at this address that several keys open together, on this network. "
                "Make sure that its keys are in the right hands before anything is paid to it.");
    case SURETY_PARTY_CONTRACT:
      return _ ("A contract is at this address. What is paid to a contract that was not made for "
                "it may be lost for ever: ask whoever runs it first whether it can be paid, and in "
                "which tokens.");
    case SURETY_PARTY_UNKNOWN:
      return _ ("Whether a contract is at this address could not be read. What is paid to a "
                "contract may be lost.");
    case SURETY_PARTY_NOBODY:
    case SURETY_PARTY_ACCOUNT:
      return NULL;
    }
  return NULL;
}
