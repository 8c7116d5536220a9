/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-store-error.h"

G_DEFINE_QUARK (surety - store - error - quark, surety_store_error)
