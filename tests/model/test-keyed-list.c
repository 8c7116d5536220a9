/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-keyed-list.h"

#include <string.h>

/* Items are icons' names: the key is what is before the dash. */

static const char *
text_of (gpointer icon)
{
  return g_themed_icon_get_names (icon)[0];
}

static char *
dup_key (gpointer icon)
{
  return g_strndup (text_of (icon), strcspn (text_of (icon), "-"));
}

static void
count_cb (GListModel *model, guint place, guint removed, guint added, guint *n_changes)
{
  ++*n_changes;
}

static GPtrArray *
items_of (const char *words)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) split = g_strsplit (words, " ", 0);

  for (guint i = 0; split[i] != NULL; i++)
    if (*split[i] != '\0')
      g_ptr_array_add (items, g_themed_icon_new (split[i]));
  return items;
}

static void
take (SuretyKeyedList *list, const char *words)
{
  g_autoptr (GPtrArray) items = items_of (words);

  surety_keyed_list_take (list, items);
}

/* The list reads so, and every item is found by its key. */
static void
check (SuretyKeyedList *list, const char *words)
{
  GListModel *model = surety_keyed_list_get_model (list);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);
      g_autofree char *key = dup_key (item);

      g_assert_true (surety_keyed_list_find (list, key) == item);
      g_string_append_printf (all, "%s%s", i > 0 ? " " : "", text_of (item));
    }
  g_assert_cmpstr (all->str, ==, words);
}

static void
test_places_are_kept (void)
{
  SuretyKeyedList *list = surety_keyed_list_new (G_TYPE_THEMED_ICON, dup_key);
  guint n = 0;

  g_signal_connect (surety_keyed_list_get_model (list), "items-changed", G_CALLBACK (count_cb), &n);
  take (list, "");
  g_assert_cmpuint (n, ==, 0);
  take (list, "a b c d e f");
  g_assert_cmpuint (n, ==, 1);
  check (list, "a b c d e f");

  /* In whatever order they come; neighbours at once. */
  take (list, "e-1 g b-1 c-1 h");
  check (list, "a b-1 c-1 d e-1 f g h");
  g_assert_cmpuint (n, ==, 4);
  g_assert_null (surety_keyed_list_find (list, "x"));

  surety_keyed_list_clear (list);
  check (list, "");
  g_assert_null (surety_keyed_list_find (list, "a"));
  surety_keyed_list_free (list);
}

static void
test_what_is_there_already_is_left_alone (void)
{
  SuretyKeyedList *list = surety_keyed_list_new (G_TYPE_THEMED_ICON, dup_key);
  g_autoptr (GPtrArray) items = items_of ("a b c");
  guint n = 0;

  surety_keyed_list_take (list, items);
  g_signal_connect (surety_keyed_list_get_model (list), "items-changed", G_CALLBACK (count_cb), &n);
  surety_keyed_list_begin (list);
  surety_keyed_list_take (list, items);
  g_assert_false (surety_keyed_list_end (list));
  g_assert_cmpuint (n, ==, 0);
  check (list, "a b c");
  surety_keyed_list_free (list);
}

static void
test_what_is_no_more_goes (void)
{
  SuretyKeyedList *list = surety_keyed_list_new (G_TYPE_THEMED_ICON, dup_key);

  take (list, "a b c d e");
  surety_keyed_list_begin (list);
  take (list, "b e-1");
  /* One that was given up half-way. */
  surety_keyed_list_begin (list);
  take (list, "d a");
  check (list, "a b c d e-1");
  take (list, "f");
  g_assert_true (surety_keyed_list_end (list));
  check (list, "a d f");
  g_assert_null (surety_keyed_list_find (list, "b"));
  take (list, "d-2 b-2");
  check (list, "a d-2 f b-2");
  surety_keyed_list_free (list);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyed-list/places-are-kept", test_places_are_kept);
  g_test_add_func ("/keyed-list/what-is-there-already-is-left-alone",
                   test_what_is_there_already_is_left_alone);
  g_test_add_func ("/keyed-list/what-is-no-more-goes", test_what_is_no_more_goes);

  return g_test_run ();
}
