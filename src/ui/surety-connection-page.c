/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-connection-page.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-draft.h"
#include "surety-endpoint-choice.h"
#include "surety-field.h"
#include "surety-http-transport.h"
#include "surety-ready-page.h"
#include "surety-window.h"

#define OWN_NODE "http://127.0.0.1:8545"

struct _SuretyConnectionPage
{
  AdwNavigationPage parent_instance;

  SuretySession *session;
  gboolean assistant;
  gboolean testing;
  DexFuture *test;
  GPtrArray *endpoint_rows; /* GtkWidget, lent by the group */
  GPtrArray *result_rows;
  GtkCheckButton *custom_button;

  AdwComboRow *network_row;
  GtkWidget *own_row;
  AdwEntryRow *file_row;
  GtkLabel *network_error;
  AdwPreferencesGroup *endpoints_group;
  AdwEntryRow *url_row;
  GtkWidget *test_row;
  GtkLabel *url_error;
  AdwPreferencesGroup *results_group;
  AdwComboRow *second_row;
  AdwEntryRow *second_url_row;
  GtkLabel *second_error;
  GtkWidget *use_button;
  GtkWidget *later_button;
};

G_DEFINE_FINAL_TYPE (SuretyConnectionPage, surety_connection_page, ADW_TYPE_NAVIGATION_PAGE)

typedef enum
{
  PROP_TESTING = 1,
} SuretyConnectionPageProperty;

static GParamSpec *properties[PROP_TESTING + 1];

static SuretyNetwork *
get_network (SuretyConnectionPage *self)
{
  return adw_combo_row_get_selected_item (self->network_row);
}

static const char *
get_url (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
remove_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
forget_test (SuretyConnectionPage *self)
{
  dex_clear (&self->test);
  remove_rows (self->results_group, self->result_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->results_group), FALSE);
  surety_field_set_error (GTK_WIDGET (self->url_row), self->url_error, NULL);
  if (!self->testing)
    return;
  self->testing = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TESTING]);
}

static void
set_testing (SuretyConnectionPage *self, gboolean testing)
{
  self->testing = testing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TESTING]);
}

/* Who may answer. */

static void
on_endpoint_toggled (GtkCheckButton *button, SuretyConnectionPage *self)
{
  const char *url = g_object_get_data (G_OBJECT (button), "url");

  if (!gtk_check_button_get_active (button) || url == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->url_row), url);
}

static GtkCheckButton *
add_endpoint (SuretyConnectionPage *self,
              const char *name,
              const char *learns,
              const char *url,
              GtkCheckButton *group)
{
  GtkCheckButton *button;
  GtkWidget *row = surety_endpoint_row_new (name, learns, group, &button);

  g_object_set_data_full (G_OBJECT (button), "url", g_strdup (url), g_free);
  g_signal_connect (button, "toggled", G_CALLBACK (on_endpoint_toggled), self);
  adw_preferences_group_add (self->endpoints_group, row);
  g_ptr_array_add (self->endpoint_rows, row);
  return button;
}

/* The first button is the user's own node, which tells nobody anything; none is chosen for the
 * user. */
static void
list_endpoints (SuretyConnectionPage *self, SuretyNetwork *network)
{
  g_autoptr (GtkStringList) seconds = gtk_string_list_new (NULL);
  GtkCheckButton *first;

  remove_rows (self->endpoints_group, self->endpoint_rows);
  first = add_endpoint (
    self, _ ("My Own Node"),
    _ (
      "Learns nothing that is not yours already. It must run on this computer or in your network."),
    OWN_NODE, NULL);
  gtk_string_list_append (seconds, _ ("None"));
  for (guint i = 0; i < surety_network_get_n_endpoints (network); i++)
    {
      const SuretyPublicEndpoint *endpoint = surety_network_get_endpoint (network, i);

      add_endpoint (self, endpoint->name, _ (endpoint->learns), endpoint->url, first);
      gtk_string_list_append (seconds, endpoint->name);
    }
  gtk_string_list_append (seconds, _ ("Another Address"));
  self->custom_button = add_endpoint (
    self, _ ("Another Address"),
    _ ("Learns what any endpoint learns: your network address and the accounts you ask about."),
    NULL, first);
  adw_combo_row_set_model (self->second_row, G_LIST_MODEL (seconds));
}

static guint
get_second_custom (SuretyConnectionPage *self)
{
  return surety_network_get_n_endpoints (get_network (self)) + 1;
}

static void
set_urls (SuretyConnectionPage *self, const char *const *urls)
{
  const char *first = urls[0] != NULL ? urls[0] : "";
  const char *second = *first != '\0' && urls[1] != NULL ? urls[1] : "";

  gtk_editable_set_text (GTK_EDITABLE (self->url_row), first);
  gtk_editable_set_text (GTK_EDITABLE (self->second_url_row), second);
  adw_combo_row_set_selected (self->second_row, *second != '\0' ? get_second_custom (self) : 0);
}

