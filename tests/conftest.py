"""What every test stands on: closed sockets, cheap settings, a still clock, and the running site.

A test starts with an empty database. Pages with the whole content come in two ways: `content`
loads it into the test database once per module, `site_server` runs the demonstration itself.
"""

import http.client
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings as site_settings
from django.db import connections, transaction
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from psycopg import sql

from segregation_site import clock as site_clock

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


# --- figures -------------------------------------------------------------------------------------

FIGURES = pytest.StashKey[list]()


@pytest.fixture
def measured(request):
    """Call with a line that says how much a sweep saw; it is printed after the tests."""
    return request.config.stash.setdefault(FIGURES, []).append


def pytest_terminal_summary(terminalreporter, config):
    if lines := config.stash.get(FIGURES, []):
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.write_line(line)


# --- what the machine may lack -------------------------------------------------------------------


def needed(found, reason):
    """`found`, or the test is skipped; where that is forbidden (REQUIRE_ALL=1) it fails."""
    if found:
        return found
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{reason} REQUIRE_ALL=1 forbids skipping.", pytrace=False)
    return pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium():
    """The path of the machine's own browser."""
    paths = (shutil.which(name) for name in BROWSERS)
    return needed(
        next((path for path in paths if path), None),
        "No browser: install Chromium to run the browser tests.",
    )


@pytest.fixture(scope="session")
def nu_checker():
    """The command that runs the Nu HTML checker."""
    java = needed(shutil.which("java"), "No Java: install it to run the HTML checks.")
    jar = os.environ.get("VNU_JAR", "")
    needed(
        Path(jar).is_file(),
        "No Nu checker: set VNU_JAR to the path of vnu.jar (npm's package vnu-jar has it).",
    )
    return [java, "-Xss2m", "-jar", jar]


def pytest_collection_modifyitems(config, items):
    """A rule that only PostgreSQL has is no test of SQLite: it is left out, not skipped."""
    if connections["default"].vendor != "postgresql":
        only = [item for item in items if item.get_closest_marker("postgres")]
        config.hook.pytest_deselected(items=only)
        items[:] = [item for item in items if item not in only]


# --- walls ---------------------------------------------------------------------------------------


def is_local(host):
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def closed_sockets():
    """No test reaches beyond this machine, not even to look up a name."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        if self.family != socket.AF_UNIX and not is_local(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    def guarded_look_up(host, *args, **kwargs):
        if not is_local(host):
            raise AssertionError(f"a test tried to look up {host}")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests(tmp_path_factory):
    """Files are found where they lie, passwords hash fast, nothing is written to the checkout."""
    data = tmp_path_factory.mktemp("data")
    static = data / "static"
    static.mkdir()
    with override_settings(
        DATA_DIR=data,
        STATIC_ROOT=static,
        STORAGES={
            **site_settings.STORAGES,
            "default": {
                **site_settings.STORAGES["default"],
                "OPTIONS": {
                    **site_settings.STORAGES["default"]["OPTIONS"],
                    "location": data / "files",
                },
            },
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        # Without this WhiteNoise warns of files that collectstatic has not collected.
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def swedish():
    """Each test begins in Swedish: a request for an English page leaves its thread in English."""
    with translation.override("sv"):
        yield


@pytest.fixture
def clock(monkeypatch):
    """Sets the site's clock: `clock(datetime(2020, 6, 1, 12, tzinfo=UTC))`."""

    def set_to(instant):
        if instant.tzinfo is None:
            raise ValueError("the site's clock is aware")
        monkeypatch.setattr(site_clock, "now", lambda: instant)
        return instant

    return set_to


# --- the record in tests -------------------------------------------------------------------------

GUARDS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}


def lift_guards(connection):
    """Drop the triggers that refuse to empty the tables of the record."""
    on_table = " ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS[connection.vendor])
        for name, table in cursor.fetchall():
            if name.endswith(("_no_delete", "_no_truncate")):
                cursor.execute(f'DROP TRIGGER "{name}"' + on_table.format(table=table))


@pytest.fixture(scope="session", autouse=True)
def emptied_record():
    """Let a transactional test clean up after itself.

    Such a test ends by emptying every table, and the record's tables refuse that, as they should.
    So the guards are lifted for that one step; `flush` then sends post_migrate, whose receiver
    (pressreleases.record.lay_guards) lays them again.
    """
    empty = TransactionTestCase._fixture_teardown

    def lift_then_empty(self):
        for name in self._databases_names(include_mirrors=False):
            lift_guards(connections[name])
        empty(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_then_empty)
        yield


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    """Everything in fixtures/, for all tests of a module that also ask for the database.

    Loaded once, in a transaction around the module's tests: each test's own changes are undone by
    its own savepoint, and the next module finds the database empty. Not for transactional tests.
    """
    from segregation_site.content import load_content

    with django_db_blocker.unblock(), transaction.atomic():
        load_content(at=site_clock.now())
        yield
        transaction.set_rollback(True)


# --- the running site ----------------------------------------------------------------------------


@dataclass
class Answer:
    """One response, its redirect not followed and its body as it was sent."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()


@dataclass
class RunningSite:
    """The demonstration, served as `manage.py demo` serves it."""

    port: int
    log: Path
    environment: dict = field(repr=False)

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def get(self, path, *, method="GET", headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def new_database(purpose):
    """DATABASE_URL of a new database beside the given one; "" (a SQLite file) where none is."""
    given = os.environ.get("DATABASE_URL", "").strip()
    if not given.startswith(("postgres:", "postgresql:")):
        yield ""
        return
    name = f"{purpose}_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def site_database():
    """DATABASE_URL of a database for the running site."""
    with new_database("running_site") as url:
        yield url


@pytest.fixture(scope="session")
def site_server(site_database, tmp_path_factory):
    """The demonstration with all its content, on a free port of this machine."""
    with running_demo(site_database, tmp_path_factory.mktemp("site")) as site:
        yield site


@contextmanager
def running_demo(database, data):
    """A RunningSite of `manage.py demo`, stopped in the end."""
    environment = {
        **os.environ,
        "SITE_MODE": "demo",
        "SITE_DATA_DIR": str(data),
        "DATABASE_URL": database,
        "PYTHONUNBUFFERED": "1",
    }
    site = RunningSite(port=free_port(), log=data / "server.log", environment=environment)
    with site.log.open("w") as log:
        # A session of its own, so that Ctrl-C reaches the web server that the command starts too.
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(site.port)],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_it_answers(site, process)
            yield site
        finally:
            stop(process)


def stop(process, seconds=10):
    """End the command and every process it started, which share its group."""
    os.killpg(process.pid, signal.SIGINT)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        process.poll()
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until_it_answers(site, process, seconds=120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the site did not start:\n{site.log.read_text()}", pytrace=False)
        try:
            if site.get("/").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the site did not answer in {seconds} s:\n{site.log.read_text()}", pytrace=False)
