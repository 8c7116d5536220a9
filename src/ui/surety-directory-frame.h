/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Around what a page shows of the directory: nobody to ask, loading, nothing, failed, or the
 * content, with how far the reading is, when it may be done and a button that stops it. What is
 * there can be used meanwhile.
 * Properties: "content" (GtkWidget), "loading-title", "empty-title", "empty-description" (string),
 * "source-words" (string, read only: of which block and when what is shown is). */
#define SURETY_TYPE_DIRECTORY_FRAME (surety_directory_frame_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDirectoryFrame, surety_directory_frame, SURETY, DIRECTORY_FRAME, AdwBin)

/* Once. shown: the list whose being empty makes the page empty. */
void surety_directory_frame_set_session (SuretyDirectoryFrame *self,
                                         SuretySession *session,
                                         GListModel *shown);

G_END_DECLS
