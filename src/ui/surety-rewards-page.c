/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-rewards-page.h"

#include <glib/gi18n.h>

#include "surety-address-words.h"
#include "surety-amount-label.h"
#include "surety-config.h"
#include "surety-format.h"
#include "surety-plan-dialog.h"
#include "surety-rewards-server.h"
#include "surety-sentences.h"

struct _SuretyRewardsPage
{
  AdwBin parent_instance;

  SuretySession *session;

  GtkStack *stack;
  AdwStatusPage *failed_page;
  AdwStatusPage *empty_page;
  GtkWidget *failed_server_button;
  GtkWidget *empty_server_button;
  SuretyRewardsServer *server;
  GtkListBox *notices;
  GtkWidget *claim_button;
  GtkListBox *rows;
  AdwActionRow *root_row;
  AdwActionRow *next_row;
  AdwActionRow *server_row;
  GtkWidget *server_button;
};

G_DEFINE_FINAL_TYPE (SuretyRewardsPage, surety_rewards_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SESSION = 1,
} SuretyRewardsPageProperty;

static GParamSpec *properties[PROP_SESSION + 1];

static SuretyRewards *
get_rewards (SuretyRewardsPage *self)
{
  return surety_session_get_rewards (self->session);
}

/* --- what is in the way --- */

static void
add_notice (SuretyRewardsPage *self, const char *icon, const char *title, const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", subtitle, "subtitle-lines", 0, NULL);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Note"),
                                  -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  gtk_list_box_append (self->notices, row);
  gtk_widget_set_visible (GTK_WIDGET (self->notices), TRUE);
}

static gboolean
is_claimer (SuretyRewardsPage *self, SuretyRewardSheet *sheet)
{
  const Address *claimer = surety_reward_sheet_get_claimer (sheet);

  return claimer == NULL || address_equal (claimer, surety_reward_sheet_get_account (sheet));
}

static gboolean
can_sign (SuretyRewardsPage *self)
{
  SuretyAccount *account = surety_session_get_account (self->session);

  return account != NULL && surety_account_get_can_sign (account);
}

/* Of how many tokens something can be claimed; or, not known, of how many that can't be told. */
static guint
count_claimable (SuretyRewardsPage *self, gboolean known)
{
  GListModel *rows = surety_rewards_get_rows (get_rewards (self));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SuretyReward) reward = g_list_model_get_item (rows, i);
      SuretyFigure *claimable = surety_reward_get_claimable (reward);
      const gboolean is_known = surety_figure_is_known (claimable);

      if (known ? is_known && surety_figure_get_value (claimable) > 0 : !is_known)
        n++;
    }
  return n;
}

static void
show_notices (SuretyRewardsPage *self, SuretyRewardSheet *sheet)
{
  const GError *error = surety_rewards_get_error (get_rewards (self));
  const guint left_out = surety_reward_sheet_get_n_left_out (sheet);

  gtk_list_box_remove_all (self->notices);
  gtk_widget_set_visible (GTK_WIDGET (self->notices), FALSE);
  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      add_notice (self, "dialog-warning-symbolic", _ ("This Is What Was Read Before"), sentence);
    }
  if (surety_reward_sheet_get_paused (sheet))
    add_notice (self, "media-playback-pause-symbolic", _ ("Claiming Is Paused"),
                _ (
                  "The protocol has paused it for everybody. What was earned stays yours, and does "
                  "not expire."));
  if (!is_claimer (self, sheet))
    {
      g_autofree char *name = surety_address_words_named (self->session,
                                                          surety_reward_sheet_get_claimer (sheet),
                                                          TRUE);
      /* Translators: %s is an address, and its name where it has one. */
      g_autofree char *text = g_strdup_printf (
        _ ("This account has named %s to claim for it. Only that one can, and where it has them "
           "paid is its choice."),
        name);

      add_notice (self, "system-users-symbolic", _ ("Somebody Else Claims These"), text);
    }
  else if (!can_sign (self))
    add_notice (
      self, "view-reveal-symbolic", _ ("Only Watched"),
      _ ("The key of this account is not here, so its rewards can be seen and not claimed. "
         "They do not expire."));
  if (count_claimable (self, FALSE) > 0)
    add_notice (self, "dialog-warning-symbolic", _ ("Not All of It Is Known"),
                _ ("What was claimed of some tokens could not be read, so what is left of them is "
                   "not known. Nothing happened to them; look again later."));
  else if (count_claimable (self, TRUE) == 0)
    add_notice (self, "object-select-symbolic", _ ("Everything Was Claimed"),
                _ ("Nothing that can be claimed is left of what was earned so far."));
  if (left_out > 0)
    {
      /* Translators: %u is a number of tokens. */
      g_autofree char *text = g_strdup_printf (
        ngettext (
          "%u more token is not shown: one transaction can’t claim it with the others. What "
          "was earned does not expire.",
          "%u more tokens are not shown: one transaction can’t claim them with the others. "
          "What was earned does not expire.",
          left_out),
        left_out);

      add_notice (self, "view-more-symbolic", _ ("There Is More"), text);
    }
}

