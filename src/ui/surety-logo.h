/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-files.h"

G_BEGIN_DECLS

/* The most pixels a side of what is shown. */
#define SURETY_LOGO_MAX_SIDE 128u

/* A picture as surety_picture_reduce () leaves it, decoded and shrunk on a thread. Resolves to:
 * GdkTexture. Rejects with a GError of GDK_TEXTURE_ERROR, or G_IO_ERROR_INVALID_DATA, when it is
 * damaged. */
DexFuture *surety_logo_decode (GBytes *picture);
/* The picture behind uri, as far as the user lets it be fetched. Resolves to: GdkTexture. Rejects as
 * surety_files_load_picture () and surety_logo_decode () do. */
DexFuture *surety_logo_load (SuretyFiles *files, const char *uri);

G_END_DECLS
