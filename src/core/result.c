/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "result.h"

const char *
core_result_to_string (CoreResult result)
{
  switch (result)
    {
    case CORE_OK:
      return "ok";
    case CORE_ERROR_TRUNCATED:
      return "truncated";
    case CORE_ERROR_TRAILING:
      return "trailing bytes";
    case CORE_ERROR_NOT_CANONICAL:
      return "not canonical";
    case CORE_ERROR_RANGE:
      return "out of range";
    case CORE_ERROR_SYNTAX:
      return "syntax";
    case CORE_ERROR_LIMIT:
      return "over the limit";
    case CORE_ERROR_CHECKSUM:
      return "checksum";
    case CORE_ERROR_UNSUPPORTED:
      return "unsupported";
    case CORE_ERROR_AUTHENTICATION:
      return "authentication";
    case CORE_ERROR_INTERNAL:
      return "internal";
    }
  return "unknown";
}