/* --- what was earned --- */

static GtkWidget *
create_small (const char *title, SuretyFigure *figure)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *amount = surety_amount_label_new (figure);

  g_object_set (amount, "compact", TRUE, NULL);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), amount);

  return box;
}

/* Anybody can make a token, and call it anything: one that is not known here is named by its address. */
static void
add_unknown (GtkBox *box, SuretyReward *reward)
{
  char text[ADDRESS_TEXT_SIZE];
  g_autofree char *shown = NULL;
  g_autofree char *sentence = NULL;
  GtkWidget *label = NULL;

  if (surety_reward_get_known (reward))
    return;
  address_to_text (surety_reward_get_token (reward), text);
  shown = surety_format_address (text, TRUE);
  /* Translators: %s is an address. */
  sentence = g_strdup_printf (_ ("of a token that is not known here: %s"), shown);
  label = gtk_label_new (sentence);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_box_append (box, label);
}

/* Practice has a clock of its own; elsewhere this computer's is good. */
static guint64
find_now (SuretyRewardsPage *self)
{
  SuretyNetwork *network = surety_session_get_network (self->session);
  SuretyConnection *connection = surety_session_get_connection (self->session);

  return network != NULL && connection != NULL &&
             surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE
           ? surety_connection_get_head_time (connection)
           : 0;
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  SuretyRewardsPage *self = data;
  SuretyReward *reward = item;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *amount = surety_amount_label_new (surety_reward_get_claimable (reward));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *wrap = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (wrap), 18);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (wrap), 6);
  adw_wrap_box_append (ADW_WRAP_BOX (wrap),
                       create_small (_ ("Earned so far"), surety_reward_get_earned (reward)));
  adw_wrap_box_append (ADW_WRAP_BOX (wrap),
                       create_small (_ ("Claimed so far"), surety_reward_get_claimed (reward)));
  g_object_set (amount, "now", find_now (self), NULL);
  gtk_box_append (GTK_BOX (box), amount);
  add_unknown (GTK_BOX (box), reward);
  gtk_box_append (GTK_BOX (box), wrap);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  return row;
}

