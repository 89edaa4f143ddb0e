"""Which network a request comes from: what guessing is counted by."""

import ipaddress

from django.conf import settings

NOWHERE = "0.0.0.0"  # noqa: S104  (no address to listen on, the name of an unknown one)
# A household or an office holds a whole /64 of IPv6 and changes addresses within it at will.
IPV6_PREFIX = 64


def client_network(request):
    """The IPv4 address, or the IPv6 /64, as text.

    X-Forwarded-For counts only behind a proxy of our own, and then only its last entry, the one
    that the proxy itself added: whatever stands before it was written by the client.
    """
    address = parsed(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUST_PROXY:
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
        address = parsed(last.strip()) or address
    if address is None:
        return NOWHERE
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    # The number and no text: a scope (fe80::1%eth0) is no part of the network.
    network = ipaddress.ip_network((int(address), IPV6_PREFIX), strict=False)
    return str(network.network_address)


def parsed(text):
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
