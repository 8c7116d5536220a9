/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-ladder-view.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-config.h"
#include "surety-format.h"
#include "surety-ladder-words.h"
#include "surety-sentences.h"

struct _SuretyLadderView
{
  GtkBox parent_instance;

  GtkWidget *beyond_box;
  GtkLabel *beyond_label;
  GtkLabel *unverified_label;
  GtkLabel *decided_label;
  GtkLabel *failed_label;
  GtkWidget *override_button;
  GtkListBox *steps;
  GtkListBox *evidence;

  AdwActionRow *step_rows[LADDER_N_TIERS];
  GtkCheckButton *step_checks[LADDER_N_TIERS];
  GtkCheckButton *group; /* chosen when no step is; never shown */
  AdwActionRow *evidence_rows[LADDER_N_EVIDENCE];
  GtkImage *evidence_icons[LADDER_N_EVIDENCE];
  GtkLabel *evidence_words[LADDER_N_EVIDENCE];
  GtkWidget *backup_button;

  SuretySession *session;
  SuretyLadder *ladder;
  DexFuture *override_job;
  gboolean showing; /* what is set is what holds, not what somebody chose */
};

G_DEFINE_FINAL_TYPE (SuretyLadderView, surety_ladder_view, GTK_TYPE_BOX)

static gboolean
has_backup (SuretyLadderView *self)
{
  SuretyAccount *account = surety_session_get_account (self->session);

  return account != NULL && surety_account_record_get_kind (surety_account_get_record (account)) ==
                              SURETY_ACCOUNT_PHRASE;
}

/* Of ETH some has to stay for the network's fees, so that all of it can't be put in. */
static gboolean
can_choose (SuretyLadderView *self, LadderTier tier, SuretyFigure *amount)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);

  return amount != NULL && surety_figure_is_known (amount) &&
         surety_figure_get_value (amount) > 0 &&
         (tier != LADDER_FULL || !surety_guide_get_mints (guide));
}

static void
show_step (SuretyLadderView *self, LadderTier tier, SuretyFigure *typed)
{
  g_autoptr (SuretyFigure) amount = surety_ladder_dup_amount (self->ladder, tier);
  g_autofree char *text = surety_ladder_words_step (surety_ladder_get (self->ladder), tier, amount);
  gboolean possible = can_choose (self, tier, amount);

  adw_action_row_set_subtitle (self->step_rows[tier], text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->step_rows[tier]), possible);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->step_checks[tier]),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  if (possible && typed != NULL &&
      surety_figure_get_value (typed) == surety_figure_get_value (amount))
    gtk_check_button_set_active (self->step_checks[tier], TRUE);
}

static void
show_evidence (SuretyLadderView *self, LadderEvidence evidence)
{
  const Ladder *ladder = surety_ladder_get (self->ladder);
  LadderVerdict verdict = ladder != NULL ? ladder->evidence[evidence] : LADDER_UNKNOWN;
  g_autofree char *text = surety_ladder_words_finding (ladder,
                                                       surety_ladder_get_facts (self->ladder),
                                                       evidence, has_backup (self));
  GtkImage *icon = self->evidence_icons[evidence];

  adw_action_row_set_subtitle (self->evidence_rows[evidence], text);
  gtk_label_set_label (self->evidence_words[evidence], surety_ladder_words_verdict (verdict));
  gtk_image_set_from_icon_name (icon, surety_ladder_words_icon (verdict));
  if (verdict == LADDER_VERIFIED)
    gtk_widget_add_css_class (GTK_WIDGET (icon), "success");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (icon), "success");
  if (evidence == LADDER_BACKUP)
    gtk_widget_set_visible (self->backup_button, ladder != NULL && verdict == LADDER_NOT);
}

/* While the chain is being read nothing can be said of the amount yet. */
static gboolean
is_being_read (SuretyLadderView *self)
{
  SuretyLoad load = surety_portfolio_get_load (surety_session_get_portfolio (self->session));

  return surety_ladder_get (self->ladder) == NULL &&
         (load == SURETY_LOAD_IDLE || load == SURETY_LOAD_LOADING);
}

static void
show_beyond (SuretyLadderView *self)
{
  SuretyDecision *decision = surety_ladder_get_decision (self->ladder);
  LadderStride stride;
  gboolean beyond = surety_ladder_get_stride (self->ladder, &stride) && stride.overrides &&
                    !is_being_read (self);
  g_autofree char *why = NULL;
  g_autofree char *what = NULL;
  g_autofree char *unverified = NULL;
  g_autofree char *decided = NULL;

  gtk_widget_set_visible (self->beyond_box, beyond);
  if (!beyond)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->failed_label), FALSE);
      return;
    }

  why = surety_ladder_words_beyond (&stride, surety_ladder_get (self->ladder) != NULL);
  what = surety_ladder_words_unverified (stride.unverified);
  gtk_label_set_label (self->beyond_label, why);
  if (*what != '\0')
    unverified = g_strdup_printf (_ ("Not verified:\n%s"), what);
  gtk_label_set_label (self->unverified_label, unverified != NULL ? unverified : "");
  gtk_widget_set_visible (GTK_WIDGET (self->unverified_label), unverified != NULL);
  if (decision != NULL)
    {
      g_autofree char *date = surety_format_date ((guint64) surety_decision_get_created (decision));

      decided = g_strdup_printf (
        _ ("You decided on %s to put it in all the same: it is in the decision journal, under "
           "Activity."),
        date);
      gtk_widget_set_visible (GTK_WIDGET (self->failed_label), FALSE);
    }
  gtk_label_set_label (self->decided_label,
                       decided != NULL
                         ? decided
                         : _ ("You can do it all the same. That you did, and what was not "
                              "verified, goes into the decision journal, under Activity."));
  gtk_widget_set_visible (self->override_button, decision == NULL);
  gtk_widget_set_sensitive (self->override_button, self->override_job == NULL ||
                                                     !dex_future_is_pending (self->override_job));
}

