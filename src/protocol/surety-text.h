/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether text is valid UTF-8 of min to max characters without any that could hide, reorder or
 * break what a person reads: controls, line ends, bidi and other format characters (Unicode Cc, Cf,
 * Zl, Zp, Co, Cs, Cn). */
gboolean surety_text_is_clean (const char *text, gsize min, gsize max);
/* Foreign text made clean: such characters and invalid bytes dropped, white space collapsed, cut to
 * max characters. Newly allocated, never NULL. len: bytes, -1 = up to the NUL. */
char *surety_text_clean (const char *text, gssize len, gsize max);

G_END_DECLS
