/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-services-page.h"

#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-config.h"
#include "surety-format.h"
#include "surety-guide-facts.h"
#include "surety-pledge-bar.h"
#include "surety-pledge-row.h"
#include "surety-sentences.h"

#define PAID_DAYS 90

struct _SuretyGuideServicesPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *failed_page;
  GtkLabel *words_label;
  SuretyPledgeBar *bar;
  GtkWidget *services_box;
  GtkLabel *seen_label;
  GtkListBox *services;
  GtkWidget *next_unseen_button;
  GtkWidget *none_label;

  SuretySession *session;
  Address provider; /* whose services those in seen are */
  GHashTable *seen; /* "token:AVS:set" of the services that were opened */
};

G_DEFINE_FINAL_TYPE (SuretyGuideServicesPage, surety_guide_services_page, ADW_TYPE_BIN)

static char *
key_of (SuretyPledge *pledge)
{
  SuretyService *service = surety_pledge_get_service (pledge);

  return g_strdup_printf ("%s:%s:%u", surety_pledge_get_token (pledge)->symbol,
                          surety_service_get_address_text (service),
                          surety_service_get_set (service));
}

static gboolean
was_seen (SuretyGuideServicesPage *self, GtkListBoxRow *row)
{
  return surety_guide_get_services_seen (surety_session_get_guide (self->session)) ||
         g_hash_table_contains (self->seen, g_object_get_data (G_OBJECT (row), "key"));
}

static void
show_seen (SuretyGuideServicesPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  GtkListBoxRow *row = NULL;
  guint n = 0;
  guint n_seen = 0;
  SuretyLoad load = SURETY_LOAD_IDLE;
  g_autofree char *text = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->services, i)) != NULL; i++)
    {
      gboolean seen = was_seen (self, row);

      gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "mark"), seen);
      n++;
      n_seen += seen ? 1 : 0;
    }
  if (n_seen < n)
    text = g_strdup_printf (
      ngettext ("Open it to see who may take it and where it goes.",
                "Open each once to see who may take it and where it goes: %u of %u looked at.", n),
      n_seen, n);
  else
    text = g_strdup (_ ("All were looked at."));
  gtk_label_set_label (self->seen_label, text);
  gtk_widget_set_visible (self->next_unseen_button, n_seen < n);

  /* Only what a person has before them counts as looked at; that there is nothing has to be known, too. */
  g_object_get (guide, "pledges-load", &load, NULL);
  if (n_seen == n && load == (n > 0 ? SURETY_LOAD_READY : SURETY_LOAD_EMPTY) &&
      gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      surety_guide_get_page (guide) == SURETY_GUIDE_SERVICES)
    surety_guide_set_services_seen (guide, TRUE);
}

static void
on_expanded (AdwExpanderRow *row, GParamSpec *pspec, SuretyGuideServicesPage *self)
{
  if (!adw_expander_row_get_expanded (row))
    return;
  g_hash_table_add (self->seen, g_strdup (g_object_get_data (G_OBJECT (row), "key")));
  show_seen (self);
}

static void
add_field (AdwExpanderRow *row, const char *name, const char *text)
{
  GtkWidget *field = g_object_new (ADW_TYPE_ACTION_ROW, "title", name, "subtitle", text,
                                   "subtitle-selectable", TRUE, "use-markup", FALSE, NULL);

  gtk_widget_add_css_class (field, "property");
  adw_expander_row_add_row (row, field);
}

/* Since when it is there, and what it paid: the directory knows more of a service than a pledge does. */
static void
add_history (SuretyGuideServicesPage *self, AdwExpanderRow *row, SuretyService *of)
{
  GListModel *services = surety_directory_get_services (
    surety_session_get_directory (self->session));
  SuretyScope *scope = surety_scope_new ();
  g_autofree char *since = NULL;
  g_autofree char *paid = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);
      guint times = 0;

      if (surety_service_get_set (service) != surety_service_get_set (of) ||
          !address_equal (surety_service_get_avs (service), surety_service_get_avs (of)))
        continue;
      surety_scope_read_facts (scope, self->session);
      if (surety_service_get_created_time (service) != 0)
        since = surety_format_date (surety_service_get_created_time (service));
      if (surety_service_get_payments_known (service))
        paid = surety_paid_words (service, scope, PAID_DAYS, &times);
      break;
    }
  surety_scope_unref (scope);
  add_field (row, _ ("Since"), since != NULL ? since : _ ("Not known"));
  add_field (row, _ ("Paid to all its operators in the last 90 days"),
             paid != NULL ? paid : _ ("Not known"));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  SuretyGuideServicesPage *self = user_data;
  SuretyGuideFacts facts;
  GtkWidget *row = NULL;
  GtkWidget *mark = NULL;

  surety_guide_facts_read (self->session, &facts);
  row = surety_pledge_row_new (item, facts.head, facts.time, facts.block_seconds);
  add_history (self, ADW_EXPANDER_ROW (row), surety_pledge_get_service (item));
  mark = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Looked at"), -1);
  gtk_widget_set_tooltip_text (mark, _ ("Looked at"));
  gtk_widget_set_visible (mark, FALSE);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), mark);
  g_object_set_data_full (G_OBJECT (row), "key", key_of (item), g_free);
  g_object_set_data (G_OBJECT (row), "mark", mark);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded), self,
                           G_CONNECT_DEFAULT);

  return row;
}

