/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-list-kind.h"

#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-closures.h"
#include "surety-detail-page.h"
#include "surety-format.h"

static char *
dup_as_of (SuretySession *session, guint64 block, guint64 time)
{
  SuretyGuideFacts facts;
  g_autofree char *count = surety_format_count (block);
  g_autofree char *age = NULL;

  if (block == 0)
    return g_strdup ("");
  if (time == 0)
    return g_strdup_printf (_ ("as of block %s"), count);
  surety_guide_facts_read (session, &facts);
  age = surety_format_age (time, MAX (facts.time, time));

  /* Translators: the block and the age of what a list shows. */
  return g_strdup_printf (_ ("as of block %s · %s"), count, age);
}

/* Operators and services: of the directory. */

static GListModel *
get_providers (SuretySession *session)
{
  return surety_directory_get_providers (surety_session_get_directory (session));
}

static GListModel *
get_services (SuretySession *session)
{
  return surety_directory_get_services (surety_session_get_directory (session));
}

static GObject *
get_directory (SuretySession *session)
{
  return G_OBJECT (surety_session_get_directory (session));
}

static DexFuture *
refresh_directory (SuretySession *session)
{
  return surety_directory_refresh (surety_session_get_directory (session));
}

static char *
dup_directory_source (SuretySession *session)
{
  SuretyDirectory *directory = surety_session_get_directory (session);
  g_autofree char *as_of = dup_as_of (session, surety_directory_get_as_of_block (directory),
                                      surety_directory_get_as_of_time (directory));

  if (*as_of == '\0')
    return g_steal_pointer (&as_of);
  /* Translators: a list's block and age, and how well it is known. */
  return g_strdup_printf (_ ("%s · %s"), as_of,
                          surety_known_words (surety_directory_get_known (directory)));
}

static SuretyKnown
get_directory_known (SuretySession *session)
{
  return surety_directory_get_known (surety_session_get_directory (session));
}

static AdwNavigationPage *
create_operator (SuretySession *session, gpointer subject)
{
  return surety_operator_detail_new (session, subject);
}

static AdwNavigationPage *
create_service (SuretySession *session, gpointer subject)
{
  return surety_service_detail_new (session, subject);
}

/* Tokens. */

static GListModel *
get_sheets (SuretySession *session)
{
  return G_LIST_MODEL (surety_session_get_tokens (session));
}

static GObject *
get_tokens (SuretySession *session)
{
  return G_OBJECT (surety_session_get_tokens (session));
}

static DexFuture *
refresh_tokens (SuretySession *session)
{
  return surety_tokens_refresh (surety_session_get_tokens (session));
}

static char *
dup_tokens_source (SuretySession *session)
{
  SuretyTokens *tokens = surety_session_get_tokens (session);
  g_autoptr (SuretyTokenSheet) first = g_list_model_get_item (G_LIST_MODEL (tokens), 0);
  g_autofree char *words = NULL;

  if (first == NULL)
    return g_strdup ("");
  words = dup_as_of (session, surety_token_sheet_get_block (first),
                     surety_token_sheet_get_time (first));
  if (*words != '\0' && surety_token_sheet_get_known (first) != SURETY_KNOWN_UNKNOWN)
    {
      g_autofree char *as_of = g_steal_pointer (&words);

      /* Translators: a list's block and age, and how well it is known. */
      words = g_strdup_printf (_ ("%s · %s"), as_of,
                               surety_known_words (surety_token_sheet_get_known (first)));
    }

  return surety_tokens_get_complete (tokens)
           ? g_steal_pointer (&words)
           : g_strdup_printf (_ ("%s · reward rates are being read"), words);
}

static SuretyKnown
get_tokens_known (SuretySession *session)
{
  GListModel *tokens = G_LIST_MODEL (surety_session_get_tokens (session));
  g_autoptr (SuretyTokenSheet) first = g_list_model_get_item (tokens, 0);

  return first != NULL ? surety_token_sheet_get_known (first) : SURETY_KNOWN_UNKNOWN;
}

static AdwNavigationPage *
create_token (SuretySession *session, gpointer subject)
{
  return surety_token_detail_new (session, subject);
}

const SuretyListKind surety_operator_list = {
  .candidates = &surety_operator_kind,
  .key = "operators",
  .title = N_ ("Operators"),
  .loading_title = N_ ("Reading Who the Operators Are"),
  .empty_title = N_ ("No Operators"),
  .empty_description = N_ ("Nobody registered as an operator on this network."),
  .empty_icon = "system-users-symbolic",
  .names_sets = TRUE,
  .get_subjects = get_providers,
  .get_reader = get_directory,
  .refresh = refresh_directory,
  .dup_source = dup_directory_source,
  .get_known = get_directory_known,
  .create_detail = create_operator,
};

const SuretyListKind surety_service_list = {
  .candidates = &surety_service_kind,
  .key = "services",
  .title = N_ ("Services"),
  .loading_title = N_ ("Reading Who the Services Are"),
  .empty_title = N_ ("No Services"),
  .empty_description = N_ ("No service (AVS) made an operator set on this network."),
  .empty_icon = "system-users-symbolic",
  .get_subjects = get_services,
  .get_reader = get_directory,
  .refresh = refresh_directory,
  .dup_source = dup_directory_source,
  .get_known = get_directory_known,
  .create_detail = create_service,
};

const SuretyListKind surety_token_list = {
  .candidates = &surety_token_kind,
  .key = "tokens",
  .title = N_ ("Tokens"),
  .loading_title = N_ ("Reading the Tokens"),
  .empty_title = N_ ("No Tokens"),
  .empty_description = N_ ("The network’s file tells nothing of its tokens but their "
                           "contracts: there is nothing to compare."),
  .empty_icon = "edit-find-symbolic",
  .of_account = TRUE,
  .get_subjects = get_sheets,
  .get_reader = get_tokens,
  .refresh = refresh_tokens,
  .dup_source = dup_tokens_source,
  .get_known = get_tokens_known,
  .create_detail = create_token,
};
