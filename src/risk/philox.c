/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "philox.h"

Philox
philox4x32 (Philox counter, uint64_t seed)
{
  uint32_t key0 = (uint32_t) seed;
  uint32_t key1 = (uint32_t) (seed >> 32);
  uint32_t a = counter.words[0], b = counter.words[1];
  uint32_t c = counter.words[2], d = counter.words[3];

  for (unsigned round = 0; round < 10; round++)
    {
      const uint64_t left = (uint64_t) 0xd2511f53u * a;
      const uint64_t right = (uint64_t) 0xcd9e8d57u * c;

      a = (uint32_t) (right >> 32) ^ b ^ key0;
      b = (uint32_t) right;
      c = (uint32_t) (left >> 32) ^ d ^ key1;
      d = (uint32_t) left;
      key0 += 0x9e3779b9u;
      key1 += 0xbb67ae85u;
    }

  return (Philox) { { a, b, c, d } };
}
