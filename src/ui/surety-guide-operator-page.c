/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-operator-page.h"

#include <glib/gi18n.h>

#include "surety-candidate-list.h"
#include "surety-compare-page.h"
#include "surety-config.h"
#include "surety-detail-page.h"
#include "surety-directory-frame.h"
#include "surety-flag-card.h"
#include "surety-format.h"
#include "surety-guide-choice.h"
#include "surety-operator-words.h"

struct _SuretyGuideOperatorPage
{
  AdwBin parent_instance;

  GtkLabel *chosen_label;
  SuretyFlagCard *flag_card;
  SuretyDirectoryFrame *frame;

  SuretySession *session;
  SuretyCandidateList *list;
  SuretyProvider *opened; /* whom the dialog is of */
};

G_DEFINE_FINAL_TYPE (SuretyGuideOperatorPage, surety_guide_operator_page, ADW_TYPE_BIN)

/* Whom one chose stays said while the directory does not know it: before it is read, or read again. */
static void
show_chosen (SuretyGuideOperatorPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyProvider *chosen = surety_guide_get_provider (guide);
  g_autofree char *text = NULL;
  Address address;

  if (chosen != NULL)
    {
      g_autofree char *name = surety_operator_words_name (chosen);

      text = g_strdup_printf (_ ("Chosen: %s"), name);
    }
  else if (surety_guide_get_chosen_provider (guide, &address))
    {
      char raw[ADDRESS_TEXT_SIZE];
      g_autofree char *shown = NULL;

      address_to_text (&address, raw);
      shown = surety_format_address (raw, FALSE);
      text = g_strdup_printf (_ ("Chosen: %s, which was not read from the chain yet"), shown);
    }
  else
    text = g_strdup (_ ("Open one to see all that is known of it, and choose it there."));
  gtk_label_set_label (self->chosen_label, text);
}

/* Shares and stake are those of the token that was chosen before. */
static void
show_token (SuretyGuideOperatorPage *self)
{
  SuretyAsset *asset = surety_guide_get_asset (surety_session_get_guide (self->session));

  surety_candidate_list_set_token (self->list,
                                   asset != NULL ? surety_asset_get_token (asset) : NULL);
}

static void
on_chosen (SuretyGuideOperatorPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyProvider *chosen = surety_guide_get_provider (guide);

  /* The one that is chosen already keeps what was looked at. */
  if (chosen == NULL || !address_equal (surety_provider_get_address (chosen),
                                        surety_provider_get_address (self->opened)))
    surety_guide_set_provider (guide, self->opened);
}

static void
on_opened (SuretyGuideOperatorPage *self, SuretyCandidate *candidate)
{
  SuretyProvider *provider = surety_candidate_get_subject (candidate);
  SuretyAsset *asset = surety_guide_get_asset (surety_session_get_guide (self->session));
  AdwNavigationPage *page =
    surety_operator_detail_new_for_guide (self->session, provider,
                                          asset != NULL ? &surety_asset_get_token (asset)->strategy
                                                        : NULL);
  AdwDialog *dialog = surety_guide_choice_new (page, _ ("Choose This Operator"),
                                               surety_operator_words_hindrance (provider), NULL);

  g_set_object (&self->opened, provider);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_compared (SuretyGuideOperatorPage *self, GPtrArray *candidates)
{
  g_auto (GStrv) titles = surety_table_dup_titles (surety_candidate_list_get_table (self->list));
  AdwNavigationPage *page = surety_compare_page_new (candidates, (const char *const *) titles,
                                                     surety_operator_list.get_known (
                                                       self->session));

  adw_dialog_present (surety_guide_choice_new (page, NULL, NULL, NULL), GTK_WIDGET (self));
}

static void
surety_guide_operator_page_dispose (GObject *object)
{
  SuretyGuideOperatorPage *self = SURETY_GUIDE_OPERATOR_PAGE (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_OPERATOR_PAGE);
  g_clear_object (&self->opened);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_operator_page_parent_class)->dispose (object);
}

static void
surety_guide_operator_page_class_init (SuretyGuideOperatorPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_operator_page_dispose;

  g_type_ensure (SURETY_TYPE_DIRECTORY_FRAME);
  g_type_ensure (SURETY_TYPE_FLAG_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, SURETY_RESOURCES
                                               "/ui/surety-guide-operator-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideOperatorPage, chosen_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideOperatorPage, flag_card);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideOperatorPage, frame);
}

static void
surety_guide_operator_page_init (SuretyGuideOperatorPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Duration vaults are not for a guide that promises a way out. */
static gboolean
can_be_left (gpointer item, gpointer user_data)
{
  return surety_provider_get_vault (item) == NULL;
}

GtkWidget *
surety_guide_operator_page_new (SuretySession *session)
{
  SuretyGuideOperatorPage *self = g_object_new (SURETY_TYPE_GUIDE_OPERATOR_PAGE, NULL);
  SuretyGuide *guide = surety_session_get_guide (session);
  GListModel *providers = surety_operator_list.get_subjects (session);
  g_autoptr (GtkFilterListModel)
    open = gtk_filter_list_model_new (g_object_ref (providers),
                                      GTK_FILTER (gtk_custom_filter_new (can_be_left, NULL, NULL)));

  self->session = g_object_ref (session);
  surety_flag_card_set_session (self->flag_card, session);
  surety_directory_frame_set_session (self->frame, session, &surety_operator_list);
  self->list = SURETY_CANDIDATE_LIST (surety_candidate_list_new (&surety_operator_list, session,
                                                                 G_LIST_MODEL (open),
                                                                 "guide-operators"));
  g_object_set (self->frame, "content", self->list, NULL);
  g_object_bind_property (self->frame, "source-words", surety_candidate_list_get_table (self->list),
                          "source-words", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->frame, "source-known", surety_candidate_list_get_table (self->list),
                          "source-known", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->list, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "compared", G_CALLBACK (on_compared), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::asset", G_CALLBACK (show_token), self,
                           G_CONNECT_SWAPPED);
  /* After the list, which forgets the token of a network that is left. */
  g_signal_connect_object (session, "notify::network", G_CALLBACK (show_token), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (guide, "notify::provider", G_CALLBACK (show_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (providers, "items-changed", G_CALLBACK (show_chosen), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  show_token (self);
  show_chosen (self);

  return GTK_WIDGET (self);
}
