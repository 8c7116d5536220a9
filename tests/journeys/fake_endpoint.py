# SPDX-License-Identifier: GPL-3.0-or-later
"""Endpoints that are not what they should be, on loopback. Each keeps what it was asked."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b'<!DOCTYPE html><title>Welcome</title><p>This is a web server, not a node.'


class FakeEndpoint:
    """kind: 'page' answers HTML to everything; 'chain' is a node of chain_id; 'torn' one that
    breaks off in the middle of each answer; 'silent' one that takes the question and never
    answers."""

    def __init__(self, kind, chain_id=1):
        self.kind, self.chain_id = kind, chain_id
        self.asked = []
        self.headers = []
        self.ending = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
                endpoint.asked += methods_of(body)
                endpoint.headers.append(dict(self.headers))
                endpoint.answer(self, body)

            def do_GET(self):
                endpoint.asked.append('GET ' + self.path)
                endpoint.answer(self, b'')

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/'
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def sent(self):
        """Transactions somebody tried to send through it."""
        return [method for method in self.asked if 'sendRawTransaction' in method]

    def answer(self, handler, body):
        if self.kind == 'silent':
            self.ending.wait(60)
            handler.close_connection = True
            return
        reply = PAGE if self.kind == 'page' else self.reply_to(body)
        handler.send_response(200)
        handler.send_header('Content-Type', 'text/html' if self.kind == 'page'
                            else 'application/json')
        handler.send_header('Content-Length', str(len(reply)))
        handler.end_headers()
        if self.kind == 'torn':
            reply = reply[:len(reply) // 2]
            handler.close_connection = True
        try:
            handler.wfile.write(reply)
        except ConnectionError:
            # Whoever asked did not wait for it.
            handler.close_connection = True

    def reply_to(self, body):
        request = json.loads(body)
        calls = request if isinstance(request, list) else [request]
        answers = [self.one(call) for call in calls]
        return json.dumps(answers if isinstance(request, list) else answers[0]).encode()

    def one(self, call):
        answer = {'jsonrpc': '2.0', 'id': call['id']}
        if call['method'] == 'eth_chainId':
            answer['result'] = hex(self.chain_id)
        elif call['method'] == 'eth_blockNumber':
            answer['result'] = '0x10'
        else:
            answer['error'] = {'code': -32601, 'message': 'the method does not exist'}
        return answer


def methods_of(body):
    try:
        request = json.loads(body)
        calls = request if isinstance(request, list) else [request]
        return [call.get('method', '?') for call in calls]
    except ValueError:
        return ['no JSON']
