/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What core functions answer. Zero is success; every other value says which rule the input broke.
 * Nothing in core prints, and nothing allocates by a length it has not checked. Running out of
 * memory aborts, as it does in GLib above. */
typedef enum
{
  CORE_OK = 0,
  CORE_ERROR_TRUNCATED,      /* the input ends before the value does */
  CORE_ERROR_TRAILING,       /* the value ends before the input does */
  CORE_ERROR_NOT_CANONICAL,  /* a second spelling of a value that has exactly one */
  CORE_ERROR_RANGE,          /* the number does not fit its type */
  CORE_ERROR_SYNTAX,         /* not of the expected form */
  CORE_ERROR_LIMIT,          /* larger, deeper or costlier than the caller allows */
  CORE_ERROR_CHECKSUM,       /* the checksum inside the value does not match it */
  CORE_ERROR_UNSUPPORTED,    /* well-formed, of a kind this program does not handle */
  CORE_ERROR_AUTHENTICATION, /* wrong password, signature or proof */
  CORE_ERROR_INTERNAL,       /* a library underneath refused (no entropy, no algorithm) */
} CoreResult;

/* A short technical English name, for logs and tests. Static. */
const char *core_result_to_string (CoreResult result);
