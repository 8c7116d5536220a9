/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-ladder.h"

#include "surety-guide-private.h"
#include "surety-offload.h"
#include "surety-override.h"
#include "surety-session-private.h"

struct _SuretyLadder
{
  GObject parent_instance;

  SuretySession *session;
  GListModel *practice;  /* entries; NULL = not read yet */
  guint practice_serial; /* goes up with every question: an older answer is dropped */
  guint idle;            /* source; 0 = nothing changed since the ladder was worked out */
  gboolean known;
  Ladder ladder;
  LadderFacts facts;
  gboolean has_stride; /* the guide has an amount … */
  LadderStride stride; /* … and this is what it means */
  SuretyDecision *decision;
};

G_DEFINE_FINAL_TYPE (SuretyLadder, surety_ladder, G_TYPE_OBJECT)

typedef enum
{
  PROP_KNOWN = 1,
} SuretyLadderProperty;

static GParamSpec *properties[PROP_KNOWN + 1];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Done, and as it was promised. What was not checked is not known. */
static LadderVerdict
judge_entry (SuretyJournalEntry *entry)
{
  const char *text = surety_journal_entry_get_result (entry);
  g_autoptr (GPtrArray) results = NULL;
  LadderVerdict verdict = LADDER_VERIFIED;

  if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_FINAL)
    return LADDER_NOT;
  results = text != NULL ? surety_promise_results_from_json (text, NULL) : NULL;
  if (results == NULL)
    return LADDER_UNKNOWN;
  for (guint i = 0; i < results->len; i++)
    {
      SuretyPromiseResult *result = g_ptr_array_index (results, i);

      if (surety_promise_result_get_known (result) == SURETY_KNOWN_UNKNOWN)
        verdict = LADDER_UNKNOWN;
      else if (!surety_promise_result_get_kept (result))
        return LADDER_NOT;
    }

  return verdict;
}

static gboolean
is_kind (SuretyJournalEntry *entry, const char *kind)
{
  return g_str_equal (surety_journal_entry_get_kind (entry), kind);
}

/* The newest deposit that was not given up; NULL when there is none. */
static SuretyJournalEntry *
find_deposit (GListModel *entries)
{
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (is_kind (entry, "deposit") &&
          surety_journal_entry_get_state (entry) != SURETY_JOURNAL_ABANDONED)
        return g_steal_pointer (&entry);
    }

  return NULL;
}

/* Every step of a plan. */
static LadderVerdict
judge_plan (GListModel *entries, gint64 plan)
{
  LadderVerdict verdict = LADDER_VERIFIED;

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_plan (entry) != plan)
        continue;
      switch (judge_entry (entry))
        {
        case LADDER_NOT:
          return LADDER_NOT;
        case LADDER_UNKNOWN:
          verdict = LADDER_UNKNOWN;
          break;
        case LADDER_VERIFIED:
          break;
        default:
          g_assert_not_reached ();
        }
    }

  return verdict;
}

/* An exit that went all the way. */
static LadderVerdict
judge_exits (GListModel *entries)
{
  LadderVerdict verdict = LADDER_NOT;

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      LadderVerdict one;

      if (!is_kind (entry, "complete-withdrawal"))
        continue;
      one = judge_entry (entry);
      if (one == LADDER_VERIFIED)
        return LADDER_VERIFIED;
      if (one == LADDER_UNKNOWN)
        verdict = LADDER_UNKNOWN;
    }

  return verdict;
}

/* What depends on when the newest deposit landed. */
static void
judge_wait (SuretyJournalEntry *deposit,
            SuretyHoldings *holdings,
            guint block_seconds,
            LadderFacts *facts)
{
  guint64 landed = surety_journal_entry_get_block (deposit);
  guint64 head = surety_holdings_get_block (holdings);
  guint64 time = surety_holdings_get_time (holdings);
  guint64 rewards = 0;

  if (landed == 0 || head == 0)
    return;
  facts->waited_known = TRUE;
  facts->waited = head > landed ? (head - landed) * block_seconds : 0;
  /* A slot without a block makes the deposit look younger than it is: on the careful side. */
  if (time > facts->waited && surety_holdings_get_rewards_end (holdings, &rewards))
    facts->root_seen = rewards > time - facts->waited ? LADDER_VERIFIED : LADDER_NOT;
}