static void
on_network_chosen (AdwComboRow *row, GParamSpec *pspec, SuretyConnectionPage *self)
{
  SuretyNetwork *network = get_network (self);
  SuretyConnection *connection;

  if (self->session == NULL || network == NULL)
    return;
  forget_test (self);
  surety_field_set_error (GTK_WIDGET (self->network_row), self->network_error, NULL);
  list_endpoints (self, network);
  connection = surety_session_get_connection (self->session);
  if (connection != NULL && surety_connection_get_network (connection) == network)
    {
      g_auto (GStrv) urls = surety_connection_dup_urls (connection);

      set_urls (self, (const char *const *) urls);
    }
  else
    set_urls (self, (const char *const[]) { NULL });
}

static void
on_url_changed (GtkEditable *editable, SuretyConnectionPage *self)
{
  const char *url = get_url (self->url_row);
  gboolean listed = FALSE;

  forget_test (self);
  gtk_widget_set_sensitive (self->test_row, *url != '\0');
  gtk_widget_set_sensitive (self->use_button, *url != '\0');
  for (guint i = 0; i < self->endpoint_rows->len; i++)
    {
      GtkWidget *button = adw_action_row_get_activatable_widget (
        g_ptr_array_index (self->endpoint_rows, i));
      const char *its = g_object_get_data (G_OBJECT (button), "url");

      if (its != NULL && g_str_equal (its, url))
        {
          gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
          listed = TRUE;
        }
    }
  if (!listed && *url != '\0' && self->custom_button != NULL)
    gtk_check_button_set_active (self->custom_button, TRUE);
}

/* At once and without the network, so that a slip is said before anything leaves. */
static gboolean
check_url (AdwEntryRow *row, GtkLabel *label)
{
  g_autoptr (SuretyTransport) transport = surety_http_transport_new (get_url (row), NULL);

  if (transport != NULL)
    return TRUE;
  surety_field_set_error (GTK_WIDGET (row), label,
                          _ (
                            "This is not a web address that can be used. Nothing was sent; it "
                            "begins "
                            "with https://, or with http:// on this computer or in your network."));
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return FALSE;
}

/* The test. */

static void
on_tested (gpointer owner, const GValue *value, const GError *error)
{
  SuretyConnectionPage *self = owner;

  set_testing (self, FALSE);
  if (error != NULL)
    {
      surety_field_set_failure (GTK_WIDGET (self->url_row), self->url_error, error);
      return;
    }
  surety_endpoint_add_results (self->results_group, self->result_rows, get_network (self),
                               g_value_get_boxed (value),
                               (guint64) (g_get_real_time () / G_USEC_PER_SEC));
  gtk_widget_set_visible (GTK_WIDGET (self->results_group), TRUE);
}

static void
on_test (GtkWidget *widget, SuretyConnectionPage *self)
{
  forget_test (self);
  if (!check_url (self->url_row, self->url_error))
    return;
  set_testing (self, TRUE);
  self->test = surety_await (surety_connection_test (get_network (self), get_url (self->url_row)),
                             self, on_tested);
}

/* The second endpoint. */

static void
on_second_chosen (AdwComboRow *row, GParamSpec *pspec, SuretyConnectionPage *self)
{
  guint chosen = adw_combo_row_get_selected (row);
  SuretyNetwork *network = get_network (self);

  if (network == NULL || chosen == GTK_INVALID_LIST_POSITION)
    return;
  if (chosen > 0 && chosen < get_second_custom (self))
    gtk_editable_set_text (GTK_EDITABLE (self->second_url_row),
                           surety_network_get_endpoint (network, chosen - 1)->url);
  gtk_widget_set_visible (GTK_WIDGET (self->second_url_row), chosen == get_second_custom (self));
  surety_field_set_error (GTK_WIDGET (self->second_url_row), self->second_error, NULL);
}

static void
on_second_url_changed (GtkEditable *editable, SuretyConnectionPage *self)
{
  surety_field_set_error (GTK_WIDGET (self->second_url_row), self->second_error, NULL);
}

/* A network of the user's own. */

static void
on_network_added (gpointer owner, const GValue *value, const GError *error)
{
  SuretyConnectionPage *self = owner;
  GListModel *networks = adw_combo_row_get_model (self->network_row);
  gpointer network;

  surety_field_set_failure (GTK_WIDGET (self->file_row), self->network_error, error);
  if (error != NULL)
    {
      /* The one technical word that helps who wrote the file. */
      g_autofree char *detail = g_strdup_printf ("%s\n%s",
                                                 gtk_label_get_label (self->network_error),
                                                 error->message);

      surety_field_set_error (GTK_WIDGET (self->file_row), self->network_error, detail);
      return;
    }
  network = g_value_get_object (value);
  for (guint i = 0; i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (networks, i);

      if (item == network)
        adw_combo_row_set_selected (self->network_row, i);
    }
}

static void
on_open_file (GtkWidget *widget, SuretyConnectionPage *self)
{
  g_autoptr (GFile)
    file = g_file_parse_name (gtk_editable_get_text (GTK_EDITABLE (self->file_row)));

  dex_future_disown (
    surety_await (surety_session_add_network_file (self->session, file), self, on_network_added));
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SuretyConnectionPage) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *name = NULL;

  /* Closed without a choice, or the page is gone. */
  if (file == NULL || self->session == NULL)
    return;
  name = g_file_get_parse_name (file);
  gtk_editable_set_text (GTK_EDITABLE (self->file_row), name);
  on_open_file (NULL, self);
}

