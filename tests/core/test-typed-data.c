/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ecdsa.h"
#include "secret-helpers.h"
#include "typed-data.h"

#define MAIL "Mail(Person from,Person to,string contents)Person(string name,address wallet)"
#define PERMIT "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
#define APPROVAL                                                                                \
  "DelegationApproval(address delegationApprover,address staker,address operator,bytes32 salt," \
  "uint256 expiry)"
#define DEPOSIT                                                                         \
  "Deposit(address staker,address strategy,address token,uint256 amount,uint256 nonce," \
  "uint256 expiry)"
#define NESTED                                                          \
  "Batch(Item[] items,uint256[2][] grid,bytes4 tag,int8 delta,bool ok)" \
  "Part(bytes blob,uint64 size)Item(address owner,Part[2] parts,string[] notes)"

#define STETH "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84"
#define STAKER "0x00000000000000000000000000000000000005A1"

static AbiValue
address_value (const char *text)
{
  Address address;

  core_test_assert_result (address_parse (text, strlen (text), &address, NULL), CORE_OK);
  return abi_address (&address);
}

static AbiValue
bytes_value (const char *data, size_t len)
{
  return abi_bytes ((Bytes) { (const uint8_t *) data, len });
}

static TypedData *
parse (const char *types)
{
  TypedData *data = NULL;

  core_test_assert_result (typed_data_parse (types, &data), CORE_OK);
  return data;
}

static JsonObject *
example (JsonNode *root, const char *name)
{
  return json_object_get_object_member (json_node_get_object (root), name);
}

/* Type, struct, digest and signature, as far as the example gives them. */
static void
check_example (JsonObject *expected, const char *types, AbiValue *message, const Hash *domain)
{
  TypedData *data = parse (types);
  const Hash type_hash = typed_data_type_hash (data);
  Hash struct_hash;

  if (json_object_has_member (expected, "type_hash"))
    core_test_assert_hex (type_hash.bytes, 32,
                          json_object_get_string_member (expected, "type_hash"));
  core_test_assert_result (typed_data_hash_struct (data, message, &struct_hash), CORE_OK);
  core_test_assert_hex (struct_hash.bytes, 32,
                        json_object_get_string_member (expected, "struct_hash"));
  typed_data_free (data);

  if (domain == NULL)
    return;

  const Hash digest = typed_data_digest (domain, &struct_hash);
  core_test_assert_hex (digest.bytes, 32, json_object_get_string_member (expected, "digest"));

  if (!json_object_has_member (expected, "key"))
    return;

  g_autoptr (Secret) key = secret_from_hex (json_object_get_string_member (expected, "key"));
  Signature signature;
  uint8_t bytes[65];

  core_test_assert_result (ecdsa_sign (key, &digest, &signature), CORE_OK);
  memcpy (bytes, signature.r, 32);
  memcpy (bytes + 32, signature.s, 32);
  bytes[64] = (uint8_t) (27 + signature.y_parity);
  core_test_assert_hex (bytes, 65, json_object_get_string_member (expected, "signature"));
}

static Hash
domain_of (const char *name, const char *version, u256 chain_id, const char *contract)
{
  Address address;

  core_test_assert_result (address_parse (contract, strlen (contract), &address, NULL), CORE_OK);

  const TypedDataDomain domain = {
    .name = name,
    .version = version,
    .has_chain_id = TRUE,
    .chain_id = chain_id,
    .verifying_contract = &address,
  };

  return typed_data_domain_separator (&domain);
}

static void
test_the_standards_mail (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("eip-712.json");
  JsonObject *expected = example (root, "mail");
  AbiValue from[] = { abi_string ("Cow"),
                      address_value ("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826") };
  AbiValue to[] = { abi_string ("Bob"),
                    address_value ("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB") };
  AbiValue members[] = { abi_tuple (from, 2), abi_tuple (to, 2), abi_string ("Hello, Bob!") };
  AbiValue message = abi_tuple (members, 3);
  const Hash domain = domain_of ("Ether Mail", "1", 1,
                                 "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC");

  core_test_assert_hex (domain.bytes, 32, json_object_get_string_member (expected, "domain"));
  check_example (expected, MAIL, &message, &domain);
}

