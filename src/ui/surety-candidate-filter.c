/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-candidate-filter.h"

#include "surety-candidate.h"

struct _SuretyCandidateFilter
{
  GtkFilter parent_instance;

  char *search; /* as it was given */
  char *needle; /* as it is looked for */
  guint traits;
};

G_DEFINE_FINAL_TYPE (SuretyCandidateFilter, surety_candidate_filter, GTK_TYPE_FILTER)

typedef enum
{
  PROP_SEARCH = 1,
  PROP_TRAITS,
} SuretyCandidateFilterProperty;

static GParamSpec *properties[PROP_TRAITS + 1];

static gboolean
surety_candidate_filter_match (GtkFilter *filter, gpointer item)
{
  SuretyCandidateFilter *self = SURETY_CANDIDATE_FILTER (filter);

  if (self->traits != 0 && (surety_candidate_get_traits (item) & self->traits) != self->traits)
    return FALSE;

  return *self->needle == '\0' || surety_candidate_matches (item, self->needle);
}

static GtkFilterMatch
surety_candidate_filter_get_strictness (GtkFilter *filter)
{
  SuretyCandidateFilter *self = SURETY_CANDIDATE_FILTER (filter);

  return self->traits == 0 && *self->needle == '\0' ? GTK_FILTER_MATCH_ALL : GTK_FILTER_MATCH_SOME;
}

static void
surety_candidate_filter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyCandidateFilter *self = SURETY_CANDIDATE_FILTER (object);

  switch ((SuretyCandidateFilterProperty) id)
    {
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case PROP_TRAITS:
      g_value_set_uint (value, self->traits);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_candidate_filter_set_property (GObject *object,
                                      guint id,
                                      const GValue *value,
                                      GParamSpec *pspec)
{
  SuretyCandidateFilter *self = SURETY_CANDIDATE_FILTER (object);

  switch ((SuretyCandidateFilterProperty) id)
    {
    case PROP_SEARCH:
      surety_candidate_filter_set_search (self, g_value_get_string (value));
      break;
    case PROP_TRAITS:
      surety_candidate_filter_set_traits (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_candidate_filter_finalize (GObject *object)
{
  SuretyCandidateFilter *self = SURETY_CANDIDATE_FILTER (object);

  g_free (self->search);
  g_free (self->needle);

  G_OBJECT_CLASS (surety_candidate_filter_parent_class)->finalize (object);
}

static void
surety_candidate_filter_class_init (SuretyCandidateFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkFilterClass *filter_class = GTK_FILTER_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_candidate_filter_get_property;
  object_class->set_property = surety_candidate_filter_set_property;
  object_class->finalize = surety_candidate_filter_finalize;
  filter_class->match = surety_candidate_filter_match;
  filter_class->get_strictness = surety_candidate_filter_get_strictness;

  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, "", flags);
  properties[PROP_TRAITS] = g_param_spec_uint ("traits", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_candidate_filter_init (SuretyCandidateFilter *self)
{
  self->search = g_strdup ("");
  self->needle = g_strdup ("");
}

const char *
surety_candidate_filter_get_search (SuretyCandidateFilter *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE_FILTER (self), NULL);
  return self->search;
}

void
surety_candidate_filter_set_search (SuretyCandidateFilter *self, const char *search)
{
  g_autofree char *needle = NULL;
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;
  gboolean same = FALSE;

  g_return_if_fail (SURETY_IS_CANDIDATE_FILTER (self));

  if (!g_set_str (&self->search, search != NULL ? search : ""))
    return;
  needle = surety_candidate_fold (self->search);
  if (strstr (needle, self->needle) != NULL)
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  else if (strstr (self->needle, needle) != NULL)
    change = GTK_FILTER_CHANGE_LESS_STRICT;
  same = g_str_equal (needle, self->needle);
  g_set_str (&self->needle, needle);
  if (!same)
    gtk_filter_changed (GTK_FILTER (self), change);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

guint
surety_candidate_filter_get_traits (SuretyCandidateFilter *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE_FILTER (self), 0);
  return self->traits;
}

void
surety_candidate_filter_set_traits (SuretyCandidateFilter *self, guint traits)
{
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;

  g_return_if_fail (SURETY_IS_CANDIDATE_FILTER (self));

  if (self->traits == traits)
    return;
  if ((traits & self->traits) == self->traits)
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  else if ((traits & self->traits) == traits)
    change = GTK_FILTER_CHANGE_LESS_STRICT;
  self->traits = traits;
  gtk_filter_changed (GTK_FILTER (self), change);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRAITS]);
}
