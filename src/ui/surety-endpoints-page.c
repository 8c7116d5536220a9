/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-endpoints-page.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-config.h"
#include "surety-endpoint-words.h"
#include "surety-field.h"
#include "surety-form-dialog.h"
#include "surety-header-line.h"
#include "surety-http-transport.h"
#include "surety-proxy.h"
#include "surety-sentences.h"
#include "surety-store-error.h"
#include "surety-traffic-group.h"

/* How often health is looked at while the page is open. */
#define LOOK_SECONDS 10

struct _SuretyEndpointsPage
{
  AdwNavigationPage parent_instance;

  AdwBanner *disagreement_banner;
  AdwPreferencesGroup *endpoints_group;
  AdwEntryRow *url_row;
  GtkLabel *url_error;
  AdwEntryRow *proxy_row;
  GtkLabel *proxy_error;
  SuretyTrafficGroup *traffic_group;

  SuretySession *session;
  GSettings *settings;
  GPtrArray *rows;  /* GtkWidget, of endpoints_group, lent */
  GPtrArray *looks; /* DexFuture */
  guint timer;
};

G_DEFINE_FINAL_TYPE (SuretyEndpointsPage, surety_endpoints_page, ADW_TYPE_NAVIGATION_PAGE)

static SuretyConnection *
get_connection (SuretyEndpointsPage *self)
{
  return surety_session_get_connection (self->session);
}

static SuretyEndpoints *
get_endpoints (SuretyEndpointsPage *self)
{
  SuretyConnection *connection = get_connection (self);

  return connection != NULL ? surety_connection_get_endpoints (connection) : NULL;
}

static void
remove_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static AdwActionRow *
add_row (AdwPreferencesGroup *group, GPtrArray *rows, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
  return ADW_ACTION_ROW (row);
}

/* --- what is said --- */

/* What of the user's goes to it beside the questions. NULL: nothing. */
static char *
say_header (SuretyEndpointsPage *self, const char *url)
{
  SuretyConnection *connection = get_connection (self);
  const GError *error = surety_connection_peek_header_error (connection, url);
  g_autofree char *sentence = NULL;

  if (!surety_connection_has_header (connection, url))
    return NULL;
  if (error == NULL)
    return g_strdup (_ ("sends a header of yours, which is kept in the keyring"));
  sentence = surety_sentence_for_error (error);
  /* Translators: %s is a sentence. */
  return g_strdup_printf (
    _ ("its header could not be read from the keyring, so it is asked without: %s"), sentence);
}

static void
show_health (SuretyEndpointsPage *self)
{
  SuretyEndpoints *endpoints = get_endpoints (self);
  const GError *disagreement = endpoints != NULL ? surety_endpoints_peek_disagreement (endpoints)
                                                 : NULL;
  g_autofree char *words = disagreement != NULL ? surety_disagreement_words (disagreement) : NULL;
  g_auto (GStrv) urls = endpoints != NULL ? surety_connection_dup_urls (get_connection (self))
                                          : g_new0 (char *, 1);

  for (guint i = 0; endpoints != NULL && i < self->rows->len &&
                    i < surety_endpoints_get_n (endpoints) && urls[i] != NULL;
       i++)
    {
      g_autofree char *health = surety_endpoint_health_words (endpoints, i);
      g_autofree char *header = say_header (self, urls[i]);
      g_autofree char *both = header != NULL ? g_strdup_printf ("%s · %s", health, header)
                                             : g_steal_pointer (&health);

      adw_action_row_set_subtitle (g_ptr_array_index (self->rows, i), both);
    }
  adw_banner_set_title (self->disagreement_banner, words != NULL ? words : "");
  adw_banner_set_revealed (self->disagreement_banner, words != NULL);
}

static void
on_looked (gpointer owner, const GValue *value, const GError *error)
{
  show_health (owner);
  surety_traffic_group_refresh (SURETY_ENDPOINTS_PAGE (owner)->traffic_group);
}