static void
test_a_permit (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("eip-712.json");
  JsonObject *expected = example (root, "permit");
  AbiValue members[] = {
    address_value ("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
    address_value ("0x7F101fE45e6649A6fB8F3F8B43ed03D353f2B90c"),
    abi_uint (1000000),
    abi_uint (0),
    abi_uint (1893456000),
  };
  AbiValue message = abi_tuple (members, 5);
  const Hash domain = domain_of ("USD Coin", "2", 1, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48");

  core_test_assert_hex (domain.bytes, 32, json_object_get_string_member (expected, "domain"));
  check_example (expected, PERMIT, &message, &domain);
}

static Hash
eigenlayer_domain (JsonNode *root, guint i)
{
  JsonArray *domains = json_object_get_array_member (json_node_get_object (root), "domains");
  JsonArray *item = json_array_get_array_element (domains, i);
  const Hash hash = domain_of ("EigenLayer", "1", (u256) json_array_get_int_element (item, 1),
                               json_array_get_string_element (item, 0));

  core_test_assert_hex (hash.bytes, 32, json_array_get_string_element (item, 2));
  return hash;
}

static void
test_eigenlayers_delegation_approval (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("eigenlayer-eip-712.json");
  const uint8_t salt[32] = { [31] = 0x2a };
  AbiValue members[] = {
    address_value ("0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A"),
    address_value (STAKER),
    address_value ("0x0000000000000000000000000000000000000B01"),
    abi_fixed_bytes ((Bytes) { salt, 32 }),
    abi_uint (1780003600),
  };
  AbiValue message = abi_tuple (members, 5);
  const Hash domain = eigenlayer_domain (root, 0);

  check_example (example (root, "delegation_approval"), APPROVAL, &message, &domain);
}

static void
test_eigenlayers_deposit (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("eigenlayer-eip-712.json");
  AbiValue members[] = {
    address_value (STAKER), address_value ("0x93c4b944D05dfe6df7645A86cd2206016c51564D"),
    address_value (STETH),  abi_uint (U256_WAD),
    abi_uint (0),           abi_uint (1780003600),
  };
  AbiValue message = abi_tuple (members, 6);
  const Hash domain = eigenlayer_domain (root, 1);

  check_example (example (root, "deposit"), DEPOSIT, &message, &domain);
}

static void
test_arrays_of_structs_and_of_arrays (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("eip-712.json");
  AbiValue part_a[] = { bytes_value ("", 0), abi_uint (0) };
  AbiValue part_b[] = { bytes_value ("\x01\x02", 2), abi_uint (2) };
  AbiValue part_c[] = { bytes_value ("\xff", 1), abi_uint (1) };
  AbiValue part_d[] = { bytes_value ("\xfe", 1), abi_uint (1) };
  AbiValue parts_1[] = { abi_tuple (part_a, 2), abi_tuple (part_b, 2) };
  AbiValue parts_2[] = { abi_tuple (part_c, 2), abi_tuple (part_d, 2) };
  AbiValue notes[] = { abi_string ("a"), abi_string ("") };
  AbiValue item_1[] = { address_value ("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
                        abi_array (parts_1, 2), abi_array (notes, 2) };
  AbiValue item_2[] = { address_value ("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
                        abi_array (parts_2, 2), abi_array (NULL, 0) };
  AbiValue items[] = { abi_tuple (item_1, 3), abi_tuple (item_2, 3) };
  AbiValue row_1[] = { abi_uint (1), abi_uint (2) };
  AbiValue row_2[] = { abi_uint (3), abi_uint (4) };
  AbiValue row_3[] = { abi_uint (5), abi_uint (6) };
  AbiValue grid[] = { abi_array (row_1, 2), abi_array (row_2, 2), abi_array (row_3, 2) };
  const uint8_t tag[4] = { 0xde, 0xad, 0xbe, 0xef };
  AbiValue members[] = { abi_array (items, 2), abi_array (grid, 3),
                         abi_fixed_bytes ((Bytes) { tag, 4 }), abi_uint (U256_MAX),
                         abi_bool (TRUE) };
  AbiValue message = abi_tuple (members, 5);

  check_example (example (root, "nested"), NESTED, &message, NULL);
}

static void
test_a_struct_in_itself (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("eip-712.json");
  AbiValue bud[] = { abi_string ("bud"), abi_array (NULL, 0) };
  AbiValue buds[] = { abi_tuple (bud, 2) };
  AbiValue leaf[] = { abi_string ("leaf"), abi_array (NULL, 0) };
  AbiValue twig[] = { abi_string ("twig"), abi_array (buds, 1) };
  AbiValue twigs[] = { abi_tuple (leaf, 2), abi_tuple (twig, 2) };
  AbiValue trunk[] = { abi_string ("root"), abi_array (twigs, 2) };
  AbiValue message = abi_tuple (trunk, 2);

  check_example (example (root, "tree"), "Tree(string label,Tree[] children)", &message, NULL);
}

static void
test_nesting_has_a_limit (void)
{
  TypedData *data = parse ("Tree(Tree[] children)");
  AbiValue levels[17][1];
  AbiValue arrays[17][1];
  Hash hash;

  for (size_t i = 0; i < 17; i++)
    {
      arrays[i][0] = i == 0 ? abi_array (NULL, 0) : abi_array (levels[i - 1], 1);
      levels[i][0] = abi_tuple (arrays[i], 1);
    }

  core_test_assert_result (typed_data_hash_struct (data, &levels[15][0], &hash), CORE_OK);
  core_test_assert_result (typed_data_hash_struct (data, &levels[16][0], &hash), CORE_ERROR_LIMIT);
  typed_data_free (data);
}

static void
check_one (const char *type, AbiValue value, CoreResult expected)
{
  g_autofree char *text = g_strdup_printf ("A(%s x)", type);
  TypedData *data = parse (text);
  AbiValue members[] = { value };
  AbiValue message = abi_tuple (members, 1);
  Hash hash;

  core_test_assert_result (typed_data_hash_struct (data, &message, &hash), expected);
  typed_data_free (data);
}

static void
test_values_must_fit_their_types (void)
{
  const uint8_t bytes[33] = { 1 };
  const u256 minus_one = U256_MAX;
  AbiValue two[] = { abi_uint (1), abi_uint (2) };
  AbiValue too_wide = address_value (STETH);

  check_one ("uint8", abi_uint (255), CORE_OK);
  check_one ("uint8", abi_uint (256), CORE_ERROR_RANGE);
  check_one ("uint256", abi_uint (U256_MAX), CORE_OK);
  check_one ("int8", abi_uint (127), CORE_OK);
  check_one ("int8", abi_uint (128), CORE_ERROR_RANGE);
  check_one ("int8", abi_uint (minus_one - 127), CORE_OK);
  check_one ("int8", abi_uint (minus_one - 128), CORE_ERROR_RANGE);
  check_one ("int256", abi_uint (minus_one), CORE_OK);
  check_one ("bool", abi_bool (TRUE), CORE_OK);
  check_one ("bool", (AbiValue) { .kind = ABI_BOOL, .word = 2 }, CORE_ERROR_RANGE);
  too_wide.word |= (u256) 1 << 160;
  check_one ("address", too_wide, CORE_ERROR_RANGE);
  check_one ("bytes32", abi_fixed_bytes ((Bytes) { bytes, 32 }), CORE_OK);
  check_one ("bytes32", abi_fixed_bytes ((Bytes) { bytes, 31 }), CORE_ERROR_SYNTAX);
  check_one ("bytes4", abi_fixed_bytes ((Bytes) { bytes, 33 }), CORE_ERROR_SYNTAX);

  check_one ("bool", abi_uint (1), CORE_ERROR_SYNTAX);
  check_one ("address", abi_uint (1), CORE_ERROR_SYNTAX);
  check_one ("uint8", abi_bool (TRUE), CORE_ERROR_SYNTAX);
  check_one ("string", abi_bytes ((Bytes) { bytes, 1 }), CORE_ERROR_SYNTAX);
  check_one ("bytes", abi_string ("x"), CORE_ERROR_SYNTAX);
  check_one ("bytes1", abi_bytes ((Bytes) { bytes, 1 }), CORE_ERROR_SYNTAX);

  check_one ("uint8[2]", abi_array (two, 2), CORE_OK);
  check_one ("uint8[]", abi_array (two, 2), CORE_OK);
  check_one ("uint8[]", abi_array (NULL, 0), CORE_OK);
  check_one ("uint8[3]", abi_array (two, 2), CORE_ERROR_SYNTAX);
  check_one ("uint8[]", abi_tuple (two, 2), CORE_ERROR_SYNTAX);
  check_one ("uint8[][]", abi_array (two, 2), CORE_ERROR_SYNTAX);
  check_one ("uint8", abi_array (two, 2), CORE_ERROR_SYNTAX);
}

static void
test_messages_have_every_member (void)
{
  TypedData *data = parse (PERMIT);
  AbiValue members[] = { address_value (STETH), address_value (STETH), abi_uint (1),
                         abi_uint (1),          abi_uint (1),          abi_uint (1) };
  AbiValue fewer = abi_tuple (members, 4);
  AbiValue right = abi_tuple (members, 5);
  AbiValue more = abi_tuple (members, 6);
  AbiValue list = abi_array (members, 5);
  Hash hash;

  core_test_assert_result (typed_data_hash_struct (data, &right, &hash), CORE_OK);
  core_test_assert_result (typed_data_hash_struct (data, &fewer, &hash), CORE_ERROR_SYNTAX);
  core_test_assert_result (typed_data_hash_struct (data, &more, &hash), CORE_ERROR_SYNTAX);
  core_test_assert_result (typed_data_hash_struct (data, &list, &hash), CORE_ERROR_SYNTAX);
  g_assert_cmpstr (typed_data_encode_type (data), ==, PERMIT);
  typed_data_free (data);
  typed_data_free (NULL);
}

/* A domain is a struct like another: it must hash as one, whichever fields it has. */
static void
test_domains_have_only_the_fields_given (void)
{
  const Hash salt = { { 0xab } };
  Address contract;
  AbiValue members[] = { abi_string ("Name"), abi_string ("3"), abi_uint (5), address_value (STETH),
                         abi_fixed_bytes ((Bytes) { salt.bytes, 32 }) };
  static const char *const fields[] = { "string name", "string version", "uint256 chainId",
                                        "address verifyingContract", "bytes32 salt" };

  core_test_assert_result (address_parse (STETH, strlen (STETH), &contract, NULL), CORE_OK);

  for (unsigned mask = 0; mask < 32; mask++)
    {
      const TypedDataDomain domain = {
        .name = mask & 1 ? "Name" : NULL,
        .version = mask & 2 ? "3" : NULL,
        .has_chain_id = (mask & 4) != 0,
        .chain_id = 5,
        .verifying_contract = mask & 8 ? &contract : NULL,
        .salt = mask & 16 ? &salt : NULL,
      };
      GString *text = g_string_new ("EIP712Domain(");
      AbiValue chosen[5];
      size_t n = 0;

      for (unsigned i = 0; i < 5; i++)
        if (mask >> i & 1)
          {
            g_string_append_printf (text, "%s%s", n > 0 ? "," : "", fields[i]);
            chosen[n++] = members[i];
          }
      g_string_append_c (text, ')');

      TypedData *data = parse (text->str);
      AbiValue message = abi_tuple (chosen, n);
      const Hash separator = typed_data_domain_separator (&domain);
      Hash expected;

      core_test_assert_result (typed_data_hash_struct (data, &message, &expected), CORE_OK);
      g_assert_true (hash_equal (&separator, &expected));
      typed_data_free (data);
      g_string_free (text, TRUE);
    }
}

static void
test_bad_types_are_refused (void)
{
  TypedData *data = NULL;

  core_test_assert_result (typed_data_parse ("Permit(uint value)", &data), CORE_ERROR_SYNTAX);
  core_test_assert_result (typed_data_parse ("Mail(Person from)", &data), CORE_ERROR_SYNTAX);
  core_test_assert_result (typed_data_parse ("A(bool[][][][][] x)", &data), CORE_ERROR_LIMIT);
  g_assert_null (data);
}

static void
test_personal_messages (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("eip-191.json");
  JsonArray *cases = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (cases), ==, 3);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *item = json_array_get_object_element (cases, i);
      const char *text = json_object_get_string_member (item, "message");
      const Hash digest = personal_message_digest (
        (Bytes) { (const uint8_t *) text, strlen (text) });

      core_test_assert_hex (digest.bytes, 32, json_object_get_string_member (item, "digest"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (secret_heap_init ());
  g_test_add_func ("/typed-data/the-standards-mail", test_the_standards_mail);
  g_test_add_func ("/typed-data/a-permit", test_a_permit);
  g_test_add_func ("/typed-data/eigenlayers-delegation-approval",
                   test_eigenlayers_delegation_approval);
  g_test_add_func ("/typed-data/eigenlayers-deposit", test_eigenlayers_deposit);
  g_test_add_func ("/typed-data/arrays-of-structs-and-of-arrays",
                   test_arrays_of_structs_and_of_arrays);
  g_test_add_func ("/typed-data/a-struct-in-itself", test_a_struct_in_itself);
  g_test_add_func ("/typed-data/nesting-has-a-limit", test_nesting_has_a_limit);
  g_test_add_func ("/typed-data/values-must-fit-their-types", test_values_must_fit_their_types);
  g_test_add_func ("/typed-data/messages-have-every-member", test_messages_have_every_member);
  g_test_add_func ("/typed-data/domains-have-only-the-fields-given",
                   test_domains_have_only_the_fields_given);
  g_test_add_func ("/typed-data/bad-types-are-refused", test_bad_types_are_refused);
  g_test_add_func ("/typed-data/personal-messages", test_personal_messages);
  return g_test_run ();
}
