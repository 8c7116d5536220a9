/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-plan-dialog.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-format.h"
#include "surety-list-sync.h"
#include "surety-plan-amount.h"
#include "surety-plan-claim.h"
#include "surety-plan-review.h"
#include "surety-protocol-error.h"
#include "surety-review-head.h"
#include "surety-sentences.h"
#include "surety-step-row.h"
#include "surety-waiting-box.h"

typedef enum
{
  PAGE_AMOUNT,
  PAGE_CLAIM,
  PAGE_LOADING,
  PAGE_FAILED,
  PAGE_REVIEW,
  PAGE_FOLLOW,
} Page;

/* The review comes up under the finger that pressed Continue: a second press meant for that one must not sign. */
#define CALM_MS 700

static const char *const page_names[] = {
  "amount", "claim", "loading", "failed", "review", "follow"
};

struct _SuretyPlanDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  SuretyPlanAmount *amount;
  SuretyPlanClaim *claim;
  AdwStatusPage *failed_page;
  SuretyReviewHead *head;
  SuretyPlanReview *review;
  GtkLabel *headline_label;
  GtkLabel *follow_text;
  GtkLabel *stop_label;
  SuretyWaitingBox *waiting;
  GtkWidget *again_button;
  GtkListBox *steps;
  GtkButton *next_button;

  SuretySession *session;
  SuretyPosition *position; /* leave */
  SuretyIntent *intent;
  SuretyPreparation *preparation;
  GListStore *entries;
  gint64 plan;     /* 0: not in the journal yet */
  gboolean guided; /* the plan is the guide's, which follows it */
  gint64 stopped;  /* the plan that stopped last, and why */
  GError *stop_error;
  Page page;
  gboolean signing; /* it was pressed, and what is to be signed is tried out again */
  guint calm_source;
  DexFuture *job;
};

G_DEFINE_FINAL_TYPE (SuretyPlanDialog, surety_plan_dialog, ADW_TYPE_DIALOG)

static gboolean
can_sign_now (SuretyPlanDialog *self)
{
  SuretyAccount *account = surety_session_get_account (self->session);

  return account != NULL && surety_account_get_can_sign (account);
}

/* On the review, once it has been there for long enough to be pressed. */
static void
show_can_sign (SuretyPlanDialog *self)
{
  if (self->page == PAGE_REVIEW && self->calm_source == 0)
    gtk_widget_set_sensitive (GTK_WIDGET (self->next_button),
                              can_sign_now (self) &&
                                !surety_code_look_stops (
                                  surety_preparation_get_look (self->preparation)));
}

static gboolean
on_calm (gpointer user_data)
{
  SuretyPlanDialog *self = user_data;

  self->calm_source = 0;
  show_can_sign (self);

  return G_SOURCE_REMOVE;
}

static void
turn_to (SuretyPlanDialog *self, Page page)
{
  gboolean can_sign = can_sign_now (self);

  self->page = page;
  gtk_stack_set_visible_child_name (self->stack, page_names[page]);
  gtk_widget_set_visible (GTK_WIDGET (self->next_button),
                          page == PAGE_AMOUNT || page == PAGE_CLAIM || page == PAGE_REVIEW ||
                            page == PAGE_FOLLOW);
  g_clear_handle_id (&self->calm_source, g_source_remove);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), page != PAGE_REVIEW);
  if (page == PAGE_REVIEW)
    self->calm_source = g_timeout_add (CALM_MS, on_calm, self);
  if (page == PAGE_AMOUNT || page == PAGE_CLAIM)
    gtk_button_set_label (self->next_button, _ ("Continue"));
  else if (page == PAGE_REVIEW)
    gtk_button_set_label (self->next_button,
                          can_sign ? _ ("Sign and Send") : _ ("Watched Accounts Can’t Sign"));
  else if (page == PAGE_FOLLOW)
    {
      gtk_button_set_label (self->next_button, _ ("Close"));
      gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
    }
}

static void sign (SuretyPlanDialog *self);

static void
show_review (SuretyPlanDialog *self)
{
  g_signal_connect_object (surety_preparation_get_look (self->preparation), "accepted",
                           G_CALLBACK (show_can_sign), self, G_CONNECT_SWAPPED);
  surety_review_head_set_preparation (self->head, self->preparation);
  surety_plan_review_set_preparation (self->review, self->preparation);
  turn_to (self, PAGE_REVIEW);
}

