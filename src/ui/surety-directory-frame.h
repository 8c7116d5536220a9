/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-list-kind.h"

G_BEGIN_DECLS

/* Around a list of everything of one kind: nobody to ask, loading, nothing, failed, or the content,
 * with how far the reading is, when it may be done and a button that stops it. What is there can be
 * used meanwhile; whoever comes to look has it read again.
 * Properties: "content" (GtkWidget), "source-words" (string, read only: of which block and when what
 * is shown is), "source-known" (uint, SuretyKnown, read only: how well it is known). */
#define SURETY_TYPE_DIRECTORY_FRAME (surety_directory_frame_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDirectoryFrame, surety_directory_frame, SURETY, DIRECTORY_FRAME, AdwBin)

/* Once. kind: static. */
void surety_directory_frame_set_session (SuretyDirectoryFrame *self,
                                         SuretySession *session,
                                         const SuretyListKind *kind);

G_END_DECLS
