// SPDX-License-Identifier: GPL-3.0-or-later
// compile.mjs OUTPUT: the contracts beside this file as { "Name": { "abi": […], "bytecode": "0x…",
// "slots": { "variable": "0x1" } }, … }.

import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = process.env.SURETY_NODE_MODULES;
if (!modules)
  throw new Error('SURETY_NODE_MODULES is not set: run this through build-aux/dev');
const solc = createRequire(join(modules, 'package.json'))('solc');

const here = dirname(fileURLToPath(import.meta.url));
const sources = {};
for (const name of readdirSync(here).filter(name => name.endsWith('.sol')).sort())
  sources[name] = { content: readFileSync(join(here, name), 'utf8') };

const output = JSON.parse(solc.compile(JSON.stringify({
  language: 'Solidity',
  sources,
  settings: {
    evmVersion: 'cancun',
    optimizer: { enabled: true, runs: 200 },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'storageLayout'] } },
  },
})));

// A warning counts: these are short enough to have none.
const complaints = output.errors ?? [];
for (const complaint of complaints)
  console.error(complaint.formattedMessage);
if (complaints.length > 0)
  process.exit(1);

const contracts = {};
for (const source of Object.values(output.contracts))
  for (const [name, contract] of Object.entries(source))
    if (contract.evm.bytecode.object !== '')
      contracts[name] = {
        abi: contract.abi,
        bytecode: '0x' + contract.evm.bytecode.object,
        // Where each variable is kept: what proofs are asked for.
        slots: Object.fromEntries(contract.storageLayout.storage.map(
          ({ label, slot }) => [label, '0x' + BigInt(slot).toString(16)])),
      };

const path = process.argv[2];
writeFileSync(path + '.new', JSON.stringify(contracts));
renameSync(path + '.new', path);
