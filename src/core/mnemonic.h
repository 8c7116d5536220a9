/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "secret.h"

/* BIP-39, English. Words live in Secrets: lower-case ASCII separated by one space, no NUL (the list
 * is ASCII, so that NFKD leaves it alone). */

/* 128, 160, 192, 224 or 256 bits: 12 to 24 words. Anything else is CORE_ERROR_LIMIT. */
[[nodiscard]] CoreResult mnemonic_generate (unsigned entropy_bits, Secret **words);
[[nodiscard]] CoreResult mnemonic_from_entropy (const Secret *entropy, Secret **words);
/* Normalises what a person typed (spaces, line breaks, case), checks words and checksum. On
 * CORE_ERROR_SYNTAX bad_word (may be null) is the index of the first unknown word; else a wrong
 * count is CORE_ERROR_LIMIT; CORE_ERROR_CHECKSUM when all words are known. Keeps no copy of the text
 * outside Secrets; the caller wipes its own. */
[[nodiscard]] CoreResult mnemonic_parse (const char *text,
                                         size_t len,
                                         Secret **words,
                                         size_t *bad_word);
[[nodiscard]] CoreResult mnemonic_to_entropy (const Secret *words, Secret **entropy);
/* PBKDF2-HMAC-SHA512, 2048 rounds: 64 bytes. Takes some milliseconds. passphrase may be null; it is
 * UTF-8, already NFKD: the caller normalises with g_utf8_normalize (…, G_NORMALIZE_NFKD).
 * CORE_ERROR_SYNTAX when it is no UTF-8, CORE_ERROR_LIMIT above 1024 bytes; words are checked as
 * mnemonic_to_entropy() does. */
[[nodiscard]] CoreResult mnemonic_to_seed (const Secret *words,
                                           const Secret *passphrase,
                                           Secret **seed);
size_t mnemonic_count (const Secret *words);
/* The i-th word of the words; lends into words. Empty beyond the last. */
Bytes mnemonic_word (const Secret *words, size_t i);
/* The standard's table: 2048 words, null beyond. Static. */
const char *mnemonic_table_word (size_t i);
/* The table's index of a word, or -1. */
int mnemonic_table_find (const char *word, size_t len);
