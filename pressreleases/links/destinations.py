"""The host that an address leads to, and those of its numeric addresses that may be asked.

Each host name is looked up once, its addresses are checked, and the connection goes to exactly
those: a name that changes its mind between the check and the connection gains nothing (OWASP,
Server-Side Request Forgery Prevention).
"""

import ipaddress
import socket
from urllib.parse import quote, urlsplit

from pressreleases.links.problems import MISSPELT, NO_CONNECTION, NO_SUCH_HOST, PRIVATE, NoAnswer

NAT64 = ipaddress.ip_network("64:ff9b::/96")


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
