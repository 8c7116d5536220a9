/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "address.h"
#include "u256.h"

G_BEGIN_DECLS

/* Numbers, times and addresses as a person reads them. Pure; every string is newly allocated.
 * Digits are cut, never rounded up: nobody is shown more than there is. */

/* value in the smallest unit of a token with decimals (0 to 77), shown with up to 6 decimals,
 * below one with up to 6 digits after the zeros: "1 234.56789", "0.0000123456", "0". */
char *surety_format_amount (u256 value, guint decimals);
/* Every digit there is. */
char *surety_format_amount_full (u256 value, guint decimals);
/* wad: a share where 10^18 is the whole. "12.5 %", "< 0.01 %", "100 %"; 100 is only said of the
 * whole. */
char *surety_format_percent (u256 wad);
/* The time from then to now, both seconds since 1970: "just now", "12 s ago", "5 min ago", "3
 * hours ago", "2 days ago". A future then is "just now" within a minute (clocks differ), after
 * that "in …". */
char *surety_format_age (guint64 then, guint64 now);
/* A span of seconds in its two largest units: "14 days 3 hours", "5 minutes". */
char *surety_format_span (guint64 seconds);
/* When a block will be there: "about 5 December 2026, 14:00" (local time), from a head block and
 * its time. A block at or below the head is "now". */
char *surety_format_block_date (guint64 block,
                                guint64 head,
                                guint64 head_time,
                                guint block_seconds);
/* How long until then: "about 13 days 4 hours", or "now". */
char *surety_format_block_countdown (guint64 block, guint64 head, guint block_seconds);
/* A date and time in the user's zone and order: "5 December 2026, 14:00". */
char *surety_format_date (guint64 time);
/* EIP-55 in groups of four: "0xd8dA 6BF2 … 9604 5fA5"; wide: all of it. */
char *surety_format_address (const char *text, gboolean wide);
/* The same, all of it, as Pango markup: the digits in which it differs from another address are bold and underlined. */
char *surety_format_address_against (const char *text, const char *other);
/* A whole number with thin gaps: "19 000 000". */
char *surety_format_count (guint64 value);

G_END_DECLS
