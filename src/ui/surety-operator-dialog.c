/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-operator-dialog.h"

#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-format.h"
#include "surety-guide-facts.h"
#include "surety-operator-words.h"
#include "surety-pledge-bar.h"
#include "surety-vetting-card.h"

struct _SuretyOperatorDialog
{
  AdwDialog parent_instance;

  GtkLabel *name_label;
  GtkWidget *risk_box;
  GtkLabel *slashable_label;
  SuretyPledgeBar *bar;
  GtkListBox *fields;
  SuretyVettingCard *vetting_card;
  GtkLabel *hindrance_label;
  GtkWidget *choose_button;

  SuretyProvider *provider;
};

G_DEFINE_FINAL_TYPE (SuretyOperatorDialog, surety_operator_dialog, ADW_TYPE_DIALOG)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_choose (SuretyOperatorDialog *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
add_field (SuretyOperatorDialog *self, const char *name, const char *text)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", name, "subtitle", text,
                                 "subtitle-lines", 0, "subtitle-selectable", TRUE, "use-markup",
                                 FALSE, NULL);

  gtk_widget_add_css_class (row, "property");
  gtk_list_box_append (self->fields, row);
}

static void
add_delay (SuretyOperatorDialog *self, SuretyProvider *provider, const SuretyGuideFacts *facts)
{
  g_autofree char *warning = surety_operator_words_warning (provider, facts);

  add_field (self, _ ("Warning time against exit time"), warning);
  if (surety_provider_get_delay_known (provider) && surety_provider_get_delay_set (provider))
    {
      g_autofree char *span = surety_format_span (surety_provider_get_delay (provider) *
                                                  facts->block_seconds);
      g_autofree char *blocks = surety_format_count (surety_provider_get_delay (provider));
      /* Translators: a span of time, and the same as a number of blocks. */
      g_autofree char *text = surety_provider_get_delay (provider) == 0
                                ? g_strdup (_ ("None: a new pledge can be taken at once"))
                                : g_strdup_printf (_ ("%s (%s blocks)"), span, blocks);

      add_field (self, _ ("Its warning time (allocation delay)"), text);
    }
  if (surety_provider_get_pending_delay_block (provider) != 0)
    {
      g_autofree char *span = surety_format_span (surety_provider_get_pending_delay (provider) *
                                                  facts->block_seconds);
      g_autofree char *date = surety_format_block_date (surety_provider_get_pending_delay_block (
                                                          provider),
                                                        facts->head, facts->time,
                                                        facts->block_seconds);
      g_autofree char *text = g_strdup_printf (_ ("%s, from %s"), span, date);

      add_field (self, _ ("Its warning time will become"), text);
    }
}

static void
add_stakes (SuretyOperatorDialog *self, SuretyProvider *provider)
{
  GListModel *stakes = surety_provider_get_stakes (provider);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; stakes != NULL && i < g_list_model_get_n_items (stakes); i++)
    {
      g_autoptr (SuretyFigure) stake = g_list_model_get_item (stakes, i);
      g_autofree char *amount = surety_closure_amount (self, stake);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", amount);
    }
  add_field (self, _ ("Delegated to it by everybody"), text->len > 0 ? text->str : _ ("Nothing"));
}

static void
show_risk (SuretyOperatorDialog *self, SuretyProvider *provider, const Address *strategy)
{
  g_autofree char *slashable = surety_operator_words_slashable (provider, strategy);
  guint now = 0;
  guint pending = 0;
  guint dormant = 0;
  guint latent = 0;
  gboolean known = surety_operator_shares (provider, strategy, &now, &pending, &dormant, &latent);

  gtk_label_set_label (self->slashable_label, slashable);
  surety_pledge_bar_set (self->bar, known, now, pending, dormant, latent);
}

static void
surety_operator_dialog_dispose (GObject *object)
{
  SuretyOperatorDialog *self = SURETY_OPERATOR_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_OPERATOR_DIALOG);
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (surety_operator_dialog_parent_class)->dispose (object);
}

static void
surety_operator_dialog_class_init (SuretyOperatorDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_operator_dialog_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", SURETY_TYPE_OPERATOR_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SURETY_TYPE_PLEDGE_BAR);
  g_type_ensure (SURETY_TYPE_VETTING_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-operator-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorDialog, risk_box);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorDialog, slashable_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorDialog, vetting_card);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorDialog, hindrance_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOperatorDialog, choose_button);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
surety_operator_dialog_init (SuretyOperatorDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
surety_operator_dialog_new (SuretySession *session, SuretyProvider *provider)
{
  SuretyOperatorDialog *self = g_object_new (SURETY_TYPE_OPERATOR_DIALOG, NULL);
  SuretyAsset *asset = surety_guide_get_asset (surety_session_get_guide (session));
  const char *hindrance = surety_operator_words_hindrance (provider);
  g_autofree char *name = surety_operator_words_name (provider);
  g_autofree char *address = surety_format_address (surety_provider_get_address_text (provider),
                                                    TRUE);
  g_autofree char *history = surety_operator_words_history (provider);
  SuretyGuideFacts facts;

  self->provider = g_object_ref (provider);
  surety_guide_facts_read (session, &facts);
  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_visible (self->risk_box, asset != NULL);
  if (asset != NULL)
    show_risk (self, provider, &surety_asset_get_token (asset)->strategy);

  add_delay (self, provider, &facts);
  add_field (self, _ ("Services and slashing"), history);
  add_stakes (self, provider);
  if (*surety_provider_get_description (provider) != '\0')
    add_field (self, _ ("What it says of itself"), surety_provider_get_description (provider));
  if (*surety_provider_get_website (provider) != '\0')
    add_field (self, _ ("The website it names"), surety_provider_get_website (provider));
  add_field (self, _ ("Address"), address);

  surety_vetting_card_show_operator (self->vetting_card, session, provider,
                                     asset != NULL ? &surety_asset_get_token (asset)->strategy
                                                   : NULL);
  gtk_label_set_label (self->hindrance_label, hindrance != NULL ? hindrance : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hindrance_label), hindrance != NULL);
  gtk_widget_set_visible (self->choose_button, hindrance == NULL);

  return ADW_DIALOG (self);
}

SuretyProvider *
surety_operator_dialog_get_provider (SuretyOperatorDialog *self)
{
  g_return_val_if_fail (SURETY_IS_OPERATOR_DIALOG (self), NULL);

  return self->provider;
}
