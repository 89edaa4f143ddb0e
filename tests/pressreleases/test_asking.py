"""Asking an address: what it answers, and that no request reaches into a private network."""

import socket
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from pressreleases.links import asking, connections, destinations, problems
from pressreleases.links.asking import Answer, ask
from pressreleases.links.destinations import is_public

AGENT = "Pressarkivet link check (redaktionen@example.org)"


class Pages(BaseHTTPRequestHandler):
    """A small web: the path says what is answered."""

    def answer(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        status, location = (
            self.server.pages.get((self.command, self.path)) or self.server.pages[self.path]
        )
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    do_HEAD = do_GET = answer

    def log_message(self, *args):
        pass


@pytest.fixture
def web():
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        server.pages, server.asked = {}, []
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def names(monkeypatch):
    """The name server: a dictionary of host names to addresses; others do not exist."""
    known = {}

    def look_up(host, port):
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return known[host]

    monkeypatch.setattr(destinations, "look_up", look_up)
    return known


def local(url):
    return ask(url, agent=AGENT, allow_private=True)


def test_ask_a_page_that_is_there(web):
    web.pages["/finns"] = (200, None)

    assert local(f"{web.url}/finns") == Answer(200)
    assert web.asked == [("HEAD", "/finns", AGENT)]


@pytest.mark.parametrize("status", [404, 410, 500])
def test_ask_a_page_that_is_not_there(web, status):
    web.pages["/borta"] = (status, None)

    assert local(f"{web.url}/borta") == Answer(status)
    assert [method for method, _path, _agent in web.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_ask_a_server_that_does_not_take_head(web, status):
    web.pages[("HEAD", "/sida")] = (status, None)
    web.pages[("GET", "/sida")] = (200, None)

    assert local(f"{web.url}/sida") == Answer(200)


@pytest.mark.parametrize(
    ("status", "problem"), [(301, "Har flyttat för gott till {}/ny"), (308, None), (302, "")]
)
def test_ask_a_page_that_has_moved(web, status, problem):
    web.pages["/gammal"] = (status, "/ny")
    web.pages["/ny"] = (200, None)
    problem = "Har flyttat för gott till {}/ny" if problem is None else problem

    assert local(f"{web.url}/gammal") == Answer(200, problem.format(web.url))


def test_ask_a_page_that_has_moved_to_nothing(web):
    web.pages["/gammal"] = (301, "/borta")
    web.pages["/borta"] = (404, None)

    assert local(f"{web.url}/gammal") == Answer(404)


def test_ask_a_page_that_goes_round_and_round(web):
    web.pages["/runt"] = (302, "/runt")

    assert local(f"{web.url}/runt") == Answer(None, problems.ROUND_AND_ROUND)
    assert len(web.asked) == asking.HOPS + 1


def test_ask_a_page_with_swedish_letters(web):
    web.pages["/r%C3%A4ttelser?q=%C3%A5r"] = (200, None)

    assert local(f"{web.url}/rättelser?q=år") == Answer(200)


def test_ask_a_server_that_says_nothing_in_time(monkeypatch):
    monkeypatch.setattr(connections, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert local(f"http://127.0.0.1:{port}/") == Answer(None, problems.TIMEOUT)


def test_ask_a_server_that_trickles_is_cut_off(monkeypatch):
    monkeypatch.setattr(connections, "DEADLINE", 0.3)

    def trickle(server):
        connection, _address = server.accept()
        with connection:
            try:
                for _byte in range(100):
                    connection.sendall(b"H")
                    connection.settimeout(0.1)
                    try:
                        if not connection.recv(1000):
                            return
                    except TimeoutError:
                        continue
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as server:
        threads = [Thread(target=trickle, args=[server]) for _method in ("HEAD", "GET")]
        for thread in threads:
            thread.start()
        answer = local(f"http://127.0.0.1:{server.getsockname()[1]}/")
        for thread in threads:
            thread.join()
    assert answer.status is None
    assert answer.problem in (problems.GARBLED, problems.REFUSED, problems.TIMEOUT)


def test_ask_a_port_where_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert local(f"http://127.0.0.1:{port}/") == Answer(None, problems.REFUSED)


def test_ask_a_server_that_is_no_web_server(web):
    assert local(f"https://127.0.0.1:{web.server_port}/") == Answer(None, problems.CERTIFICATE)


def test_ask_a_host_that_does_not_exist(names):
    assert ask("https://finns-inte.example/", agent=AGENT) == Answer(None, problems.NO_SUCH_HOST)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), problems.NO_CONNECTION),
        (OSError(101, "Network is unreachable"), problems.NO_CONNECTION),
        (ssl.SSLCertVerificationError("self-signed"), problems.CERTIFICATE),
    ],
)
def test_ask_without_a_connection(monkeypatch, error, problem):
    """No network is not the same as no host."""

    def fail(*args, **kwargs):
        raise error

    if isinstance(error, socket.gaierror):
        monkeypatch.setattr(destinations, "look_up", fail)
    else:
        monkeypatch.setattr(destinations, "look_up", lambda host, port: ["192.0.2.1"])
        monkeypatch.setattr(connections, "connected", fail)
    assert local("https://www.example.org/") == Answer(None, problem)


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https://exempel.se:port/",
        "https://exempel.se:99999/",
        "https://anna:hemligt@exempel.se/",
        "https://" + "a" * 70 + ".se/",
        "http://[::1/",
        "https://exempel.se /",
    ],
)
def test_ask_an_address_that_is_misspelt(names, url):
    assert ask(url, agent=AGENT).problem in (problems.MISSPELT, problems.NO_SUCH_HOST)


