/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-code-words.h"

#include <glib/gi18n.h>

#include "surety-contact-words.h"
#include "surety-format.h"

static char *
address_text (const Address *address)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);
  return surety_format_address (text, TRUE);
}

static char *
hash_text (const Hash *hash)
{
  GString *out = g_string_new ("0x");

  /* In groups, as addresses are. */
  for (guint i = 0; i < sizeof hash->bytes; i++)
    g_string_append_printf (out, "%s%02x", i > 0 && i % 4 == 0 ? " " : "", hash->bytes[i]);
  return g_string_free_and_steal (out);
}

char *
surety_code_words_title (const SuretyCodeFinding *finding)
{
  if (finding->delegates)
    return g_strdup (_ ("Your account runs the code of a contract"));
  if (finding->is_account)
    return g_strdup (_ ("Your account has code of its own"));
  /* Translators: the name of a contract: "StrategyManager" */
  return g_strdup_printf (_ ("%s has other code than before"), finding->label);
}

char *
surety_code_words_subtitle (const SuretyCodeFinding *finding)
{
  g_autofree char *block = NULL;

  if (finding->delegates)
    {
      g_autofree char *delegate = address_text (&finding->delegate);

      /* Translators: the address of a contract. */
      return g_strdup_printf (_ ("Delegated (EIP-7702) to %s"), delegate);
    }
  if (finding->is_account)
    return g_strdup (_ ("An account with a key should have none"));
  if (finding->changed != 0)
    {
      block = surety_format_count (finding->changed);
      return g_strdup_printf (_ ("Replaced in block %s"), block);
    }
  if (finding->illegible)
    return g_strdup (_ ("What was noted of it before can’t be read back"));
  block = surety_format_count (finding->kept_block);
  return finding->dated
           ? g_strdup_printf (_ ("Other than when it was first looked at, in block %s; when it was "
                                 "replaced is not known"),
                              block)
           : g_strdup_printf (_ ("Other than when it was first looked at, in block %s; when it was "
                                 "replaced is being looked for"),
                              block);
}

char *
surety_code_words_meaning (const SuretyCodeFinding *finding)
{
  if (finding->delegates)
    return g_strdup (_ (
      "Somebody with this account’s key signed an authorisation. Since then the contract’s code "
      "can act for this account, and may move all it holds without asking again. Some wallets do "
      "this on purpose. If you did not, whoever did has your key: move your funds to a new "
      "account instead. Surety itself never signs such authorisations."));
  if (finding->is_account)
    return g_strdup (_ ("What this code does is not known here. It may move what the account "
                        "holds. If you do not know why it is there, do not go on."));
  return g_strdup (_ (
    "Whoever controls this contract replaced what it does. Usually that is an announced upgrade; "
    "it could also be an attack, and then what you send may be lost. Look for the announcement "
    "of the project, and compare what is written there with the figures below, before you go "
    "on."));
}

static void
add (GStrvBuilder *lines, const char *name, char *value)
{
  g_strv_builder_add (lines, name);
  g_strv_builder_take (lines, value);
}

typedef struct
{
  const char *hash;
  const char *beacon;
  const char *implementation;
  const char *implementation_hash;
} CodeNames;

static void
add_code (GStrvBuilder *lines, const SuretyCode *code, const CodeNames *names)
{
  add (lines, names->hash, hash_text (&code->hash));
  if (!address_is_zero (&code->beacon))
    add (lines, names->beacon, address_text (&code->beacon));
  if (address_is_zero (&code->implementation))
    return;
  add (lines, names->implementation, address_text (&code->implementation));
  add (lines, names->implementation_hash, hash_text (&code->implementation_hash));
}

static char *
source_text (guint64 block, guint witnesses)
{
  g_autofree char *number = surety_format_count (block);

  return witnesses > 1 ? g_strdup_printf (_ ("Block %s, as two endpoints tell it alike"), number)
                       : g_strdup_printf (_ ("Block %s, on the word of one endpoint"), number);
}

GStrv
surety_code_words_evidence (const SuretyCodeFinding *finding, guint64 block, guint witnesses)
{
  const CodeNames before = {
    .hash = _ ("Hash of its code before"),
    .beacon = _ ("Beacon before"),
    .implementation = _ ("Implementation before"),
    .implementation_hash = _ ("Hash of the implementation’s code before"),
  };
  const CodeNames now = {
    .hash = _ ("Hash of its code now"),
    .beacon = _ ("Beacon now"),
    .implementation = _ ("Implementation now"),
    .implementation_hash = _ ("Hash of the implementation’s code now"),
  };
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  add (lines, finding->is_account ? _ ("Account") : _ ("Contract"),
       address_text (&finding->address));
  if (finding->delegates)
    add (lines, _ ("Runs the code of"), address_text (&finding->delegate));
  if (!finding->is_account && finding->has_kept && !finding->illegible)
    {
      add_code (lines, &finding->kept, &before);
      add (lines, _ ("Noted then"), source_text (finding->kept_block, finding->kept_witnesses));
    }
  add_code (lines, &finding->now, &now);
  add (lines, _ ("Read now"), source_text (block, witnesses));
  return g_strv_builder_end (lines);
}

gboolean
surety_code_words_payee (const SuretyParty *party, char **title, char **subtitle)
{
  const char *sentence = surety_contact_words_party (party->kind);
  g_autofree char *address = address_text (&party->address);

  if (party->delegates)
    {
      g_autofree char *delegate = address_text (&party->delegate);

      *title = g_strdup (_ ("Who is paid runs the code of a contract"));
      /* Translators: two addresses: of an account, and of a contract. */
      *subtitle = g_strdup_printf (_ ("%s is delegated (EIP-7702) to %s, which can move on what is "
                                      "paid to it. If you do not know why, ask its owner first."),
                                   address, delegate);
      return TRUE;
    }
  if (sentence == NULL)
    return FALSE;

  *title = g_strdup (party->kind == SURETY_PARTY_UNKNOWN ? _ ("Who is paid could not be looked at")
                                                         : _ ("Who is paid is a contract"));
  *subtitle = g_strdup_printf ("%s\n%s", address, sentence);
  return TRUE;
}
