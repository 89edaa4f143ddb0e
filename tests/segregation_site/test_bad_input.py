"""Strange requests get our own page with the right status, never a 500."""

from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.django_db

PAGES = ("/", "/en/", "/pressmeddelanden/", "/statsrad/", "/om/")


@pytest.fixture(autouse=True)
def today(clock):
    return clock(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/pressmeddelanden/1700/", 404),
        ("/pressmeddelanden/0000/", 404),
        ("/pressmeddelanden/2018/13/", 404),
        ("/pressmeddelanden/2018/00/", 404),
        ("/pressmeddelanden/2018/1/", 404),
        ("/pressmeddelanden/2018/01/INTE-SMA/", 404),
        ("/pressmeddelanden/2018/01/med-punkt./", 404),
        ("/pressmeddelanden/2018/01/finns-inte/", 404),
        ("/Pressmeddelanden/", 404),
        ("/statsrad/den/2018-02-30/", 404),
        ("/statsrad/den/2018-13-01/", 404),
        ("/statsrad/den/9999-12-31/", 200),
        ("/statsrad/den/0001-01-01/", 200),
        ("/statsrad/den/?dag=2018-02-30", 400),
        ("/statsrad/den/?dag=igår", 400),
        ("/statsrad/Ibrahim-Baylan/", 404),
        ("/statsrad/ibrahim-baylan./", 404),
        ("/statsrad/%00/", 400),
        ("/?datum=%00", 400),
        ("/?datum=2018-02-30", 400),
        ("/?datum=", 400),
        ("/?datum=igår", 400),
        ("/?datum=20180601", 400),
        ("/?datum=2018-W01-1", 400),
        ("/?datum=2018-06-01T00:00", 400),
        ("/?datum=2026-11-23", 400),
        ("/?datum=9999-12-31", 400),
        ("/?datum=0001-01-01", 200),
        ("/?datum=2018-06-01&datum=2019-01-01", 200),
        ("/?q=" + "a" * 3000, 400),
        ("/" + "a" * 3000 + "/", 400),
        ("/en/finns-inte/", 404),
        ("/en/?datum=x", 400),
        ("/%ff%fe/", 404),
        ("/..%2f..%2fetc/passwd", 404),
        ("/myndigheter/finns-inte/uppdrag/", 404),
    ],
)
def test_status_and_our_own_page(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert "<h1" in response.text
    language = "en" if path.startswith("/en/") else "sv"
    assert f'<html lang="{language}">' in response.text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_a_wrong_method_is_told_so(client, path, method):
    response = getattr(client, method)(path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "<h1" in response.text


@pytest.mark.parametrize("path", PAGES)
def test_head_is_answered_as_get(client, path):
    assert client.head(path).status_code == 200


def test_the_400_page_says_what_to_write(client):
    assert "ÅÅÅÅ-MM-DD" in client.get("/?datum=2018-02-30").text
    assert "YYYY-MM-DD" in client.get("/en/?datum=2018-02-30").text


def test_a_fault_of_ours_gets_our_page_in_the_readers_language(client, monkeypatch):
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("segregation_site.views.read_all", broken)
    for path, language, heading in (
        ("/", "sv", "Ett tekniskt fel"),
        ("/en/", "en", "A technical error"),
    ):
        response = client.get(path)
        assert response.status_code == 500
        assert f'<html lang="{language}">' in response.text
        assert heading in response.text
        assert "secret" not in response.text


@pytest.mark.parametrize("path", ["/%00/", "//evil.example/", "//evil.example/?datum=2018-01-01"])
def test_links_lead_to_this_host_whatever_was_asked_for(client, path):
    text = client.get(path).text
    assert "\x00" not in text
    assert 'href="//' not in text
    assert 'href="http://evil' not in text