LadderFacts
surety_ladder_gather (SuretyAccount *account,
                      GListModel *entries,
                      GListModel *practice,
                      SuretyHoldings *holdings,
                      guint block_seconds)
{
  g_autoptr (SuretyJournalEntry) deposit = find_deposit (entries);
  LadderFacts facts = {
    .exit_rehearsed = judge_exits (entries),
    .practice_rehearsed = practice != NULL ? judge_exits (practice) : LADDER_UNKNOWN,
    /* An account without words that could get lost has nothing to be checked. */
    .backup = surety_account_get_needs_backup (account) ? LADDER_NOT : LADDER_VERIFIED,
  };

  /* What was put in without this program is not known to have gone as promised, nor when. */
  if (deposit == NULL)
    return facts;
  facts.landed = judge_plan (entries, surety_journal_entry_get_plan (deposit));
  judge_wait (deposit, holdings, block_seconds, &facts);

  return facts;
}

/* What of the token is in already; FALSE when it is not known. */
static gboolean
get_restaked (SuretyHoldings *holdings, const SuretyToken *token, u256 *out)
{
  GListModel *positions = surety_holdings_get_positions (holdings);
  u256 sum = 0;

  for (guint i = 0; i < g_list_model_get_n_items (positions); i++)
    {
      g_autoptr (SuretyPosition) position = g_list_model_get_item (positions, i);
      SuretyFigure *worth = surety_position_get_worth (position);

      if (!address_equal (&surety_position_get_token (position)->strategy, &token->strategy))
        continue;
      if (!surety_figure_is_known (worth) || !u256_add (sum, surety_figure_get_value (worth), &sum))
        return FALSE;
    }
  *out = sum;

  return TRUE;
}

/* The guide's amount, as the decision journal would have it. FALSE: there is none, or it needs none. */
static gboolean
get_override (SuretyLadder *self, SuretyOverride *out)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  GListModel *entries = surety_activity_get_entries (surety_session_get_activity (self->session));
  g_autoptr (SuretyJournalEntry) deposit = NULL;
  const SuretyToken *token = NULL;

  if (!self->has_stride || !self->stride.overrides || guide->asset == NULL)
    return FALSE;
  token = surety_asset_get_token (guide->asset);
  deposit = find_deposit (entries);
  *out = (SuretyOverride) {
    .strategy = token->strategy,
    .symbol = g_strdup (token->symbol),
    .decimals = token->decimals,
    .amount = guide->amount_value,
    .stride = self->stride,
    .after = deposit != NULL ? surety_journal_entry_get_plan (deposit) : 0,
  };

  return TRUE;
}

/* The newest line that covers it. Newly referenced; NULL: none. */
static SuretyDecision *
find_decision (SuretyLadder *self, const SuretyOverride *now)
{
  GListModel *lines = surety_decisions_get_lines (surety_session_get_decisions (self->session));

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (SuretyDecision) line = g_list_model_get_item (lines, i);
      g_auto (SuretyOverride) then = { 0 };

      if (g_str_equal (surety_decision_get_kind (line), SURETY_OVERRIDE_KIND) &&
          surety_override_from_json (surety_decision_get_body (line), &then) &&
          surety_override_covers (&then, now))
        return g_steal_pointer (&line);
    }

  return NULL;
}