/* What was looked at, tried out again: signed when it comes to the same. */
static void
take_again (SuretyPlanDialog *self, SuretyPreparation *preparation)
{
  const gboolean same = surety_preparation_is_same (self->preparation, preparation,
                                                    surety_plan_review_get_speed (self->review));

  if (same)
    surety_preparation_keep_cost (preparation, self->preparation);
  else
    surety_preparation_set_seen (preparation, self->preparation);
  g_set_object (&self->preparation, preparation);
  if (same && !surety_code_look_stops (surety_preparation_get_look (preparation)))
    sign (self);
  else
    show_review (self);
}

/* Who holds the stake now is who holds what leaves: nobody else is chosen here. */
static void
weigh (SuretyPlanDialog *self, SuretyPreparation *preparation)
{
  SuretyHoldings *holdings = surety_portfolio_get_holdings (
    surety_session_get_portfolio (self->session));

  surety_preparation_weigh (preparation, holdings,
                            holdings != NULL ? surety_holdings_get_provider (holdings) : NULL,
                            holdings != NULL ? surety_holdings_get_pledges (holdings) : NULL);
}

static void
on_prepared (gpointer owner, const GValue *value, const GError *error)
{
  SuretyPlanDialog *self = owner;

  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      self->signing = FALSE;
      adw_status_page_set_description (self->failed_page, sentence);
      turn_to (self, PAGE_FAILED);
      return;
    }
  weigh (self, g_value_get_object (value));
  if (self->signing)
    {
      self->signing = FALSE;
      take_again (self, g_value_get_object (value));
      return;
    }
  g_set_object (&self->preparation, g_value_get_object (value));
  show_review (self);
}

static void
prepare (SuretyPlanDialog *self)
{
  turn_to (self, PAGE_LOADING);
  dex_clear (&self->job);
  self->job = surety_await (self->plan != 0
                              ? surety_session_prepare_rest (self->session, self->plan)
                              : surety_session_prepare (self->session, self->intent),
                            self, on_prepared);
}

static void
on_prepare (SuretyPlanDialog *self)
{
  prepare (self);
}

/* What all of it does, over the transactions that do it. */
static void
show_headline (SuretyPlanDialog *self, const char *headline)
{
  gtk_label_set_label (self->headline_label, headline);
  gtk_widget_set_visible (GTK_WIDGET (self->headline_label), headline != NULL);
}

static void
take_amount (SuretyPlanDialog *self)
{
  SuretyFigure *worth = surety_position_get_worth (self->position);
  SuretyAccount *account = surety_session_get_account (self->session);
  g_autofree char *shown = NULL;
  g_autofree char *headline = NULL;
  u256 amount = 0;
  u256 shares = U256_MAX; /* all of them */

  if (!surety_plan_amount_read (self->amount, &amount))
    return;
  /* The queue is asked in deposit shares: the part of them that the amount is of what they are worth now. */
  if (amount < surety_figure_get_value (worth) &&
      !u256_mul_div (surety_position_get_deposit_shares (self->position), amount,
                     surety_figure_get_value (worth), ROUND_UP, &shares))
    shares = U256_MAX;
  shown = surety_format_amount (amount, surety_figure_get_decimals (worth));
  /* Translators: an amount and its token: "Withdraw 0.5 stETH" */
  headline = g_strdup_printf (_ ("Withdraw %s %s"), shown, surety_figure_get_unit (worth));
  show_headline (self, headline);

  g_clear_object (&self->intent);
  self->intent = surety_intent_new_exit (surety_account_get_address (account),
                                         &surety_position_get_token (self->position)->strategy,
                                         shares);
  prepare (self);
}

static void
take_claim (SuretyPlanDialog *self)
{
  g_autofree char *headline = NULL;
  g_autoptr (SuretyIntent) intent = surety_plan_claim_make_intent (self->claim, &headline);

  if (intent == NULL)
    return;
  show_headline (self, headline);
  g_set_object (&self->intent, intent);
  prepare (self);
}

/* Where the plan as a whole is. */
typedef enum
{
  STANDING_UNDER_WAY,
  STANDING_WAITING, /* for the user: something is not signed, and nobody is about to */
  STANDING_ENDED,   /* not everything happened, and nothing more will */
  STANDING_DONE,
  STANDING_BROKEN, /* the chain says something else than what was promised */
} Standing;

