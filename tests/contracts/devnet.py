#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A chain on this machine with the contracts beside this file on it.

As a program, devnet.py COMMAND [ARGUMENT…]: runs a command against such a chain, which the command
finds in SURETY_ANVIL_URL, SURETY_ANVIL_NETWORK (the network file) and SURETY_ANVIL_ADDRESSES (what
deploy.mjs printed).
"""

import fcntl
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'journeys'))

from harness import Anvil, cast  # noqa: E402

# Accounts of anvil's that deploy.mjs gave a part; anvil signs for them.
DEPLOYER, LANTERN = 0, 7


# A chain is seconds old for a test that asks; one that was kept may be this old, in seconds.
OLDEST = 1800

# What is kept of a chain: all that anvil holds, with every block; the network file for Surety to
# open; what deploy.mjs printed.
STATE, NETWORK, ADDRESSES = 'state.json', 'network.json', 'addresses.json'


def node(script, *arguments):
    """Runs a script beside this file; returns what it printed."""
    done = subprocess.run(['node', os.path.join(HERE, script), *arguments], check=True, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    return done.stdout


def deploy(folder):
    """Compiles the contracts, puts them on a chain, keeps that in the folder."""
    compiled = os.path.join(folder, 'contracts.json')
    node('compile.mjs', compiled)
    with Anvil(folder) as anvil:
        addresses = node('deploy.mjs', anvil.url, compiled, os.path.join(folder, NETWORK))
        state = anvil.call('anvil_dumpState', True)
    with open(os.path.join(folder, ADDRESSES), 'w', encoding='utf-8') as file:
        file.write(addresses)
    # Last: where it is, all is.
    path = os.path.join(folder, STATE)
    with open(path + '.new', 'wb') as file:
        file.write(gzip.decompress(bytes.fromhex(state[2:])))
    os.rename(path + '.new', path)


def deployed():
    """The folder of a chain with the contracts on it, in the build folder; one for all tests, made
    again when a source is newer or the chain has grown old."""
    folder = os.path.join(os.environ['G_TEST_BUILDDIR'], 'contracts')
    path = os.path.join(folder, STATE)
    sources = [os.path.join(HERE, name) for name in os.listdir(HERE)
               if name.endswith(('.sol', '.mjs', '.py'))]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, '.lock'), 'w', encoding='utf-8') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        oldest = max(time.time() - OLDEST, *map(os.path.getmtime, sources))
        if not os.path.exists(path) or os.path.getmtime(path) < oldest:
            deploy(folder)
    return folder


class Devnet(Anvil):
    """addresses: what deploy.mjs printed. network_file: for Surety to open. folder: for files."""

    def __init__(self, folder):
        kept = deployed()
        super().__init__(folder, '--load-state', os.path.join(kept, STATE))
        self.network_file = shutil.copy(os.path.join(kept, NETWORK), folder)
        try:
            with open(os.path.join(kept, ADDRESSES), encoding='utf-8') as file:
                self.addresses = json.load(file)
            self.accounts = self.call('eth_accounts')
        except BaseException:
            self.stop()
            raise

    def fund(self, account, ether, **tokens):
        """Whole ETH, and whole tokens by symbol: fund(address, 10, tstETH=5)."""
        self.call('anvil_setBalance', account, hex(ether * 10**18))
        for symbol, amount in tokens.items():
            self.send(DEPLOYER, self.addresses['tokens'][symbol], 'mint(address,uint256)', account,
                      amount * 10**18)

    def grant(self, account, symbol, amount):
        """The strategy manager may take so many wei of a token, as if the account had signed it."""
        self.call('anvil_impersonateAccount', account)
        cast('send', '--unlocked', '--from', account, self.addresses['tokens'][symbol],
             'approve(address,uint256)', self.addresses['strategyManager'], amount, url=self.url)
        self.call('anvil_stopImpersonatingAccount', account)

    def send(self, index, to, signature, *arguments):
        """A transaction of one of anvil's accounts."""
        return cast('send', '--unlocked', '--from', self.accounts[index], to, signature, *arguments,
                    url=self.url)

    def read(self, to, signature, *arguments):
        """One number or address that a view function gives, as text."""
        return cast('call', to, signature, *arguments, url=self.url).split(' ')[0]

    def balance(self, symbol, account):
        return int(self.read(self.addresses['tokens'][symbol], 'balanceOf(address)(uint256)',
                             account))

    def nonce(self, account):
        return int(cast('nonce', account, url=self.url))

    def start_clock(self, seconds=1):
        """From now on a block comes by itself, as on any chain, not with each transaction."""
        self.call('evm_setIntervalMining', seconds)

    def mine(self, blocks):
        self.call('anvil_mine', hex(blocks))

    def block(self):
        return int(cast('block-number', url=self.url))


def main():
    with tempfile.TemporaryDirectory(prefix='surety-devnet-') as folder, Devnet(folder) as devnet:
        environment = {**os.environ, 'SURETY_ANVIL_URL': devnet.url,
                       'SURETY_ANVIL_NETWORK': devnet.network_file,
                       'SURETY_ANVIL_ADDRESSES': json.dumps(devnet.addresses)}
        return subprocess.run(sys.argv[1:], check=False, env=environment).returncode


if __name__ == '__main__':
    sys.exit(main())