static void
show_source (SuretyRewardsPage *self, SuretyRewardSheet *sheet)
{
  const SuretyRewardRoot *root = surety_reward_sheet_get_root (sheet);
  const SuretyRewardRoot *next = surety_reward_sheet_get_next (sheet);
  const char *server = surety_reward_sheet_get_server (sheet);
  g_autofree char *until = root != NULL ? surety_format_date (root->end) : NULL;
  g_autofree char *since = root != NULL ? surety_format_date (root->active) : NULL;
  g_autofree char *later = next != NULL ? surety_format_date (next->active) : NULL;
  g_autofree char *said = NULL;
  g_autofree char *asked = NULL;
  gboolean can_choose = FALSE;

  if (root != NULL)
    /* Translators: two dates, then a number. */
    said = g_strdup_printf (_ ("%s. It can be claimed since %s, under root %u on the chain."),
                            until, since, root->index);
  gtk_widget_set_visible (GTK_WIDGET (self->root_row), root != NULL);
  adw_action_row_set_subtitle (self->root_row, said);
  gtk_widget_set_visible (GTK_WIDGET (self->next_row), next != NULL);
  adw_action_row_set_subtitle (self->next_row, later);
  g_object_get (get_rewards (self), "can-choose", &can_choose, NULL);
  if (server != NULL && can_choose)
    /* Translators: %s is a host. */
    asked = g_strdup_printf (_ ("%s; each was checked against the root on the chain"), server);
  else if (server != NULL)
    asked = g_strdup (_ ("The practice network itself; each was checked against the root on its "
                         "chain"));
  gtk_widget_set_visible (GTK_WIDGET (self->server_row), server != NULL);
  adw_action_row_set_subtitle (self->server_row, asked);
  gtk_widget_set_visible (self->server_button, can_choose);
}

/* --- which of it is shown --- */

static const char *
find_page (SuretyRewardsPage *self)
{
  SuretyConnection *connection = surety_session_get_connection (self->session);
  SuretyRewards *rewards = get_rewards (self);

  if (connection == NULL || surety_connection_get_state (connection) == SURETY_CONNECTION_NONE)
    return "offline";
  if (surety_rewards_get_needs_server (rewards))
    return "server";
  switch (surety_rewards_get_load (rewards))
    {
    case SURETY_LOAD_READY:
      return "content";
    case SURETY_LOAD_EMPTY:
      return "empty";
    case SURETY_LOAD_FAILED:
      return "failed";
    case SURETY_LOAD_IDLE:
    case SURETY_LOAD_LOADING:
    default:
      return "loading";
    }
}

/* Nobody can prove that there is nothing: where a server is asked, it is that one's word. */
static void
show_empty (SuretyRewardsPage *self, SuretyRewardSheet *sheet, gboolean can_choose)
{
  const SuretyRewardRoot *next = sheet != NULL ? surety_reward_sheet_get_next (sheet) : NULL;
  const char *server = sheet != NULL ? surety_reward_sheet_get_server (sheet) : NULL;
  g_autofree char *date = next != NULL ? surety_format_date (next->active) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *description = NULL;

  if (server != NULL && can_choose)
    {
      /* Translators: %s is a host. */
      g_string_append_printf (text,
                              _ ("%s knows of nothing that this account has earned. That can’t be "
                                 "proved: a server that keeps something back says the same."),
                              server);
      g_string_append_c (text, ' ');
    }
  g_string_append (text, _ ("Rewards are posted once a week at most, and can be claimed a week "
                            "later. Whether anything is paid is up to the services an operator "
                            "secures."));
  if (date != NULL)
    {
      g_string_append_c (text, ' ');
      /* Translators: %s is a date. */
      g_string_append_printf (text, _ ("What was posted last can be claimed from %s."), date);
    }
  adw_status_page_set_title (self->empty_page, server != NULL && can_choose
                                                 ? _ ("No Rewards Known")
                                                 : _ ("Nothing Earned So Far"));
  description = g_markup_escape_text (text->str, -1);
  adw_status_page_set_description (self->empty_page, description);
}