static void
on_next_unseen (SuretyGuideServicesPage *self)
{
  GtkListBoxRow *row = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->services, i)) != NULL; i++)
    if (!was_seen (self, row))
      {
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
        gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
        return;
      }
}

static void
show_risk (SuretyGuideServicesPage *self)
{
  Exposure exposure = { 0 };
  gboolean known = surety_guide_facts_exposure (self->session, U256_WAD, &exposure);
  guint now = surety_millionths (exposure.now, U256_WAD);
  guint pending = surety_millionths (exposure.pending, U256_WAD);
  guint dormant = surety_millionths (exposure.dormant, U256_WAD);
  guint latent = surety_millionths (exposure.latent, U256_WAD);
  g_autofree char *words = surety_pledge_bar_describe (known, now, pending, dormant, latent);

  surety_pledge_bar_set (self->bar, known, now, pending, dormant, latent);
  gtk_label_set_label (self->words_label, words);
}

static void
show_all (SuretyGuideServicesPage *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  SuretyProvider *provider = surety_guide_get_provider (guide);
  g_autoptr (GError) error = NULL;
  SuretyLoad load = SURETY_LOAD_IDLE;
  gboolean any = g_list_model_get_n_items (surety_guide_get_pledges (guide)) > 0;

  if (provider == NULL)
    g_hash_table_remove_all (self->seen);
  else if (!address_equal (surety_provider_get_address (provider), &self->provider))
    {
      self->provider = *surety_provider_get_address (provider);
      g_hash_table_remove_all (self->seen);
    }

  g_object_get (guide, "pledges-load", &load, "pledges-error", &error, NULL);
  if (load == SURETY_LOAD_FAILED)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      adw_status_page_set_description (self->failed_page, sentence);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
  else if (load == SURETY_LOAD_READY || load == SURETY_LOAD_EMPTY)
    gtk_stack_set_visible_child_name (self->stack, "content");
  else
    gtk_stack_set_visible_child_name (self->stack, "loading");

  gtk_widget_set_visible (self->services_box, any);
  gtk_widget_set_visible (self->none_label, !any);
  show_risk (self);
  show_seen (self);
}

static void
on_try_again (SuretyGuideServicesPage *self)
{
  dex_future_disown (surety_guide_load_pledges (surety_session_get_guide (self->session)));
}

static void
surety_guide_services_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (surety_guide_services_page_parent_class)->map (widget);

  show_seen (SURETY_GUIDE_SERVICES_PAGE (widget));
}

static void
surety_guide_services_page_dispose (GObject *object)
{
  SuretyGuideServicesPage *self = SURETY_GUIDE_SERVICES_PAGE (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_SERVICES_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_services_page_parent_class)->dispose (object);
}

static void
surety_guide_services_page_finalize (GObject *object)
{
  SuretyGuideServicesPage *self = SURETY_GUIDE_SERVICES_PAGE (object);

  g_hash_table_unref (self->seen);

  G_OBJECT_CLASS (surety_guide_services_page_parent_class)->finalize (object);
}

static void
surety_guide_services_page_class_init (SuretyGuideServicesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_services_page_dispose;
  object_class->finalize = surety_guide_services_page_finalize;
  widget_class->map = surety_guide_services_page_map;

  g_type_ensure (SURETY_TYPE_PLEDGE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, SURETY_RESOURCES
                                               "/ui/surety-guide-services-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideServicesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideServicesPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideServicesPage, words_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideServicesPage, bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideServicesPage, services_box);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideServicesPage, seen_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideServicesPage, services);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideServicesPage, next_unseen_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideServicesPage, none_label);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, on_next_unseen);
}

static void
surety_guide_services_page_init (SuretyGuideServicesPage *self)
{
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
surety_guide_services_page_new (SuretySession *session)
{
  SuretyGuideServicesPage *self = g_object_new (SURETY_TYPE_GUIDE_SERVICES_PAGE, NULL);
  SuretyGuide *guide = surety_session_get_guide (session);

  self->session = g_object_ref (session);
  gtk_list_box_bind_model (self->services, surety_guide_get_pledges (guide), create_row, self,
                           NULL);
  g_signal_connect_object (guide, "notify", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_guide_get_pledges (guide), "items-changed", G_CALLBACK (show_all),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::holdings",
                           G_CALLBACK (show_risk), self, G_CONNECT_SWAPPED);
  show_all (self);

  return GTK_WIDGET (self);
}
