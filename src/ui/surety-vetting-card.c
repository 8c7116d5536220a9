/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-vetting-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-check-row.h"
#include "surety-check-words.h"
#include "surety-config.h"
#include "surety-known-mark.h"
#include "surety-vetting-settings.h"

struct _SuretyVettingCard
{
  GtkBox parent_instance;

  GtkLabel *summary_label;
  SuretyKnownMark *source_mark;
  AdwPreferencesGroup *attention_group;
  AdwPreferencesGroup *clear_group;
  GtkWidget *reset_button;

  SuretyVetting *vetting;
  GPtrArray *rows; /* lent */
  GHashTable *opened;

  /* What it reads itself: one of the three. */
  SuretySession *session;
  SuretyProvider *provider;
  SuretyService *service;
  SuretyTokenSheet *sheet;
  gboolean has_strategy;
  Address strategy;
  GListModel *pledges;
  SuretyFileState file_state;
  DexFuture *reading;
};

G_DEFINE_FINAL_TYPE (SuretyVettingCard, surety_vetting_card, GTK_TYPE_BOX)

typedef enum
{
  PROP_VETTING = 1,
} SuretyVettingCardProperty;

static GParamSpec *properties[PROP_VETTING + 1];

/* "2 problems, 1 caution, 4 not known, 8 clear". */
static char *
summarise (SuretyVetting *vetting)
{
  guint problems = surety_vetting_count (vetting, CHECK_PROBLEM);
  guint cautions = surety_vetting_count (vetting, CHECK_CAUTION);
  guint unknown = surety_vetting_count (vetting, CHECK_UNKNOWN);
  guint clear = surety_vetting_count (vetting, CHECK_CLEAR);
  g_autoptr (GString) text = g_string_new (NULL);

  if (problems > 0)
    g_string_append_printf (text, ngettext ("%u problem", "%u problems", problems), problems);
  if (cautions > 0)
    {
      g_string_append (text, text->len > 0 ? _ (", ") : "");
      g_string_append_printf (text, ngettext ("%u caution", "%u cautions", cautions), cautions);
    }
  if (unknown > 0)
    {
      g_string_append (text, text->len > 0 ? _ (", ") : "");
      /* Translators: how many questions have no answer. */
      g_string_append_printf (text, ngettext ("%u not known", "%u not known", unknown), unknown);
    }
  if (clear > 0)
    {
      g_string_append (text, text->len > 0 ? _ (", ") : "");
      g_string_append_printf (text, ngettext ("%u clear", "%u clear", clear), clear);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
remember_opened (SuretyVettingCard *self)
{
  g_hash_table_remove_all (self->opened);
  for (guint i = 0; i < self->rows->len; i++)
    {
      SuretyCheckRow *row = g_ptr_array_index (self->rows, i);

      if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
        g_hash_table_add (self->opened, GUINT_TO_POINTER (
                                          surety_check_get_id (surety_check_row_get_check (row))));
    }
}

static void
remove_rows (SuretyVettingCard *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
add_rows (SuretyVettingCard *self, AdwPreferencesGroup *group, GListModel *checks)
{
  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (SuretyCheck) check = g_list_model_get_item (checks, i);
      GtkWidget *row = surety_check_row_new (self->vetting, check);

      adw_preferences_group_add (group, row);
      g_ptr_array_add (self->rows, row);
      if (g_hash_table_contains (self->opened, GUINT_TO_POINTER (surety_check_get_id (check))))
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
    }
  gtk_widget_set_visible (GTK_WIDGET (group), g_list_model_get_n_items (checks) > 0);
}

static gboolean
any_threshold_changed (void)
{
  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    if (!surety_thresholds_is_default (surety_vetting_thresholds (), limit))
      return TRUE;

  return FALSE;
}

/* The least of what the questions were answered by. */
static SuretyKnown
find_known (SuretyVettingCard *self)
{
  SuretyKnown least;

  if (self->session == NULL)
    return SURETY_KNOWN_UNKNOWN;
  if (self->sheet != NULL)
    return surety_token_sheet_get_known (self->sheet);

  least = surety_directory_get_known (surety_session_get_directory (self->session));
  for (guint i = 0; self->pledges != NULL && i < g_list_model_get_n_items (self->pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (self->pledges, i);

      least = MIN (least, surety_pledge_get_known (pledge));
    }
  return least;
}

static void
show_vetting (SuretyVettingCard *self)
{
  g_autofree char *summary = NULL;

  remember_opened (self);
  remove_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->vetting != NULL);
  if (self->vetting == NULL)
    return;
  summary = summarise (self->vetting);
  gtk_label_set_label (self->summary_label, summary);
  surety_known_mark_set_source (self->source_mark, find_known (self),
                                surety_vetting_get_block (self->vetting));
  add_rows (self, self->attention_group, surety_vetting_get_attention (self->vetting));
  add_rows (self, self->clear_group, surety_vetting_get_clear (self->vetting));
  gtk_widget_set_visible (self->reset_button, any_threshold_changed ());
}

static void
on_thresholds_changed (SuretyVettingCard *self)
{
  g_autoptr (SuretyVetting) again = NULL;

  if (self->vetting == NULL)
    return;
  again = surety_vetting_again (self->vetting, surety_vetting_thresholds ());
  surety_vetting_card_set_vetting (self, again);
}

static void
on_reset (SuretyVettingCard *self)
{
  surety_thresholds_reset_all (surety_vetting_thresholds ());
}

/* Whether both say the same in words: then rows are left alone, and what is open and focused with
 * them. Their figures say which block they are of. */
static gboolean
says_the_same (SuretyVetting *a, SuretyVetting *b)
{
  GListModel *first = NULL;
  GListModel *second = NULL;
  guint n = 0;

  if (a == NULL || b == NULL || surety_vetting_get_subject (a) != surety_vetting_get_subject (b) ||
      surety_vetting_get_network (a) != surety_vetting_get_network (b))
    return FALSE;
  first = surety_vetting_get_checks (a);
  second = surety_vetting_get_checks (b);
  n = g_list_model_get_n_items (first);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyCheck) left = g_list_model_get_item (first, i);
      g_autoptr (SuretyCheck) right = g_list_model_get_item (second, i);
      g_autofree char *before = surety_check_words_finding (left, surety_vetting_get_block (a),
                                                            surety_vetting_get_time (a));
      g_autofree char *after = surety_check_words_finding (right, surety_vetting_get_block (b),
                                                           surety_vetting_get_time (b));

      if (!surety_check_equal (left, right) || !g_str_equal (before, after))
        return FALSE;
    }

  return TRUE;
}

