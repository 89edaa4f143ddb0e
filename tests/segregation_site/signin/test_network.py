"""Where a request comes from, whatever its headers claim."""

import pytest

from segregation_site.signin.network import NOWHERE, client_network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::"),
        ("", NOWHERE),
        ("no address", NOWHERE),
    ],
)
def test_network_of_an_address(rf, address, network):
    assert client_network(rf.get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("trusted", "forwarded", "network"),
    [
        (False, "192.0.2.1", "10.0.0.1"),
        (True, "192.0.2.1", "192.0.2.1"),
        (True, "1.2.3.4, 192.0.2.1", "192.0.2.1"),
        (True, "1.2.3.4,192.0.2.1,", "10.0.0.1"),
        (True, "not an address", "10.0.0.1"),
        (True, "", "10.0.0.1"),
    ],
)
def test_network_behind_a_proxy(rf, settings, trusted, forwarded, network):
    settings.TRUST_PROXY = trusted
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})

    assert client_network(request) == network
