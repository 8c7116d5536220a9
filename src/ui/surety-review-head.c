/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-review-head.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-code-words.h"
#include "surety-config.h"
#include "surety-window.h"

#define FINDING "surety-finding"

struct _SuretyReviewHead
{
  GtkBox parent_instance;

  GtkWidget *changed_label;
  AdwPreferencesGroup *group;
  GtkListBox *rows;

  SuretyPreparation *preparation;
  SuretyCodeLook *look; /* its own, lent */
  DexFuture *job;
  DexFuture *dates;
};

G_DEFINE_FINAL_TYPE (SuretyReviewHead, surety_review_head, GTK_TYPE_BOX)

static void show_all (SuretyReviewHead *self);

static void
on_accepted (gpointer owner, const GValue *value, const GError *error)
{
  if (error != NULL)
    surety_toast_error (GTK_WIDGET (owner), error);
  else
    show_all (owner);
}

static void
on_response (AdwAlertDialog *dialog, const char *response, SuretyReviewHead *self)
{
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (dialog), FINDING));

  if (!g_str_equal (response, "accept") || self->look == NULL)
    return;
  dex_clear (&self->job);
  self->job = surety_await (surety_code_look_accept (self->look, i), self, on_accepted);
}

static GtkWidget *
new_evidence (SuretyCodeLook *look, guint finding)
{
  g_auto (GStrv) lines = surety_code_words_evidence (surety_code_look_get (look, finding),
                                                     surety_code_look_get_block (look),
                                                     surety_code_look_get_witnesses (look));
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What can be compared"), -1);
  for (guint i = 0; lines[i] != NULL; i += 2)
    {
      GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", lines[i],
                                     "subtitle", lines[i + 1], "subtitle-selectable", TRUE, NULL);

      gtk_widget_add_css_class (row, "property");
      gtk_widget_add_css_class (row, "mono-subtitle");
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }

  return list;
}

static void
on_look (GtkButton *button, SuretyReviewHead *self)
{
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), FINDING));
  const SuretyCodeFinding *finding = surety_code_look_get (self->look, i);
  g_autofree char *title = surety_code_words_title (finding);
  g_autofree char *meaning = surety_code_words_meaning (finding);
  g_autofree char *body = g_strdup_printf ("%s.\n%s", title, meaning);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (
    adw_alert_dialog_new (_ ("Go On With This Code?"), body));

  adw_alert_dialog_set_extra_child (dialog, new_evidence (self->look, i));
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Don’t Go On"), "accept",
                                  _ ("_Go On With This Code"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "accept", ADW_RESPONSE_DESTRUCTIVE);
  /* A slip of the Enter key trusts nothing. */
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_object_set_data (G_OBJECT (dialog), FINDING, GUINT_TO_POINTER (i));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static GtkWidget *
new_row (const char *title, const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", subtitle, NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Warning"), -1);
  gtk_widget_add_css_class (icon, "warning");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  return row;
}

static void
add_row (SuretyReviewHead *self, guint i)
{
  const SuretyCodeFinding *finding = surety_code_look_get (self->look, i);
  g_autofree char *title = surety_code_words_title (finding);
  g_autofree char *subtitle = surety_code_words_subtitle (finding);
  GtkWidget *row = new_row (title, subtitle);

  if (finding->stops)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Look…"));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data (G_OBJECT (button), FINDING, GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_look), self, G_CONNECT_DEFAULT);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
    }
  gtk_list_box_append (self->rows, row);
}

/* Whether there is something to say of whom the plan pays. */
static gboolean
add_payee (SuretyReviewHead *self)
{
  const SuretyParty *payee = self->preparation != NULL
                               ? surety_preparation_get_payee (self->preparation)
                               : NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (payee == NULL || !surety_code_words_payee (payee, &title, &subtitle))
    return FALSE;
  gtk_list_box_append (self->rows, new_row (title, subtitle));
  return TRUE;
}

static void
show_all (SuretyReviewHead *self)
{
  gboolean changed = self->preparation != NULL &&
                     surety_preparation_get_seen (self->preparation) != NULL;
  guint n = 0;
  gboolean unkept = FALSE;
  gboolean stops = self->look != NULL && surety_code_look_stops (self->look);

  gtk_list_box_remove_all (self->rows);
  for (guint i = 0; self->look != NULL && i < surety_code_look_get_n (self->look); i++)
    {
      const SuretyCodeFinding *finding = surety_code_look_get (self->look, i);

      unkept = unkept || finding->unkept;
      /* An account's delegation is named each time, whoever agreed to it. */
      if (!finding->stops && !finding->delegates)
        continue;
      add_row (self, i);
      n++;
    }
  if (add_payee (self))
    n++;
  if (unkept)
    {
      gtk_list_box_append (
        self->rows,
        new_row (_ ("What code the contracts have was not noted"),
                 _ ("Only one of your endpoints tells it. Once both tell the same it is noted, and "
                    "from then on you are told when it changes.")));
      n++;
    }
  adw_preferences_group_set_description (self->group,
                                         stops ? _ ("Nothing can be signed before you have looked.")
                                               : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->group), n > 0);
  gtk_widget_set_visible (self->changed_label, changed);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0 || changed);
}

static void
on_dated (gpointer owner, const GValue *value, const GError *error)
{
  show_all (owner);
}

static void
surety_review_head_dispose (GObject *object)
{
  SuretyReviewHead *self = SURETY_REVIEW_HEAD (object);

  dex_clear (&self->job);
  dex_clear (&self->dates);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_REVIEW_HEAD);
  g_clear_object (&self->preparation);

  G_OBJECT_CLASS (surety_review_head_parent_class)->dispose (object);
}

static void
surety_review_head_class_init (SuretyReviewHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_review_head_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-review-head.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyReviewHead, changed_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyReviewHead, group);
  gtk_widget_class_bind_template_child (widget_class, SuretyReviewHead, rows);
}

static void
surety_review_head_init (SuretyReviewHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* An account's code has no date that is told. */
static gboolean
wants_dates (SuretyCodeLook *look)
{
  for (guint i = 0; look != NULL && i < surety_code_look_get_n (look); i++)
    {
      const SuretyCodeFinding *finding = surety_code_look_get (look, i);

      if (finding->stops && !finding->is_account && !finding->dated)
        return TRUE;
    }
  return FALSE;
}

void
surety_review_head_set_preparation (SuretyReviewHead *self, SuretyPreparation *preparation)
{
  g_return_if_fail (SURETY_IS_REVIEW_HEAD (self));

  if (!g_set_object (&self->preparation, preparation))
    return;
  self->look = preparation != NULL ? surety_preparation_get_look (preparation) : NULL;
  dex_clear (&self->dates);
  show_all (self);
  if (wants_dates (self->look))
    self->dates = surety_await (surety_code_look_find_dates (self->look), self, on_dated);
}
