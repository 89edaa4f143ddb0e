"""manage.py check_links: asks, keeps, forgets, and never takes silence for death."""

import socket
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pressreleases.links import asking, destinations, problems
from pressreleases.links.asking import Answer
from pressreleases.links.problems import NO_CONNECTION, NO_SUCH_HOST
from pressreleases.models import LinkCheck
from pressreleases.publishing import withdraw
from segregation_site.link_check import hosts
from segregation_site.link_check.own import WITHOUT_SCHEME
from segregation_site.management.commands import check_links
from tests.factories import make_government, make_published, make_release
from tests.pressreleases.test_asking import names as names
from tests.pressreleases.test_asking import web as web

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_haste(monkeypatch, clock):
    monkeypatch.setattr(hosts, "BETWEEN", 0.01)
    clock(NOW)


@pytest.fixture
def answers(monkeypatch):
    """What other sites answer: a dictionary of addresses; others have no connection."""
    known, asked = {}, []

    def ask(url, *, agent, allow_private):
        asked.append(url)
        return known.get(url, Answer(None, NO_CONNECTION))

    monkeypatch.setattr(asking, "ask", ask)
    monkeypatch.setattr(destinations, "look_up", lambda host, port: ["193.10.1.1"])
    known_and_asked = type("Answers", (dict,), {"asked": asked})
    known = known_and_asked(known)
    return known


def link_to(*urls):
    body = "".join(f'<p><a href="{url}">länk</a></p>' for url in urls)
    return make_release(body_sv=body)


def run(*args, **options):
    """(exit code, what was printed)."""
    out = StringIO()
    try:
        call_command("check_links", *args, stdout=out, **options)
    except CommandError as error:
        return error.returncode, out.getvalue() + str(error)
    return 0, out.getvalue()


def kept():
    return {check.url: (check.status, check.problem) for check in LinkCheck.objects.all()}


def test_all_is_well(answers):
    link_to("https://a.se/", "https://b.se/")
    answers.update({"https://a.se/": Answer(200), "https://b.se/": Answer(403)})

    code, said = run()

    assert code == 0
    assert kept() == {"https://a.se/": (200, ""), "https://b.se/": (403, "")}
    assert "[1/2]" in said and "[2/2]" in said
    assert {check.checked_at for check in LinkCheck.objects.all()} == {NOW}


def test_a_dead_link_ends_with_one(answers):
    link_to("https://a.se/", "https://b.se/borta")
    answers.update({"https://a.se/": Answer(200), "https://b.se/borta": Answer(404)})

    code, said = run()

    assert code == check_links.DEAD == 1
    assert "1 addresses are dead" in said


def test_run_again_changes_nothing_but_the_time(answers, clock):
    link_to("https://a.se/")
    answers["https://a.se/"] = Answer(404)
    run()
    clock(NOW + DAY)

    assert run()[0] == 1
    assert kept() == {"https://a.se/": (404, "")}
    assert LinkCheck.objects.get().checked_at == NOW + DAY


def test_an_address_that_nothing_links_to_any_more_is_forgotten(answers):
    LinkCheck.objects.create(url="https://a.se/", checked_at=NOW, status=404)

    assert run()[0] == 0
    assert kept() == {}


def test_older_than_leaves_the_fresh_alone(answers):
    link_to("https://a.se/", "https://b.se/", "https://c.se/")
    LinkCheck.objects.create(url="https://a.se/", checked_at=NOW - 3 * DAY, status=200)
    LinkCheck.objects.create(url="https://b.se/", checked_at=NOW - 8 * DAY, status=200)
    answers.update({"https://b.se/": Answer(200), "https://c.se/": Answer(200)})

    assert run("--older-than", "7")[0] == 0
    assert sorted(answers.asked) == ["https://b.se/", "https://c.se/"]


def test_dry_run_asks_and_keeps_nothing(answers):
    release = link_to("https://a.se/", "/finns-inte/")
    LinkCheck.objects.create(url="https://b.se/", checked_at=NOW, status=404)

    code, said = run("--dry-run")

    assert code == 0
    assert f"https://a.se/  ({release.title})" in said
    assert answers.asked == []
    assert kept() == {"https://b.se/": (404, "")}


# --- no connection -------------------------------------------------------------------------------


def test_without_a_network_nothing_is_dead(answers):
    link_to("https://a.se/", "https://b.se/")

    code, said = run()

    assert code == check_links.NO_CONNECTION == 2
    assert said.count(NO_CONNECTION) == 2
    assert kept() == {}


def test_without_a_network_where_names_are_not_found_either(answers):
    """A machine without a resolver may say of every host that it does not exist."""
    link_to("https://a.se/", "https://b.se/")
    answers.update(dict.fromkeys(["https://a.se/", "https://b.se/"], Answer(None, NO_SUCH_HOST)))

    assert run()[0] == 2
    assert kept() == {}


