"""The connection over which one request is made, cut off when its time is up."""

import http.client
import socket
import ssl
import threading
from contextlib import contextmanager

from pressreleases.links.destinations import addresses_to_ask, parts_of
from pressreleases.links.problems import NO_CONNECTION, NoAnswer, in_words

PATIENCE = 10  # seconds for each step of the connection
DEADLINE = 30  # seconds for one answer as a whole, however slowly it trickles in


def connected(addresses, port):
    """A socket to the first of the addresses that takes it."""
    for last, address in enumerate(addresses, 1):
        try:
            return socket.create_connection((address, port), timeout=PATIENCE)
        except OSError:
            if last == len(addresses):
                raise
    raise NoAnswer(NO_CONNECTION)


def ask_once(url, method, *, agent, allow_private):
    """(status, Location or None) of one request; nothing of the body is read."""
    scheme, host, port, path = parts_of(url)
    addresses = addresses_to_ask(host, port, allow_private=allow_private)
    with in_words():
        connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
        sock = connected(addresses, port)
        try:
            if scheme == "https":
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
            connection.sock = sock
            with deadline(sock):
                headers = {"User-Agent": agent, "Accept": "*/*", "Connection": "close"}
                connection.request(method, path, headers=headers)
                response = connection.getresponse()
                return response.status, response.getheader("Location")
        finally:
            sock.close()


@contextmanager
def deadline(sock):
    """Shut the socket when the time for the whole answer is up."""

    def shut():
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    timer = threading.Timer(DEADLINE, shut)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
