/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-follow-page.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-protocol-error.h"
#include "surety-plan-dialog.h"
#include "surety-step-row.h"
#include "surety-waiting-box.h"
#include "surety-window.h"

struct _SuretyGuideFollowPage
{
  AdwBin parent_instance;

  GtkLabel *title_label;
  GtkLabel *text_label;
  GtkLabel *error_label;
  SuretyWaitingBox *waiting;
  GtkListBox *steps;
  GtkWidget *continue_button;
  GtkWidget *abandon_button;
  GtkWidget *again_button;

  SuretySession *session;
  DexFuture *job;
};

G_DEFINE_FINAL_TYPE (SuretyGuideFollowPage, surety_guide_follow_page, ADW_TYPE_BIN)

/* Where the plan as a whole is. */
typedef enum
{
  STANDING_UNDER_WAY, /* goes on, or waits for blocks */
  STANDING_WAITING,   /* for the user: something is not signed yet */
  STANDING_ENDED,     /* not everything happened, and nothing more will */
  STANDING_FINISHED,
} Standing;

static Standing
read_standing (SuretyGuide *guide, SuretyActivity *activity)
{
  GListModel *steps = surety_guide_get_steps (guide);
  guint n = g_list_model_get_n_items (steps);
  gboolean waiting = FALSE;
  gboolean over = n > 0;
  gboolean final = FALSE;
  gint64 plan = 0;

  if (surety_guide_get_finished (guide))
    return STANDING_FINISHED;
  g_object_get (guide, "waiting", &waiting, "plan", &plan, NULL);
  /* What is being taken back is given up by itself. */
  if (surety_activity_is_cancelled (activity, plan, &final) && !final)
    return STANDING_UNDER_WAY;
  if (waiting)
    return STANDING_WAITING;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (steps, i);
      SuretyJournalState state = surety_journal_entry_get_state (entry);

      over = over && (state == SURETY_JOURNAL_FINAL || state == SURETY_JOURNAL_FAILED ||
                      state == SURETY_JOURNAL_REPLACED || state == SURETY_JOURNAL_ABANDONED);
    }
  for (guint i = 0; over && i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (steps, i);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_FINAL)
        return STANDING_ENDED;
    }

  /* All are deep in the chain; their promises are being checked. */
  return STANDING_UNDER_WAY;
}

static void
show_words (SuretyGuideFollowPage *self, Standing standing)
{
  switch (standing)
    {
    case STANDING_WAITING:
      gtk_label_set_label (self->title_label, _ ("Waits for You"));
      gtk_label_set_label (
        self->text_label,
        _ ("It stopped before everything was signed. What is done stays done. Go on with "
           "the rest, or give the rest up."));
      break;
    case STANDING_ENDED:
      gtk_label_set_label (self->title_label, _ ("It Ended Here"));
      gtk_label_set_label (
        self->text_label,
        _ ("Not every step happened, and nothing more will be sent. Overview shows what "
           "you hold and what is restaked."));
      break;
    case STANDING_FINISHED:
      gtk_label_set_label (self->title_label, _ ("All Done"));
      gtk_label_set_label (
        self->text_label,
        _ ("Every transaction is deep in the chain, and what was promised has been "
           "checked."));
      break;
    case STANDING_UNDER_WAY:
    default:
      gtk_label_set_label (self->title_label, _ ("Under Way"));
      gtk_label_set_label (
        self->text_label,
        _ ("This goes on by itself. It is safe to close the window: what was signed is "
           "written down, nothing is lost, and nothing is sent twice."));
      break;
    }
}

static void
show_all (SuretyGuideFollowPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  Standing standing = read_standing (guide, surety_session_get_activity (self->session));
  g_autoptr (GError) error = NULL;
  gboolean can_sign = FALSE;
  gint64 plan = 0;

  g_object_get (guide, "stop-error", &error, "can-sign", &can_sign, "plan", &plan, NULL);
  show_words (self, standing);
  /* What was cancelled is said by what waits, after the next start as well. */
  surety_label_set_failure (self->error_label, g_error_matches (error, SURETY_PROTOCOL_ERROR,
                                                                SURETY_PROTOCOL_ERROR_CANCELLED)
                                                 ? NULL
                                                 : error);
  surety_waiting_box_set_plan (self->waiting, self->session, plan);
  gtk_widget_set_visible (self->continue_button, standing == STANDING_WAITING && can_sign);
  gtk_widget_set_visible (self->abandon_button, standing == STANDING_WAITING);
  gtk_widget_set_visible (self->again_button, standing == STANDING_ENDED);
}

static void
on_done (gpointer owner, const GValue *value, const GError *error)
{
  SuretyGuideFollowPage *self = owner;

  gtk_widget_set_sensitive (self->continue_button, TRUE);
  gtk_widget_set_sensitive (self->abandon_button, TRUE);
  if (error != NULL)
    surety_toast_error (GTK_WIDGET (self), error);
}

/* What was begun goes on without this page; pressed once is enough. */
static void
follow (SuretyGuideFollowPage *self, DexFuture *started)
{
  gtk_widget_set_sensitive (self->continue_button, FALSE);
  gtk_widget_set_sensitive (self->abandon_button, FALSE);
  dex_future_disown (dex_ref (started));
  dex_clear (&self->job);
  self->job = surety_await (started, self, on_done);
}

static void
on_continue (SuretyGuideFollowPage *self)
{
  adw_dialog_present (surety_plan_dialog_new_rest (self->session), GTK_WIDGET (self));
}

static void
on_abandon_answer (AdwAlertDialog *dialog, const char *response, SuretyGuideFollowPage *self)
{
  if (g_strcmp0 (response, "abandon") == 0)
    follow (self, surety_guide_abandon (surety_session_get_guide (self->session)));
}

static void
on_abandon (SuretyGuideFollowPage *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (
    _ ("Give Up the Rest?"),
    _ ("Steps that are not signed yet will not happen. What was sent already can’t be "
       "taken back; what was deposited stays yours and can be withdrawn."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "abandon",
                                  _ ("_Give Up"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "abandon",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_abandon_answer), self,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_again (SuretyGuideFollowPage *self)
{
  surety_guide_reset (surety_session_get_guide (self->session));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return surety_step_row_new_for_entry (item, user_data);
}

static void
surety_guide_follow_page_dispose (GObject *object)
{
  SuretyGuideFollowPage *self = SURETY_GUIDE_FOLLOW_PAGE (object);

  dex_clear (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_FOLLOW_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_follow_page_parent_class)->dispose (object);
}

static void
surety_guide_follow_page_class_init (SuretyGuideFollowPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_follow_page_dispose;

  g_type_ensure (SURETY_TYPE_WAITING_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-guide-follow-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideFollowPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideFollowPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideFollowPage, text_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideFollowPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideFollowPage, steps);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideFollowPage, continue_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideFollowPage, abandon_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideFollowPage, again_button);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
  gtk_widget_class_bind_template_callback (widget_class, on_abandon);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
}

static void
surety_guide_follow_page_init (SuretyGuideFollowPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
surety_guide_follow_page_new (SuretySession *session)
{
  SuretyGuideFollowPage *self = g_object_new (SURETY_TYPE_GUIDE_FOLLOW_PAGE, NULL);
  SuretyGuide *guide = surety_session_get_guide (session);

  self->session = g_object_ref (session);
  gtk_list_box_bind_model (self->steps, surety_guide_get_steps (guide), create_row, session, NULL);
  g_signal_connect_object (guide, "notify", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_activity_get_entries (surety_session_get_activity (session)),
                           "items-changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);

  return GTK_WIDGET (self);
}