static void
show_all (SuretyRewardsPage *self)
{
  SuretyRewards *rewards = get_rewards (self);
  SuretyRewardSheet *sheet = surety_rewards_get_sheet (rewards);
  const GError *error = surety_rewards_get_error (rewards);
  const char *page = find_page (self);
  g_autofree char *sentence = error != NULL ? surety_sentence_for_error (error) : NULL;
  const gboolean any = count_claimable (self, TRUE) > 0;
  gboolean can_choose = FALSE;

  g_object_get (rewards, "can-choose", &can_choose, NULL);
  gtk_widget_set_visible (self->failed_server_button, can_choose);
  gtk_widget_set_visible (self->empty_server_button, can_choose);
  adw_status_page_set_description (self->failed_page, sentence);
  show_empty (self, sheet, can_choose);
  if (sheet != NULL)
    {
      show_notices (self, sheet);
      show_source (self, sheet);
    }
  gtk_widget_set_visible (self->claim_button, sheet != NULL && any && can_sign (self) &&
                                                is_claimer (self, sheet) &&
                                                !surety_reward_sheet_get_paused (sheet));
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
on_connection (SuretyRewardsPage *self)
{
  SuretyConnection *connection = surety_session_get_connection (self->session);

  if (connection != NULL)
    g_signal_connect_object (connection, "notify::state", G_CALLBACK (show_all), self,
                             G_CONNECT_SWAPPED);
  show_all (self);
}

/* --- pressed --- */

static void
on_again (SuretyRewardsPage *self)
{
  /* Its failure is in "error". */
  dex_future_disown (surety_rewards_refresh (get_rewards (self)));
}

static void
on_server (SuretyRewardsPage *self)
{
  adw_dialog_present (surety_rewards_server_new_dialog (get_rewards (self)), GTK_WIDGET (self));
}

static void
on_claim (SuretyRewardsPage *self)
{
  adw_dialog_present (surety_plan_dialog_new_claim (self->session), GTK_WIDGET (self));
}

/* --- the widget --- */

static void
surety_rewards_page_map (GtkWidget *widget)
{
  SuretyRewardsPage *self = SURETY_REWARDS_PAGE (widget);

  GTK_WIDGET_CLASS (surety_rewards_page_parent_class)->map (widget);
  surety_rewards_set_shown (get_rewards (self), TRUE);
}

static void
surety_rewards_page_unmap (GtkWidget *widget)
{
  SuretyRewardsPage *self = SURETY_REWARDS_PAGE (widget);

  surety_rewards_set_shown (get_rewards (self), FALSE);
  GTK_WIDGET_CLASS (surety_rewards_page_parent_class)->unmap (widget);
}

static void
surety_rewards_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyRewardsPage *self = SURETY_REWARDS_PAGE (object);

  switch ((SuretyRewardsPageProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_rewards_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyRewardsPage *self = SURETY_REWARDS_PAGE (object);

  switch ((SuretyRewardsPageProperty) id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_rewards_page_constructed (GObject *object)
{
  SuretyRewardsPage *self = SURETY_REWARDS_PAGE (object);
  SuretyRewards *rewards = get_rewards (self);
  static const char *const followed[] = {
    "notify::load",   "notify::error",        "notify::sheet",
    "notify::server", "notify::needs-server", "notify::can-choose",
  };

  G_OBJECT_CLASS (surety_rewards_page_parent_class)->constructed (object);

  gtk_list_box_bind_model (self->rows, surety_rewards_get_rows (rewards), create_row, self, NULL);
  surety_rewards_server_set_rewards (self->server, rewards);
  for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_connect_object (rewards, followed[i], G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::account", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::connection", G_CALLBACK (on_connection), self,
                           G_CONNECT_SWAPPED);
  on_connection (self);
}

static void
surety_rewards_page_dispose (GObject *object)
{
  SuretyRewardsPage *self = SURETY_REWARDS_PAGE (object);

  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_REWARDS_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_rewards_page_parent_class)->dispose (object);
}

static void
surety_rewards_page_class_init (SuretyRewardsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_rewards_page_get_property;
  object_class->set_property = surety_rewards_page_set_property;
  object_class->constructed = surety_rewards_page_constructed;
  object_class->dispose = surety_rewards_page_dispose;
  widget_class->map = surety_rewards_page_map;
  widget_class->unmap = surety_rewards_page_unmap;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_REWARDS_SERVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-rewards-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, failed_server_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, empty_server_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, server);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, notices);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, claim_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, rows);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, root_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, next_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsPage, server_button);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_server);
  gtk_widget_class_bind_template_callback (widget_class, on_claim);
}

static void
surety_rewards_page_init (SuretyRewardsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