def test_without_a_network_what_was_known_stays(answers):
    link_to("https://a.se/")
    LinkCheck.objects.create(url="https://a.se/", checked_at=NOW - DAY, status=404)

    assert run()[0] == 2
    assert kept() == {"https://a.se/": (404, "")}


def test_a_host_that_is_not_found_while_others_are_is_dead(answers):
    link_to("https://a.se/", "https://borta.se/")
    answers.update({"https://a.se/": Answer(200), "https://borta.se/": Answer(None, NO_SUCH_HOST)})

    assert run()[0] == 1
    assert kept()["https://borta.se/"] == (None, NO_SUCH_HOST)
    assert answers.asked.count("https://borta.se/") == 2


def test_a_network_that_goes_down_midway_makes_no_link_dead(answers, monkeypatch):
    link_to("https://a.se/", "https://b.se/")
    answers.update({"https://a.se/": Answer(200), "https://b.se/": Answer(None, NO_SUCH_HOST)})

    def down(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(destinations, "look_up", down)

    assert run()[0] == 0
    assert kept() == {"https://a.se/": (200, "")}


def test_without_links_to_others_no_network_is_missed(answers):
    make_release()
    assert run()[0] == 0


# --- the real thing, on this machine -------------------------------------------------------------


def test_asks_over_the_network(web, settings):
    web.pages.update({"/finns": (200, None), "/borta": (404, None), "/flyttad": (301, "/finns")})
    link_to(*(f"{web.url}/{page}" for page in ("finns", "borta", "flyttad")))
    settings.ALLOWED_HOSTS = ["arkiv.example"]
    settings.SITE_CONTACT = "redaktionen@arkiv.example"

    code, said = run("--allow-private")

    assert code == 1
    assert kept() == {
        f"{web.url}/finns": (200, ""),
        f"{web.url}/borta": (404, ""),
        f"{web.url}/flyttad": (200, f"Har flyttat för gott till {web.url}/finns"),
    }
    assert all("redaktionen@arkiv.example" in agent for _method, _path, agent in web.asked)


def test_does_not_ask_a_private_network(web, settings):
    link_to(f"{web.url}/hemligt")
    settings.ALLOWED_HOSTS = ["arkiv.example"]

    assert run()[0] == 0
    assert kept() == {f"{web.url}/hemligt": (None, problems.PRIVATE)}
    assert web.asked == []


def test_a_fault_of_our_own_is_not_swallowed(answers, monkeypatch):
    link_to("https://a.se/")

    def broken(url, **given):
        raise RuntimeError("a fault")

    monkeypatch.setattr(asking, "ask", broken)
    with pytest.raises(RuntimeError, match="a fault"):
        run()


# --- our own pages -------------------------------------------------------------------------------


def test_own_pages_are_asked_without_the_network(answers, caplog):
    version = make_published()
    draft_only = "/pressmeddelanden/2017/12/bara-ett-utkast/"
    link_to(version.get_absolute_url(), "/om/", "/om", "/en/about/", "/finns-inte/", draft_only)

    assert run()[0] == 1
    assert kept() == {
        version.get_absolute_url(): (200, ""),
        "/om/": (200, ""),
        "/om": (200, "Har flyttat för gott till /om/"),
        "/en/about/": (200, ""),
        "/finns-inte/": (404, ""),
        draft_only: (404, ""),
    }
    assert answers.asked == []
    assert not [record for record in caplog.records if record.name == "django.request"]


def test_own_pages_with_our_host(answers, settings):
    settings.ALLOWED_HOSTS = ["arkiv.example"]
    link_to("https://arkiv.example/om/", "https://arkiv.example/finns-inte/?a=%C3%A5")

    run()

    assert kept() == {
        "https://arkiv.example/om/": (200, ""),
        "https://arkiv.example/finns-inte/?a=%C3%A5": (404, ""),
    }


def test_own_pages_pass_the_gate(answers):
    """A scheduled text is no page yet; a withdrawn one is, and one that law removed is gone."""
    ahead = make_published(at=NOW, published_at=NOW + DAY)
    back = make_published(at=NOW - DAY)
    withdraw(release=back.release, by=None, at=NOW - DAY / 2, reason_sv="Fel.")
    removed = make_published(at=NOW - DAY)
    withdraw(release=removed.release, by=None, at=NOW - DAY / 2, reason_sv="Lag.", removed=True)
    link_to(*(version.get_absolute_url() for version in (ahead, back, removed)))

    run()

    assert kept() == {
        ahead.get_absolute_url(): (404, ""),
        back.get_absolute_url(): (200, ""),
        removed.get_absolute_url(): (410, ""),
    }


def test_an_address_without_its_scheme_leads_nowhere(answers):
    link_to("www.exempel.se/sida")

    assert run()[0] == 1
    assert kept() == {"www.exempel.se/sida": (404, WITHOUT_SCHEME)}


def test_an_address_too_long_to_keep_is_only_told(answers):
    url = "https://a.se/" + "x" * 500
    make_government(source_urls=url)
    answers[url] = Answer(404)

    assert f"{url}  404" in run()[1]
    assert kept() == {}
