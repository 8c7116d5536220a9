/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-done-page.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-guide-facts.h"
#include "surety-step-words.h"

/* How long a pilot is watched before more is worth a thought. */
#define PILOT_SECONDS ((guint64) 14 * 86400)

struct _SuretyGuideDonePage
{
  AdwBin parent_instance;

  GtkLabel *verdict_label;
  GtkLabel *explain_label;
  GtkBox *results;
  AdwActionRow *next_row;
  AdwActionRow *exit_row;

  SuretySession *session;
};

G_DEFINE_FINAL_TYPE (SuretyGuideDonePage, surety_guide_done_page, ADW_TYPE_BIN)

/* What came of the promises of all steps. */
typedef struct
{
  guint n;
  guint kept;
  guint unknown;
  guint64 block; /* of the last step */
} Outcome;

static GtkWidget *
create_result (SuretyPromiseResult *result, SuretySession *names)
{
  g_autofree char *title = surety_step_words_promise (surety_promise_result_get_promise (result),
                                                      names);
  g_autofree char *found = surety_step_words_found (result);
  gboolean known = surety_promise_result_get_known (result) != SURETY_KNOWN_UNKNOWN;
  gboolean kept = known && surety_promise_result_get_kept (result);
  GtkWidget *row = NULL;
  GtkWidget *icon = NULL;

  row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", found, "title-lines", 0,
                      "subtitle-lines", 0, "use-markup", FALSE, NULL);
  icon = gtk_image_new_from_icon_name (kept    ? "object-select-symbolic"
                                       : known ? "dialog-warning-symbolic"
                                               : "dialog-question-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kept    ? _ ("Kept")
                                  : known ? _ ("Not kept")
                                          : _ ("Not known"),
                                  -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  return row;
}

static GtkWidget *
create_label (const char *text, const char *style, GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "xalign", 0.0f,
                                   "accessible-role", role, NULL);

  gtk_widget_add_css_class (label, style);

  return label;
}

static void
add_entry (SuretyGuideDonePage *self, SuretyJournalEntry *entry, Outcome *outcome)
{
  g_autoptr (SuretyStep) step = surety_step_words_read (entry);
  g_autoptr (GPtrArray) results = surety_step_words_read_results (entry);
  g_autofree char *title = NULL;
  GtkWidget *group = NULL;
  GtkWidget *list = NULL;

  outcome->block = MAX (outcome->block, surety_journal_entry_get_block (entry));
  title = surety_step_words_entry (entry, surety_session_get_network (self->session),
                                   self->session);
  group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (group), create_label (title, "heading", GTK_ACCESSIBLE_ROLE_HEADING));
  if (results == NULL || results->len == 0)
    gtk_box_append (GTK_BOX (group), create_label (surety_step_words_state_explain (
                                                     surety_journal_entry_get_state (entry)),
                                                   "dimmed", GTK_ACCESSIBLE_ROLE_LABEL));
  else
    {
      list = gtk_list_box_new ();
      gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
      gtk_widget_add_css_class (list, "boxed-list");
      gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      -1);
      gtk_box_append (GTK_BOX (group), list);
    }
  for (guint i = 0; results != NULL && i < results->len; i++)
    {
      SuretyPromiseResult *result = g_ptr_array_index (results, i);

      outcome->n++;
      if (surety_promise_result_get_known (result) == SURETY_KNOWN_UNKNOWN)
        outcome->unknown++;
      else if (surety_promise_result_get_kept (result))
        outcome->kept++;
      gtk_list_box_append (GTK_LIST_BOX (list), create_result (result, self->session));
    }
  gtk_box_append (self->results, group);
}

static void
show_verdict (SuretyGuideDonePage *self, const Outcome *outcome)
{
  if (outcome->n > 0 && outcome->kept == outcome->n)
    {
      gtk_label_set_label (self->verdict_label, _ ("Done, and as Promised"));
      gtk_label_set_label (
        self->explain_label,
        _ ("Everything the review said would be true is true on the chain. Here is each "
           "promise with what was found."));
    }
  else if (outcome->kept + outcome->unknown == outcome->n)
    {
      gtk_label_set_label (self->verdict_label, _ ("Done, Not Everything Could Be Checked"));
      gtk_label_set_label (
        self->explain_label,
        _ ("The transactions are in the chain, but some of what was promised could not "
           "be read back. Read all figures again to see what you hold."));
    }
  else
    {
      gtk_label_set_label (self->verdict_label, _ ("Done, but Not as Promised"));
      gtk_label_set_label (
        self->explain_label,
        _ ("The chain does not say what the review promised. Look at what differs "
           "before you put in more."));
    }
}

static void
show_dates (SuretyGuideDonePage *self, guint64 block)
{
  SuretyGuideFacts facts;
  g_autofree char *span = NULL;
  g_autofree char *next = NULL;
  g_autofree char *next_text = NULL;
  g_autofree char *back = NULL;
  g_autofree char *exit_text = NULL;

  surety_guide_facts_read (self->session, &facts);
  gtk_widget_set_visible (GTK_WIDGET (self->next_row), facts.head != 0 && block != 0);
  if (facts.head != 0 && block != 0)
    {
      next = surety_guide_facts_date_in (&facts, block, PILOT_SECONDS);
      /* Translators: a date that says "about" itself, or "now". */
      next_text = g_strdup_printf (
        _ (
          "Your stake will then have been pledged for 14 days, and you can decide about more: %s."),
        next);
      adw_action_row_set_subtitle (self->next_row, next_text);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->exit_row), facts.exit_known && facts.head != 0);
  if (!facts.exit_known || facts.head == 0)
    return;
  span = surety_guide_facts_exit_words (&facts);
  back = surety_guide_facts_date_in (&facts, facts.head + facts.exit_delay, 0);
  /* Translators: a span of time, then a date that says "about" itself. */
  exit_text = g_strdup_printf (_ ("You would have it back after %s: %s."), span, back);
  adw_action_row_set_subtitle (self->exit_row, exit_text);
}

static void
show_all (SuretyGuideDonePage *self)
{
  GListModel *steps = surety_guide_get_steps (surety_session_get_guide (self->session));
  GtkWidget *child = NULL;
  Outcome outcome = { 0 };

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->results))) != NULL)
    gtk_box_remove (self->results, child);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (steps, i);

      add_entry (self, entry, &outcome);
    }
  show_verdict (self, &outcome);
  show_dates (self, outcome.block);
}

static void
on_again (SuretyGuideDonePage *self)
{
  surety_guide_reset (surety_session_get_guide (self->session));
}

static void
surety_guide_done_page_dispose (GObject *object)
{
  SuretyGuideDonePage *self = SURETY_GUIDE_DONE_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_DONE_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_done_page_parent_class)->dispose (object);
}

static void
surety_guide_done_page_class_init (SuretyGuideDonePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_done_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-guide-done-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideDonePage, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideDonePage, explain_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideDonePage, results);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideDonePage, next_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideDonePage, exit_row);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
}

static void
surety_guide_done_page_init (SuretyGuideDonePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
surety_guide_done_page_new (SuretySession *session)
{
  SuretyGuideDonePage *self = g_object_new (SURETY_TYPE_GUIDE_DONE_PAGE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (surety_guide_get_steps (surety_session_get_guide (session)),
                           "items-changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::holdings",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);

  return GTK_WIDGET (self);
}
