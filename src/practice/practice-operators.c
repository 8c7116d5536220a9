/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-operators.h"

#define DAYS 7200u

static const PracticeOperator operators[PRACTICE_N_OPERATORS] = {
  { "Alder Lane Staking", "Small team, own machines in two countries.", 21 * DAYS, 1240, 1, 80 },
  { "Basalt Validators", "Bare metal, four sites, one careful change a week.", 21 * DAYS, 2310, 2,
    150 },
  { "Beacon Hollow", "Run by three former hospital administrators.", 18 * DAYS, 640, 1, 50 },
  { "Birchwater", "Nordic hydropower, public post-mortems.", 30 * DAYS, 1890, 2, 120 },
  { "Blue Heron Nodes", "Quiet operations since the first testnets.", PRACTICE_NO_DELAY, 1510, 0,
    0 },
  { "Brightwell Infrastructure", "Institutional hosting with round-the-clock staff.", 15 * DAYS,
    5240, 3, 400 },
  { "Cairn Collective", "A co-operative of eleven home stakers.", 21 * DAYS, 420, 1, 100 },
  { "Calder Works", "Software and operations under one roof.", 7 * DAYS, 980, 3, 450 },
  { "Cedar & Slate", "Conservative by habit: one service at a time.", 30 * DAYS, 770, 1, 60 },
  { "Copperline", "Telecom people who moved to consensus.", 1 * DAYS, 1120, 4, 700 },
  { "Dovetail Nodes", "Every pledge is announced on our page first.", 18 * DAYS, 860, 2, 200 },
  { "Driftwood Labs", "Research first; stake follows.", 0, 530, 5, 900 },
  { "Eastmoor", "Two people, one rack, no drama.", PRACTICE_NO_DELAY, 210, 0, 0 },
  { "Elmfield Validators", "University spin-off, audited yearly.", 15 * DAYS, 1370, 2, 250 },
  { "Emberline", "We take on new services early.", 0, 1980, 6, 950 },
  { "Fallow Field", "Paused new pledges until further notice.", 21 * DAYS, 690, 0, 0 },
  { "Fernbridge", "Community-run, budget in the open.", 14 * DAYS, 560, 2, 300 },
  { "Foxglove Operations", "Client diversity is our only religion.", 18 * DAYS, 1640, 3, 280 },
  { "Glasshouse Nodes", "Live dashboards of everything we run.", 21 * DAYS, 1060, 2, 180 },
  { "Granite Quay", "Cold spares for every machine.", 30 * DAYS, 3150, 2, 90 },
  { "Greywater", NULL, 3 * DAYS, 330, 3, 600 },
  { "Harbourlight", "From the people behind a port's control room.", 18 * DAYS, 2040, 2, 160 },
  { "Hazel & Thorn", "Sisters, stakers, and strict about backups.", 21 * DAYS, 380, 1, 70 },
  { "Highmeadow", "Stakers are approved by hand.", 21 * DAYS, 1450, 1, 100, TRUE },
  { "Ironbark", "Southern-hemisphere redundancy.", 7 * DAYS, 920, 3, 350 },
  { "Juniper Signal", "Low latency for oracles and bridges.", 1 * DAYS, 710, 4, 650 },
  { "Kestrel Point", "We watch so that you need not.", 18 * DAYS, 1280, 2, 220 },
  { "Kingfisher Staking", "Insured up to a published amount.", 21 * DAYS, 2670, 2, 140 },
  { "Lanternworks", "Open-source tooling for small operators.", 15 * DAYS, 590, 2, 240 },
  { "Larch Systems", "Formal methods in production.", 30 * DAYS, 1730, 1, 50 },
  { "Lowtide", NULL, 0, 150, 3, 800 },
  { "Marlstone", "Members only.", 18 * DAYS, 2490, 2, 200, TRUE },
  { "Meridian House", "A family office that opened its doors.", 21 * DAYS, 4120, 2, 110 },
  { "Millrace", "Steady since block one.", PRACTICE_NO_DELAY, 1190, 0, 0 },
  { "Moorgate Nodes", "Compliance-first hosting.", 18 * DAYS, 3480, 3, 260 },
  { "Nightjar", "Experimental by choice; read our notes.", 0, 270, 5, 900 },
  { "Northwick", "Three regions, three clients, three people.", 14 * DAYS, 1010, 2, 330 },
  { "Oakhaven", "For those who want to sleep well.", 30 * DAYS, 2220, 1, 40 },
  { "Osprey Ridge", "Mountain data centre, satellite fallback.", 18 * DAYS, 840, 2, 210 },
  { "Pebble Bay", "Start small, stay small.", 21 * DAYS, 180, 1, 90 },
  { "Quarrystone", "Was slashed once; wrote down why.", 15 * DAYS, 1330, 2, 300 },
  { "Redwing", "Fast growth, young team.", 2 * DAYS, 1560, 4, 750 },
  { "Saltmarsh Validators", "Tide tables and uptime charts.", 18 * DAYS, 620, 2, 190 },
  { "Thistledown", "One service, one key, one promise.", 21 * DAYS, 480, 1, 60 },
};

