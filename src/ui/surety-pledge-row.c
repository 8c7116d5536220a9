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

/* Who stands behind an address. */
static char *
party (SuretyPartyKind kind, guint threshold, guint owners, const char *address)
{
  switch (kind)
    {
    case SURETY_PARTY_ACCOUNT:
      return g_strdup_printf (_ ("A single key: whoever holds it decides alone\n%s"), address);
    case SURETY_PARTY_MULTISIG:
      /* Translators: how many keys must agree, of how many there are, and an address. */
      return g_strdup_printf (_ ("Several keys, %u of %u must agree\n%s"), threshold, owners,
                              address);
    case SURETY_PARTY_CONTRACT:
      return g_strdup_printf (_ ("A contract\n%s"), address);
    case SURETY_PARTY_NOBODY:
    case SURETY_PARTY_UNKNOWN:
    default:
      return g_strdup_printf (_ ("One address; whether it is a contract or a single key is not "
                                 "known\n%s"),
                              address);
    }
}

static void
add_slasher (SuretyPledgeRow *self, SuretyService *service)
{
  g_autofree char *address = NULL;
  g_autofree char *text = NULL;
  SuretyPartyKind kind;
  guint threshold, owners;

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
  kind = surety_service_get_slasher_kind (service, &threshold, &owners);
  text = party (kind, threshold, owners, address);
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
  g_autofree char *who = NULL;
  g_autofree char *text = NULL;
  SuretyPartyKind kind;
  guint threshold, owners;

  if (!surety_service_get_pending_slasher_known (service) ||
      surety_service_get_pending_slasher_block (service) == 0)
    return;
  date = surety_format_block_date (surety_service_get_pending_slasher_block (service), head,
                                   head_time, block_seconds);
  address = wide_address (surety_service_get_pending_slasher (service));
  kind = surety_service_get_pending_slasher_kind (service, &threshold, &owners);
  who = party (kind, threshold, owners, address);
  text = g_strdup_printf (_ ("From %s\n%s"), date, who);
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

/* One who has left can be slashed for a while longer. */
static void
add_standing (SuretyPledgeRow *self,
              SuretyPledge *pledge,
              guint64 head,
              guint64 head_time,
              guint block_seconds)
{
  guint64 until = surety_pledge_get_slashable_until (pledge);
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;

  if (surety_pledge_get_standing (pledge) != SURETY_STANDING_LEFT)
    return;
  if (until != 0)
    {
      date = surety_format_block_date (until + 1, head, head_time, block_seconds);
      text = g_strdup_printf (_ ("It has left this set and can be slashed for it until %s"), date);
    }
  else
    text = g_strdup (_ ("It has left this set and can still be slashed for it; until when is not "
                        "known"));
  add_field (self, _ ("The operator"), text);
}

static void
add_slashings (SuretyPledgeRow *self, SuretyPledge *pledge)
{
  guint n;
  const SuretySlashing *records = surety_pledge_get_slashings (pledge, &n);
  g_autofree char *part = NULL;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;

  if (!surety_pledge_get_slashings_known (pledge) || n == 0)
    return;
  part = surety_format_percent (records[n - 1].wad);
  date = records[n - 1].time != 0 ? surety_format_date (records[n - 1].time)
                                  : g_strdup (_ ("a day that is not known"));
  text = n == 1
           ? g_strdup_printf (_ ("Once: %s of its stake, on %s"), part, date)
           : g_strdup_printf (_ ("%u times, the last time %s of its stake, on %s"), n, part, date);
  add_field (self, _ ("It has slashed this operator"), text);
}

/* What makes a dormant pledge one that can be slashed. */
static void
append_awakening (GString *text, SuretyPledge *pledge, const char *part)
{
  guint reason = (guint) surety_pledge_get_dormant_reason (pledge);

  if (reason == SURETY_DORMANT_NOT_REGISTERED)
    g_string_append_printf (text,
                            _ (
                              "Can take nothing now, %s as soon as the operator registers with it"),
                            part);
  else if (reason == SURETY_DORMANT_NOT_IN_SET)
    g_string_append_printf (
      text, _ ("Can take nothing now, %s as soon as it takes this token into its set"), part);
  else
    g_string_append_printf (text,
                            _ ("Can take nothing now, %s as soon as it takes this token and the "
                               "operator registers with it"),
                            part);
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
    append_awakening (text, pledge, now);
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
  add_standing (self, pledge, head, head_time, block_seconds);
  add_slashings (self, pledge);
  add_field (self, _ ("Service (AVS)"), address);
  add_field (self, _ ("Operator set"), set);

  return GTK_WIDGET (self);
}
