/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-private.h"

static GParamSpec *properties[PROP_CAN_SIGN + 1];

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyGuide *self = SURETY_GUIDE (object);

  switch ((SuretyGuideProperty) id)
    {
    case PROP_PAGE:
      g_value_set_enum (value, (gint) self->page);
      break;
    case PROP_ASSET:
      g_value_set_object (value, self->asset);
      break;
    case PROP_PROVIDER:
      g_value_set_object (value, self->provider);
      break;
    case PROP_PLEDGES:
      g_value_set_object (value, self->pledges);
      break;
    case PROP_PLEDGES_LOAD:
      g_value_set_enum (value, (gint) self->pledges_load);
      break;
    case PROP_PLEDGES_ERROR:
      g_value_set_boxed (value, self->pledges_error);
      break;
    case PROP_SERVICES_SEEN:
      g_value_set_boolean (value, self->services_seen);
      break;
    case PROP_HELD_BACK:
      g_value_set_boolean (value, self->held_back);
      break;
    case PROP_BEYOND:
      g_value_set_boolean (value, self->beyond);
      break;
    case PROP_AMOUNT_TEXT:
      g_value_set_string (value, self->amount_text);
      break;
    case PROP_AMOUNT_STATE:
      g_value_set_enum (value, (gint) self->amount_state);
      break;
    case PROP_AMOUNT:
      g_value_set_object (value, self->amount);
      break;
    case PROP_PILOT:
      g_value_set_object (value, self->pilot);
      break;
    case PROP_MINTS:
      g_value_set_boolean (value, self->mints);
      break;
    case PROP_AVAILABLE:
      g_value_set_object (value, self->available);
      break;
    case PROP_EXPOSURE_NOW:
      g_value_set_object (value, self->exposure_now);
      break;
    case PROP_EXPOSURE_MOST:
      g_value_set_object (value, self->exposure_most);
      break;
    case PROP_EXPOSURE_BEFORE_EXIT:
      g_value_set_object (value, self->exposure_before_exit);
      break;
    case PROP_PREPARATION:
      g_value_set_object (value, self->preparation);
      break;
    case PROP_PREPARATION_LOAD:
      g_value_set_enum (value, (gint) self->preparation_load);
      break;
    case PROP_PREPARATION_ERROR:
      g_value_set_boxed (value, self->preparation_error);
      break;
    case PROP_STEPS:
      g_value_set_object (value, self->steps);
      break;
    case PROP_PLAN:
      g_value_set_int64 (value, self->plan);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_WAITING:
      g_value_set_boolean (value, surety_guide_get_waiting (self));
      break;
    case PROP_STOP_ERROR:
      g_value_set_boxed (value, self->stop_error);
      break;
    case PROP_FINISHED:
      g_value_set_boolean (value, surety_guide_get_finished (self));
      break;
    case PROP_CAN_SIGN:
      g_value_set_boolean (value, self->signer != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyGuide *self = SURETY_GUIDE (object);

  if (id == PROP_PAGE)
    surety_guide_set_page (self, (SuretyGuidePage) g_value_get_enum (value));
  else if (id == PROP_ASSET)
    surety_guide_set_asset (self, g_value_get_object (value));
  else if (id == PROP_PROVIDER)
    surety_guide_set_provider (self, g_value_get_object (value));
  else if (id == PROP_SERVICES_SEEN)
    surety_guide_set_services_seen (self, g_value_get_boolean (value));
  else if (id == PROP_HELD_BACK)
    surety_guide_set_held_back (self, g_value_get_boolean (value));
  else if (id == PROP_BEYOND)
    surety_guide_set_beyond (self, g_value_get_boolean (value));
  else if (id == PROP_AMOUNT_TEXT)
    surety_guide_set_amount_text (self, g_value_get_string (value));
  else if (id == PROP_MINTS)
    surety_guide_set_mints (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

void
surety_guide_install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags both = flags | G_PARAM_WRITABLE;

  object_class->get_property = get_property;
  object_class->set_property = set_property;

  properties[PROP_PAGE] = g_param_spec_enum ("page", NULL, NULL, SURETY_TYPE_GUIDE_PAGE,
                                             SURETY_GUIDE_PATH, both);
  properties[PROP_ASSET] = g_param_spec_object ("asset", NULL, NULL, SURETY_TYPE_ASSET, both);
  properties[PROP_PROVIDER] = g_param_spec_object ("provider", NULL, NULL, SURETY_TYPE_PROVIDER,
                                                   both);
  properties[PROP_PLEDGES] = g_param_spec_object ("pledges", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_PLEDGES_LOAD] = g_param_spec_enum ("pledges-load", NULL, NULL, SURETY_TYPE_LOAD,
                                                     SURETY_LOAD_IDLE, flags);
  properties[PROP_PLEDGES_ERROR] = g_param_spec_boxed ("pledges-error", NULL, NULL, G_TYPE_ERROR,
                                                       flags);
  properties[PROP_SERVICES_SEEN] = g_param_spec_boolean ("services-seen", NULL, NULL, FALSE, both);
  properties[PROP_HELD_BACK] = g_param_spec_boolean ("held-back", NULL, NULL, FALSE, both);
  properties[PROP_BEYOND] = g_param_spec_boolean ("beyond", NULL, NULL, FALSE, both);
  properties[PROP_AMOUNT_TEXT] = g_param_spec_string ("amount-text", NULL, NULL, "", both);
  properties[PROP_AMOUNT_STATE] = g_param_spec_enum ("amount-state", NULL, NULL,
                                                     SURETY_TYPE_AMOUNT_STATE, SURETY_AMOUNT_EMPTY,
                                                     flags);
  properties[PROP_AMOUNT] = g_param_spec_object ("amount", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_PILOT] = g_param_spec_object ("pilot", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_MINTS] = g_param_spec_boolean ("mints", NULL, NULL, FALSE, both);
  properties[PROP_AVAILABLE] = g_param_spec_object ("available", NULL, NULL, SURETY_TYPE_FIGURE,
                                                    flags);
  properties[PROP_EXPOSURE_NOW] = g_param_spec_object ("exposure-now", NULL, NULL,
                                                       SURETY_TYPE_FIGURE, flags);
  properties[PROP_EXPOSURE_MOST] = g_param_spec_object ("exposure-most", NULL, NULL,
                                                        SURETY_TYPE_FIGURE, flags);
  properties[PROP_EXPOSURE_BEFORE_EXIT] = g_param_spec_object ("exposure-before-exit", NULL, NULL,
                                                               SURETY_TYPE_FIGURE, flags);
  properties[PROP_PREPARATION] = g_param_spec_object ("preparation", NULL, NULL,
                                                      SURETY_TYPE_PREPARATION, flags);
  properties[PROP_PREPARATION_LOAD] = g_param_spec_enum ("preparation-load", NULL, NULL,
                                                         SURETY_TYPE_LOAD, SURETY_LOAD_IDLE, flags);
  properties[PROP_PREPARATION_ERROR] = g_param_spec_boxed ("preparation-error", NULL, NULL,
                                                           G_TYPE_ERROR, flags);
  properties[PROP_STEPS] = g_param_spec_object ("steps", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_PLAN] = g_param_spec_int64 ("plan", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_WAITING] = g_param_spec_boolean ("waiting", NULL, NULL, FALSE, flags);
  properties[PROP_STOP_ERROR] = g_param_spec_boxed ("stop-error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_SIGN] = g_param_spec_boolean ("can-sign", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

void
surety_guide_notify (SuretyGuide *self, SuretyGuideProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}