static Standing
read_standing (SuretyPlanDialog *self)
{
  GListModel *entries = G_LIST_MODEL (self->entries);
  gboolean planned = FALSE;
  gboolean open = FALSE;
  gboolean lost = FALSE;
  gboolean final = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      SuretyJournalState state = surety_journal_entry_get_state (entry);

      if (surety_activity_is_broken (entry))
        return STANDING_BROKEN;
      planned = planned || state == SURETY_JOURNAL_PLANNED;
      open = open || state == SURETY_JOURNAL_SIGNED || state == SURETY_JOURNAL_SENT ||
             state == SURETY_JOURNAL_MINED;
      lost = lost || state > SURETY_JOURNAL_FINAL;
    }
  /* What is being taken back is given up by itself. */
  if (surety_activity_is_cancelled (surety_session_get_activity (self->session), self->plan,
                                    &final) &&
      !final)
    return STANDING_UNDER_WAY;
  if (planned)
    return self->stopped == self->plan ? STANDING_WAITING : STANDING_UNDER_WAY;
  if (open || g_list_model_get_n_items (entries) == 0)
    return STANDING_UNDER_WAY;
  return lost ? STANDING_ENDED : STANDING_DONE;
}

static void
show_follow_text (SuretyPlanDialog *self)
{
  const Standing standing = read_standing (self);
  const gboolean told = self->stopped == self->plan && self->plan != 0;

  switch (standing)
    {
    case STANDING_DONE:
      gtk_label_set_label (self->follow_text,
                           _ ("Done. The chain says what was promised; open a line to see it."));
      break;
    case STANDING_BROKEN:
      gtk_label_set_label (self->follow_text,
                           _ ("The chain says something else than what was promised; open the line "
                              "to see what."));
      break;
    case STANDING_WAITING:
      gtk_label_set_label (self->follow_text,
                           _ ("It stopped before everything was signed, and waits for you. Try "
                              "again, or close this: then what is not signed is given up."));
      break;
    case STANDING_ENDED:
      gtk_label_set_label (self->follow_text,
                           _ ("It ended here: not everything happened, and nothing more will be "
                              "sent."));
      break;
    case STANDING_UNDER_WAY:
    default:
      gtk_label_set_label (
        self->follow_text,
        _ ("This goes on by itself. You can close this window, or the whole app: nothing is "
           "lost, and nothing is sent twice."));
      break;
    }
  /* What was cancelled is said by what waits, after the next start as well. */
  surety_label_set_failure (self->stop_label,
                            told && standing != STANDING_DONE &&
                                !g_error_matches (self->stop_error, SURETY_PROTOCOL_ERROR,
                                                  SURETY_PROTOCOL_ERROR_CANCELLED)
                              ? self->stop_error
                              : NULL);
  gtk_widget_set_visible (self->again_button, self->page == PAGE_FOLLOW &&
                                                standing == STANDING_WAITING &&
                                                can_sign_now (self));
  surety_waiting_box_set_plan (self->waiting, self->session, self->plan);
}

static void
on_plan_stopped (SuretyPlanDialog *self, gint64 plan, const GError *error)
{
  g_clear_error (&self->stop_error);
  self->stopped = plan;
  self->stop_error = g_error_copy (error);
  if (plan == self->plan)
    show_follow_text (self);
}

/* What is left is looked at again before any of it is signed. */
static void
on_again (SuretyPlanDialog *self)
{
  prepare (self);
}

/* The plan's steps of the activity, oldest first. */
static void
on_activity_changed (SuretyPlanDialog *self)
{
  SuretyActivity *activity = surety_session_get_activity (self->session);
  GListModel *all = surety_activity_get_entries (activity);
  g_autoptr (GListStore) fresh = g_list_store_new (SURETY_TYPE_JOURNAL_ENTRY);

  if (self->plan == 0)
    return;
  for (guint i = g_list_model_get_n_items (all); i > 0; i--)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (all, i - 1);

      if (surety_journal_entry_get_plan (entry) == self->plan &&
          surety_activity_decides (activity, entry))
        g_list_store_append (fresh, entry);
    }
  surety_list_sync (self->entries, G_LIST_MODEL (fresh), surety_journal_entry_same);
  show_follow_text (self);
}

static void
on_started (gpointer owner, const GValue *value, const GError *error)
{
  SuretyPlanDialog *self = owner;

  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      adw_status_page_set_description (self->failed_page, sentence);
      turn_to (self, PAGE_FAILED);
      return;
    }
  self->plan = g_value_get_int64 (value);
  turn_to (self, PAGE_FOLLOW);
  on_activity_changed (self);
  show_follow_text (self);
}

