/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core-test.h"
#include "struct-types.h"

static void
test_what_is_referred_to_is_sorted_by_name (void)
{
  static const struct
  {
    const char *text;
    const char *encode_type;
  } cases[] = {
    { "Mail(Person from,Person to,string contents)Person(string name,address wallet)",
      "Mail(Person from,Person to,string contents)Person(string name,address wallet)" },
    /* EIP-712's own example of the order. */
    { "Transaction(Person from,Person to,Asset tx)Person(address wallet,string name)"
      "Asset(address token,uint256 amount)",
      "Transaction(Person from,Person to,Asset tx)Asset(address token,uint256 amount)"
      "Person(address wallet,string name)" },
    /* Through others, and each once. */
    { "A(C c)B(uint8 x)C(B[] b,B[2][] more)", "A(C c)B(uint8 x)C(B[] b,B[2][] more)" },
    { "Z(Y y)Y(X x)X(Z[] z)", "Z(Y y)X(Z[] z)Y(X x)" },
    /* What is not referred to is left out. */
    { "A(bool ok)Unused(bool ok)", "A(bool ok)" },
    { "Ab(A a,Aa b)Aa(bool x)A(bool x)", "Ab(A a,Aa b)A(bool x)Aa(bool x)" },
    { "Empty()", "Empty()" },
    { "Spaced( uint8  a , bytes32 b )", "Spaced(uint8 a,bytes32 b)" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StructTypes types;

      core_test_assert_result (struct_types_parse (cases[i].text, &types), CORE_OK);
      g_assert_cmpstr (types.encode_type, ==, cases[i].encode_type);
      struct_types_clear (&types);
    }
}

static void
test_members_are_resolved (void)
{
  StructTypes types;

  core_test_assert_result (struct_types_parse ("A(int8[][3] x,bytes4 y,B z)B(string s)", &types),
                           CORE_OK);
  g_assert_cmpuint (types.n_items, ==, 2);
  g_assert_cmpuint (types.items[0].n_members, ==, 3);

  const StructMember *x = &types.items[0].members[0];
  const StructMember *y = &types.items[0].members[1];
  const StructMember *z = &types.items[0].members[2];

  g_assert_cmpuint (x->kind, ==, ABI_INT);
  g_assert_cmpuint (x->bits, ==, 8);
  g_assert_cmpuint (x->n_dimensions, ==, 2);
  g_assert_true (x->dimensions[0] == STRUCT_DYNAMIC);
  g_assert_cmpuint (x->dimensions[1], ==, 3);
  g_assert_cmpuint (y->kind, ==, ABI_FIXED_BYTES);
  g_assert_cmpuint (y->bits, ==, 32);
  g_assert_cmpuint (z->kind, ==, ABI_TUPLE);
  g_assert_cmpuint (z->struct_index, ==, 1);
  struct_types_clear (&types);
}

static void
test_what_is_no_list_of_types_is_refused (void)
{
  static const char *const bad[] = {
    "",
    "A",
    "A(",
    "A(bool ok",
    "A(bool ok))",
    "A(bool ok) ",
    "A(bool)",
    "A(bool ok,)",
    "A(,bool ok)",
    "A(bool ok extra)",
    "A(bool ok)A(bool ok)",
    "A(B b)",
    "A(uint x)",
    "A(int x)",
    "A(uint0 x)",
    "A(uint7 x)",
    "A(uint08 x)",
    "A(uint264 x)",
    "A(bytes0 x)",
    "A(bytes33 x)",
    "A(bool[0] x)",
    "A(bool[01] x)",
    "A(bool[ x)",
    "A(bool] x)",
    "A(bool[-1] x)",
    "A(bool [] x)",
    "bool(bool x)",
    "uint256(bool x)",
    "1A(bool x)",
    "A(bool 1x)",
    "A(bo\xc3\xb6l x)",
    "(bool x)",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      StructTypes types;

      g_test_message ("%s", bad[i]);
      core_test_assert_result (struct_types_parse (bad[i], &types), CORE_ERROR_SYNTAX);
      g_assert_cmpuint (types.n_items, ==, 0);
      g_assert_null (types.text);
    }
}

/* before, n times item, after. A # in item is its number. */
static void
check_size (const char *before, const char *item, size_t n, const char *after, CoreResult expected)
{
  GString *text = g_string_new (before);
  StructTypes types;

  for (size_t i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%zu", i);

      g_string_append (text, item);
      g_string_replace (text, "#", number, 0);
    }
  g_string_append (text, after);
  core_test_assert_result (struct_types_parse (text->str, &types), expected);
  struct_types_clear (&types);
  g_string_free (text, TRUE);
}

static void
test_sizes_have_bounds (void)
{
  check_size ("", "S#(bool x)", 32, "", CORE_OK);
  check_size ("", "S#(bool x)", 33, "", CORE_ERROR_LIMIT);
  check_size ("A(", "bool x#,", 63, "bool y)", CORE_OK);
  check_size ("A(", "bool x#,", 64, "bool y)", CORE_ERROR_LIMIT);
  check_size ("A(bool", "[]", 4, " x)", CORE_OK);
  check_size ("A(bool", "[]", 5, " x)", CORE_ERROR_LIMIT);
  check_size ("A(bool ", "x", 4096 - 8, ")", CORE_OK);
  check_size ("A(bool ", "x", 4096 - 7, ")", CORE_ERROR_LIMIT);
  check_size ("A(bool[", "9", 30, "] x)", CORE_ERROR_LIMIT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/struct-types/what-is-referred-to-is-sorted-by-name",
                   test_what_is_referred_to_is_sorted_by_name);
  g_test_add_func ("/struct-types/members-are-resolved", test_members_are_resolved);
  g_test_add_func ("/struct-types/what-is-no-list-of-types-is-refused",
                   test_what_is_no_list_of_types_is_refused);
  g_test_add_func ("/struct-types/sizes-have-bounds", test_sizes_have_bounds);
  return g_test_run ();
}
