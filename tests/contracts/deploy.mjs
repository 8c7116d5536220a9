// SPDX-License-Identifier: GPL-3.0-or-later
// deploy.mjs URL CONTRACTS NETWORK: puts the contracts of compile.mjs on the anvil at URL, with two tokens, four
// operators and two services, one of which has slashed; writes the network file NETWORK for Surety to open, and
// prints the addresses as JSON.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const modules = process.env.SURETY_NODE_MODULES;
if (!modules)
  throw new Error('SURETY_NODE_MODULES is not set: run this through build-aux/dev');
const { ContractFactory, JsonRpcProvider, getCreateAddress, parseEther } =
  createRequire(join(modules, 'package.json'))('ethers');

const [url, contractsPath, networkPath] = process.argv.slice(2);
const compiled = JSON.parse(readFileSync(contractsPath, 'utf8'));
const provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1, pollingInterval: 20 });

// Short, so that a test can mine through them.
const WITHDRAWAL_DELAY = 50;
const DEALLOCATION_DELAY = 50;
const CONFIGURATION_DELAY = 75;

// anvil signs for these.
const accounts = await provider.send('eth_accounts', []);
const signer = index => provider.getSigner(accounts[index]);
const deployer = await signer(0);

async function deploy(name, ...args) {
  const { abi, bytecode } = compiled[name];
  const contract = await new ContractFactory(abi, bytecode, deployer).deploy(...args);
  await contract.waitForDeployment();
  return contract;
}

async function send(contract, index, method, ...args) {
  const done = await (await contract.connect(await signer(index))[method](...args)).wait();
  if (done.status !== 1)
    throw new Error(`${method} failed`);
}

const uri = metadata => 'data:application/json,' + encodeURIComponent(JSON.stringify(metadata));

// Each of the three knows the other two: their addresses follow from the deployer's nonce.
const nonce = await deployer.getNonce();
const [strategyManagerAt, delegationManagerAt, allocationManagerAt] = [0, 1, 2].map(
  step => getCreateAddress({ from: deployer.address, nonce: nonce + step }));
const strategyManager = await deploy('StrategyManager', delegationManagerAt, allocationManagerAt);
const delegationManager =
  await deploy('DelegationManager', strategyManagerAt, allocationManagerAt, WITHDRAWAL_DELAY);
const allocationManager =
  await deploy('AllocationManager', delegationManagerAt, DEALLOCATION_DELAY, CONFIGURATION_DELAY);
const multicall = await deploy('Multicall3');
const rewardsCoordinator = await deploy('RewardsCoordinator');
const multisig = await deploy('Multisig', 2, [accounts[1], accounts[2], accounts[3]]);

const stakedEther = await deploy('RebasingToken', 'Test Staked Ether', 'tstETH');
const poolEther = await deploy('AccruingToken', 'Test Pool Ether', 'trETH', parseEther('1.125'));
const strategies = [];
for (const token of [stakedEther, poolEther])
  strategies.push(await deploy('StrategyBaseTVLLimits', strategyManagerAt, await token.getAddress()));
const strategiesAt = await Promise.all(strategies.map(strategy => strategy.getAddress()));
await send(strategyManager, 0, 'addStrategiesToDepositWhitelist', strategiesAt);

// Somebody was here before, and a reward made the rebasing token's numbers uneven. (Before a reward, since a strategy
// that holds nothing can't take less than was asked for: its balance before would be below zero.)
for (const [index, token] of [stakedEther, poolEther].entries()) {
  await send(token, 0, 'mint', accounts[0], parseEther('300'));
  await send(token, 0, 'approve', strategyManagerAt, parseEther('100'));
  await send(strategyManager, 0, 'depositIntoStrategy', strategiesAt[index], await token.getAddress(),
             parseEther('100'));
}
await send(stakedEther, 0, 'rebase', 123456789123456789n);

// Services: accounts 7 and 8. The first burns, the second gives what it slashes to account 9.
const services = [accounts[7], accounts[8]];
await send(allocationManager, 7, 'updateAVSMetadataURI', services[0],
           uri({ name: 'Lantern Oracle', description: 'Prices, agreed on by operators.' }));
await send(allocationManager, 8, 'updateAVSMetadataURI', services[1],
           uri({ name: 'Harbour Bridge', description: 'Messages between chains.' }));