static void
look (SuretyEndpointsPage *self)
{
  SuretyEndpoints *endpoints = get_endpoints (self);

  g_ptr_array_set_size (self->looks, 0);
  for (guint i = 0; endpoints != NULL && i < surety_endpoints_get_n (endpoints); i++)
    g_ptr_array_add (self->looks,
                     surety_await (surety_endpoints_look (endpoints, i), self, on_looked));
}

static gboolean
on_timer (gpointer data)
{
  look (data);
  return G_SOURCE_CONTINUE;
}

/* --- the list --- */

static void list_endpoints (SuretyEndpointsPage *self);

static void
on_urls_set (gpointer owner, const GValue *value, const GError *error)
{
  SuretyEndpointsPage *self = owner;

  surety_field_set_failure (GTK_WIDGET (self->url_row), self->url_error, error);
  if (error != NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->url_row), "");
  list_endpoints (self);
  look (self);
}

static void
set_urls (SuretyEndpointsPage *self, GPtrArray *urls)
{
  g_ptr_array_add (urls, NULL);
  dex_future_disown (surety_await (surety_connection_set_urls (get_connection (self),
                                                               (const char *const *) urls->pdata),
                                   self, on_urls_set));
}

/* The endpoints as they are now, without the one of the button, which goes so many places up (0: away). */
static void
move (SuretyEndpointsPage *self, GtkButton *button, guint up)
{
  const char *url = g_object_get_data (G_OBJECT (button), "url");
  g_auto (GStrv) now = surety_connection_dup_urls (get_connection (self));
  g_autoptr (GPtrArray) urls = g_ptr_array_new ();
  guint place = 0;

  for (guint k = 0; now[k] != NULL; k++)
    if (g_str_equal (now[k], url))
      place = k;
    else
      g_ptr_array_add (urls, now[k]);
  if (up > 0)
    g_ptr_array_insert (urls, (int) (place - MIN (up, place)), (gpointer) url);
  set_urls (self, urls);
}

static void
on_sooner (GtkButton *button, SuretyEndpointsPage *self)
{
  move (self, button, 1);
}

static void
on_remove (GtkButton *button, SuretyEndpointsPage *self)
{
  move (self, button, 0);
}

/* --- a header of the user's --- */

typedef struct
{
  SuretyConnection *connection;
  char *url;
  GtkEditable *row; /* lent by the dialog */
} Form;

static void
form_free (gpointer data)
{
  Form *form = data;

  g_object_unref (form->connection);
  g_free (form->url);
  g_free (form);
}

static DexFuture *
run_header (SuretyFormDialog *dialog, gpointer user_data)
{
  Form *form = user_data;
  /* Left where it is: what is mistyped can be mended. It goes with the dialog. */
  g_autoptr (SuretySecret) line = surety_secret_new_passphrase (gtk_editable_get_text (form->row));

  if (!surety_header_line_is_good (surety_secret_get (line)))
    {
      surety_form_dialog_set_error (
        dialog, form->row,
        _ (
          "This is no header that can be sent. It looks like “X-Api-Key: 0123” or “Bearer 0123”."));
      return NULL;
    }

  return surety_connection_set_header (form->connection, form->url, line);
}

static void
on_header_set (gpointer owner, const GValue *value, const GError *error)
{
  SuretyEndpointsPage *self = owner;

  /* What failed the dialog has said. */
  if (error != NULL && !g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED))
    return;
  list_endpoints (self);
  look (self);
}

static void
on_header (GtkButton *button, SuretyEndpointsPage *self)
{
  SuretyFormDialog *dialog = surety_form_dialog_new (
    _ ("A Header for This Endpoint"),
    _ ("Some endpoints know you by a header, such as “Authorization: Bearer …”. It goes with every "
       "question to this one and to no other, and is kept in the keyring."),
    _ ("Keep It"));
  Form *form = g_new0 (Form, 1);

  form->connection = g_object_ref (get_connection (self));
  form->url = g_strdup (g_object_get_data (G_OBJECT (button), "url"));
  form->row = surety_form_dialog_add_password (dialog, _ ("Header"));
  dex_future_disown (surety_await (surety_form_dialog_run (dialog, GTK_WIDGET (self), run_header,
                                                           NULL, form, form_free),
                                   self, on_header_set));
}

