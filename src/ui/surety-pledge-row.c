/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-pledge-row.h"

#include <glib/gi18n.h>

#include "surety-format.h"

struct _SuretyPledgeRow
{
  AdwExpanderRow parent_instance;
};

G_DEFINE_FINAL_TYPE (SuretyPledgeRow, surety_pledge_row, ADW_TYPE_EXPANDER_ROW)

static void
surety_pledge_row_class_init (SuretyPledgeRowClass *klass)
{
}

static void
surety_pledge_row_init (SuretyPledgeRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

/* Share of the stake: magnitude over the provider's max magnitude. */
static char *
share (u256 magnitude, u256 max)
{
  u256 wad = 0;

  if (max == 0 || !u256_mul_div (magnitude, U256_WAD, max, ROUND_UP, &wad))
    return g_strdup (_ ("unknown"));

  return surety_format_percent (wad);
}

static void
add_field (SuretyPledgeRow *self, const char *name, const char *text)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", name, "subtitle", text,
                                 "subtitle-selectable", TRUE, "use-markup", FALSE, NULL);

  gtk_widget_add_css_class (row, "property");
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static char *
wide_address (const Address *address)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);

  return surety_format_address (text, TRUE);
}

static void
add_slasher (SuretyPledgeRow *self, SuretyService *service)
{
  g_autofree char *address = NULL;
  g_autofree char *text = NULL;

  if (!surety_service_get_slasher_known (service))
    {
      add_field (self, _ ("Who decides"), _ ("Not known: the chain could not be asked"));
      return;
    }
  if (address_is_zero (surety_service_get_slasher (service)))
    {
      add_field (self, _ ("Who decides"), _ ("Nobody can slash for this service yet"));
      return;
    }
  address = wide_address (surety_service_get_slasher (service));
  if (!surety_service_get_slasher_code_known (service))
    text =
      g_strdup_printf (_ ("One address; whether it is a contract or a single key is not known\n%s"),
                       address);
  else if (surety_service_get_slasher_is_contract (service))
    text = g_strdup_printf (_ ("A contract\n%s"), address);
  else
    text = g_strdup_printf (_ ("A single key: whoever holds it decides alone\n%s"), address);
  add_field (self, _ ("Who decides"), text);
}

static void
add_pending_slasher (SuretyPledgeRow *self,
                     SuretyService *service,
                     guint64 head,
                     guint64 head_time,
                     guint block_seconds)
{
  g_autofree char *date = NULL;
  g_autofree char *address = NULL;
  g_autofree char *text = NULL;

  if (!surety_service_get_pending_slasher_known (service) ||
      surety_service_get_pending_slasher_block (service) == 0)
    return;
  date = surety_format_block_date (surety_service_get_pending_slasher_block (service), head,
                                   head_time, block_seconds);
  address = wide_address (surety_service_get_pending_slasher (service));
  text = g_strdup_printf (_ ("From %s\n%s"), date, address);
  add_field (self, _ ("Will decide later"), text);
}

static void
add_destination (SuretyPledgeRow *self, SuretyService *service)
{
  g_autofree char *address = NULL;
  g_autofree char *text = NULL;

  if (!surety_service_get_redistributes_known (service))
    {
      add_field (self, _ ("Where taken funds go"), _ ("Not known: the chain could not be asked"));
      return;
    }
  if (!surety_service_get_redistributes (service))
    {
      add_field (self, _ ("Where taken funds go"), _ ("They are burnt: nobody gets them"));
      return;
    }
  address = wide_address (surety_service_get_recipient (service));
  text = g_strdup_printf (_ ("To one address, which has a reason to slash (redistribution)\n%s"),
                          address);
  add_field (self, _ ("Where taken funds go"), text);
}

static char *
headline (SuretyPledge *pledge, guint64 head, guint64 head_time, guint block_seconds)
{
  g_autofree char *now = share (surety_pledge_get_current (pledge), surety_pledge_get_max (pledge));
  g_autofree char *change = share (surety_pledge_get_pending (pledge),
                                   surety_pledge_get_max (pledge));
  g_autofree char *date = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (surety_pledge_get_current (pledge) > 0 && surety_pledge_is_slashable (pledge))
    g_string_append_printf (text, _ ("Can take %s of your stake now"), now);
  else if (surety_pledge_get_current (pledge) > 0)
    g_string_append_printf (text, _ ("Can take nothing now, %s as soon as it changes its set"),
                            now);
  else
    g_string_append (text, _ ("Can take nothing now"));

  if (surety_pledge_get_effect_block (pledge) > 0 && surety_pledge_get_pending (pledge) > 0)
    {
      date = surety_format_block_date (surety_pledge_get_effect_block (pledge), head, head_time,
                                       block_seconds);
      if (surety_pledge_get_pending_is_release (pledge))
        g_string_append_printf (text, _ ("; %s less from %s"), change, date);
      else
        g_string_append_printf (text, _ ("; %s more from %s"), change, date);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

GtkWidget *
surety_pledge_row_new (SuretyPledge *pledge, guint64 head, guint64 head_time, guint block_seconds)
{
  SuretyPledgeRow *self = g_object_new (SURETY_TYPE_PLEDGE_ROW, NULL);
  SuretyService *service = surety_pledge_get_service (pledge);
  g_autofree char *name = NULL;
  g_autofree char *subtitle = headline (pledge, head, head_time, block_seconds);
  g_autofree char *address = surety_format_address (surety_service_get_address_text (service),
                                                    TRUE);
  g_autofree char *set = g_strdup_printf ("%u", surety_service_get_set (service));

  if (*surety_service_get_name (service) != '\0')
    name = g_strdup (surety_service_get_name (service));
  else
    {
      g_autofree char *brief = surety_format_address (surety_service_get_address_text (service),
                                                      FALSE);

      name = g_strdup_printf (_ ("Unnamed service %s"), brief);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);

  if (*surety_service_get_description (service) != '\0')
    add_field (self, _ ("What it says of itself"), surety_service_get_description (service));
  add_slasher (self, service);
  add_pending_slasher (self, service, head, head_time, block_seconds);
  add_destination (self, service);
  add_field (self, _ ("Service (AVS)"), address);
  add_field (self, _ ("Operator set"), set);

  return GTK_WIDGET (self);
}
