/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-plan-claim.h"

#include <glib/gi18n.h>
#include <string.h>

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-format.h"
#include "surety-known-mark.h"
#include "surety-recipient-group.h"

#define REWARD "surety-reward"

struct _SuretyPlanClaim
{
  AdwBin parent_instance;

  SuretySession *session;

  GtkListBox *rows;
  GtkLabel *error_label;
  SuretyRecipientGroup *recipient;
};

G_DEFINE_FINAL_TYPE (SuretyPlanClaim, surety_plan_claim, ADW_TYPE_BIN)

static char *
dup_amount (SuretyReward *reward)
{
  SuretyFigure *claimable = surety_reward_get_claimable (reward);
  g_autofree char *number = NULL;
  g_autofree char *address = NULL;
  char text[ADDRESS_TEXT_SIZE];

  if (surety_reward_get_known (reward))
    return surety_closure_amount (NULL, claimable);
  number = surety_format_amount (surety_figure_get_value (claimable),
                                 surety_figure_get_decimals (claimable));
  address_to_text (surety_reward_get_token (reward), text);
  address = surety_format_address (text, FALSE);
  /* Translators: a number, then the address of a token: "3 of 0x5af0 … 8e07" */
  return g_strdup_printf (_ ("%s of %s"), number, address);
}

static void
on_chosen (SuretyPlanClaim *self)
{
  surety_label_set_failure (self->error_label, NULL);
}

static void
add_row (SuretyPlanClaim *self, SuretyReward *reward)
{
  g_autofree char *amount = dup_amount (reward);
  g_autofree char *title = g_markup_escape_text (amount, -1);
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (!surety_reward_get_known (reward))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                 _ ("A token that is not known here: what it is worth, and whether "
                                    "it can be sent on, is not known either."));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             surety_known_mark_new (surety_reward_get_claimable (reward)));
  /* Anybody can have a token of their own posted for everybody, and one that refuses stops the others. */
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), surety_reward_get_known (reward));
  g_object_set_data_full (G_OBJECT (row), REWARD, g_object_ref (reward), g_object_unref);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->rows, row);
}

static void
surety_plan_claim_dispose (GObject *object)
{
  SuretyPlanClaim *self = SURETY_PLAN_CLAIM (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_PLAN_CLAIM);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_plan_claim_parent_class)->dispose (object);
}

static void
surety_plan_claim_class_init (SuretyPlanClaimClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_plan_claim_dispose;

  g_type_ensure (SURETY_TYPE_RECIPIENT_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-plan-claim.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanClaim, rows);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanClaim, error_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyPlanClaim, recipient);
}

static void
surety_plan_claim_init (SuretyPlanClaim *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_plan_claim_set_session (SuretyPlanClaim *self, SuretySession *session)
{
  GListModel *rewards = NULL;

  g_return_if_fail (SURETY_IS_PLAN_CLAIM (self));
  g_return_if_fail (self->session == NULL && SURETY_IS_SESSION (session));

  self->session = g_object_ref (session);
  rewards = surety_rewards_get_rows (surety_session_get_rewards (session));
  for (guint i = 0; i < g_list_model_get_n_items (rewards); i++)
    {
      g_autoptr (SuretyReward) reward = g_list_model_get_item (rewards, i);
      SuretyFigure *claimable = surety_reward_get_claimable (reward);

      if (surety_figure_is_known (claimable) && surety_figure_get_value (claimable) > 0)
        add_row (self, reward);
    }
  surety_recipient_group_set_session (self->recipient, session);
}

/* The tokens that are switched on; *only: the reward, where it is one. */
static GArray *
find_tokens (SuretyPlanClaim *self, SuretyReward **only)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Address));

  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows, i);
      SuretyReward *reward = NULL;

      if (row == NULL)
        break;
      if (!adw_switch_row_get_active (ADW_SWITCH_ROW (row)))
        continue;
      reward = g_object_get_data (G_OBJECT (row), REWARD);
      *only = tokens->len == 0 ? reward : NULL;
      g_array_append_vals (tokens, surety_reward_get_token (reward), 1);
    }
  return tokens;
}

static void
refuse (SuretyPlanClaim *self, const char *sentence)
{
  gtk_label_set_label (self->error_label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->error_label), sentence,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

SuretyIntent *
surety_plan_claim_make_intent (SuretyPlanClaim *self, char **headline)
{
  SuretyAccount *account = NULL;
  SuretyReward *only = NULL;
  g_autoptr (GArray) tokens = NULL;
  g_autoptr (SuretyClaim) claim = NULL;
  const char *recipient = NULL;
  Address address;

  g_return_val_if_fail (SURETY_IS_PLAN_CLAIM (self), NULL);

  account = surety_session_get_account (self->session);
  recipient = surety_recipient_group_get_recipient (self->recipient);
  tokens = find_tokens (self, &only);
  if (tokens->len == 0)
    {
      refuse (self, _ ("Choose at least one token to be claimed."));
      return NULL;
    }
  if (account == NULL || recipient == NULL ||
      address_parse (recipient, strlen (recipient), &address, NULL) != CORE_OK)
    {
      refuse (self, _ ("Choose who is paid."));
      return NULL;
    }
  claim = surety_rewards_make_claim (surety_session_get_rewards (self->session),
                                     (const Address *) tokens->data, tokens->len);
  if (claim == NULL)
    {
      refuse (self, _ ("Nothing of this can be claimed any more. Close this and look again."));
      return NULL;
    }
  if (only != NULL)
    {
      g_autofree char *amount = dup_amount (only);

      /* Translators: "3 EIGEN" */
      *headline = g_strdup_printf (_ ("Claim %s"), amount);
    }
  else
    /* Translators: %u is a number of tokens. */
    *headline = g_strdup_printf (ngettext ("Claim rewards in %u token",
                                           "Claim rewards in %u tokens", tokens->len),
                                 tokens->len);
  return surety_intent_new_claim (surety_account_get_address (account), claim, &address);
}