static void
on_header_forgotten (gpointer owner, const GValue *value, const GError *error)
{
  SuretyEndpointsPage *self = owner;

  surety_label_set_failure (self->url_error, error);
  list_endpoints (self);
  look (self);
}

static void
on_forget_header (GtkButton *button, SuretyEndpointsPage *self)
{
  dex_future_disown (
    surety_await (surety_connection_set_header (get_connection (self),
                                                g_object_get_data (G_OBJECT (button), "url"), NULL),
                  self, on_header_forgotten));
}

static GtkWidget *
make_button (SuretyEndpointsPage *self,
             const char *icon,
             const char *tooltip,
             const char *url,
             GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "url", g_strdup (url), g_free);
  g_signal_connect (button, "clicked", clicked, self);
  return button;
}

static void
list_endpoints (SuretyEndpointsPage *self)
{
  SuretyEndpoints *endpoints = get_endpoints (self);
  const guint n = endpoints != NULL ? surety_endpoints_get_n (endpoints) : 0;
  g_auto (GStrv) urls = n > 0 ? surety_connection_dup_urls (get_connection (self)) : NULL;

  remove_rows (self->endpoints_group, self->rows);
  for (guint i = 0; i < n && urls[i] != NULL; i++)
    {
      SuretyRpc *rpc = surety_endpoints_get_rpc (endpoints, i);
      g_autofree char *label = surety_transport_dup_label (surety_rpc_get_transport (rpc));
      /* Translators: %s is a host. */
      g_autofree char *up = g_strdup_printf (_ ("Ask %s Sooner"), label);
      g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), label);
      g_autofree char *header = g_strdup_printf (_ ("Send a Header to %s…"), label);
      g_autofree char *forget = g_strdup_printf (_ ("Forget the Header for %s"), label);
      AdwActionRow *row = add_row (self->endpoints_group, self->rows, label);

      if (surety_connection_has_header (get_connection (self), urls[i]))
        adw_action_row_add_suffix (row, make_button (self, "edit-clear-symbolic", forget, urls[i],
                                                     G_CALLBACK (on_forget_header)));
      else
        adw_action_row_add_suffix (row, make_button (self, "dialog-password-symbolic", header,
                                                     urls[i], G_CALLBACK (on_header)));
      if (i > 0)
        adw_action_row_add_suffix (row, make_button (self, "go-up-symbolic", up, urls[i],
                                                     G_CALLBACK (on_sooner)));
      adw_action_row_add_suffix (row, make_button (self, "user-trash-symbolic", remove, urls[i],
                                                   G_CALLBACK (on_remove)));
    }
  adw_preferences_group_set_description (self->endpoints_group,
                                         n == 0 ? _ ("Nobody: nothing leaves this computer.")
                                                : NULL);
  show_health (self);
  surety_traffic_group_refresh (self->traffic_group);
}

static void
on_url_changed (SuretyEndpointsPage *self)
{
  surety_field_set_error (GTK_WIDGET (self->url_row), self->url_error, NULL);
}