# --- no request to what is not public ------------------------------------------------------------

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",  # noqa: S104  never bound
    "10.0.0.7",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["193.10.1.1", "2a00:801::1", "64:ff9b::c10a:101"])
def test_public_addresses_are(address):
    assert is_public(address)


@pytest.fixture
def no_sockets(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(connections.socket, "create_connection", refuse)


@pytest.mark.parametrize("address", PRIVATE)
def test_ask_a_name_that_leads_to_a_private_network(names, no_sockets, address):
    names["intern.example"] = [address]

    assert ask("http://intern.example/", agent=AGENT) == Answer(None, problems.PRIVATE)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]:8000/", "http://localhost/", "http://2130706433/"]
)
def test_ask_a_private_address_written_out(no_sockets, monkeypatch, url):
    found = {"127.0.0.1": "127.0.0.1", "::1": "::1"}
    monkeypatch.setattr(destinations, "look_up", lambda host, port: [found.get(host, "127.0.0.1")])

    assert ask(url, agent=AGENT) == Answer(None, problems.PRIVATE)


def test_ask_a_name_with_one_private_address_among_public_ones(names, no_sockets):
    names["bland.example"] = ["193.10.1.1", "10.0.0.1"]

    assert ask("http://bland.example/", agent=AGENT) == Answer(None, problems.PRIVATE)


def test_ask_a_public_page_that_sends_on_to_a_private_one(web, names, monkeypatch):
    """The first hop is let through as public; the second is looked at anew."""
    port = web.server_port
    web.pages["/"] = (302, f"http://intern.example:{port}/hemligt")
    names.update({"publik.example": ["127.0.0.1"], "intern.example": ["127.0.0.2"]})
    monkeypatch.setattr(destinations, "is_public", lambda address: address == "127.0.0.1")

    answer = ask(f"http://publik.example:{port}/", agent=AGENT)

    assert answer == Answer(None, problems.PRIVATE)
    assert [path for _method, path, _agent in web.asked] == ["/"]


def test_ask_connects_to_the_address_that_was_checked(web, monkeypatch):
    """A name server that answers differently the second time is not asked a second time."""
    web.pages["/"] = (200, None)
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    monkeypatch.setattr(destinations, "look_up", lambda host, port: next(answers))
    monkeypatch.setattr(destinations, "is_public", lambda address: address == "127.0.0.1")

    answer = ask(f"http://vandrande.example:{web.server_port}/", agent=AGENT)

    assert answer == Answer(200)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://exempel.se/", "gopher://exempel.se/"])
def test_ask_only_the_web(no_sockets, url):
    assert ask(url, agent=AGENT) == Answer(None, problems.MISSPELT)