static void
on_continued (gpointer owner, const GValue *value, const GError *error)
{
  SuretyPlanDialog *self = owner;

  if (error != NULL)
    {
      self->stopped = self->plan;
      on_started (self, NULL, error);
      return;
    }
  if (self->guided)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  turn_to (self, PAGE_FOLLOW);
  on_activity_changed (self);
}

static void
sign (SuretyPlanDialog *self)
{
  const SuretySpeed speed = surety_plan_review_get_speed (self->review);
  DexFuture *started = NULL;

  dex_clear (&self->job);
  if (self->plan == 0)
    {
      self->job = surety_await (surety_session_start_plan (self->session, self->preparation, speed),
                                self, on_started);
      return;
    }
  self->stopped = 0;
  started = self->guided
              ? surety_guide_continue (surety_session_get_guide (self->session), self->preparation,
                                       speed)
              : surety_session_continue_plan (self->session, self->plan, self->preparation, speed);
  /* What was begun goes on without this dialog. */
  dex_future_disown (dex_ref (started));
  self->job = surety_await (started, self, on_continued);
}

static void
on_looked (gpointer owner, const GValue *value, const GError *error)
{
  SuretyPlanDialog *self = owner;

  if (error != NULL)
    on_started (owner, NULL, error);
  else if (g_value_get_boolean (value))
    sign (self);
  else
    {
      self->signing = TRUE;
      prepare (self);
    }
}

static void
on_next (SuretyPlanDialog *self)
{
  if (self->page == PAGE_AMOUNT)
    take_amount (self);
  else if (self->page == PAGE_CLAIM)
    take_claim (self);
  else if (self->page == PAGE_FOLLOW)
    adw_dialog_close (ADW_DIALOG (self));
  else if (self->page == PAGE_REVIEW)
    {
      /* Pressed once: what is under way is not started again. */
      gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), FALSE);
      dex_clear (&self->job);
      self->job = surety_await (surety_session_is_fresh (self->session, self->preparation), self,
                                on_looked);
    }
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  SuretyPlanDialog *self = user_data;

  return surety_step_row_new_for_entry (item, self->session);
}

/* What waits for this dialog is not to wait behind it. */
static void
surety_plan_dialog_closed (AdwDialog *dialog)
{
  SuretyPlanDialog *self = SURETY_PLAN_DIALOG (dialog);

  if (!self->guided && self->plan != 0 &&
      (read_standing (self) == STANDING_WAITING || read_standing (self) == STANDING_BROKEN))
    dex_future_disown (surety_session_abandon_plan (self->session, self->plan));
}

static void
surety_plan_dialog_dispose (GObject *object)
{
  SuretyPlanDialog *self = SURETY_PLAN_DIALOG (object);

  g_clear_error (&self->stop_error);
  dex_clear (&self->job);
  g_clear_handle_id (&self->calm_source, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->position);
  g_clear_object (&self->intent);
  g_clear_object (&self->preparation);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_PLAN_DIALOG);
  g_clear_object (&self->entries);

  G_OBJECT_CLASS (surety_plan_dialog_parent_class)->dispose (object);
}

static void
surety_plan_dialog_class_init (SuretyPlanDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_plan_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = surety_plan_dialog_closed;

  g_type_ensure (SURETY_TYPE_REVIEW_HEAD);
  g_type_ensure (SURETY_TYPE_PLAN_AMOUNT);
  g_type_ensure (SURETY_TYPE_PLAN_CLAIM);
  g_type_ensure (SURETY_TYPE_PLAN_REVIEW);
  g_type_ensure (SURETY_TYPE_WAITING_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-plan-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, amount);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, claim);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, headline_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, head);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, review);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, follow_text);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, stop_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, waiting);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, again_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanDialog, next_button);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_prepare);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
}

static void
surety_plan_dialog_init (SuretyPlanDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->entries = g_list_store_new (SURETY_TYPE_JOURNAL_ENTRY);
  gtk_list_box_bind_model (self->steps, G_LIST_MODEL (self->entries), create_row, self, NULL);
}

