/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-review-page.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-guide-facts.h"
#include "surety-operator-words.h"
#include "surety-outlook-summary.h"
#include "surety-plan-review.h"
#include "surety-prospect-view.h"
#include "surety-review-head.h"
#include "surety-sentences.h"
#include "surety-window.h"

struct _SuretyGuideReviewPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *failed_page;
  GtkLabel *headline_label;
  GtkWidget *watched_label;
  SuretyReviewHead *head;
  SuretyOutlookSummary *risk;
  SuretyOutlookSummary *reward;
  SuretyProspectView *prospect;
  SuretyPlanReview *review;

  SuretySession *session;
  DexFuture *prepare_job;
  DexFuture *sign_job;
};

G_DEFINE_FINAL_TYPE (SuretyGuideReviewPage, surety_guide_review_page, ADW_TYPE_BIN)

static gboolean
is_complete (SuretyGuide *guide)
{
  return surety_guide_get_asset (guide) != NULL && surety_guide_get_provider (guide) != NULL &&
         surety_guide_get_amount_state (guide) == SURETY_AMOUNT_OK;
}

static void
show_content (SuretyGuideReviewPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyAsset *asset = surety_guide_get_asset (guide);
  SuretyProvider *provider = surety_guide_get_provider (guide);
  g_autoptr (SuretyFigure) amount = NULL;
  g_autofree char *amount_text = NULL;
  g_autofree char *name = NULL;
  g_autofree char *headline = NULL;
  gboolean can_sign = FALSE;

  surety_review_head_set_preparation (self->head, surety_guide_get_preparation (guide));
  surety_plan_review_set_preparation (self->review, surety_guide_get_preparation (guide));
  if (asset == NULL || provider == NULL)
    return;
  g_object_get (guide, "amount", &amount, "can-sign", &can_sign, NULL);
  amount_text = surety_closure_amount (self, amount);
  name = surety_operator_words_name (provider);
  /* Translators: an amount with its unit, then an operator's name. */
  headline = g_strdup_printf (_ ("Restake %s with %s"), amount_text, name);
  gtk_label_set_label (self->headline_label, headline);
  gtk_widget_set_visible (self->watched_label, !can_sign);
}

static void
show_all (SuretyGuideReviewPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  g_autoptr (GError) error = NULL;
  SuretyLoad load = SURETY_LOAD_IDLE;

  g_object_get (guide, "preparation-load", &load, "preparation-error", &error, NULL);
  show_content (self);
  if (!is_complete (guide))
    gtk_stack_set_visible_child_name (self->stack, "incomplete");
  else if (surety_guide_get_preparation (guide) != NULL)
    gtk_stack_set_visible_child_name (self->stack, "content");
  else if (load == SURETY_LOAD_FAILED)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      adw_status_page_set_description (self->failed_page, sentence);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
  else
    gtk_stack_set_visible_child_name (self->stack, "loading");
}

static void
on_prepared (gpointer owner, const GValue *value, const GError *error)
{
  /* What is wrong is in the guide's "preparation-error", which is shown. */
  if (error != NULL)
    g_debug ("not prepared: %s", error->message);
}

static void
prepare (SuretyGuideReviewPage *self)
{
  dex_clear (&self->prepare_job);
  self->prepare_job = surety_await (surety_guide_prepare (surety_session_get_guide (self->session)),
                                    self, on_prepared);
}

/* Prepares once the page is seen with every decision made: when it is turned to, and when what was kept is known again. */
static void
on_guide_changed (SuretyGuideReviewPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyLoad load = SURETY_LOAD_IDLE;

  g_object_get (guide, "preparation-load", &load, NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      surety_guide_get_page (guide) == SURETY_GUIDE_REVIEW && load == SURETY_LOAD_IDLE &&
      is_complete (guide) && surety_guide_facts_has_endpoint (self->session) &&
      (self->prepare_job == NULL || !dex_future_is_pending (self->prepare_job)))
    prepare (self);
  show_all (self);
}

static void
on_try_again (SuretyGuideReviewPage *self)
{
  prepare (self);
}

static void
on_signed (gpointer owner, const GValue *value, const GError *error)
{
  if (error != NULL)
    surety_toast_error (GTK_WIDGET (owner), error);
}

static void
surety_guide_review_page_map (GtkWidget *widget)
{
  SuretyTokens *tokens = surety_session_get_tokens (SURETY_GUIDE_REVIEW_PAGE (widget)->session);

  GTK_WIDGET_CLASS (surety_guide_review_page_parent_class)->map (widget);

  /* What the token earns by itself, where no page has asked yet; the list keeps what is wrong, and the figure is unknown then. */
  if (surety_tokens_get_load (tokens) == SURETY_LOAD_IDLE &&
      surety_guide_facts_has_endpoint (SURETY_GUIDE_REVIEW_PAGE (widget)->session))
    dex_future_disown (surety_tokens_refresh (tokens));
  on_guide_changed (SURETY_GUIDE_REVIEW_PAGE (widget));
}

static void
surety_guide_review_page_dispose (GObject *object)
{
  SuretyGuideReviewPage *self = SURETY_GUIDE_REVIEW_PAGE (object);

  dex_clear (&self->prepare_job);
  dex_clear (&self->sign_job);
  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_REVIEW_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_review_page_parent_class)->dispose (object);
}

static void
surety_guide_review_page_class_init (SuretyGuideReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_review_page_dispose;
  widget_class->map = surety_guide_review_page_map;

  g_type_ensure (SURETY_TYPE_REVIEW_HEAD);
  g_type_ensure (SURETY_TYPE_OUTLOOK_SUMMARY);
  g_type_ensure (SURETY_TYPE_PROSPECT_VIEW);
  g_type_ensure (SURETY_TYPE_PLAN_REVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-guide-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideReviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideReviewPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideReviewPage, headline_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideReviewPage, watched_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideReviewPage, head);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideReviewPage, risk);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideReviewPage, reward);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideReviewPage, prospect);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideReviewPage, review);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
}

static void
surety_guide_review_page_init (SuretyGuideReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
surety_guide_review_page_new (SuretySession *session)
{
  SuretyGuideReviewPage *self = g_object_new (SURETY_TYPE_GUIDE_REVIEW_PAGE, NULL);

  self->session = g_object_ref (session);
  surety_outlook_summary_set_session (self->risk, session, SURETY_SUMMARY_RISK);
  surety_outlook_summary_set_session (self->reward, session, SURETY_SUMMARY_REWARD);
  surety_prospect_view_set_session (self->prospect, session);
  g_signal_connect_object (surety_session_get_guide (session), "notify",
                           G_CALLBACK (on_guide_changed), self, G_CONNECT_SWAPPED);
  show_all (self);

  return GTK_WIDGET (self);
}

void
surety_guide_review_page_sign (SuretyGuideReviewPage *self)
{
  SuretyGuide *guide = NULL;
  DexFuture *started = NULL;

  g_return_if_fail (SURETY_IS_GUIDE_REVIEW_PAGE (self));

  /* Pressed once: what is under way is not started again. */
  guide = surety_session_get_guide (self->session);
  if (surety_guide_get_preparation (guide) == NULL ||
      (self->sign_job != NULL && dex_future_is_pending (self->sign_job)))
    return;
  dex_clear (&self->sign_job);
  /* What was begun goes on without this page. */
  started = surety_guide_sign (guide, surety_plan_review_get_speed (self->review));
  dex_future_disown (dex_ref (started));
  self->sign_job = surety_await (started, self, on_signed);
}
