#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the practice network over HTTP with cast, a client we did not write."""

import json
import os
import subprocess
import sys
import urllib.request

ADDRESSES = {}


def read_addresses(path):
    """The C header is the one list of where the contracts are."""
    with open(path, encoding='utf-8') as header:
        for line in header:
            words = line.split()
            if len(words) == 3 and words[0] == '#define':
                ADDRESSES[words[1].removeprefix('PRACTICE_ADDRESS_')] = words[2].strip('"')


class Client:
    def __init__(self, cast, url):
        self.cast = cast
        self.url = url

    def run(self, *words, fails=False):
        command = [self.cast, *words]
        if words[0] not in ('keccak', 'wallet'):
            command += ['--rpc-url', self.url]
        done = subprocess.run(command, check=False, text=True, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if fails:
            assert done.returncode != 0, f'{words} succeeded: {done.stdout}'
            return done.stderr
        assert done.returncode == 0, f'{words}: {done.stderr}'
        return done.stdout.strip()

    def number(self, *words):
        # "4000000000000000000 [4e18]"
        return int(self.run(*words).split()[0])

    def wind(self, seconds):
        request = urllib.request.Request(f'{self.url}wind?seconds={seconds}', method='POST')
        with urllib.request.urlopen(request, timeout=30) as reply:
            assert reply.status == 204


def reads(client, key, player):
    assert client.run('chain-id') == '20260001'
    assert client.run('block-number') == '604800'
    assert client.run('balance', player) == str(10 * 10**18)
    assert client.run('code', ADDRESSES['STETH']) != '0x'
    assert client.run('call', ADDRESSES['STETH'], 'symbol()(string)') == '"stETH"'
    held = client.number('call', ADDRESSES['STETH'], 'balanceOf(address)(uint256)', player)
    assert 4 * 10**18 - 10 < held <= 4 * 10**18, held
    block = json.loads(client.run('block', 'latest', '--json'))
    assert int(block['number'], 16) == 604800
    assert int(block['timestamp'], 16) == 1788220800


def sends(client, key, player):
    amount = 10**17
    receipt = json.loads(client.run(
        'send', ADDRESSES['STETH'], 'approve(address,uint256)(bool)', ADDRESSES['STRATEGY_MANAGER'],
        str(amount), '--private-key', key, '--json'))
    assert receipt['status'] == '0x1' and receipt['from'].lower() == player.lower()
    assert len(receipt['logs']) == 1
    again = json.loads(client.run('receipt', receipt['transactionHash'], '--json'))
    assert again['blockHash'] == receipt['blockHash']
    transaction = json.loads(client.run('tx', receipt['transactionHash'], '--json'))
    assert transaction['hash'] == receipt['transactionHash']

    receipt = json.loads(client.run(
        'send', ADDRESSES['STRATEGY_MANAGER'],
        'depositIntoStrategy(address,address,uint256)(uint256)', ADDRESSES['STRATEGY_STETH'],
        ADDRESSES['STETH'], str(amount), '--private-key', key, '--json'))
    assert receipt['status'] == '0x1'
    shares = client.number('call', ADDRESSES['STRATEGY_MANAGER'],
                           'stakerDepositShares(address,address)(uint256)', player,
                           ADDRESSES['STRATEGY_STETH'])
    assert shares > 0
    logs = json.loads(client.run('logs', 'Deposit(address,address,uint256)', '--address',
                                 ADDRESSES['STRATEGY_MANAGER'], '--from-block', '604800', '--json'))
    assert len(logs) == 1 and player[2:].lower() in logs[0]['data']
    assert client.number('balance', player) < 10 * 10**18


def reverts(client, key, player):
    text = client.run('call', ADDRESSES['DELEGATION_MANAGER'],
                      'delegateTo(address,(bytes,uint256),bytes32)', ADDRESSES['STETH'], '(0x,0)',
                      '0x' + '00' * 32, '--from', player, fails=True)
    assert '0x25ec6c1f' in text or 'OperatorNotRegistered' in text, text
    text = client.run('call', ADDRESSES['RETH'], 'transfer(address,uint256)(bool)', player,
                      str(10**30), '--from', player, fails=True)
    assert 'transfer amount exceeds balance' in text, text


def clock(client, key, player):
    before = client.number('block-number')
    rate = client.number('call', ADDRESSES['RETH'], 'getExchangeRate()(uint256)')
    client.wind(14 * 86400)
    assert client.number('block-number') == before + 100800
    assert client.number('call', ADDRESSES['RETH'], 'getExchangeRate()(uint256)') > rate
    old = client.number('call', ADDRESSES['RETH'], 'getExchangeRate()(uint256)', '--block',
                        str(before))
    assert old == rate


def main():
    server_path, header = sys.argv[1:]
    modules = os.environ.get('SURETY_NODE_MODULES')
    if not modules:
        sys.exit('SURETY_NODE_MODULES is not set: cast is needed here')
    cast = os.path.join(modules, '@foundry-rs', 'cast-linux-amd64', 'bin', 'cast')
    if not os.access(cast, os.X_OK):
        sys.exit(f'{cast} is missing')

    read_addresses(header)
    cases = [reads, sends, reverts, clock]
    print(f'1..{len(cases)}', flush=True)
    failed = 0
    with subprocess.Popen([server_path], text=True, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as server:
        client = Client(cast, server.stdout.readline().strip())
        key = client.run('keccak', 'surety practice player')
        player = client.run('wallet', 'address', '--private-key', key)
        for i, case in enumerate(cases):
            try:
                case(client, key, player)
                print(f'ok {i + 1} /practice/cast/{case.__name__}', flush=True)
            except AssertionError as error:
                failed += 1
                print(f'not ok {i + 1} /practice/cast/{case.__name__}', flush=True)
                line = error.__traceback__.tb_next.tb_lineno
                print(f'# line {line}: ' + str(error).replace('\n', '\n# '), flush=True)
        server.stdin.close()
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