static void
show_all (SuretyLadderView *self)
{
  g_autoptr (SuretyFigure) typed = NULL;

  g_object_get (surety_session_get_guide (self->session), "amount", &typed, NULL);
  self->showing = TRUE;
  gtk_check_button_set_active (self->group, TRUE);
  /* The smallest step that it is: when two are the same amount, the first is meant. */
  for (int i = LADDER_FULL; i >= LADDER_PILOT; i--)
    show_step (self, (LadderTier) i, typed);
  self->showing = FALSE;
  for (int i = 0; i < LADDER_N_EVIDENCE; i++)
    show_evidence (self, (LadderEvidence) i);
  show_beyond (self);
}

static void
on_step_toggled (GtkCheckButton *check, SuretyLadderView *self)
{
  if (self->showing || !gtk_check_button_get_active (check))
    return;
  for (int i = 0; i < LADDER_N_TIERS; i++)
    if (self->step_checks[i] == check)
      {
        g_autoptr (SuretyFigure) amount = surety_ladder_dup_amount (self->ladder, (LadderTier) i);
        char text[U256_DECIMAL_SIZE + 2];

        if (!can_choose (self, (LadderTier) i, amount))
          return;
        u256_to_units (surety_figure_get_value (amount), surety_figure_get_decimals (amount), text);
        surety_guide_set_amount_text (surety_session_get_guide (self->session), text);
        return;
      }
}

static void
on_overridden (gpointer owner, const GValue *value, const GError *error)
{
  SuretyLadderView *self = owner;

  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      gtk_label_set_label (self->failed_label, sentence);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->failed_label), error != NULL);
  gtk_widget_set_sensitive (self->override_button, TRUE);
}

static void
on_override (SuretyLadderView *self)
{
  dex_clear (&self->override_job);
  gtk_widget_set_sensitive (self->override_button, FALSE);
  self->override_job = surety_await (surety_ladder_override (self->ladder), self, on_overridden);
}

static void
add_step (SuretyLadderView *self, LadderTier tier)
{
  const char *title = surety_ladder_words_tier (tier);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle-lines", 0,
                                 "use-markup", FALSE, NULL);
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->group);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_step_toggled), self, G_CONNECT_DEFAULT);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (self->steps, row);
  self->step_rows[tier] = ADW_ACTION_ROW (row);
  self->step_checks[tier] = GTK_CHECK_BUTTON (check);
}

static void
add_evidence (SuretyLadderView *self, LadderEvidence evidence)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title",
                                 surety_ladder_words_evidence (evidence), "title-lines", 0,
                                 "subtitle-lines", 0, "use-markup", FALSE, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *words = g_object_new (GTK_TYPE_LABEL, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_add_css_class (words, "dimmed");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), words);
  if (evidence == LADDER_BACKUP)
    {
      self->backup_button = g_object_new (GTK_TYPE_BUTTON, "label", _ ("Check…"), "action-name",
                                          "win.check-backup", "valign", GTK_ALIGN_CENTER, NULL);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->backup_button);
    }
  gtk_list_box_append (self->evidence, row);
  self->evidence_rows[evidence] = ADW_ACTION_ROW (row);
  self->evidence_icons[evidence] = GTK_IMAGE (icon);
  self->evidence_words[evidence] = GTK_LABEL (words);
}

static void
surety_ladder_view_dispose (GObject *object)
{
  SuretyLadderView *self = SURETY_LADDER_VIEW (object);

  dex_clear (&self->override_job);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_LADDER_VIEW);
  g_clear_object (&self->group);
  g_clear_object (&self->ladder);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_ladder_view_parent_class)->dispose (object);
}

static void
surety_ladder_view_class_init (SuretyLadderViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_ladder_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-ladder-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyLadderView, beyond_box);
  gtk_widget_class_bind_template_child (widget_class, SuretyLadderView, beyond_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyLadderView, unverified_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyLadderView, decided_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyLadderView, failed_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyLadderView, override_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyLadderView, steps);
  gtk_widget_class_bind_template_child (widget_class, SuretyLadderView, evidence);
  gtk_widget_class_bind_template_callback (widget_class, on_override);
}

static void
surety_ladder_view_init (SuretyLadderView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->group = GTK_CHECK_BUTTON (g_object_ref_sink (gtk_check_button_new ()));
  gtk_check_button_set_active (self->group, TRUE);
  for (int i = 0; i < LADDER_N_TIERS; i++)
    add_step (self, (LadderTier) i);
  for (int i = 0; i < LADDER_N_EVIDENCE; i++)
    add_evidence (self, (LadderEvidence) i);
}

void
surety_ladder_view_set_session (SuretyLadderView *self, SuretySession *session)
{
  g_return_if_fail (SURETY_IS_LADDER_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->ladder = surety_ladder_new (session);
  g_signal_connect_object (self->ladder, "changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_guide (session), "notify::mints",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::load",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);
}
