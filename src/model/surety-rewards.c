/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-rewards.h"

#include "surety-offload.h"

/* While it is shown. */
#define REFRESH_SECONDS 600u

struct _SuretyRewards
{
  GObject parent_instance;

  SuretyContext *context;
  SuretyProtocol *protocol;
  Address account;
  gboolean has_account;
  gboolean shown;

  SuretyLoad load;
  GError *error;
  SuretyRewardSheet *sheet;
  GListStore *rows;
  char *label;

  DexFuture *refresh;
  DexCancellable *stop; /* of the refresh under way */
  gboolean refreshing;
  gboolean asking;   /* that one asks the server in any case */
  gboolean again;    /* another one after the one under way … */
  gboolean ask_anew; /* … or the one that begins now: the server is asked in any case */
  gboolean stale;    /* something changed while nobody looked */
  guint64 tried;     /* the head, when a refresh began last */
  guint64 head;
};

G_DEFINE_FINAL_TYPE (SuretyRewards, surety_rewards, G_TYPE_OBJECT)

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
  PROP_SHEET,
  PROP_ROWS,
  PROP_SERVER,
  PROP_SERVER_URL,
  PROP_SUGGESTED_SERVER,
  PROP_NEEDS_SERVER,
  PROP_CAN_CHOOSE,
  PROP_REFRESHING,
  PROP_SHOWN,
} SuretyRewardsProperty;

static GParamSpec *properties[PROP_SHOWN + 1];

static void
notify (SuretyRewards *self, SuretyRewardsProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_load (SuretyRewards *self, SuretyLoad load, GError *error)
{
  surety_load_set (G_OBJECT (self), "load", &self->load, load, "error", &self->error, error);
}

static SuretyServer *
get_server (SuretyRewards *self)
{
  return self->context != NULL ? surety_context_get_rewards_server (self->context) : NULL;
}

static gboolean
has_source (SuretyRewards *self)
{
  return self->protocol != NULL && self->has_account;
}

static void
set_refreshing (SuretyRewards *self, gboolean refreshing)
{
  if (self->refreshing == refreshing)
    return;
  self->refreshing = refreshing;
  notify (self, PROP_REFRESHING);
}

static void
set_sheet (SuretyRewards *self, SuretyRewardSheet *sheet)
{
  GListModel *rewards = sheet != NULL ? surety_reward_sheet_get_rewards (sheet) : NULL;
  const guint n = rewards != NULL ? g_list_model_get_n_items (rewards) : 0;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (rewards, i));
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       items->pdata, n);
  if (g_set_object (&self->sheet, sheet))
    notify (self, PROP_SHEET);
}

/* --- reading --- */

typedef struct
{
  SuretyProtocol *protocol;
  SuretyServer *server; /* NULL: nobody is asked */
  SuretyRewardSheet *before;
  DexCancellable *stop;
  Address account;
} Round;

static void
round_clear (Round *round)
{
  g_clear_object (&round->protocol);
  g_clear_object (&round->server);
  g_clear_object (&round->before);
  dex_clear (&round->stop);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, round_clear)

/* What one round asks of whom. */
static void
begin_round (SuretyRewards *self, Round *round)
{
  g_set_object (&round->protocol, self->protocol);
  g_set_object (&round->server, get_server (self));
  self->asking = self->ask_anew || self->sheet == NULL;
  if (!self->asking)
    g_set_object (&round->before, self->sheet);
  round->account = self->account;
  round->stop = dex_ref (self->stop);
  self->again = FALSE;
  self->ask_anew = FALSE;
  self->stale = FALSE;
  self->tried = self->head;
}

