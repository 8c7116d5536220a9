/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-step-fields.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hex.h"
#include "surety-address-words.h"
#include "surety-format.h"

#define PIECE ((gsize) 256) /* characters */

/* Where bytes go on in the next line, nothing may stand that is not of them. */
static void
forbid_hyphens (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "subtitle"))
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
      gtk_label_set_attributes (GTK_LABEL (widget), attributes);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    forbid_hyphens (child);
}

GtkWidget *
surety_step_fields_add (AdwExpanderRow *self,
                        const char *name,
                        const char *text,
                        const char *label,
                        gboolean mono)
{
  g_autofree char *shown = NULL;
  GtkWidget *row = NULL;

  if (label != NULL && *label != '\0')
    shown = g_strdup_printf ("%s\n%s", label, text);
  row = g_object_new (ADW_TYPE_ACTION_ROW, "title", name, "subtitle", shown != NULL ? shown : text,
                      "subtitle-selectable", TRUE, "use-markup", FALSE, NULL);
  gtk_widget_add_css_class (row, "property");
  if (mono)
    {
      gtk_widget_add_css_class (row, "mono-subtitle");
      forbid_hyphens (row);
    }
  adw_expander_row_add_row (self, row);

  return row;
}

void
surety_step_fields_add_text (AdwExpanderRow *self, const char *text)
{
  GtkWidget *label = NULL;
  GtkWidget *row = NULL;

  label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "xalign", 0.0f, "margin-top",
                        12, "margin-bottom", 12, "margin-start", 12, "margin-end", 12, NULL);
  /* A list hands the keyboard to its first row, even to one that can't have it: then it comes to none of the rows. */
  row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "child", label, "activatable", FALSE, NULL);
  adw_expander_row_add_row (self, row);
}

/* Where a word goes on over many lines, each line is laid out with all that follows it: so long bytes, which are one
 * word, take their time squared. In pieces they do not. */
static char *
dup_pieces (const char *text)
{
  GString *pieces = g_string_new (NULL);
  const gsize len = strlen (text);

  for (gsize i = 0; i < len; i += PIECE)
    {
      if (i > 0)
        g_string_append_c (pieces, '\n');
      g_string_append_len (pieces, text + i, (gssize) MIN (PIECE, len - i));
    }
  return g_string_free (pieces, FALSE);
}

/* To the clipboard, as it is: without the gaps it is read with. */
static void
add_copy (GtkWidget *row, const char *text, const char *tooltip)
{
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "win.copy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (copy), "s", text);
  gtk_widget_set_tooltip_text (copy, tooltip);
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
}

void
surety_step_fields_add_address (AdwExpanderRow *self,
                                const char *name,
                                const char *text,
                                const char *label,
                                SuretySession *session)
{
  g_autofree char *shown = surety_format_address (text, TRUE);
  g_autofree char *marked = surety_address_words_look_alike (session, text);
  GtkWidget *row = surety_step_fields_add (self, name, shown, label, TRUE);

  if (marked != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_add_css_class (icon, "warning");
      gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Warning"), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), TRUE);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), marked);
    }
  add_copy (row, text, _ ("Copy Address"));
}

void
surety_step_fields_add_hex (AdwExpanderRow *self, const char *name, Bytes bytes, int lines)
{
  char *text = hex_encode_dup (bytes, true);
  g_autofree char *pieces = dup_pieces (text);
  GtkWidget *row = surety_step_fields_add (self, name, pieces, NULL, TRUE);

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), lines);
  add_copy (row, text, _ ("Copy"));
  free (text);
}

void
surety_step_fields_add_bytes (AdwExpanderRow *self, const char *name, GBytes *bytes, int lines)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  surety_step_fields_add_hex (self, name, (Bytes) { data, length }, lines);
}

/* What an address is called here; "" when it is nobody known. */
static char *
name_address (const char *text, const Address *account, SuretySession *session)
{
  SuretyDirectory *names = session != NULL ? surety_session_get_directory (session) : NULL;
  GListModel *accounts = session != NULL ? surety_session_get_accounts (session) : NULL;
  SuretyAddressBook *book = session != NULL ? surety_session_get_address_book (session) : NULL;
  SuretyContact *saved = NULL;
  Address address;
  SuretyProvider *provider = NULL;

  if (address_parse (text, strlen (text), &address, NULL) != CORE_OK)
    return g_strdup ("");
  if (address_equal (&address, account))
    return g_strdup (_ ("Your account"));
  for (guint i = 0; accounts != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) own = g_list_model_get_item (accounts, i);

      if (address_equal (&address, surety_account_get_address (own)))
        /* Translators: the name of an account of this wallet, or of one that is watched. */
        return g_strdup_printf (_ ("“%s”, an account here"), surety_account_get_name (own));
    }
  saved = book != NULL ? surety_address_book_find (book, &address) : NULL;
  if (saved != NULL)
    /* Translators: the name that somebody gave to an address. */
    return g_strdup_printf (_ ("“%s”, saved by you"), surety_contact_get_name (saved));
  provider = names != NULL ? surety_directory_find (names, &address) : NULL;

  return g_strdup (provider != NULL && surety_provider_get_name (provider) != NULL
                     ? surety_provider_get_name (provider)
                     : "");
}

static void
add_argument (AdwExpanderRow *self,
              SuretyDecodedArg *arg,
              const Address *account,
              SuretySession *session)
{
  const char *text = surety_decoded_arg_get_text (arg);
  g_autofree char *label = g_strdup (surety_decoded_arg_get_label (arg));

  if (!g_str_equal (surety_decoded_arg_get_type_name (arg), "address"))
    {
      g_autofree char *pieces = dup_pieces (text);

      surety_step_fields_add (self, surety_decoded_arg_get_name (arg), pieces, label, TRUE);
      return;
    }
  if (*label == '\0')
    {
      g_free (label);
      label = name_address (text, account, session);
    }
  surety_step_fields_add_address (self, surety_decoded_arg_get_name (arg), text, label, session);
}

void
surety_step_fields_add_call (AdwExpanderRow *self,
                             SuretyDecodedCall *call,
                             const Address *account,
                             SuretySession *session)
{
  GListModel *args = surety_decoded_call_get_args (call);

  if (*surety_decoded_call_get_signature (call) != '\0')
    {
      surety_step_fields_add_address (self, _ ("Contract"),
                                      surety_decoded_call_get_contract_text (call),
                                      surety_decoded_call_get_contract (call), session);
      surety_step_fields_add (self, _ ("Function"), surety_decoded_call_get_signature (call), NULL,
                              TRUE);
    }
  else
    surety_step_fields_add_address (self, _ ("To"), surety_decoded_call_get_contract_text (call),
                                    _ ("This account"), session);
  for (guint i = 0; i < g_list_model_get_n_items (args); i++)
    {
      g_autoptr (SuretyDecodedArg) arg = g_list_model_get_item (args, i);

      add_argument (self, arg, account, session);
    }
}

void
surety_step_fields_add_value (AdwExpanderRow *self, u256 value)
{
  g_autofree char *number = surety_format_amount_full (value, 18);
  g_autofree char *ether = g_strdup_printf ("%s ETH", number);

  surety_step_fields_add (self, _ ("Sends"), ether, NULL, FALSE);
}

char *
surety_step_fields_say_fee (u256 fee)
{
  g_autofree char *number = surety_format_amount_full (fee, 9);

  return g_strdup_printf ("%s gwei", number);
}
