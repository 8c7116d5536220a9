/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-load.h"

G_DEFINE_ENUM_TYPE (SuretyLoad,
                    surety_load,
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (SURETY_LOAD_FAILED, "failed"))