static void
on_browse (GtkButton *button, SuretyConnectionPage *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Choose a Network File"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                        on_file_chosen, g_object_ref (self));
}

/* The choice. */

static void
leave (SuretyConnectionPage *self)
{
  if (self->assistant)
    surety_assistant_push (GTK_WIDGET (self), surety_ready_page_new (self->session));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

static void
on_urls_set (gpointer owner, const GValue *value, const GError *error)
{
  SuretyConnectionPage *self = owner;

  gtk_widget_set_sensitive (self->use_button, TRUE);
  surety_field_set_failure (GTK_WIDGET (self->url_row), self->url_error, error);
  if (error == NULL)
    leave (self);
}

static void
on_network_selected (gpointer owner, const GValue *value, const GError *error)
{
  SuretyConnectionPage *self = owner;
  gboolean second = adw_combo_row_get_selected (self->second_row) != 0;
  const char *urls[] = { get_url (self->url_row), second ? get_url (self->second_url_row) : NULL,
                         NULL };

  surety_field_set_failure (GTK_WIDGET (self->network_row), self->network_error, error);
  if (error != NULL)
    {
      gtk_widget_set_sensitive (self->use_button, TRUE);
      return;
    }
  dex_future_disown (
    surety_await (surety_connection_set_urls (surety_session_get_connection (self->session), urls),
                  self, on_urls_set));
}

static void
on_use (GtkButton *button, SuretyConnectionPage *self)
{
  if (!check_url (self->url_row, self->url_error))
    return;
  if (adw_combo_row_get_selected (self->second_row) != 0 &&
      !check_url (self->second_url_row, self->second_error))
    return;
  gtk_widget_set_sensitive (self->use_button, FALSE);
  dex_future_disown (
    surety_await (surety_session_select_network (self->session, get_network (self)), self,
                  on_network_selected));
}

static void
on_later (GtkButton *button, SuretyConnectionPage *self)
{
  leave (self);
}

static gboolean
can_be_chosen (gpointer item, gpointer data)
{
  SuretyConnectionPage *self = data;

  if (surety_closure_is_practice (self, item))
    return FALSE;
  return surety_network_is_harmless (item) || !surety_session_get_restricted (self->session);
}

static void
fill (SuretyConnectionPage *self)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (can_be_chosen, self, NULL));
  g_autoptr (GListModel) networks = G_LIST_MODEL (
    gtk_filter_list_model_new (g_object_ref (surety_session_get_networks (self->session)), filter));
  guint chosen = 0;

  for (guint i = 0; i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (networks, i);

      if (item == (GObject *) surety_session_get_network (self->session))
        chosen = i;
    }
  adw_combo_row_set_model (self->network_row, networks);
  adw_combo_row_set_selected (self->network_row, chosen);
}

static void
surety_connection_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyConnectionPage *self = SURETY_CONNECTION_PAGE (object);

  switch ((SuretyConnectionPageProperty) id)
    {
    case PROP_TESTING:
      g_value_set_boolean (value, self->testing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_connection_page_dispose (GObject *object)
{
  SuretyConnectionPage *self = SURETY_CONNECTION_PAGE (object);

  dex_clear (&self->test);
  g_clear_pointer (&self->endpoint_rows, g_ptr_array_unref);
  g_clear_pointer (&self->result_rows, g_ptr_array_unref);
  if (self->network_row != NULL)
    adw_combo_row_set_model (self->network_row, NULL);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_CONNECTION_PAGE);

  G_OBJECT_CLASS (surety_connection_page_parent_class)->dispose (object);
}

static void
surety_connection_page_class_init (SuretyConnectionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_connection_page_get_property;
  object_class->dispose = surety_connection_page_dispose;

  properties[PROP_TESTING] = g_param_spec_boolean ("testing", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                     G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_NETWORK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-connection-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, network_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, own_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, file_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, network_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, endpoints_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, url_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, test_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, url_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, results_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, second_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, second_url_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, second_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, use_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyConnectionPage, later_button);
  gtk_widget_class_bind_template_callback (widget_class, on_network_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_open_file);
  gtk_widget_class_bind_template_callback (widget_class, on_browse);
  gtk_widget_class_bind_template_callback (widget_class, on_url_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
  gtk_widget_class_bind_template_callback (widget_class, on_second_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_second_url_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_use);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
}

static void
surety_connection_page_init (SuretyConnectionPage *self)
{
  self->endpoint_rows = g_ptr_array_new ();
  self->result_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
surety_connection_page_new (SuretySession *session, gboolean assistant)
{
  SuretyConnectionPage *self = g_object_new (SURETY_TYPE_CONNECTION_PAGE, NULL);

  self->session = g_object_ref (session);
  self->assistant = assistant;
  gtk_widget_set_visible (self->later_button, assistant);
  gtk_widget_set_visible (self->own_row, !surety_session_get_restricted (session));
  fill (self);
  return ADW_NAVIGATION_PAGE (self);
}
