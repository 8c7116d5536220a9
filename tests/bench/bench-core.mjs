// SPDX-License-Identifier: GPL-3.0-or-later
// The same work as bench-core.c, done by viem and by ethers: prints "NAME OPERATIONS-PER-SECOND" a
// line. Each library is used the fastest way its public interface has. Logs come on stdin.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(process.env.SURETY_NODE_MODULES + '/').href);
const ethers = require('ethers');
const viem = require('viem');
const { privateKeyToAccount } = require('viem/accounts');

const N_ROUNDS = 20;
const ROUND_SECONDS = 0.05;
const SIGNATURES = [
  'event AllocationUpdated(address operator, (address avs, uint32 id) operatorSet, address strategy, uint64 magnitude, uint32 effectBlock)',
  'event StakerDelegated(address indexed staker, address indexed operator)',
];

async function measure(name, work) {
  let best = 0;
  let i = 0;
  for (let round = 0; round < N_ROUNDS; round++) {
    const start = process.hrtime.bigint();
    const first = i;
    let seconds;
    do {
      for (let n = 0; n < 64; n++) {
        const answer = work(i++);
        if (answer instanceof Promise) await answer;
      }
      seconds = Number(process.hrtime.bigint() - start) / 1e9;
    } while (seconds < ROUND_SECONDS);
    best = Math.max(best, (i - first) / seconds);
  }
  console.log(name, Math.round(best));
}

const logs = JSON.parse(readFileSync(0, 'utf8'));
const input = Uint8Array.from({ length: 1024 }, (_, i) => (i * 7) & 0xff);
const short = input.subarray(0, 64);

function hashWith(hash, bytes) {
  return (i) => {
    bytes[0] = i & 0xff;
    return hash(bytes);
  };
}

// Only the event's own ABI is given, so that neither has to look for it.
const fragments = SIGNATURES.map((text) => ethers.EventFragment.from(text));
const ethersAbi = new ethers.Interface(SIGNATURES);
const viemAbis = [
  [{
    type: 'event', name: 'AllocationUpdated', inputs: [
      { type: 'address', name: 'operator', indexed: false },
      {
        type: 'tuple', name: 'operatorSet', indexed: false,
        components: [{ type: 'address', name: 'avs' }, { type: 'uint32', name: 'id' }],
      },
      { type: 'address', name: 'strategy', indexed: false },
      { type: 'uint64', name: 'magnitude', indexed: false },
      { type: 'uint32', name: 'effectBlock', indexed: false },
    ],
  }],
  [{
    type: 'event', name: 'StakerDelegated', inputs: [
      { type: 'address', name: 'staker', indexed: true },
      { type: 'address', name: 'operator', indexed: true },
    ],
  }],
];

function decodeWithEthers(i) {
  const log = logs[i % logs.length];
  // Values are decoded when they are asked for.
  return [...ethersAbi.decodeEventLog(fragments[i % 2], log.data, log.topics)];
}

function decodeWithViem(i) {
  const log = logs[i % logs.length];
  return viem.decodeEventLog({ abi: viemAbis[i % 2], data: log.data, topics: log.topics });
}

const privateKey = viem.keccak256(viem.stringToBytes('cow'));
const to = '0x7F101fE45e6649A6fB8F3F8B43ed03D353f2B90c';
const data = '0xa9059cbb' + '11'.repeat(64);
const ethersKey = new ethers.SigningKey(privateKey);
const viemAccount = privateKeyToAccount(privateKey);

function signWithEthers(i) {
  const transaction = ethers.Transaction.from({
    type: 2, chainId: 1, nonce: i, maxPriorityFeePerGas: 1000000000n, maxFeePerGas: 30000000000n,
    gasLimit: 65000n, to, value: 0n, data,
  });
  transaction.signature = ethersKey.sign(transaction.unsignedHash);
  return transaction.serialized;
}

function signWithViem(i) {
  return viemAccount.signTransaction({
    type: 'eip1559', chainId: 1, nonce: i, maxPriorityFeePerGas: 1000000000n,
    maxFeePerGas: 30000000000n, gas: 65000n, to, value: 0n, data,
  });
}

function same(a, b, what) {
  if (String(a).toLowerCase() !== String(b).toLowerCase())
    throw new Error(`${what}: the libraries differ: ${a} and ${b}`);
}

same(signWithEthers(5), await signWithViem(5), 'sign');
same(decodeWithEthers(0)[3], decodeWithViem(0).args.magnitude, 'log-decode');
same(decodeWithEthers(1)[0], decodeWithViem(1).args.staker, 'log-decode');

await measure('keccak-64 viem', hashWith((bytes) => viem.keccak256(bytes, 'bytes'), short));
await measure('keccak-64 ethers', hashWith(ethers.keccak256, short));
await measure('keccak-1024 viem', hashWith((bytes) => viem.keccak256(bytes, 'bytes'), input));
await measure('keccak-1024 ethers', hashWith(ethers.keccak256, input));
await measure('log-decode viem', decodeWithViem);
await measure('log-decode ethers', decodeWithEthers);
await measure('sign viem', signWithViem);
await measure('sign ethers', signWithEthers);
