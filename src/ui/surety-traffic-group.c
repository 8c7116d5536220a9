/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-traffic-group.h"

#include <glib/gi18n.h>

#include "surety-endpoint-words.h"
#include "surety-format.h"

struct _SuretyTrafficGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *nothing;
  GHashTable *heads; /* host, or FILES → Line of an AdwExpanderRow */
  GHashTable *rows;  /* purpose, host and method → Line of an AdwActionRow in one of them */
};

G_DEFINE_FINAL_TYPE (SuretyTrafficGroup, surety_traffic_group, ADW_TYPE_PREFERENCES_GROUP)

/* In heads; no host has a blank. */
#define FILES " files"

/* One line of the list and what it sums up. */
typedef struct
{
  GtkWidget *row;    /* lent by the group */
  GString *methods;  /* of a row */
  GHashTable *hosts; /* of the head of the files: those that it is about */
  guint64 n_calls;
  guint64 bytes_out;
  guint64 bytes_in;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_string_free (line->methods, TRUE);
  g_hash_table_unref (line->hosts);
  g_free (line);
}

static Line *
line_new (GHashTable *lines, const char *key, GType type, const char *title)
{
  Line *line = g_new0 (Line, 1);

  line->row = g_object_new (type, "use-markup", FALSE, "title", title, "subtitle-lines", 0,
                            "title-lines", 0, NULL);
  line->methods = g_string_new (NULL);
  line->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (lines, g_strdup (key), line);
  return line;
}

static gboolean
is_file (const SuretyTraffic *traffic)
{
  return traffic->purpose == SURETY_TRAFFIC_FILE || traffic->purpose == SURETY_TRAFFIC_PICTURE;
}

static Line *
ensure_head (SuretyTrafficGroup *self, const SuretyTraffic *traffic)
{
  const char *key = is_file (traffic) ? FILES : traffic->host;
  Line *line = g_hash_table_lookup (self->heads, key);

  if (line == NULL)
    {
      line = line_new (self->heads, key, ADW_TYPE_EXPANDER_ROW,
                       is_file (traffic) ? _ ("Files of Operators and Services") : traffic->host);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), line->row);
    }
  return line;
}

/* All that a test asks is one line: it is asked once, for one purpose. So is what it takes to know rewards. */
static Line *
ensure_row (SuretyTrafficGroup *self, Line *head, const SuretyTraffic *traffic)
{
  const gboolean is_one = traffic->purpose == SURETY_TRAFFIC_TEST ||
                          traffic->purpose == SURETY_TRAFFIC_REWARDS;
  g_autofree char *key = g_strdup_printf ("%d %s %s", (int) traffic->purpose, traffic->host,
                                          is_one ? "" : traffic->method);
  Line *line = g_hash_table_lookup (self->rows, key);

  if (line == NULL)
    {
      line = line_new (self->rows, key, ADW_TYPE_ACTION_ROW,
                       is_file (traffic)
                         ? traffic->host
                         : surety_traffic_purpose (traffic->purpose, traffic->method));
      adw_expander_row_add_row (ADW_EXPANDER_ROW (head->row), line->row);
    }
  return line;
}

static void
add_up (Line *line, const SuretyTraffic *traffic)
{
  line->n_calls += traffic->n_calls;
  line->bytes_out += traffic->bytes_out;
  line->bytes_in += traffic->bytes_in;
}

static void
add_traffic (const SuretyTraffic *traffic, gpointer data)
{
  SuretyTrafficGroup *self = data;
  Line *head = ensure_head (self, traffic);
  Line *row = ensure_row (self, head, traffic);

  add_up (head, traffic);
  add_up (row, traffic);
  g_string_append_printf (row->methods, "%s%s", row->methods->len > 0 ? ", " : "", traffic->method);
  if (is_file (traffic))
    {
      g_string_append_printf (row->methods, " · %s",
                              surety_traffic_purpose (traffic->purpose, traffic->method));
      g_hash_table_add (head->hosts, g_strdup (traffic->host));
    }
}

static void
begin_anew (GHashTable *lines)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, lines);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Line *line = value;

      g_string_truncate (line->methods, 0);
      line->n_calls = line->bytes_out = line->bytes_in = 0;
    }
}

static char *
say_before (const Line *line)
{
  const guint n = g_hash_table_size (line->hosts);

  if (n > 0)
    {
      g_autofree char *count = surety_format_count (n);

      /* Translators: hosts that files were fetched from. */
      return g_strdup_printf (ngettext ("%s host · ", "%s hosts · ", n), count);
    }
  return line->methods->len > 0 ? g_strconcat (line->methods->str, " · ", NULL) : g_strdup ("");
}

static void
say (GHashTable *lines)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, lines);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Line *line = value;
      g_autofree char *before = say_before (line);
      g_autofree char *words = surety_traffic_words (line->n_calls, line->bytes_out,
                                                     line->bytes_in);
      g_autofree char *text = g_strconcat (before, words, NULL);

      g_object_set (line->row, "subtitle", text, NULL);
    }
}

void
surety_traffic_group_refresh (SuretyTrafficGroup *self)
{
  g_return_if_fail (SURETY_IS_TRAFFIC_GROUP (self));

  begin_anew (self->heads);
  begin_anew (self->rows);
  surety_traffic_foreach (add_traffic, self);
  say (self->heads);
  say (self->rows);
  gtk_widget_set_visible (self->nothing, g_hash_table_size (self->heads) == 0);
}

static void
surety_traffic_group_finalize (GObject *object)
{
  SuretyTrafficGroup *self = SURETY_TRAFFIC_GROUP (object);

  g_hash_table_unref (self->heads);
  g_hash_table_unref (self->rows);

  G_OBJECT_CLASS (surety_traffic_group_parent_class)->finalize (object);
}

static void
surety_traffic_group_class_init (SuretyTrafficGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_traffic_group_finalize;
}

static void
surety_traffic_group_init (SuretyTrafficGroup *self)
{
  self->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, line_free);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, line_free);
  self->nothing = g_object_new (ADW_TYPE_ACTION_ROW, "title", _ ("Nothing yet"), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->nothing);
}
