/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-amount-page.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-format.h"
#include "surety-known-mark.h"
#include "surety-ladder-view.h"
#include "surety-outlook-words.h"
#include "surety-worst-case.h"

struct _SuretyGuideAmountPage
{
  AdwBin parent_instance;

  AdwEntryRow *amount_row;
  AdwActionRow *balance_row;
  SuretyKnownMark *balance_mark;
  SuretyKnownMark *outlook_mark;
  GtkLabel *error_label;
  SuretyLadderView *ladder_view;
  SuretyWorstCase *worst_case;
  AdwActionRow *gas_row;
  AdwActionRow *year_row;
  AdwActionRow *payback_row;

  SuretySession *session;
  DexFuture *fees_job;
  gboolean showing; /* what the guide has is put into the entry */
};

G_DEFINE_FINAL_TYPE (SuretyGuideAmountPage, surety_guide_amount_page, ADW_TYPE_BIN)

/* The sentence at the field; NULL when nothing is wrong (yet). */
static char *
error_sentence (SuretyGuide *guide, SuretyAsset *asset, SuretyAmountState state)
{
  SuretyFigure *available = surety_guide_get_available (guide);
  g_autofree char *held = NULL;

  switch (state)
    {
    case SURETY_AMOUNT_NO_NUMBER:
      return g_strdup (_ ("This is not an amount. Use digits and one decimal point, like 0.5."));
    case SURETY_AMOUNT_TOO_FINE:
      return g_strdup_printf (_ ("%s has at most %u digits after the point."),
                              surety_asset_get_symbol (asset),
                              surety_asset_get_token (asset)->decimals);
    case SURETY_AMOUNT_ZERO:
      return g_strdup (_ ("The amount must be more than zero."));
    case SURETY_AMOUNT_ABOVE_BALANCE:
      if (available == NULL)
        return g_strdup (_ ("This is more than there is."));
      held = surety_format_amount (surety_figure_get_value (available),
                                   surety_figure_get_decimals (available));
      if (surety_guide_get_mints (guide))
        return g_strdup_printf (_ ("Your ETH makes about %s %s: it can’t be more than that."), held,
                                surety_asset_get_symbol (asset));
      return g_strdup_printf (_ ("You hold %s %s: it can’t be more than that."), held,
                              surety_asset_get_symbol (asset));
    case SURETY_AMOUNT_OK:
    case SURETY_AMOUNT_EMPTY:
    default:
      return NULL;
    }
}

static void
show_error (SuretyGuideAmountPage *self, SuretyAsset *asset)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyAmountState state = surety_guide_get_amount_state (guide);
  g_autofree char *sentence = asset != NULL ? error_sentence (guide, asset, state) : NULL;

  surety_field_set_typed_error (GTK_WIDGET (self->amount_row), self->error_label, sentence);
}

/* An entry is emptied before it is filled, and says so: that is nobody's typing. */
static void
show_typed (SuretyGuideAmountPage *self)
{
  g_autofree char *text = g_strdup (
    surety_guide_get_amount_text (surety_session_get_guide (self->session)));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->amount_row)), text) == 0)
    return;
  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->amount_row), text);
  self->showing = FALSE;
}

static void
show_all (SuretyGuideAmountPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyAsset *asset = surety_guide_get_asset (guide);
  SuretyFigure *available = surety_guide_get_available (guide);
  gboolean of_eth = surety_guide_get_mints (guide);
  g_autofree char *title = NULL;
  g_autofree char *held = surety_closure_amount (self, available);
  g_autofree char *full = surety_closure_amount_full (self, available);

  title = asset != NULL ? g_strdup_printf (_ ("Amount in %s"), surety_asset_get_symbol (asset))
                        : g_strdup (_ ("Amount"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->amount_row), title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->balance_row),
                                 of_eth ? _ ("Your ETH makes about") : _ ("You hold"));
  adw_action_row_set_subtitle (self->balance_row, held);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->balance_row), full);
  surety_known_mark_set_figure (self->balance_mark, available);
  show_typed (self);
  show_error (self, asset);
}

/* The fee beside the amount it is paid for, and when it has come back. */
static void
show_outlook (SuretyGuideAmountPage *self)
{
  SuretyOutlook *outlook = surety_session_get_outlook (self->session);
  g_autofree char *gas = surety_outlook_gas_words (outlook);
  g_autofree char *year = surety_outlook_restaking_words (outlook);
  g_autofree char *payback = surety_outlook_payback_words (outlook);
  g_autoptr (SuretyFigure) cost = NULL;

  g_object_get (outlook, "gas", &cost, NULL);
  surety_known_mark_set_source (self->outlook_mark,
                                cost != NULL ? surety_figure_get_known (cost)
                                             : SURETY_KNOWN_UNKNOWN,
                                cost != NULL ? surety_figure_get_block (cost) : 0);
  adw_action_row_set_subtitle (self->gas_row, gas);
  adw_action_row_set_subtitle (self->year_row, year);
  adw_action_row_set_subtitle (self->payback_row, payback);
}

static void
on_changed (SuretyGuideAmountPage *self)
{
  if (self->session != NULL && !self->showing)
    surety_guide_set_amount_text (surety_session_get_guide (self->session),
                                  gtk_editable_get_text (GTK_EDITABLE (self->amount_row)));
}

static void
on_fees (gpointer owner, const GValue *value, const GError *error)
{
  /* Without fees the pilot is what it is without them; the review reads them again and says what is wrong. */
  if (error != NULL)
    g_message ("no fees for the pilot: %s", error->message);
}

static void
surety_guide_amount_page_map (GtkWidget *widget)
{
  SuretyGuideAmountPage *self = SURETY_GUIDE_AMOUNT_PAGE (widget);

  GTK_WIDGET_CLASS (surety_guide_amount_page_parent_class)->map (widget);

  dex_clear (&self->fees_job);
  self->fees_job = surety_await (surety_guide_load_fees (surety_session_get_guide (self->session)),
                                 self, on_fees);
}

static void
surety_guide_amount_page_dispose (GObject *object)
{
  SuretyGuideAmountPage *self = SURETY_GUIDE_AMOUNT_PAGE (object);

  dex_clear (&self->fees_job);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_AMOUNT_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_amount_page_parent_class)->dispose (object);
}

static void
surety_guide_amount_page_class_init (SuretyGuideAmountPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_amount_page_dispose;
  widget_class->map = surety_guide_amount_page_map;

  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  g_type_ensure (SURETY_TYPE_LADDER_VIEW);
  g_type_ensure (SURETY_TYPE_WORST_CASE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-guide-amount-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, amount_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, balance_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, balance_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, outlook_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, ladder_view);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, worst_case);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, gas_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, year_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideAmountPage, payback_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
surety_guide_amount_page_init (SuretyGuideAmountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
surety_guide_amount_page_new (SuretySession *session)
{
  SuretyGuideAmountPage *self = g_object_new (SURETY_TYPE_GUIDE_AMOUNT_PAGE, NULL);

  self->session = g_object_ref (session);
  surety_worst_case_set_session (self->worst_case, session);
  surety_ladder_view_set_session (self->ladder_view, session);
  g_signal_connect_object (surety_session_get_outlook (session), "changed",
                           G_CALLBACK (show_outlook), self, G_CONNECT_SWAPPED);
  show_outlook (self);
  g_signal_connect_object (surety_session_get_guide (session), "notify", G_CALLBACK (show_all),
                           self, G_CONNECT_SWAPPED);
  show_all (self);

  return GTK_WIDGET (self);
}
