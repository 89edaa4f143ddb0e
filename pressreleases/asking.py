"""Asks an address outside the site whether it answers, without reaching into any private network.

Each host name is looked up once, its addresses are checked, and the connection goes to exactly
those: a name that changes its mind between the check and the connection gains nothing (OWASP,
Server-Side Request Forgery Prevention). Redirects pass the same check, each anew.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

PATIENCE = 10  # seconds for each step of the connection
DEADLINE = 30  # seconds for one answer as a whole, however slowly it trickles in
HOPS = 5
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/96")

# What the editors read. The first says that the address is dead, the others that nothing is known.
NO_SUCH_HOST = "Värden finns inte."
NO_CONNECTION = "Ingen förbindelse."
PRIVATE = "Adressen leder till ett privat nät och prövas inte."
TIMEOUT = "Inget svar i tid."
REFUSED = "Servern tog inte emot förfrågan."
CERTIFICATE = "Serverns certifikat godtas inte."
GARBLED = "Svaret gick inte att förstå."
MISSPELT = "Adressen är felskriven."
ROUND_AND_ROUND = "Adressen skickar vidare för många gånger."
MOVED = "Har flyttat för gott till %s"
# Problems that only a machine with a connection meets.
REACHED = (REFUSED, CERTIFICATE, GARBLED, ROUND_AND_ROUND)


@dataclass(frozen=True)
class Answer:
    """The final status, or None and why there was none; a permanent move is told with a status."""

    status: int | None
    problem: str = ""

    @property
    def shows_a_connection(self):
        return self.status is not None or self.problem in REACHED


class NoAnswer(Exception):
    """Why an address gave none, in the words above."""


def look_up(host, port):
    """The numeric addresses of a host; its own function, so that tests can say what a name is."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(entry[4][0] for entry in found))


def is_public(address):
    """Whether a numeric address is one that anybody on the internet reaches."""
    ip = ipaddress.ip_address(str(address).split("%")[0])
    if ip.version == 6:
        inside = ip.ipv4_mapped or ip.sixtofour
        if ip in NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside:
            return is_public(inside)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def addresses_to_ask(host, port, *, allow_private):
    try:
        found = look_up(host, port)
    except socket.gaierror as error:
        gone = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
        raise NoAnswer(NO_SUCH_HOST if gone else NO_CONNECTION) from error
    except UnicodeError as error:
        raise NoAnswer(MISSPELT) from error
    if not allow_private and not all(is_public(address) for address in found):
        raise NoAnswer(PRIVATE)
    return found


def connected(addresses, port):
    """A socket to the first of the addresses that takes it."""
    for last, address in enumerate(addresses, 1):
        try:
            return socket.create_connection((address, port), timeout=PATIENCE)
        except OSError:
            if last == len(addresses):
                raise
    raise NoAnswer(NO_CONNECTION)


@contextmanager
def in_words():
    """Turn what the network raises into NoAnswer."""
    try:
        yield
    except TimeoutError as error:
        raise NoAnswer(TIMEOUT) from error
    except ssl.SSLError as error:
        raise NoAnswer(CERTIFICATE) from error
    except (ConnectionError, http.client.RemoteDisconnected) as error:
        raise NoAnswer(REFUSED) from error
    except OSError as error:
        raise NoAnswer(NO_CONNECTION) from error
    except http.client.InvalidURL as error:
        raise NoAnswer(MISSPELT) from error
    except http.client.HTTPException as error:
        raise NoAnswer(GARBLED) from error


def parts_of(url):
    """(scheme, host, port, path with query) as they go on the wire."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        host = parts.hostname.encode("idna").decode() if parts.hostname else ""
    except (ValueError, KeyError) as error:
        raise NoAnswer(MISSPELT) from error
    if not host or parts.username or parts.password:
        raise NoAnswer(MISSPELT)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return parts.scheme, host, port, f"{path}?{query}" if query else path


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


def follow(url, method, **given):
    """The Answer after redirects; raises NoAnswer."""
    there, for_good = url, True
    for _hop in range(HOPS + 1):
        status, location = ask_once(there, method, **given)
        if status not in REDIRECTS or not location:
            moved = there != url and for_good and status < 400
            return Answer(status, (MOVED % there)[:200] if moved else "")
        for_good = for_good and status in PERMANENT
        there = urljoin(there, location.encode("latin-1").decode("utf-8", "replace"))
    raise NoAnswer(ROUND_AND_ROUND)


def ask(url, *, agent, allow_private=False):
    """The Answer of an http(s) address: HEAD first, and GET where HEAD is not taken well."""
    given = {"agent": agent, "allow_private": allow_private}
    try:
        answer = follow(url, "HEAD", **given)
        if answer.status < 400:
            return answer
    except NoAnswer as silence:
        # Some servers hang up on HEAD; what stands in the way of any request stands there still.
        if str(silence) not in (REFUSED, GARBLED, TIMEOUT):
            return Answer(None, str(silence))
    try:
        return follow(url, "GET", **given)
    except NoAnswer as silence:
        return Answer(None, str(silence))
