/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-private.h"

#include "surety-offload.h"

#include <json-glib/json-glib.h>

/* How the guide's decisions are kept: one JSON object an account and network. */
#define STATE_SCOPE "guide"

static char *
state_key (const char *network, const Address *account)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (account, text);

  return g_strconcat (network, ":", text, NULL);
}

static void
add_address (JsonBuilder *builder, const char *name, const Address *address)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static char *
write_state (SuretyGuide *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "page");
  json_builder_add_int_value (builder, self->page);
  if (self->has_strategy)
    add_address (builder, "strategy", &self->strategy);
  if (self->has_chosen_provider)
    add_address (builder, "provider", &self->chosen_provider);
  json_builder_set_member_name (builder, "mints");
  json_builder_add_boolean_value (builder, self->mints);
  json_builder_set_member_name (builder, "seen");
  json_builder_add_boolean_value (builder, self->services_seen);
  json_builder_set_member_name (builder, "amount");
  json_builder_add_string_value (builder, self->amount_text);
  json_builder_set_member_name (builder, "plan");
  json_builder_add_int_value (builder, self->plan);
  json_builder_set_member_name (builder, "speed");
  json_builder_add_int_value (builder, self->speed);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/* Hands what is to be written to the database. Resolves to: TRUE. */
static DexFuture *
flush (SuretyGuide *self)
{
  g_autoptr (SuretyDatabase) database = g_steal_pointer (&self->save_database);
  g_autofree char *key = g_steal_pointer (&self->save_key);
  g_autofree char *text = g_steal_pointer (&self->save_text);

  return surety_database_set_state (database, STATE_SCOPE, key, text);
}

static DexFuture *
save_fiber (gpointer user_data)
{
  SuretyGuide *self = user_data;

  while (self->save_text != NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!dex_await (flush (self), &error))
        g_message ("the guide's state was not kept: %s", error->message);
    }

  return dex_future_new_true ();
}

void
surety_guide_save (SuretyGuide *self)
{
  g_autofree char *key = NULL;

  if (self->restoring || self->context == NULL || !self->has_account)
    return;

  /* Written down as it is now: when its turn comes, another account may be shown. */
  key = state_key (surety_network_get_key (surety_context_get_network (self->context)),
                   &self->account);
  if (self->save_text != NULL && g_strcmp0 (self->save_key, key) != 0)
    dex_future_disown (flush (self));
  g_set_object (&self->save_database, surety_context_get_database (self->context));
  g_set_str (&self->save_key, key);
  g_free (self->save_text);
  self->save_text = write_state (self);

  if (self->save_job != NULL && dex_future_is_pending (self->save_job))
    return;
  dex_clear (&self->save_job);
  self->save_job = surety_spawn (save_fiber, g_object_ref (self), g_object_unref);
}

static gboolean
read_address (JsonObject *object, const char *name, Address *out)
{
  const char *text = json_object_get_string_member_with_default (object, name, NULL);

  return text != NULL && address_parse (text, strlen (text), out, NULL) == CORE_OK;
}

static void
read_state (SuretyGuide *self, const char *text)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = NULL;
  JsonObject *object = NULL;
  gint64 page = 0;
  gint64 speed = 0;

  /* What can't be read back costs a few clicks, nothing else: the guide begins at its first page. */
  if (text == NULL || !json_parser_load_from_data (parser, text, -1, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  object = json_node_get_object (root);

  self->has_strategy = read_address (object, "strategy", &self->strategy);
  self->has_chosen_provider = read_address (object, "provider", &self->chosen_provider);
  surety_guide_set_services_seen (self, json_object_get_boolean_member_with_default (object, "seen",
                                                                                     FALSE));
  surety_guide_set_mints (self,
                          json_object_get_boolean_member_with_default (object, "mints", FALSE));
  surety_guide_resolve (self);
  surety_guide_set_amount_text (self,
                                json_object_get_string_member_with_default (object, "amount", ""));
  surety_guide_set_plan (self, json_object_get_int_member_with_default (object, "plan", 0));
  speed = json_object_get_int_member_with_default (object, "speed", SURETY_SPEED_NORMAL);
  if (speed >= SURETY_SPEED_SLOW && speed <= SURETY_SPEED_FAST)
    self->speed = (SuretySpeed) speed;
  page = json_object_get_int_member_with_default (object, "page", 0);
  if (page >= SURETY_GUIDE_PATH && page <= SURETY_GUIDE_DONE)
    surety_guide_set_page (self, (SuretyGuidePage) page);
}

typedef struct
{
  SuretyGuide *self;
  guint generation;
  DexFuture *state;
} Restore;

static void
restore_free (gpointer data)
{
  Restore *job = data;

  dex_clear (&job->state);
  g_object_unref (job->self);
  g_free (job);
}

/* Whether a step is one of the guide's own. */
static gboolean
is_of_guide (SuretyJournalEntry *entry)
{
  static const char *const kinds[] = { "mint",    "approve-wrap", "wrap", "approve",
                                       "deposit", "delegate",     NULL };

  return g_strv_contains (kinds, surety_journal_entry_get_kind (entry));
}

/* The process may have ended after the plan was in the journal and before the guide had kept its number: the
 * journal knows better. Returns 0 when no plan of the guide is open. */
static gint64
find_open_plan (SuretyGuide *self, GError **error)
{
  SuretyNetwork *network = surety_context_get_network (self->context);
  g_autoptr (SuretyJournal) journal = g_object_ref (surety_context_get_journal (self->context));
  g_autoptr (GListModel) entries = NULL;
  Address account = self->account;
  gint64 plan = 0;

  entries = dex_await_object (surety_journal_list_open (journal, surety_network_get_key (network)),
                              error);
  for (guint i = 0; entries != NULL && i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (is_of_guide (entry) && address_equal (surety_journal_entry_get_account (entry), &account))
        plan = MAX (plan, surety_journal_entry_get_plan (entry));
    }

  return plan;
}

static DexFuture *
restore_fiber (gpointer user_data)
{
  Restore *job = user_data;
  SuretyGuide *self = job->self;
  g_autofree char *text = NULL;
  GError *error = NULL;

  text = dex_await_string (g_steal_pointer (&job->state), &error);
  if (job->generation != self->generation)
    {
      g_clear_error (&error);
      return dex_future_new_true ();
    }
  if (error == NULL)
    read_state (self, text);
  self->restoring = FALSE;
  if (error == NULL && self->plan == 0)
    {
      gint64 open = find_open_plan (self, &error);

      if (error == NULL && open != 0 && job->generation == self->generation && self->plan == 0)
        {
          surety_guide_set_plan (self, open);
          surety_guide_set_page (self, SURETY_GUIDE_FOLLOW);
        }
    }
  if (error != NULL)
    {
      g_message ("the guide's state was not read: %s", error->message);
      return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

DexFuture *
surety_guide_restore (SuretyGuide *self)
{
  g_autofree char *key =
    state_key (surety_network_get_key (surety_context_get_network (self->context)), &self->account);
  Restore *job = g_new0 (Restore, 1);

  job->self = g_object_ref (self);
  job->generation = self->generation;
  job->state = surety_database_get_state (surety_context_get_database (self->context), STATE_SCOPE,
                                          key);

  return surety_spawn (restore_fiber, job, restore_free);
}

DexFuture *
surety_guide_forget (SuretyDatabase *database, const char *network, const Address *account)
{
  g_autofree char *key = state_key (network, account);

  return surety_database_set_state (database, STATE_SCOPE, key, NULL);
}
