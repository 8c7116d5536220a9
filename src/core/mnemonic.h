/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "secret.h"

/* BIP-39, English. Words live in Secrets: lower-case ASCII separated by one space, no NUL. */

/* 128, 160, 192, 224 or 256 bits: 12 to 24 words. */
[[nodiscard]] CoreResult mnemonic_generate (unsigned entropy_bits, Secret **words);
[[nodiscard]] CoreResult mnemonic_from_entropy (const Secret *entropy, Secret **words);
/* Normalises what a person typed (spaces, line breaks, case), checks words and checksum. On
 * CORE_ERROR_SYNTAX bad_word (may be null) is the index of the first unknown word; a wrong count is
 * CORE_ERROR_LIMIT; CORE_ERROR_CHECKSUM when all words are known. */
[[nodiscard]] CoreResult mnemonic_parse (const char *text, size_t len, Secret **words, size_t *bad_word);
[[nodiscard]] CoreResult mnemonic_to_entropy (const Secret *words, Secret **entropy);
/* PBKDF2-HMAC-SHA512, 2048 rounds: 64 bytes. passphrase (UTF-8, NFKD is applied) may be null. */
[[nodiscard]] CoreResult mnemonic_to_seed (const Secret *words, const Secret *passphrase, Secret **seed);
size_t mnemonic_count (const Secret *words);
/* The i-th word of the words; lends into words. */
Bytes mnemonic_word (const Secret *words, size_t i);
/* The standard's table: 2048 words, i < 2048. Static. */
const char *mnemonic_table_word (size_t i);
/* The table's index of a word, or -1. */
int mnemonic_table_find (const char *word, size_t len);