/* What the operator's own file says, as far as it was let be fetched. */
static SuretyVettingWeb
read_web (SuretyDirectory *directory, SuretyProvider *provider)
{
  SuretyFiles *files = surety_directory_get_files (directory);
  const char *uri = surety_provider_get_metadata_uri (provider);
  SuretyVettingWeb web = {
    .names_compared = surety_directory_get_load (directory) == SURETY_LOAD_READY,
    .look_alike = surety_directory_is_look_alike (directory,
                                                  surety_provider_get_address (provider)),
  };

  switch (surety_files_get_state (files, uri))
    {
    case SURETY_FILE_OFF:
      web.switched_off = TRUE;
      break;
    case SURETY_FILE_READ:
      web.read = web.answers = TRUE;
      break;
    case SURETY_FILE_FAILED:
      web.read = TRUE;
      break;
    case SURETY_FILE_NONE:
      /* What is on the chain itself is always there. */
      web.read = web.answers = uri != NULL && g_str_has_prefix (uri, "data:") &&
                               *surety_provider_get_name (provider) != '\0';
      break;
    case SURETY_FILE_WAITING:
    default:
      break;
    }
  web.domain_known = surety_files_match_site (files, uri, &web.domain_matches);
  return web;
}

static void
read_again (SuretyVettingCard *self)
{
  SuretyVettingChain chain;
  g_autoptr (SuretyVetting) vetting = NULL;
  SuretyDirectory *directory = NULL;
  SuretyThresholds *thresholds = surety_vetting_thresholds ();

  if (self->session == NULL || !surety_vetting_read_chain (self->session, self->pledges, &chain))
    return;
  directory = surety_session_get_directory (self->session);
  if (self->provider != NULL)
    {
      SuretyVettingWeb web = read_web (directory, self->provider);

      self->file_state = surety_files_get_state (surety_directory_get_files (directory),
                                                 surety_provider_get_metadata_uri (self->provider));
      vetting = surety_vetting_new_operator (&chain, self->provider,
                                             self->has_strategy ? &self->strategy : NULL,
                                             self->pledges,
                                             surety_directory_get_services (directory), &web,
                                             thresholds);
    }
  else if (self->service != NULL)
    vetting = surety_vetting_new_service (&chain, self->service,
                                          surety_directory_get_assets (directory), thresholds);
  else if (self->sheet != NULL)
    vetting = surety_vetting_new_token (&chain, self->sheet, thresholds);
  if (!says_the_same (self->vetting, vetting))
    surety_vetting_card_set_vetting (self, vetting);
}

static void
on_pledges (gpointer owner, const GValue *value, const GError *error)
{
  SuretyVettingCard *self = SURETY_VETTING_CARD (owner);

  /* Without them the checks that need them say so: not known. */
  if (error != NULL)
    return;
  g_set_object (&self->pledges, g_value_get_object (value));
  read_again (self);
}

/* Files of other operators come and go without end; its own is what counts. */
static void
on_files (SuretyVettingCard *self)
{
  SuretyDirectory *directory = surety_session_get_directory (self->session);

  if (self->provider != NULL && surety_files_get_state (surety_directory_get_files (directory),
                                                        surety_provider_get_metadata_uri (
                                                          self->provider)) != self->file_state)
    read_again (self);
}

