#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory that takes long to read: it is stopped by its button, and goes on by its button from
where it was."""

import json
import time

import shots
from harness import App, Session, journey, main, surety
from journey_archive import FullNode, connect, network_file, serve
from journey_choose import count

# Blocks of logs the node answers at once, and how long it thinks about them.
RANGE = 20000
THINKS = 0.4
STOPPED = 'Stopped before everything was read: what is missing here may exist.'


class SlowNode(FullNode):
    """The node at url, slow at logs, and with few of them at once."""

    def __init__(self, url):
        self.ranges = []
        super().__init__(url)

    def is_gone(self, call):
        return False

    def reply_to(self, body):
        request = json.loads(body)
        calls = request if isinstance(request, list) else [request]
        asked = [(int(call['params'][0]['fromBlock'], 16), int(call['params'][0]['toBlock'], 16))
                 for call in calls if call['method'] == 'eth_getLogs']
        for first, last in asked:
            if last - first >= RANGE:
                error = {'code': -32005, 'message': f'block range too large, maximum is {RANGE}'}
                refusal = [{'jsonrpc': '2.0', 'id': call['id'], 'error': error} for call in calls]
                return json.dumps(refusal if isinstance(request, list) else refusal[0]).encode()
            time.sleep(THINKS)
        self.ranges += asked
        return super().reply_to(body)

    def wait_quiet(self):
        """Until nobody has asked for logs for a while; how many ranges that were."""
        before = -1
        while before != len(self.ranges):
            before = len(self.ranges)
            time.sleep(8 * THINKS)
        return before


@journey('/journeys/filling/is-stopped-and-goes-on-from-there')
def filling(artefacts):
    server, url = serve(artefacts)
    try:
        with SlowNode(url) as node, Session(artefacts) as session, App(session, surety()) as app:
            connect(app, network_file(artefacts), node.url)
            app.click('Look Around First', role='button')
            shots.to_page(app, 'Operators')
            app.wait_for('Stop', role='button', seconds=30)
            app.wait_text('as of block', 60)
            app.picture('filling')
            app.click('Stop', role='button')
            app.wait_for('Go On', role='button')
            app.wait_text(STOPPED)
            app.picture('stopped')
            n = node.wait_quiet()
            read = max(last for _, last in node.ranges)
            head = int(node.ask(json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'eth_blockNumber',
                                            'params': []}).encode())['result'], 16)
            assert read < head, 'it was not stopped in the middle'
            assert count(app)[1] > 0, 'what was read is not shown'

            app.click('Go On', role='button')
            app.wait_for('Stop', role='button')
            app.wait_gone('Stop', role='button', seconds=120)
            app.wait_gone('Go On', role='button')
            app.picture('whole')
            assert node.ranges[n][0] > min(first for first, _ in node.ranges), 'it began anew'
            assert max(last for _, last in node.ranges) >= head, 'it did not go on to the end'
            assert count(app)[1] >= 40, count(app)
    finally:
        server.stdin.close()
        server.wait(10)


if __name__ == '__main__':
    main()