static SuretyPlanDialog *
new_dialog (SuretySession *session, const char *title)
{
  SuretyPlanDialog *self = g_object_new (SURETY_TYPE_PLAN_DIALOG, "title", title, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (surety_activity_get_entries (surety_session_get_activity (session)),
                           "items-changed", G_CALLBACK (on_activity_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "plan-stopped", G_CALLBACK (on_plan_stopped), self,
                           G_CONNECT_SWAPPED);

  return self;
}

AdwDialog *
surety_plan_dialog_new_leave (SuretySession *session, SuretyPosition *position)
{
  SuretyPlanDialog *self = NULL;
  SuretyHoldings *holdings = NULL;
  g_autofree char *title = NULL;
  const SuretyToken *token = surety_position_get_token (position);
  guint seconds = 0;

  title = g_strdup_printf (_ ("Withdraw %s"), token->symbol);
  self = new_dialog (session, title);
  self->position = g_object_ref (position);

  holdings = surety_portfolio_get_holdings (surety_session_get_portfolio (session));
  seconds = surety_network_get_block_seconds (surety_session_get_network (session));
  surety_plan_amount_set_position (self->amount, position,
                                   holdings != NULL
                                     ? surety_holdings_get_exit_delay (holdings) * seconds
                                     : 0);
  turn_to (self, PAGE_AMOUNT);
  adw_dialog_set_focus (ADW_DIALOG (self), surety_plan_amount_get_field (self->amount));

  return ADW_DIALOG (self);
}

AdwDialog *
surety_plan_dialog_new_finish (SuretySession *session, SuretyExit *leaving)
{
  SuretyPlanDialog *self = new_dialog (session, _ ("Finish the Withdrawal"));
  SuretyAccount *account = surety_session_get_account (session);
  g_autoptr (GString) amounts = g_string_new (NULL);
  g_autofree char *headline = NULL;

  for (guint i = 0; i < surety_exit_get_n (leaving); i++)
    {
      g_autofree char *amount = surety_closure_amount (self, surety_exit_get_worth (leaving, i));

      g_string_append_printf (amounts, "%s%s", i > 0 ? ", " : "", amount);
    }
  /* Translators: what is paid out: "0.5 stETH" */
  headline = g_strdup_printf (_ ("Take back %s"), amounts->str);
  show_headline (self, headline);
  self->intent = surety_intent_new_finish_exit (surety_account_get_address (account), leaving,
                                                TRUE);
  prepare (self);

  return ADW_DIALOG (self);
}

AdwDialog *
surety_plan_dialog_new_rest (SuretySession *session)
{
  SuretyPlanDialog *self = new_dialog (session, _ ("Go On"));

  show_headline (self, _ ("What is left of the plan"));
  self->plan = surety_guide_get_plan (surety_session_get_guide (session));
  self->guided = TRUE;
  /* At the speed it was signed with, until another is chosen. */
  g_object_set (self->review, "speed", surety_guide_get_speed (surety_session_get_guide (session)),
                NULL);
  prepare (self);

  return ADW_DIALOG (self);
}

AdwDialog *
surety_plan_dialog_new_undelegate (SuretySession *session)
{
  SuretyPlanDialog *self = new_dialog (session, _ ("Leave the Operator"));
  SuretyAccount *account = surety_session_get_account (session);

  show_headline (self, _ ("Leave the operator, with all that is restaked"));
  self->intent = surety_intent_new_undelegate (surety_account_get_address (account));
  prepare (self);

  return ADW_DIALOG (self);
}

AdwDialog *
surety_plan_dialog_new_claim (SuretySession *session)
{
  SuretyPlanDialog *self = new_dialog (session, _ ("Claim Rewards"));

  surety_plan_claim_set_session (self->claim, session);
  turn_to (self, PAGE_CLAIM);

  return ADW_DIALOG (self);
}

AdwDialog *
surety_plan_dialog_new_revoke (SuretySession *session, SuretyAllowance *allowance)
{
  SuretyPlanDialog *self = new_dialog (session, _ ("Take an Allowance Back"));
  SuretyAccount *account = surety_session_get_account (session);
  g_autofree char *headline = NULL;

  /* Translators: a contract, then a token: "StrategyManager", "stETH" */
  headline = g_strdup_printf (_ ("Take back what %s may take of your %s"),
                              surety_allowance_get_spender_name (allowance),
                              surety_figure_get_unit (surety_allowance_get_amount (allowance)));
  show_headline (self, headline);
  self->intent = surety_intent_new_revoke (surety_account_get_address (account),
                                           surety_allowance_get_token (allowance),
                                           surety_allowance_get_spender (allowance));
  prepare (self);

  return ADW_DIALOG (self);
}
