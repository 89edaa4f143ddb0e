"""The whole header set (ASVS 5.0, chapter 3.4) on every kind of response, and no cookie."""

import re
from http import HTTPStatus

import pytest
from django.contrib.staticfiles import finders
from django.urls import path

from segregation_site.urls import handler500
from segregation_site.urls import urlpatterns as site_patterns

PUBLIC_CSP = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), interest-cohort=(), microphone=(), payment=(), usb=()"
    ),
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=63072000; includeSubDomains; preload"
STYLESHEET = "/static/css/site.css"


def broken(request):
    raise RuntimeError("a fault of ours")


# The site's own addresses and one that fails, for @pytest.mark.urls.
urlpatterns = [*site_patterns, path("broken/", broken)]
__all__ = ["handler500", "urlpatterns"]


def directives(policy):
    """A Content-Security-Policy as {directive: value}."""
    pairs = (part.strip().partition(" ") for part in policy.split(";") if part.strip())
    return {name: value for name, _space, value in pairs}


def assert_public_headers(response, *, secure=True):
    headers = response.headers
    assert directives(headers["Content-Security-Policy"]) == PUBLIC_CSP
    for name, value in HEADERS.items():
        assert headers[name] == value, name
    assert (headers.get("Strict-Transport-Security") == HSTS) is secure
    assert "Set-Cookie" not in headers
    assert not getattr(response, "cookies", {})


# Address, arguments of the request, status, and the client's method.
RESPONSES = {
    "page": ("/", {}, HTTPStatus.OK, "get"),
    "page in English": ("/en/", {}, HTTPStatus.OK, "get"),
    "head": ("/", {}, HTTPStatus.OK, "head"),
    "options": ("/", {}, HTTPStatus.OK, "options"),
    "unknown address": ("/finns/inte/", {}, HTTPStatus.NOT_FOUND, "get"),
    "unknown address in English": ("/en/no/such/", {}, HTTPStatus.NOT_FOUND, "get"),
    "bad date": ("/?datum=2018-02-30", {}, HTTPStatus.BAD_REQUEST, "get"),
    "address with NUL": ("/%00/", {}, HTTPStatus.BAD_REQUEST, "get"),
    "address too long": ("/?q=" + "x" * 3000, {}, HTTPStatus.BAD_REQUEST, "get"),
    "unknown host": ("/", {"headers": {"host": "evil.example"}}, HTTPStatus.BAD_REQUEST, "get"),
    "wrong method": ("/", {}, HTTPStatus.METHOD_NOT_ALLOWED, "post"),
    "missing slash": ("/om", {}, HTTPStatus.MOVED_PERMANENTLY, "get"),
    "file": (STYLESHEET, {}, HTTPStatus.OK, "get"),
    "unknown file": ("/static/none.css", {}, HTTPStatus.NOT_FOUND, "get"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", RESPONSES)
def test_public_headers_on_every_kind_of_response(client, kind):
    address, arguments, status, method = RESPONSES[kind]

    response = getattr(client, method)(address, secure=True, **arguments)

    response.close()
    assert response.status_code == status
    assert_public_headers(response)


@pytest.mark.django_db
def test_public_headers_file_not_modified(client):
    assert finders.find("css/site.css")
    first = client.get(STYLESHEET, secure=True)
    first.close()
    headers = {"If-Modified-Since": first.headers["Last-Modified"]}

    again = client.get(STYLESHEET, secure=True, headers=headers)

    assert again.status_code == HTTPStatus.NOT_MODIFIED
    assert_public_headers(again)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_public_headers_fault_of_ours(client):
    client.raise_request_exception = False

    response = client.get("/broken/", secure=True)

    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Ett tekniskt fel har inträffat" in response.content.decode()
    assert_public_headers(response)


@pytest.mark.django_db
def test_public_headers_redirect_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/om/")

    assert response.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert response.headers["Location"] == "https://testserver/om/"
    # A browser ignores HSTS that did not come over https, so Django does not send it.
    assert_public_headers(response, secure=False)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/admin/", "/admin/none/"])
def test_admin_headers(client, address):
    response = client.get(address, secure=True)

    policy = directives(response.headers["Content-Security-Policy"])
    script = policy.pop("script-src").split()
    assert policy == {**PUBLIC_CSP, "connect-src": "'self'"}
    assert script[0] == "'self'"
    assert all(re.fullmatch(r"'nonce-[^']+'", source) for source in script[1:])
    assert response.headers["Strict-Transport-Security"] == HSTS
    assert response.headers["Cache-Control"] == "no-store"
    for name, value in {**HEADERS, "Referrer-Policy": "same-origin"}.items():
        assert response.headers[name] == value, name


def test_running_site_hashed_file_headers(site_server):
    """As served: hashed name, kept for good, compressed, 304 when asked again, all headers."""
    home = site_server.get("/")
    address = re.search(r'<link[^>]+href="([^"]+\.css)"', home.text)[1]

    file = site_server.get(address, headers={"Accept-Encoding": "br"})
    again = site_server.get(address, headers={"If-Modified-Since": file.headers["Last-Modified"]})

    assert re.search(r"\.[0-9a-f]{12}\.css$", address)
    assert "immutable" in file.headers["Cache-Control"]
    assert file.headers["Content-Encoding"] == "br"
    assert again.status == HTTPStatus.NOT_MODIFIED
    for response in (home, file, again):
        assert_public_headers(response, secure=False)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/finns/inte/", 404),
        ("GET", "/?datum=i-dag", 400),
        ("POST", "/", 405),
        ("TRACE", "/", 405),
        ("GET", "/om", 301),
        ("GET", "/%00", 400),
    ],
)
def test_running_site_headers_when_it_refuses(site_server, method, address, status):
    response = site_server.get(address, method=method)

    assert response.status == status
    assert_public_headers(response, secure=False)
