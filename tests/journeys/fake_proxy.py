# SPDX-License-Identifier: GPL-3.0-or-later
"""A SOCKS5 proxy on loopback (RFC 1928, without login). It keeps who it was asked for."""

import socket
import struct
import threading


class FakeProxy:
    """asked: hosts and ports, as they came. stop(): nobody answers there any more."""

    def __init__(self):
        self.asked = []
        self.open = []
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.address = f'127.0.0.1:{self.listener.getsockname()[1]}'
        threading.Thread(target=self.serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        for one in [self.listener, *self.open]:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                # It was closed already.
                pass
            one.close()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.lead, args=(client,), daemon=True).start()

    def lead(self, client):
        self.open.append(client)
        try:
            host, port = read_request(client)
            self.asked.append((host, port))
            other = socket.create_connection((host, port))
            self.open.append(other)
            client.sendall(b'\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50')
            threading.Thread(target=carry, args=(client, other), daemon=True).start()
            carry(other, client)
        except OSError:
            client.close()


def read_exactly(connection, count):
    data = b''
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise OSError('it ended')
        data += part
    return data


def read_request(client):
    """What is asked for: a name as it is, or an address."""
    _, methods = read_exactly(client, 2)
    read_exactly(client, methods)
    client.sendall(b'\x05\x00')
    kind = read_exactly(client, 4)[3]
    if kind == 1:
        host = socket.inet_ntoa(read_exactly(client, 4))
    elif kind == 3:
        host = read_exactly(client, read_exactly(client, 1)[0]).decode()
    else:
        raise OSError('neither a name nor an address')
    return host, struct.unpack('>H', read_exactly(client, 2))[0]


def carry(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        # One of both went.
        pass
