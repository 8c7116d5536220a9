/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pictures of strangers, before a decoder sees them. EigenLayer's own tools take a PNG below 1 MB. */

/* The most bytes such a file may have, the most pixels a side, and the most scans of a progressive JPEG
 * (encoders make about ten; each costs a walk over the whole picture, however few bytes it has). */
#define SURETY_PICTURE_MAX_FILE (512u * 1024u)
#define SURETY_PICTURE_MAX_SIDE 1024u
#define SURETY_PICTURE_MAX_SCANS 32u

/* What a decoder needs of a PNG (ISO/IEC 15948) or of a baseline, extended or progressive Huffman JPEG
 * (ITU-T T.81), and nothing else: no text, profile, thumbnail, animation or unknown part, nothing after
 * its end; a part that can be unpacked to more than the picture has pixels is never in it. width,
 * height: 1 to SURETY_PICTURE_MAX_SIDE. NULL: too large, cut off, animated or no such picture. Whether
 * its compressed data are whole is not looked at. Any thread. */
GBytes *surety_picture_reduce (GBytes *file, guint *width, guint *height);

/* Whether a decoder will find every row of picture, which surety_picture_reduce() left: a PNG's checksums,
 * the size its data unpack to and each row's filter. GTK 4.18 loses the memory of a PNG whose rows fail,
 * four megabytes at most, each time. A JPEG is for its decoder to judge. Any thread. */
gboolean surety_picture_is_whole (GBytes *picture);

/* Makes it fit into max × max pixels, by whole steps: each pixel the mean of its step × step. pixels:
 * premultiplied RGBA, four bytes each, rows without gaps, width × height of them. New, of *width ×
 * *height pixels, which are given the new size. */
GBytes *surety_picture_shrink (const guint8 *pixels, guint *width, guint *height, guint max);

G_END_DECLS