static const PracticeService services[PRACTICE_N_SERVICES] = {
  { "Quorum Bridge", "Moves messages between chains when two thirds agree.", 2,
    PRACTICE_SLASHER_SELF, FALSE, PRACTICE_PAYS_WEEKLY },
  { "Tidewater Oracle", "Prices of staked assets, signed every minute.", 2, PRACTICE_SLASHER_SELF,
    FALSE, PRACTICE_PAYS_WEEKLY },
  { "Lattice Data", "Keeps rollup data available for two weeks.", 3, PRACTICE_SLASHER_SELF, FALSE,
    PRACTICE_PAYS_WEEKLY },
  { "Northlight Sequencer", "Orders transactions for three rollups.", 1, PRACTICE_SLASHER_MULTISIG,
    TRUE, PRACTICE_PAYS_WEEKLY },
  { "Harbour Relay", "Carries blocks from builders to validators.", 1, PRACTICE_SLASHER_PERSON,
    FALSE, PRACTICE_PAYS_NEVER },
  { "Cipher Garden", "Splits keys so that nobody holds one.", 2, PRACTICE_SLASHER_SELF, FALSE,
    PRACTICE_PAYS_WEEKLY },
  { "Loom Coprocessor", "Computes off chain and answers on chain.", 2, PRACTICE_SLASHER_MULTISIG,
    TRUE, PRACTICE_PAYS_WEEKLY },
  { "Sundial Timestamps", "Says when a document was first seen.", 1, PRACTICE_SLASHER_SELF, FALSE,
    PRACTICE_PAYS_NEVER },
  { "Weathervane Feeds", "Weather for insurance contracts.", 1, PRACTICE_SLASHER_PERSON, TRUE,
    PRACTICE_PAYS_ONCE },
  { "Granary Storage", "Files in many places, checked every day.", 2, PRACTICE_SLASHER_SELF, FALSE,
    PRACTICE_PAYS_WEEKLY },
  { "Ferryman Messaging", "Confirms that a message reached the other side.", 1,
    PRACTICE_SLASHER_MULTISIG, FALSE, PRACTICE_PAYS_NEVER },
  { "Keystone Proofs", "Checks zero-knowledge proofs for cheap.", 2, PRACTICE_SLASHER_SELF, FALSE,
    PRACTICE_PAYS_WEEKLY },
  { "Orchard Inference", "Runs models twice and compares.", 1, PRACTICE_SLASHER_MULTISIG, TRUE,
    PRACTICE_PAYS_WEEKLY },
  { "Palisade Watch", "Raises the alarm when a contract misbehaves.", 1, PRACTICE_SLASHER_SELF,
    FALSE, PRACTICE_PAYS_NEVER },
};

const PracticeOperator *
practice_operator (guint index)
{
  g_assert (index < PRACTICE_N_OPERATORS);

  return &operators[index];
}

const PracticeService *
practice_service (guint index)
{
  g_assert (index < PRACTICE_N_SERVICES);

  return &services[index];
}

char *
practice_metadata_uri (const char *name, const char *words, const char *site, guint n_sets)
{
  /* None of the texts needs escaping in JSON: they hold no quote, backslash or control. */
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_append_printf (json,
                          "{\"name\":\"%s\",\"description\":\"%s\","
                          "\"website\":\"https://%s.example\"",
                          name, words, site);
  for (guint i = 0; i < n_sets; i++)
    g_string_append_printf (
      json, "%s{\"name\":\"%s, set %u\",\"id\":\"%u\",\"slashingConditions\":[\"%s\"]}",
      i == 0 ? ",\"operatorSets\":[" : ",", name, i, i,
      i == 0 ? "Signing two different answers" : "Not answering for a day");
  g_string_append (json, n_sets > 0 ? "]}" : "}");

  g_autofree char *escaped = g_uri_escape_string (json->str, "{}:,[]&;/'", FALSE);

  return g_strconcat ("data:application/json,", escaped, NULL);
}
