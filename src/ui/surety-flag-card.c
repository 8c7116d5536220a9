/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-flag-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-check-words.h"
#include "surety-config.h"
#include "surety-format.h"
#include "surety-guide-facts.h"
#include "surety-operator-words.h"
#include "surety-vetting-card.h"

struct _SuretyFlagCard
{
  GtkBox parent_instance;

  GtkLabel *title_label;
  GtkListBox *flags;
  GtkCheckButton *check;

  SuretySession *session;
  GtkWidget *vetting_card; /* never shown: who reads and judges */
  Address provider;        /* whom it is of, and on which strategy … */
  Address strategy;
  gboolean acknowledged;
  char *said; /* … and what was said when it was acknowledged */
};

G_DEFINE_FINAL_TYPE (SuretyFlagCard, surety_flag_card, GTK_TYPE_BOX)

static void
add_flag (SuretyFlagCard *self, GString *said, const char *title, const char *text)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", text,
                                 "title-lines", 0, "subtitle-lines", 0, "use-markup", FALSE, NULL);

  gtk_list_box_append (self->flags, row);
  g_string_append_printf (said, "%s\n", title);
}

/* What takes hold before somebody who leaves now is out. */
static void
add_pledges (SuretyFlagCard *self, GString *said)
{
  GListModel *pledges = surety_guide_get_pledges (surety_session_get_guide (self->session));
  SuretyGuideFacts facts;

  surety_guide_facts_read (self->session, &facts);
  for (guint i = 0; facts.exit_known && i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      guint64 effect = surety_pledge_get_effect_block (pledge);
      g_autofree char *name = surety_service_words_name (surety_pledge_get_service (pledge));
      g_autofree char *share = NULL;
      g_autofree char *date = NULL;
      g_autofree char *title = NULL;
      g_autofree char *text = NULL;

      if (surety_pledge_get_rising (pledge) == 0 || effect > facts.head + facts.exit_delay)
        continue;
      share = surety_format_percent (
        surety_pledge_share (pledge, surety_pledge_get_rising (pledge)));
      date = surety_format_block_date (effect, facts.head, facts.time, facts.block_seconds);
      title = g_strdup_printf (_ ("%s will be able to take more before you could be out"), name);
      /* Translators: a percentage, then a date. */
      text = g_strdup_printf (_ ("%s of your stake, from %s"), share, date);
      add_flag (self, said, title, text);
    }
}

static void
add_problems (SuretyFlagCard *self, GString *said)
{
  SuretyVetting *vetting = self->vetting_card != NULL ? surety_vetting_card_get_vetting (
                                                          SURETY_VETTING_CARD (self->vetting_card))
                                                      : NULL;
  GListModel *checks = vetting != NULL ? surety_vetting_get_attention (vetting) : NULL;

  for (guint i = 0; checks != NULL && i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (SuretyCheck) check = g_list_model_get_item (checks, i);
      g_autofree char *finding = NULL;

      if (surety_check_get_verdict (check) != CHECK_PROBLEM)
        continue;
      finding = surety_check_words_finding (check, surety_vetting_get_block (vetting),
                                            surety_vetting_get_time (vetting));
      add_flag (self, said, surety_check_words_title (surety_check_get_id (check)), finding);
    }
}

static void
hold_back (SuretyFlagCard *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyLoad load = SURETY_LOAD_IDLE;
  gboolean reading = FALSE;
  gboolean flagged = gtk_list_box_get_row_at_index (self->flags, 0) != NULL;

  g_object_get (guide, "pledges-load", &load, NULL);
  reading = load == SURETY_LOAD_IDLE || load == SURETY_LOAD_LOADING;
  surety_guide_set_held_back (guide, surety_guide_get_provider (guide) != NULL &&
                                       (reading || (flagged && !self->acknowledged)));
}

static void
show_all (SuretyFlagCard *self)
{
  SuretyProvider *provider = surety_guide_get_provider (surety_session_get_guide (self->session));
  g_autoptr (GString) said = g_string_new (NULL);
  gboolean any = FALSE;

  gtk_list_box_remove_all (self->flags);
  if (provider != NULL)
    {
      g_autofree char *name = surety_operator_words_name (provider);
      g_autofree char *title = g_strdup_printf (_ ("Look at this before you go on with %s"), name);

      gtk_label_set_label (self->title_label, title);
      add_pledges (self, said);
      add_problems (self, said);
    }
  any = gtk_list_box_get_row_at_index (self->flags, 0) != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), any);
  /* What was acknowledged is what was said then: anything else is to be read again. */
  if (self->acknowledged && g_strcmp0 (self->said, said->str) != 0)
    self->acknowledged = FALSE;
  g_set_str (&self->said, said->str);
  gtk_check_button_set_active (self->check, self->acknowledged);
  hold_back (self);
}

static void
on_toggled (SuretyFlagCard *self)
{
  if (self->session == NULL)
    return;
  self->acknowledged = gtk_check_button_get_active (self->check);
  hold_back (self);
}

/* Another operator or token: judged anew. */
static void
on_choice (SuretyFlagCard *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyProvider *provider = surety_guide_get_provider (guide);
  SuretyAsset *asset = surety_guide_get_asset (guide);

  if (provider == NULL || asset == NULL)
    {
      g_clear_object (&self->vetting_card);
      self->provider = (Address) { 0 };
      self->acknowledged = FALSE;
    }
  else if (!address_equal (surety_provider_get_address (provider), &self->provider) ||
           !address_equal (&surety_asset_get_token (asset)->strategy, &self->strategy))
    {
      self->provider = *surety_provider_get_address (provider);
      self->strategy = surety_asset_get_token (asset)->strategy;
      self->acknowledged = FALSE;
      g_clear_object (&self->vetting_card);
      self->vetting_card = g_object_ref_sink (
        surety_vetting_card_new_operator (self->session, provider, &self->strategy));
      g_signal_connect_object (self->vetting_card, "notify::vetting", G_CALLBACK (show_all), self,
                               G_CONNECT_SWAPPED);
    }
  show_all (self);
}

static void
surety_flag_card_dispose (GObject *object)
{
  SuretyFlagCard *self = SURETY_FLAG_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_FLAG_CARD);
  g_clear_object (&self->vetting_card);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_flag_card_parent_class)->dispose (object);
}

static void
surety_flag_card_finalize (GObject *object)
{
  g_free (SURETY_FLAG_CARD (object)->said);

  G_OBJECT_CLASS (surety_flag_card_parent_class)->finalize (object);
}

static void
surety_flag_card_class_init (SuretyFlagCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_flag_card_dispose;
  object_class->finalize = surety_flag_card_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-flag-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyFlagCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyFlagCard, flags);
  gtk_widget_class_bind_template_child (widget_class, SuretyFlagCard, check);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
surety_flag_card_init (SuretyFlagCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_flag_card_set_session (SuretyFlagCard *self, SuretySession *session)
{
  SuretyGuide *guide = NULL;

  g_return_if_fail (SURETY_IS_FLAG_CARD (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  guide = surety_session_get_guide (session);
  g_signal_connect_object (guide, "notify::provider", G_CALLBACK (on_choice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::asset", G_CALLBACK (on_choice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::pledges-load", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  on_choice (self);
}