static void
follow (SuretyVettingCard *self, SuretySession *session)
{
  SuretyDirectory *directory = surety_session_get_directory (session);

  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::holdings",
                           G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (directory, "notify::load", G_CALLBACK (read_again), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_directory_get_files (directory), "notify", G_CALLBACK (on_files),
                           self, G_CONNECT_SWAPPED);
}

static void
surety_vetting_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyVettingCard *self = SURETY_VETTING_CARD (object);

  switch ((SuretyVettingCardProperty) id)
    {
    case PROP_VETTING:
      g_value_set_object (value, self->vetting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_vetting_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyVettingCard *self = SURETY_VETTING_CARD (object);

  switch ((SuretyVettingCardProperty) id)
    {
    case PROP_VETTING:
      surety_vetting_card_set_vetting (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_vetting_card_dispose (GObject *object)
{
  SuretyVettingCard *self = SURETY_VETTING_CARD (object);

  dex_clear (&self->reading);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_VETTING_CARD);
  g_clear_object (&self->vetting);
  g_clear_object (&self->pledges);
  g_clear_object (&self->provider);
  g_clear_object (&self->service);
  g_clear_object (&self->sheet);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_vetting_card_parent_class)->dispose (object);
}

static void
surety_vetting_card_finalize (GObject *object)
{
  SuretyVettingCard *self = SURETY_VETTING_CARD (object);

  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->opened);

  G_OBJECT_CLASS (surety_vetting_card_parent_class)->finalize (object);
}

static void
surety_vetting_card_class_init (SuretyVettingCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_vetting_card_get_property;
  object_class->set_property = surety_vetting_card_set_property;
  object_class->dispose = surety_vetting_card_dispose;
  object_class->finalize = surety_vetting_card_finalize;

  properties[PROP_VETTING] = g_param_spec_object ("vetting", NULL, NULL, SURETY_TYPE_VETTING,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-vetting-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyVettingCard, summary_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyVettingCard, source_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyVettingCard, attention_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyVettingCard, clear_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyVettingCard, reset_button);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
}

static void
surety_vetting_card_init (SuretyVettingCard *self)
{
  self->rows = g_ptr_array_new ();
  self->opened = g_hash_table_new (g_direct_hash, g_direct_equal);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (surety_vetting_thresholds (), "changed",
                           G_CALLBACK (on_thresholds_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
surety_vetting_card_new (void)
{
  return g_object_new (SURETY_TYPE_VETTING_CARD, NULL);
}

SuretyVetting *
surety_vetting_card_get_vetting (SuretyVettingCard *self)
{
  g_return_val_if_fail (SURETY_IS_VETTING_CARD (self), NULL);

  return self->vetting;
}

void
surety_vetting_card_set_vetting (SuretyVettingCard *self, SuretyVetting *vetting)
{
  g_return_if_fail (SURETY_IS_VETTING_CARD (self));

  if (!g_set_object (&self->vetting, vetting))
    return;
  show_vetting (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VETTING]);
}

void
surety_vetting_card_show_operator (SuretyVettingCard *self,
                                   SuretySession *session,
                                   SuretyProvider *provider,
                                   const Address *strategy)
{
  g_return_if_fail (SURETY_IS_VETTING_CARD (self));

  follow (self, session);
  self->provider = g_object_ref (provider);
  self->has_strategy = strategy != NULL;
  if (strategy != NULL)
    self->strategy = *strategy;
  read_again (self);
  self->reading =
    surety_await (surety_directory_load_pledges (surety_session_get_directory (session),
                                                 surety_provider_get_address (provider)),
                  self, on_pledges);
}

void
surety_vetting_card_show_service (SuretyVettingCard *self,
                                  SuretySession *session,
                                  SuretyService *service)
{
  g_return_if_fail (SURETY_IS_VETTING_CARD (self));

  follow (self, session);
  self->service = g_object_ref (service);
  read_again (self);
}

void
surety_vetting_card_show_token (SuretyVettingCard *self,
                                SuretySession *session,
                                SuretyTokenSheet *sheet)
{
  g_return_if_fail (SURETY_IS_VETTING_CARD (self));

  follow (self, session);
  self->sheet = g_object_ref (sheet);
  read_again (self);
}

GtkWidget *
surety_vetting_card_new_operator (SuretySession *session,
                                  SuretyProvider *provider,
                                  const Address *strategy)
{
  GtkWidget *card = surety_vetting_card_new ();

  surety_vetting_card_show_operator (SURETY_VETTING_CARD (card), session, provider, strategy);

  return card;
}

GtkWidget *
surety_vetting_card_new_service (SuretySession *session, SuretyService *service)
{
  GtkWidget *card = surety_vetting_card_new ();

  surety_vetting_card_show_service (SURETY_VETTING_CARD (card), session, service);

  return card;
}

GtkWidget *
surety_vetting_card_new_token (SuretySession *session, SuretyTokenSheet *sheet)
{
  GtkWidget *card = surety_vetting_card_new ();

  surety_vetting_card_show_token (SURETY_VETTING_CARD (card), session, sheet);

  return card;
}
