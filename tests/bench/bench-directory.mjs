// SPDX-License-Identifier: GPL-3.0-or-later
// The directory read with viem and its own batching, as a program written with it would: every range
// of logs asked for at once, every contract read through Multicall3, JSON-RPC batched over HTTP, as
// many in a batch as viem's own limit of 10 MiB a reply bears.
// The same events, reads and decoded values as bench-directory.c; nothing is stored.
//
//   node bench-directory.mjs URL NETWORK-FILE-JSON
//
// Prints "operators N sets N logs N trips N bytes N seconds N".

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.env.SURETY_NODE_MODULES}/`);
const { createPublicClient, defineChain, http, parseAbi } = await import(
  pathToFileURL(require.resolve('viem'))
);

const MAX_RANGE = 100000n;
const LOGS_BATCH = 2;
const READS_BATCH = 200;
const [url, file] = [process.argv[2], JSON.parse(process.argv[3])];
const contract = (name) => file.contracts[name].address;
const delegation = contract('DelegationManager');
const allocation = contract('AllocationManager');
const rewards = contract('RewardsCoordinator');
const strategies = file.tokens.map((token) => token.strategy);
let trips = 0;
let bytes = 0;

const events = parseAbi([
  'struct OperatorSet { address avs; uint32 id; }',
  'struct Multiplier { address strategy; uint96 multiplier; }',
  'struct OperatorReward { address operator; uint256 amount; }',
  'struct Submission { Multiplier[] strategiesAndMultipliers; address token; OperatorReward[] operatorRewards; uint32 startTimestamp; uint32 duration; string description; }',
  'event OperatorRegistered(address indexed operator, address delegationApprover)',
  'event OperatorMetadataURIUpdated(address indexed operator, string metadataURI)',
  'event DelegationApproverUpdated(address indexed operator, address newDelegationApprover)',
  'event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock)',
  'event OperatorSharesIncreased(address indexed operator, address staker, address strategy, uint256 shares)',
  'event OperatorSharesDecreased(address indexed operator, address staker, address strategy, uint256 shares)',
  'event AVSMetadataURIUpdated(address indexed avs, string metadataURI)',
  'event OperatorSetCreated(OperatorSet operatorSet)',
  'event StrategyAddedToOperatorSet(OperatorSet operatorSet, address strategy)',
  'event StrategyRemovedFromOperatorSet(OperatorSet operatorSet, address strategy)',
  'event SlasherUpdated(OperatorSet operatorSet, address slasher, uint32 effectBlock)',
  'event RedistributionAddressSet(OperatorSet operatorSet, address redistributionRecipient)',
  'event OperatorAddedToOperatorSet(address indexed operator, OperatorSet operatorSet)',
  'event OperatorRemovedFromOperatorSet(address indexed operator, OperatorSet operatorSet)',
  'event AllocationUpdated(address operator, OperatorSet operatorSet, address strategy, uint64 magnitude, uint32 effectBlock)',
  'event EncumberedMagnitudeUpdated(address operator, address strategy, uint64 encumberedMagnitude)',
  'event MaxMagnitudeUpdated(address operator, address strategy, uint64 maxMagnitude)',
  'event OperatorSlashed(address operator, OperatorSet operatorSet, address[] strategies, uint256[] wadSlashed, string description)',
  'event OperatorAVSSplitBipsSet(address indexed caller, address indexed operator, address indexed avs, uint32 activatedAt, uint16 oldOperatorAVSSplitBips, uint16 newOperatorAVSSplitBips)',
  'event OperatorSetSplitBipsSet(address indexed caller, address indexed operator, OperatorSet operatorSet, uint32 activatedAt, uint16 oldOperatorSetSplitBips, uint16 newOperatorSetSplitBips)',
  'event OperatorDirectedOperatorSetRewardsSubmissionCreated(address indexed caller, bytes32 indexed operatorDirectedRewardsSubmissionHash, OperatorSet operatorSet, uint256 submissionNonce, Submission operatorDirectedRewardsSubmission)',
]);

const abi = parseAbi([
  'struct OperatorSet { address avs; uint32 id; }',
  'struct Allocation { uint64 currentMagnitude; int128 pendingDiff; uint32 effectBlock; }',
  'function isOperator(address operator) view returns (bool)',
  'function delegationApprover(address operator) view returns (address)',
  'function getOperatorShares(address operator, address[] strategies) view returns (uint256[])',
  'function getAllocationDelay(address operator) view returns (bool, uint32)',
  'function getAllocatedSets(address operator) view returns (OperatorSet[])',
  'function getMaxMagnitudes(address operator, address[] strategies) view returns (uint64[])',
  'function getEncumberedMagnitude(address operator, address strategy) view returns (uint64)',
  'function getStrategyAllocations(address operator, address strategy) view returns (OperatorSet[], Allocation[])',
  'function isOperatorSlashable(address operator, OperatorSet operatorSet) view returns (bool)',
  'function getStrategiesInOperatorSet(OperatorSet operatorSet) view returns (address[])',
  'function getSlasher(OperatorSet operatorSet) view returns (address)',
  'function getPendingSlasher(OperatorSet operatorSet) view returns (address, uint32)',
  'function isRedistributingOperatorSet(OperatorSet operatorSet) view returns (bool)',
  'function getRedistributionRecipient(OperatorSet operatorSet) view returns (address)',
  'function getMemberCount(OperatorSet operatorSet) view returns (uint256)',
]);

const createClient = (batchSize) => createPublicClient({
  chain: defineChain({
    id: file.chainId,
    name: file.name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
    contracts: { multicall3: { address: contract('Multicall3') } },
  }),
  batch: { multicall: true },
  transport: http(url, {
    batch: { batchSize },
    timeout: 600000,
    onFetchResponse: async (response) => {
      trips++;
      bytes += Number(response.headers.get('content-length'));
    },
  }),
});
const client = createClient(READS_BATCH);
const logsClient = createClient(LOGS_BATCH);

async function readLogs(head) {
  const ranges = [];
  for (let from = BigInt(file.contracts.DelegationManager.startBlock); from <= head; from += MAX_RANGE)
    ranges.push([from, from + MAX_RANGE - 1n < head ? from + MAX_RANGE - 1n : head]);
  const parts = await Promise.all(
    ranges.map(([fromBlock, toBlock]) =>
      logsClient.getLogs({
        address: [delegation, allocation, rewards],
        events,
        fromBlock,
        toBlock,
        strict: true,
      }),
    ),
  );
  return parts.flat();
}

async function readOperator(operator, blockNumber) {
  const read = (address, functionName, args) =>
    client.readContract({ address, abi, functionName, args, blockNumber });
  const [, , , , sets] = await Promise.all([
    read(delegation, 'isOperator', [operator]),
    read(delegation, 'delegationApprover', [operator]),
    read(delegation, 'getOperatorShares', [operator, strategies]),
    read(allocation, 'getAllocationDelay', [operator]),
    read(allocation, 'getAllocatedSets', [operator]),
    read(allocation, 'getMaxMagnitudes', [operator, strategies]),
  ]);
  if (sets.length > 0)
    await Promise.all([
      ...strategies.flatMap((strategy) => [
        read(allocation, 'getStrategyAllocations', [operator, strategy]),
        read(allocation, 'getEncumberedMagnitude', [operator, strategy]),
      ]),
      ...sets.map((set) => read(allocation, 'isOperatorSlashable', [operator, set])),
    ]);
}

async function readSet(set, blockNumber) {
  const read = (functionName) =>
    client.readContract({ address: allocation, abi, functionName, args: [set], blockNumber });
  const [slasher] = await Promise.all([
    read('getSlasher'),
    read('getStrategiesInOperatorSet'),
    read('getPendingSlasher'),
    read('isRedistributingOperatorSet'),
    read('getRedistributionRecipient'),
    read('getMemberCount'),
  ]);
  return slasher;
}

const start = performance.now();
const { number: head } = await client.getBlock({ blockTag: 'latest' });
const logs = await readLogs(head);
const operators = [
  ...new Set(logs.filter((log) => log.eventName === 'OperatorRegistered').map((log) => log.args.operator)),
];
const sets = logs
  .filter((log) => log.eventName === 'OperatorSetCreated')
  .map((log) => log.args.operatorSet);
const [, slashers] = await Promise.all([
  Promise.all(operators.map((operator) => readOperator(operator, head))),
  Promise.all(sets.map((set) => readSet(set, head))),
]);
await Promise.all([...new Set(slashers)].map((address) => client.getCode({ address })));
const seconds = (performance.now() - start) / 1000;

console.log(
  `operators ${operators.length} sets ${sets.length} logs ${logs.length} trips ${trips} bytes ${bytes} seconds ${seconds.toFixed(2)}`,
);