/* One way or the other, this round is over. TRUE: another one follows. */
static gboolean
end_round (SuretyRewards *self, const Round *round, SuretyRewardSheet *sheet, const GError *error)
{
  /* An answer about an account, network or server that is not looked at any more is dropped. */
  if (self->stop != round->stop)
    return self->shown;
  if (sheet == NULL && !self->again)
    set_load (self, self->sheet != NULL ? self->load : SURETY_LOAD_FAILED, g_error_copy (error));
  if (sheet != NULL)
    {
      set_sheet (self, sheet);
      set_load (self,
                g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0 ? SURETY_LOAD_READY
                                                                         : SURETY_LOAD_EMPTY,
                NULL);
    }
  return self->again;
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  SuretyRewards *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean again = TRUE;

  while (again && has_source (self))
    {
      g_auto (Round) round = { 0 };
      g_autoptr (SuretyRewardSheet) sheet = NULL;

      g_clear_error (&error);
      begin_round (self, &round);
      sheet = dex_await_object (dex_future_first (surety_protocol_load_rewards (round.protocol,
                                                                                &round.account,
                                                                                round.server,
                                                                                round.before),
                                                  dex_ref (round.stop), NULL),
                                &error);
      again = end_round (self, &round, sheet, error);
    }
  set_refreshing (self, FALSE);

  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error))
                       : dex_future_new_true ();
}

/* One that is under way is joined, by whoever wants no more than it does. */
static void
join (SuretyRewards *self, gboolean ask_anew)
{
  if (ask_anew && self->asking)
    return;
  self->again = TRUE;
  self->ask_anew = self->ask_anew || ask_anew;
}

static DexFuture *
refresh (SuretyRewards *self, gboolean ask_anew)
{
  if (!has_source (self))
    return dex_future_new_true ();

  if (self->refresh != NULL && dex_future_is_pending (self->refresh))
    {
      join (self, ask_anew);
      return dex_ref (self->refresh);
    }
  self->ask_anew = ask_anew;
  if (self->sheet == NULL)
    set_load (self, SURETY_LOAD_LOADING, NULL);
  set_refreshing (self, TRUE);
  dex_clear (&self->refresh);
  self->refresh = surety_spawn (refresh_fiber, g_object_ref (self), g_object_unref);

  return dex_ref (self->refresh);
}

DexFuture *
surety_rewards_refresh (SuretyRewards *self)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), NULL);

  return refresh (self, TRUE);
}

/* Failures are in "error", where the page shows them. */
static void
refresh_if_shown (SuretyRewards *self)
{
  if (self->shown)
    dex_future_disown (refresh (self, FALSE));
  else
    self->stale = TRUE;
}

void
surety_rewards_invalidate (SuretyRewards *self)
{
  g_return_if_fail (SURETY_IS_REWARDS (self));

  refresh_if_shown (self);
}

/* When a block is, as far as can be told from the one that was read. */
static guint64
guess_time (SuretyRewards *self, guint64 block)
{
  const guint64 seconds = surety_network_get_block_seconds (
    surety_protocol_get_network (self->protocol));
  const guint64 known = surety_reward_sheet_get_block (self->sheet);

  return surety_reward_sheet_get_time (self->sheet) + (block - MIN (block, known)) * seconds;
}

/* It is long ago, or the root that waited can be claimed under by now. A try that failed counts: a server that is behind
 * is not asked at each block. */
static gboolean
is_due (SuretyRewards *self)
{
  const guint64 seconds = surety_network_get_block_seconds (
    surety_protocol_get_network (self->protocol));
  const SuretyRewardRoot *next = self->sheet != NULL ? surety_reward_sheet_get_next (self->sheet)
                                                     : NULL;

  if (self->head < self->tried || (self->head - self->tried) * seconds >= REFRESH_SECONDS)
    return TRUE;
  return next != NULL && guess_time (self, self->head) >= next->active &&
         guess_time (self, self->tried) < next->active;
}

void
surety_rewards_head_changed (SuretyRewards *self, guint64 head)
{
  g_return_if_fail (SURETY_IS_REWARDS (self));

  self->head = head;
  if (has_source (self) && self->load != SURETY_LOAD_IDLE && is_due (self))
    refresh_if_shown (self);
}

/* --- whose --- */