const sorted = [...strategiesAt].sort((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1);
await send(allocationManager, 7, 'createOperatorSets(address,(uint32,address[],address)[])', services[0],
           [[1, sorted, services[0]]]);
await send(allocationManager, 8, 'createRedistributingOperatorSets', services[1], [[4, sorted, services[1]]],
           [accounts[9]]);

// Operators: accounts 1 to 4.
const operators = [
  // Pledges half and a fifth, at once; nobody can react to a change.
  { name: 'Alder Validators', delay: 0, magnitudes: ['0.5', '0.2'] },
  // Was slashed by a tenth of a half.
  { name: 'Birch Nodes', delay: 10, magnitudes: ['0.5', null], slashed: '0.1' },
  // Pledges nothing, and can't without setting a delay first that takes long.
  { name: 'Cedar Staking', delay: 200000, magnitudes: [null, null] },
  // Takes only whom its approver (itself) signs for.
  { name: 'Dogwood Private', delay: 10, magnitudes: ['0.3', null], approver: true },
];
for (const [i, { name, delay, magnitudes, approver }] of operators.entries()) {
  const index = i + 1, address = accounts[index];
  await send(delegationManager, index, 'registerAsOperator',
             approver ? address : '0x0000000000000000000000000000000000000000', delay,
             uri({ name, description: `${name}, an operator of the tests.`,
                   website: 'https://example.org', logo: 'https://example.org/logo.png' }));
  for (const [k, id] of [1, 4].entries())
    if (magnitudes[k] !== null) {
      await send(allocationManager, index, 'registerForOperatorSets', address,
                 { avs: services[k], operatorSetIds: [id], data: '0x' });
      await send(allocationManager, index, 'modifyAllocations', address,
                 [[[services[k], id], sorted, sorted.map(() => parseEther(magnitudes[k]))]]);
    }
}
await provider.send('anvil_mine', ['0x10']);
await send(allocationManager, 7, 'slashOperator', services[0],
           [accounts[2], 1, sorted, sorted.map(() => parseEther('0.1')), 'A price was wrong.']);

const at = async contract => ({ address: await contract.getAddress(), startBlock: 0 });
const slots = (name, ...variables) => ({
  slots: Object.fromEntries(variables.map(variable => [variable, compiled[name].slots[variable]])),
});
const chainId = Number((await provider.getNetwork()).chainId);
writeFileSync(networkPath, JSON.stringify({
  schema: 1,
  key: `anvil-${chainId}`,
  name: 'Anvil',
  kind: 'custom',
  chainId,
  blockSeconds: 1,
  confirmations: 1,
  contracts: {
    DelegationManager: { ...await at(delegationManager), ...slots('DelegationManager', 'delegatedTo') },
    StrategyManager: { ...await at(strategyManager), ...slots('StrategyManager', 'stakerDepositShares') },
    AllocationManager: await at(allocationManager),
    RewardsCoordinator: await at(rewardsCoordinator),
    Multicall3: await at(multicall),
  },
  tokens: [
    { symbol: 'tstETH', name: 'Test Staked Ether', issuer: 'The tests',
      token: await stakedEther.getAddress(), strategy: strategiesAt[0], decimals: 18, rebasing: true,
      ...slots('RebasingToken', 'allowance'),
      rate: { kind: 'one' } },
    { symbol: 'trETH', name: 'Test Pool Ether', issuer: 'The tests',
      token: await poolEther.getAddress(), strategy: strategiesAt[1], decimals: 18, rebasing: false,
      ...slots('AccruingToken', 'balanceOf', 'allowance'),
      rate: { kind: 'getExchangeRate', source: await poolEther.getAddress() } },
  ],
  endpoints: [],
}, null, 2));

console.log(JSON.stringify({
  network: networkPath,
  delegationManager: delegationManagerAt,
  strategyManager: strategyManagerAt,
  allocationManager: allocationManagerAt,
  multisig: await multisig.getAddress(),
  tokens: { tstETH: await stakedEther.getAddress(), trETH: await poolEther.getAddress() },
  strategies: { tstETH: strategiesAt[0], trETH: strategiesAt[1] },
  operators: Object.fromEntries(operators.map(({ name }, i) => [name, accounts[i + 1]])),
}));
provider.destroy();