/* What the amount means, and whether it may go on. */
static void
judge (SuretyLadder *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  g_auto (SuretyOverride) now = { 0 };

  self->has_stride = guide->amount_state == SURETY_AMOUNT_OK;
  self->stride = (LadderStride) { 0 };
  if (self->has_stride && self->known)
    self->stride = ladder_judge (&self->ladder, guide->amount_value);
  else if (self->has_stride)
    self->stride = (LadderStride) {
      .tier = LADDER_FULL,
      .overrides = TRUE,
      .unverified = LADDER_BIT (LADDER_N_EVIDENCE) - 1,
    };

  g_clear_object (&self->decision);
  if (get_override (self, &now))
    self->decision = find_decision (self, &now);
  surety_guide_set_beyond (guide, self->stride.overrides && self->decision == NULL);
}

static gboolean
climb (SuretyLadder *self)
{
  SuretySession *session = self->session;
  SuretyGuide *guide = surety_session_get_guide (session);
  SuretyAccount *account = surety_session_get_account (session);
  SuretyHoldings *holdings = surety_portfolio_get_holdings (surety_session_get_portfolio (session));
  const SuretyToken *token = NULL;
  LadderInput input = { 0 };
  u256 restaked = 0;

  if (guide->asset == NULL || account == NULL || holdings == NULL || session->network == NULL ||
      guide->available == NULL)
    return FALSE;
  token = surety_asset_get_token (guide->asset);
  if (!get_restaked (holdings, token, &restaked))
    return FALSE;

  input.holdings = surety_figure_get_value (guide->available);
  input.decimals = token->decimals;
  input.rate_known = surety_figure_is_known (surety_asset_get_rate (guide->asset));
  input.rate = surety_figure_get_value (surety_asset_get_rate (guide->asset));
  if (guide->fees != NULL)
    input.gas_known = u256_mul (guide->fees->fee[SURETY_SPEED_NORMAL].max, SURETY_GUIDE_GAS_ENTER,
                                &input.gas);
  self->facts = surety_ladder_gather (account,
                                      surety_activity_get_entries (
                                        surety_session_get_activity (session)),
                                      self->practice, holdings,
                                      surety_network_get_block_seconds (session->network));
  self->ladder = ladder_climb (&input, restaked, &self->facts);

  return TRUE;
}

static gboolean
update (gpointer user_data)
{
  SuretyLadder *self = user_data;
  gboolean known = climb (self);

  self->idle = 0;
  if (self->known != known)
    {
      self->known = known;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KNOWN]);
    }
  judge (self);
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
something_changed (SuretyLadder *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (update, self);
}

