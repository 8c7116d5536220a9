# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs beside the window: Surety itself, a node, its client, the practice network's server."""

import json
import os
import re
import subprocess
import time

from .session import build_folder, patience


def surety(*arguments):
    """The command that starts the Surety of this build."""
    return [os.path.join(build_folder(), 'src', 'surety'), *arguments]


def wait_until(condition, what, seconds=10):
    """Polls until the condition gives something true, and returns that."""
    deadline = time.monotonic() + patience(seconds)
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise TimeoutError(f'{what} did not come in {seconds} s')
        time.sleep(0.05)


def npm_program(name):
    folder = os.environ.get('SURETY_NODE_MODULES')
    if not folder:
        raise RuntimeError('SURETY_NODE_MODULES is not set: run this through build-aux/dev')
    return os.path.join(folder, '.bin', name)


def cast(*arguments, url=None):
    """Asks a node with a client that is not ours; returns what it printed."""
    where = ['--rpc-url', url] if url else []
    done = subprocess.run([npm_program('cast'), *map(str, arguments), *where], check=False,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=patience(60), env={**os.environ, 'NO_COLOR': '1'})
    if done.returncode != 0:
        raise RuntimeError(f'cast {" ".join(map(str, arguments))}: {done.stderr.strip()}')
    return done.stdout.strip()


class Server:
    """A program that prints where it listens, on loopback."""

    def __init__(self, command, listening, log):
        self.output = open(log, 'w+', encoding='utf-8')
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.output,
                                        stderr=self.output, env={**os.environ, 'NO_COLOR': '1'})
        found = wait_until(lambda: self._said(listening, log), f'the address of {command[0]}', 30)
        self.url = 'http://' + found.group(1)

    def _said(self, pattern, log):
        with open(log, encoding='utf-8', errors='replace') as file:
            said = file.read()
        if self.process.poll() is not None:
            raise RuntimeError(f'the server ended with {self.process.returncode}: {said[-2000:]}')
        return re.search(pattern, said)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.output.close()


class Anvil(Server):
    """A real EVM node on this machine, at a free port. arguments: more of anvil's own."""

    def __init__(self, folder, *arguments, chain_id=31337):
        super().__init__([npm_program('anvil'), '--host', '127.0.0.1', '--port', '0', '--chain-id',
                          str(chain_id), *map(str, arguments)],
                         r'Listening on (127\.0\.0\.1:\d+)', os.path.join(folder, 'anvil.log'))

    def call(self, method, *parameters):
        """One JSON-RPC call, e.g. call('anvil_mine', '0x10')."""
        return json.loads(cast('rpc', method, *[value if isinstance(value, str)
                                                else json.dumps(value) for value in parameters],
                               url=self.url) or 'null')


class PracticeServer(Server):
    """The practice network over HTTP. command: the server program and its arguments."""

    def __init__(self, folder, command):
        super().__init__(command, r'(127\.0\.0\.1:\d+)', os.path.join(folder, 'practice.log'))