static void
notify_server (SuretyRewards *self)
{
  SuretyServer *server = get_server (self);

  g_clear_pointer (&self->label, g_free);
  if (server != NULL)
    self->label = surety_server_dup_label (server);
  notify (self, PROP_SERVER);
  notify (self, PROP_SERVER_URL);
  notify (self, PROP_SUGGESTED_SERVER);
  notify (self, PROP_NEEDS_SERVER);
  notify (self, PROP_CAN_CHOOSE);
}

/* What was shown is of nobody any more. */
static void
forget (SuretyRewards *self)
{
  dex_cancellable_cancel (self->stop);
  dex_clear (&self->stop);
  self->stop = dex_cancellable_new ();
  self->stale = FALSE;
  set_sheet (self, NULL);
  set_load (self, SURETY_LOAD_IDLE, NULL);
  notify_server (self);
  if (self->shown)
    dex_future_disown (refresh (self, FALSE));
  if (self->refreshing && has_source (self))
    set_load (self, SURETY_LOAD_LOADING, NULL);
}

void
surety_rewards_set_source (SuretyRewards *self, SuretyContext *context, const Address *account)
{
  SuretyProtocol *protocol = context != NULL ? surety_context_get_protocol (context) : NULL;

  g_return_if_fail (SURETY_IS_REWARDS (self));

  g_set_object (&self->context, context);
  g_set_object (&self->protocol, protocol);
  self->has_account = account != NULL;
  if (account != NULL)
    self->account = *account;
  forget (self);
}

void
surety_rewards_set_shown (SuretyRewards *self, gboolean shown)
{
  g_return_if_fail (SURETY_IS_REWARDS (self));

  if (self->shown == !!shown)
    return;
  self->shown = !!shown;
  notify (self, PROP_SHOWN);
  if (self->shown && (self->sheet == NULL || self->stale))
    dex_future_disown (refresh (self, FALSE));
}

typedef struct
{
  SuretyRewards *self;
  SuretyContext *context;
  char *url;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->self);
  g_object_unref (choice->context);
  g_free (choice->url);
  g_free (choice);
}

static DexFuture *
choose_fiber (gpointer user_data)
{
  Choice *choice = user_data;
  GError *error = NULL;

  if (!dex_await (surety_context_set_rewards_url (choice->context, choice->url), &error))
    return dex_future_new_for_error (error);
  if (choice->self->context == choice->context)
    forget (choice->self);
  return dex_future_new_true ();
}

DexFuture *
surety_rewards_choose_server (SuretyRewards *self, const char *url)
{
  Choice *choice;

  g_return_val_if_fail (SURETY_IS_REWARDS (self), NULL);

  if (self->context == NULL || !surety_context_can_choose_rewards (self->context))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                                  "there is no rewards server to choose");
  choice = g_new0 (Choice, 1);
  choice->self = g_object_ref (self);
  choice->context = g_object_ref (self->context);
  choice->url = g_strdup (url);
  return surety_spawn (choose_fiber, choice, choice_free);
}

SuretyClaim *
surety_rewards_make_claim (SuretyRewards *self, const Address *tokens, guint n)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), NULL);

  return self->sheet != NULL ? surety_reward_sheet_make_claim (self->sheet, tokens, n) : NULL;
}

/* --- the object --- */

static const char *
get_suggested (SuretyRewards *self)
{
  return self->context != NULL
           ? surety_network_get_rewards_server (surety_context_get_network (self->context))
           : NULL;
}