/* Before anything can be done with another amount, it is known what it means. */
static void
on_amount (SuretyLadder *self)
{
  judge (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static DexFuture *
practice_fiber (gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (SuretyLadder) self = g_weak_ref_get (weak);
  g_autoptr (SuretyJournal) journal = NULL;
  g_autoptr (GListModel) entries = NULL;
  g_autoptr (GError) error = NULL;
  guint serial = 0;

  if (self == NULL || !g_set_object (&journal, self->session->journal))
    return dex_future_new_true ();
  serial = ++self->practice_serial;
  g_clear_object (&self);
  entries = dex_await_object (surety_journal_list (journal, "practice", NULL), &error);

  self = g_weak_ref_get (weak);
  if (self == NULL || serial != self->practice_serial)
    return dex_future_new_true ();
  /* Not readable: it stays not known, as the page says. */
  g_set_object (&self->practice, entries);
  something_changed (self);

  return dex_future_new_true ();
}

static void
weak_free (gpointer data)
{
  GWeakRef *weak = data;

  g_weak_ref_clear (weak);
  g_free (weak);
}

static void
read_practice (SuretyLadder *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  dex_future_disown (surety_spawn (practice_fiber, weak, weak_free));
}

/* An entry changed: those of the practice network may be among them. */
static void
on_entries_changed (SuretyLadder *self)
{
  read_practice (self);
  something_changed (self);
}

static void
surety_ladder_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((SuretyLadderProperty) id)
    {
    case PROP_KNOWN:
      g_value_set_boolean (value, SURETY_LADDER (object)->known);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_ladder_dispose (GObject *object)
{
  SuretyLadder *self = SURETY_LADDER (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->decision);
  g_clear_object (&self->practice);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_ladder_parent_class)->dispose (object);
}

static void
surety_ladder_class_init (SuretyLadderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = surety_ladder_get_property;
  object_class->dispose = surety_ladder_dispose;

  properties[PROP_KNOWN] = g_param_spec_boolean ("known", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
surety_ladder_init (SuretyLadder *self)
{
}

SuretyLadder *
surety_ladder_new (SuretySession *session)
{
  SuretyLadder *self = NULL;
  SuretyGuide *guide = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (session), NULL);

  self = g_object_new (SURETY_TYPE_LADDER, NULL);
  self->session = g_object_ref (session);
  guide = surety_session_get_guide (session);
  g_signal_connect_object (guide, "notify::asset", G_CALLBACK (something_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::available", G_CALLBACK (something_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::amount", G_CALLBACK (on_amount), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::amount-state", G_CALLBACK (on_amount), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_decisions_get_lines (surety_session_get_decisions (session)),
                           "items-changed", G_CALLBACK (something_changed), self,
                           G_CONNECT_SWAPPED);
  /* Worked out anew whenever fees come. */
  g_signal_connect_object (guide, "notify::pilot", G_CALLBACK (something_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::account", G_CALLBACK (on_entries_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::holdings",
                           G_CALLBACK (something_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_activity_get_entries (surety_session_get_activity (session)),
                           "items-changed", G_CALLBACK (on_entries_changed), self,
                           G_CONNECT_SWAPPED);
  read_practice (self);
  self->known = climb (self);
  judge (self);

  return self;
}

const Ladder *
surety_ladder_get (SuretyLadder *self)
{
  g_return_val_if_fail (SURETY_IS_LADDER (self), NULL);

  return self->known ? &self->ladder : NULL;
}

gboolean
surety_ladder_judge (SuretyLadder *self, u256 amount, LadderStride *out)
{
  g_return_val_if_fail (SURETY_IS_LADDER (self) && out != NULL, FALSE);

  if (!self->known)
    return FALSE;
  *out = ladder_judge (&self->ladder, amount);

  return TRUE;
}

SuretyFigure *
surety_ladder_dup_amount (SuretyLadder *self, LadderTier tier)
{
  SuretyGuide *guide = NULL;
  const SuretyToken *token = NULL;

  g_return_val_if_fail (SURETY_IS_LADDER (self) && tier < LADDER_N_TIERS, NULL);

  guide = surety_session_get_guide (self->session);
  if (guide->asset == NULL)
    return NULL;
  token = surety_asset_get_token (guide->asset);
  if (!self->known || !self->ladder.steps[tier].known || guide->available == NULL)
    return surety_figure_new_unknown (token->decimals, token->symbol);

  return surety_guide_token_figure (guide, self->ladder.steps[tier].amount, guide->available);
}

const LadderFacts *
surety_ladder_get_facts (SuretyLadder *self)
{
  g_return_val_if_fail (SURETY_IS_LADDER (self), NULL);

  return self->known ? &self->facts : NULL;
}

gboolean
surety_ladder_get_stride (SuretyLadder *self, LadderStride *out)
{
  g_return_val_if_fail (SURETY_IS_LADDER (self) && out != NULL, FALSE);

  *out = self->stride;

  return self->has_stride;
}

SuretyDecision *
surety_ladder_get_decision (SuretyLadder *self)
{
  g_return_val_if_fail (SURETY_IS_LADDER (self), NULL);

  return self->decision;
}

DexFuture *
surety_ladder_override (SuretyLadder *self)
{
  g_auto (SuretyOverride) now = { 0 };
  g_autofree char *body = NULL;

  g_return_val_if_fail (SURETY_IS_LADDER (self), NULL);

  if (!get_override (self, &now))
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_AMOUNT,
                                  "the amount does not go beyond what is open");
  body = surety_override_to_json (&now);

  return surety_decisions_add (surety_session_get_decisions (self->session), SURETY_OVERRIDE_KIND,
                               body);
}
