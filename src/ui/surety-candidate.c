/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-candidate.h"

struct _SuretyCandidate
{
  GObject parent_instance;

  const SuretyCandidateKind *kind;
  GObject *subject;
  SuretyScope *scope;
  char *key;
  char *address;

  /* Of this generation; cells are filled in one by one. */
  guint generation;
  char *search;
  SuretyCell *cells;
  gboolean has_traits;
  guint traits;

  gboolean chosen;
};

G_DEFINE_FINAL_TYPE (SuretyCandidate, surety_candidate, G_TYPE_OBJECT)

typedef enum
{
  PROP_CHOSEN = 1,
} SuretyCandidateProperty;

static GParamSpec *properties[PROP_CHOSEN + 1];

static void
forget (SuretyCandidate *self)
{
  for (guint i = 0; self->cells != NULL && i < self->kind->n_columns; i++)
    {
      g_free (self->cells[i].text);
      g_free (self->cells[i].detail);
      g_free (self->cells[i].remark);
      g_free (self->cells[i].order);
    }
  g_clear_pointer (&self->cells, g_free);
  g_clear_pointer (&self->search, g_free);
  self->has_traits = FALSE;
}

static void
catch_up (SuretyCandidate *self)
{
  if (self->generation == self->scope->generation)
    return;
  forget (self);
  self->generation = self->scope->generation;
}

static void
surety_candidate_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyCandidate *self = SURETY_CANDIDATE (object);

  switch ((SuretyCandidateProperty) id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_candidate_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((SuretyCandidateProperty) id)
    {
    case PROP_CHOSEN:
      surety_candidate_set_chosen (SURETY_CANDIDATE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_candidate_finalize (GObject *object)
{
  SuretyCandidate *self = SURETY_CANDIDATE (object);

  forget (self);
  g_free (self->key);
  g_free (self->address);
  g_clear_pointer (&self->scope, surety_scope_unref);
  g_clear_object (&self->subject);

  G_OBJECT_CLASS (surety_candidate_parent_class)->finalize (object);
}

static void
surety_candidate_class_init (SuretyCandidateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = surety_candidate_get_property;
  object_class->set_property = surety_candidate_set_property;
  object_class->finalize = surety_candidate_finalize;

  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_candidate_init (SuretyCandidate *self)
{
}

SuretyCandidate *
surety_candidate_new (const SuretyCandidateKind *kind, gpointer subject, SuretyScope *scope)
{
  SuretyCandidate *self = NULL;

  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (G_IS_OBJECT (subject), NULL);
  g_return_val_if_fail (scope != NULL, NULL);

  self = g_object_new (SURETY_TYPE_CANDIDATE, NULL);
  self->kind = kind;
  self->subject = g_object_ref (subject);
  self->scope = surety_scope_ref (scope);
  self->generation = scope->generation;
  self->key = kind->dup_key (subject);
  self->address = kind->dup_address (subject);

  return self;
}

gpointer
surety_candidate_get_subject (SuretyCandidate *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE (self), NULL);
  return self->subject;
}

const SuretyCandidateKind *
surety_candidate_get_kind (SuretyCandidate *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE (self), NULL);
  return self->kind;
}

const char *
surety_candidate_get_key (SuretyCandidate *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE (self), NULL);
  return self->key;
}

const char *
surety_candidate_get_address (SuretyCandidate *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE (self), NULL);
  return self->address;
}

const SuretyCell *
surety_candidate_get_cell (SuretyCandidate *self, guint column)
{
  SuretyCell *cell = NULL;

  g_return_val_if_fail (SURETY_IS_CANDIDATE (self), NULL);
  g_return_val_if_fail (column < self->kind->n_columns, NULL);

  catch_up (self);
  if (self->cells == NULL)
    self->cells = g_new0 (SuretyCell, self->kind->n_columns);
  cell = &self->cells[column];
  if (cell->text == NULL)
    {
      cell->known = TRUE;
      self->kind->fill_cell (self->subject, column, self->scope, cell);
    }

  return cell;
}

void
surety_candidate_get_parts (SuretyCandidate *self, SuretyParts *out)
{
  g_return_if_fail (SURETY_IS_CANDIDATE (self));
  g_return_if_fail (self->kind->get_parts != NULL);

  *out = (SuretyParts) { 0 };
  self->kind->get_parts (self->subject, self->scope, out);
}

guint
surety_candidate_get_traits (SuretyCandidate *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE (self), 0);

  catch_up (self);
  if (!self->has_traits)
    {
      self->traits = self->kind->get_traits (self->subject, self->scope);
      self->has_traits = TRUE;
    }

  return self->traits;
}

gboolean
surety_candidate_matches (SuretyCandidate *self, const char *needle)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE (self), FALSE);

  catch_up (self);
  if (self->search == NULL)
    {
      g_autofree char *text = self->kind->dup_search (self->subject, self->scope);

      self->search = surety_candidate_fold (text);
    }

  return strstr (self->search, needle) != NULL;
}

gboolean
surety_candidate_get_chosen (SuretyCandidate *self)
{
  g_return_val_if_fail (SURETY_IS_CANDIDATE (self), FALSE);
  return self->chosen;
}

void
surety_candidate_set_chosen (SuretyCandidate *self, gboolean chosen)
{
  g_return_if_fail (SURETY_IS_CANDIDATE (self));

  if (self->chosen == !!chosen)
    return;
  self->chosen = !!chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

int
surety_candidate_compare (SuretyCandidate *a, SuretyCandidate *b, guint column, gboolean descending)
{
  const SuretyCell *first = surety_candidate_get_cell (a, column);
  const SuretyCell *second = surety_candidate_get_cell (b, column);

  /* Who sorts turns the order round when it is descending, which must not bring the unknown up. */
  if (first->known != second->known)
    return first->known == !descending ? -1 : 1;
  if (first->order != NULL && second->order != NULL)
    return strcmp (first->order, second->order);

  return u256_compare (first->rank, second->rank);
}

char *
surety_candidate_fold (const char *text)
{
  /* The same for most, in a tenth of the time: all there are are folded at the first key of a search. */
  g_autofree char *folded = g_str_is_ascii (text) ? g_ascii_strdown (text, -1)
                                                  : g_utf8_casefold (text, -1);

  return g_strdup (g_strstrip (folded));
}

void
surety_cell_set (SuretyCell *out, char *text, char *detail)
{
  out->text = text;
  out->detail = detail;
}

void
surety_cell_rank (SuretyCell *out, u256 rank)
{
  out->rank = rank;
}