static void
on_add (SuretyEndpointsPage *self)
{
  const char *url = gtk_editable_get_text (GTK_EDITABLE (self->url_row));
  g_autoptr (SuretyTransport) transport = surety_http_transport_new (url, NULL);
  g_auto (GStrv) now = surety_connection_dup_urls (get_connection (self));
  g_autoptr (GPtrArray) urls = g_ptr_array_new ();

  if (transport == NULL)
    surety_field_set_error (
      GTK_WIDGET (self->url_row), self->url_error,
      _ ("This is not a web address that can be used. Nothing was sent; it begins "
         "with https://, or with http:// on this computer or in your network."));
  else if (g_strv_contains ((const char *const *) now, url))
    surety_field_set_error (
      GTK_WIDGET (self->url_row), self->url_error,
      _ ("This endpoint is in the list already. A second one only helps when it "
         "is somebody else’s."));
  else if (g_strv_length (now) >= SURETY_CONNECTION_MAX_ENDPOINTS)
    surety_field_set_error (GTK_WIDGET (self->url_row), self->url_error,
                            _ ("These are as many as can be asked. Remove one first."));
  else
    {
      for (guint i = 0; now[i] != NULL; i++)
        g_ptr_array_add (urls, now[i]);
      g_ptr_array_add (urls, (gpointer) url);
      set_urls (self, urls);
    }
}

/* --- the proxy --- */

static char *
dup_proxy (SuretyEndpointsPage *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->proxy_row))));
}

static void
on_proxy_changed (SuretyEndpointsPage *self)
{
  g_autofree char *text = dup_proxy (self);

  surety_field_set_typed_error (
    GTK_WIDGET (self->proxy_row), self->proxy_error,
    surety_proxy_is_good (text)
      ? NULL
      : _ ("This is no address of a SOCKS5 proxy. It is a host and a port, "
           "like “127.0.0.1:9050”, without a name and a password."));
}

static void
on_proxy (SuretyEndpointsPage *self)
{
  g_autofree char *text = dup_proxy (self);

  if (!surety_proxy_is_good (text))
    return;
  g_settings_set_string (self->settings, "socks-proxy", text);
  look (self);
}

/* --- */

static void
surety_endpoints_page_shown (AdwNavigationPage *page)
{
  SuretyEndpointsPage *self = SURETY_ENDPOINTS_PAGE (page);

  look (self);
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (LOOK_SECONDS, on_timer, self);
}

static void
surety_endpoints_page_hidden (AdwNavigationPage *page)
{
  g_clear_handle_id (&SURETY_ENDPOINTS_PAGE (page)->timer, g_source_remove);
}

static void
surety_endpoints_page_dispose (GObject *object)
{
  SuretyEndpointsPage *self = SURETY_ENDPOINTS_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->looks, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_ENDPOINTS_PAGE);

  G_OBJECT_CLASS (surety_endpoints_page_parent_class)->dispose (object);
}

static void
surety_endpoints_page_class_init (SuretyEndpointsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SURETY_TYPE_TRAFFIC_GROUP);

  G_OBJECT_CLASS (klass)->dispose = surety_endpoints_page_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = surety_endpoints_page_shown;
  ADW_NAVIGATION_PAGE_CLASS (klass)->hidden = surety_endpoints_page_hidden;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-endpoints-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyEndpointsPage, disagreement_banner);
  gtk_widget_class_bind_template_child (widget_class, SuretyEndpointsPage, endpoints_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyEndpointsPage, url_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyEndpointsPage, url_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyEndpointsPage, proxy_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyEndpointsPage, proxy_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyEndpointsPage, traffic_group);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_url_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_proxy);
  gtk_widget_class_bind_template_callback (widget_class, on_proxy_changed);
}

static void
surety_endpoints_page_init (SuretyEndpointsPage *self)
{
  self->rows = g_ptr_array_new ();
  self->looks = g_ptr_array_new_with_free_func (dex_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
surety_endpoints_page_new (SuretySession *session)
{
  SuretyEndpointsPage *self = g_object_new (SURETY_TYPE_ENDPOINTS_PAGE, NULL);

  g_autofree char *proxy = NULL;

  self->session = g_object_ref (session);
  self->settings = g_settings_new (SURETY_APP_ID);
  proxy = g_settings_get_string (self->settings, "socks-proxy");
  gtk_editable_set_text (GTK_EDITABLE (self->proxy_row), proxy);
  list_endpoints (self);
  return ADW_NAVIGATION_PAGE (self);
}
