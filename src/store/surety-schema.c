/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-schema.h"

/* Keeps the one owner of a nonce. */
#define OWNER(name, change)                                                                                 \
  "CREATE TRIGGER entry_owner_" name " BEFORE " change " ON entry WHEN NEW.state BETWEEN 1 AND 5"           \
  " AND EXISTS (SELECT 1 FROM entry AS o WHERE o.network = NEW.network AND o.account = NEW.account"         \
  " AND o.nonce = NEW.nonce AND o.state BETWEEN 1 AND 5 AND NOT (o.plan = NEW.plan AND o.step = NEW.step))" \
  " BEGIN SELECT RAISE (ABORT, 'the nonce has an owner'); END;"

/* States as in SuretyJournalState: 0 planned, 1 signed, 2 sent, 3 mined, 4 final, 5 failed, 6
 * replaced, 7 abandoned. A nonce has one owner among those whose transaction may be, or is, on the
 * chain: 1 to 5. The owner is a step of a plan: its first transaction and what was signed to take the place of
 * that (attempt 1, 2, …). */
const char *const surety_schema_steps[] = {
  "CREATE TABLE state (scope TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (scope, key)) WITHOUT ROWID;"
  "CREATE TABLE account (id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " address BLOB NOT NULL UNIQUE CHECK (length (address) = 20), name TEXT NOT NULL, kind INTEGER NOT NULL,"
  " place INTEGER NOT NULL, secret_id TEXT NOT NULL, key_index INTEGER NOT NULL,"
  " backup_checked INTEGER NOT NULL DEFAULT 0);"
  "CREATE TABLE plan (id INTEGER PRIMARY KEY AUTOINCREMENT, network TEXT NOT NULL,"
  " account BLOB NOT NULL CHECK (length (account) = 20), kind TEXT NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL);"
  "CREATE TABLE entry (id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " plan INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE, step INTEGER NOT NULL, network TEXT NOT NULL,"
  " account BLOB NOT NULL CHECK (length (account) = 20), kind TEXT NOT NULL, body TEXT NOT NULL, result TEXT,"
  " note TEXT NOT NULL DEFAULT '', state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 7),"
  " nonce INTEGER CHECK (nonce >= 0), hash BLOB CHECK (length (hash) = 32), signed BLOB, block INTEGER NOT NULL DEFAULT 0,"
  " created INTEGER NOT NULL, changed INTEGER NOT NULL, UNIQUE (plan, step),"
  " CHECK (state NOT BETWEEN 1 AND 6 OR (nonce IS NOT NULL AND hash IS NOT NULL AND signed IS NOT NULL)));"
  "CREATE UNIQUE INDEX entry_nonce ON entry (network, account, nonce) WHERE state BETWEEN 1 AND 5;"
  "CREATE UNIQUE INDEX entry_hash ON entry (network, hash);"
  "CREATE INDEX entry_state ON entry (network, state);",
  /* Signatures are deterministic: what was given up and is planned again has the same bytes. Two
   * live ones are kept apart by their nonce. */
  "DROP INDEX entry_hash;",
  /* A directory of each network: what logs said up to block, as keys and values (surety-ledger.h); what they
   * were before the last blocks; hashes and times of some of the blocks it was read to. */
  "CREATE TABLE ledger (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, format INTEGER NOT NULL,"
  " block INTEGER NOT NULL, floor INTEGER NOT NULL);"
  "CREATE TABLE ledger_fact (ledger INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,"
  " PRIMARY KEY (ledger, key)) WITHOUT ROWID;"
  "CREATE TABLE ledger_undo (ledger INTEGER NOT NULL, number INTEGER NOT NULL, block INTEGER NOT NULL,"
  " key BLOB NOT NULL, value BLOB, PRIMARY KEY (ledger, number)) WITHOUT ROWID;"
  "CREATE TABLE ledger_block (ledger INTEGER NOT NULL, block INTEGER NOT NULL, time INTEGER NOT NULL,"
  " hash BLOB NOT NULL CHECK (length (hash) = 32), PRIMARY KEY (ledger, block)) WITHOUT ROWID;",
  /* What operators and services have on the web of themselves: the last good copy, and when it was last
   * asked for and whether that went well. */
  "CREATE TABLE file (uri TEXT PRIMARY KEY, asked INTEGER NOT NULL, good INTEGER NOT NULL,"
  " body BLOB) WITHOUT ROWID;"
  "CREATE INDEX file_asked ON file (asked);",
  /* What somebody decided against the program's advice (surety-decision.h). */
  "CREATE TABLE decision (id INTEGER PRIMARY KEY AUTOINCREMENT, network TEXT NOT NULL,"
  " account BLOB NOT NULL CHECK (length (account) = 20), kind TEXT NOT NULL, body TEXT NOT NULL,"
  " created INTEGER NOT NULL);"
  "CREATE INDEX decision_account ON decision (network, account);",
  /* The first files of version 4 have no such index. */
  "CREATE INDEX IF NOT EXISTS file_asked ON file (asked);",
  /* A transaction may be replaced by another of the same nonce, signed here as well; and what holds it up is
   * kept (SuretyJournalTrouble). */
  "CREATE TABLE entry_new (id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " plan INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE, step INTEGER NOT NULL,"
  " attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0), network TEXT NOT NULL,"
  " account BLOB NOT NULL CHECK (length (account) = 20), kind TEXT NOT NULL, body TEXT NOT NULL, result TEXT,"
  " note TEXT NOT NULL DEFAULT '', state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 7),"
  " trouble INTEGER NOT NULL DEFAULT 0 CHECK (trouble BETWEEN 0 AND 6),"
  " nonce INTEGER CHECK (nonce >= 0), hash BLOB CHECK (length (hash) = 32), signed BLOB, block INTEGER NOT NULL DEFAULT 0,"
  " created INTEGER NOT NULL, changed INTEGER NOT NULL, UNIQUE (plan, step, attempt),"
  " CHECK (attempt = 0 OR state > 0),"
  " CHECK (state NOT BETWEEN 1 AND 6 OR (nonce IS NOT NULL AND hash IS NOT NULL AND signed IS NOT NULL)));"
  "INSERT INTO entry_new (id, plan, step, network, account, kind, body, result, note, state, nonce, hash,"
  " signed, block, created, changed) SELECT id, plan, step, network, account, kind, body, result, note,"
  " state, nonce, hash, signed, block, created, changed FROM entry;"
  /* No number is given out twice, though the entry that had it may be gone. */
  "DELETE FROM sqlite_sequence WHERE name = 'entry_new';"
  "INSERT INTO sqlite_sequence (name, seq) SELECT 'entry_new', seq FROM sqlite_sequence WHERE name = 'entry';"
  "DROP TABLE entry;"
  "ALTER TABLE entry_new RENAME TO entry;"
  "CREATE INDEX entry_nonce ON entry (network, account, nonce) WHERE state BETWEEN 1 AND 5;"
  "CREATE INDEX entry_state ON entry (network, state);" OWNER ("insert", "INSERT")
    OWNER ("update", "UPDATE OF network, account, plan, step, state, nonce"),
  /* Addresses somebody saved for a network, to be paid there (surety-contact.h). */
  "CREATE TABLE contact (id INTEGER PRIMARY KEY AUTOINCREMENT, network TEXT NOT NULL,"
  " address BLOB NOT NULL CHECK (length (address) = 20), name TEXT NOT NULL, saved INTEGER NOT NULL,"
  " UNIQUE (network, address));",
  /* What is part of a directory, and was not worked into its facts yet. */
  "CREATE TABLE ledger_aside (id INTEGER PRIMARY KEY AUTOINCREMENT, ledger INTEGER NOT NULL, bin INTEGER NOT NULL,"
  " n INTEGER NOT NULL, body BLOB NOT NULL);"
  "CREATE INDEX ledger_aside_bin ON ledger_aside (ledger, bin);"
  "ALTER TABLE ledger ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;",
};

const guint surety_schema_version = G_N_ELEMENTS (surety_schema_steps);