static void
surety_rewards_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyRewards *self = SURETY_REWARDS (object);

  switch ((SuretyRewardsProperty) id)
    {
    case PROP_LOAD:
      g_value_set_enum (value, (gint) self->load);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_SHEET:
      g_value_set_object (value, self->sheet);
      break;
    case PROP_ROWS:
      g_value_set_object (value, self->rows);
      break;
    case PROP_SERVER:
      g_value_set_string (value, self->label);
      break;
    case PROP_SERVER_URL:
      g_value_set_string (value, surety_rewards_get_server_url (self));
      break;
    case PROP_SUGGESTED_SERVER:
      g_value_set_string (value, get_suggested (self));
      break;
    case PROP_NEEDS_SERVER:
      g_value_set_boolean (value, surety_rewards_get_needs_server (self));
      break;
    case PROP_CAN_CHOOSE:
      g_value_set_boolean (value, self->context != NULL &&
                                    surety_context_can_choose_rewards (self->context));
      break;
    case PROP_REFRESHING:
      g_value_set_boolean (value, self->refreshing);
      break;
    case PROP_SHOWN:
      g_value_set_boolean (value, self->shown);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_rewards_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOWN)
    surety_rewards_set_shown (SURETY_REWARDS (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
surety_rewards_dispose (GObject *object)
{
  SuretyRewards *self = SURETY_REWARDS (object);

  dex_clear (&self->refresh);
  dex_clear (&self->stop);
  g_clear_object (&self->protocol);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (surety_rewards_parent_class)->dispose (object);
}

static void
surety_rewards_finalize (GObject *object)
{
  SuretyRewards *self = SURETY_REWARDS (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->sheet);
  g_clear_error (&self->error);
  g_free (self->label);

  G_OBJECT_CLASS (surety_rewards_parent_class)->finalize (object);
}

static void
surety_rewards_class_init (SuretyRewardsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_rewards_get_property;
  object_class->set_property = surety_rewards_set_property;
  object_class->dispose = surety_rewards_dispose;
  object_class->finalize = surety_rewards_finalize;

  properties[PROP_LOAD] = g_param_spec_enum ("load", NULL, NULL, SURETY_TYPE_LOAD, SURETY_LOAD_IDLE,
                                             flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_SHEET] = g_param_spec_object ("sheet", NULL, NULL, SURETY_TYPE_REWARD_SHEET,
                                                flags);
  properties[PROP_ROWS] = g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, flags);
  properties[PROP_SERVER_URL] = g_param_spec_string ("server-url", NULL, NULL, NULL, flags);
  properties[PROP_SUGGESTED_SERVER] = g_param_spec_string ("suggested-server", NULL, NULL, NULL,
                                                           flags);
  properties[PROP_NEEDS_SERVER] = g_param_spec_boolean ("needs-server", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_CHOOSE] = g_param_spec_boolean ("can-choose", NULL, NULL, FALSE, flags);
  properties[PROP_REFRESHING] = g_param_spec_boolean ("refreshing", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                                                 flags | G_PARAM_WRITABLE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_rewards_init (SuretyRewards *self)
{
  self->rows = g_list_store_new (SURETY_TYPE_REWARD);
  self->stop = dex_cancellable_new ();
}

SuretyRewards *
surety_rewards_new (void)
{
  return g_object_new (SURETY_TYPE_REWARDS, NULL);
}

SuretyLoad
surety_rewards_get_load (SuretyRewards *self)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), SURETY_LOAD_IDLE);

  return self->load;
}

gboolean
surety_rewards_get_shown (SuretyRewards *self)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), FALSE);

  return self->shown;
}

const GError *
surety_rewards_get_error (SuretyRewards *self)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), NULL);

  return self->error;
}

SuretyRewardSheet *
surety_rewards_get_sheet (SuretyRewards *self)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), NULL);

  return self->sheet;
}

GListModel *
surety_rewards_get_rows (SuretyRewards *self)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), NULL);

  return G_LIST_MODEL (self->rows);
}

const char *
surety_rewards_get_server (SuretyRewards *self)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), NULL);

  return self->label;
}

const char *
surety_rewards_get_server_url (SuretyRewards *self)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), NULL);

  return self->context != NULL ? surety_context_get_rewards_url (self->context) : NULL;
}

gboolean
surety_rewards_get_needs_server (SuretyRewards *self)
{
  g_return_val_if_fail (SURETY_IS_REWARDS (self), FALSE);

  return self->context != NULL && surety_context_get_rewards_server (self->context) == NULL;
}
