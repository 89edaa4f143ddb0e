"""The embargo check: it passes on the site as it is, and finds whatever leaks."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import get_resolver, path, reverse

from ministers.models import Government, Minister
from pressreleases.models import PreviewLink, Release, Version
from pressreleases.models.editing import PreviewLinkQuerySet
from pressreleases.models.record import VersionQuerySet
from segregation_site import clock, embargo
from segregation_site.doors import doors
from segregation_site.urls import urlpatterns as site_patterns
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ABOUT = "about"
LISTS = {"home", "pressreleases:release_archive"}


def unnamed(request, secret):
    return HttpResponse("ingenting")


# The site's own addresses and one that nobody has given the check a row for.
urlpatterns = [*site_patterns, path("hemligt/<str:secret>/", unnamed, name="unnamed")]


def counts():
    return [
        model.objects.count() for model in (Government, Minister, PreviewLink, Release, Version)
    ]


def leaks(*only):
    return embargo.check(at=clock.now(), only=set(only)).leaks


def replace_view(monkeypatch, name, change):
    """Let the view of every pattern called `name` answer as `change(request, response)` says."""
    found = [
        (entry, entry.callback) for entry in all_patterns(get_resolver()) if entry.name == name
    ]
    assert found
    for entry, view in found:

        def leaky(request, *args, view=view, **kwargs):
            return change(request, view(request, *args, **kwargs))

        monkeypatch.setattr(entry, "callback", leaky)


def all_patterns(resolver):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from all_patterns(entry)
        else:
            yield entry


# --- the site as it is ---------------------------------------------------------------------------


def test_embargo_check_finds_nothing_at_any_door_and_leaves_nothing(capsys, measured):
    before = counts()

    call_command("embargo_check")

    said = capsys.readouterr().out
    assert "Nothing showed before its time, and everything at it." in said
    assert counts() == before == [0, 0, 0, 0, 0]
    measured(f"embargo: {said.splitlines()[0]}")


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("who", ["anonymous", "superuser"])
def test_embargo_holds_over_the_content_for_whoever_reads_public_pages(client, who):
    if who != "anonymous":
        client.force_login(make_user(is_superuser=True))
    doors_of_texts = LISTS | {
        "pressreleases:release_detail",
        "ministers:minister_detail",
        "ministers:government_on",
    }

    report = embargo.check(at=clock.now(), client=client, only=doors_of_texts)

    assert report.leaks == []
    # Five kinds of text share the names of two of them.
    assert report.doors == len(doors_of_texts) + 2 * 4
    assert report.requests > 300


def test_embargo_check_knows_every_pattern():
    found = list(doors())

    assert len(found) > 150
    assert {"home", "admin:index", "pressreleases:shared_file"} <= {door.name for door in found}


# --- planted leaks, each of another kind ---------------------------------------------------------


def test_embargo_check_names_a_text_that_shows_in_lists(monkeypatch):
    monkeypatch.setattr(VersionQuerySet, "live", lambda self, at: self)

    found = leaks(*LISTS)

    assert any("GET /: shows the scheduled press_release: title_sv." in leak for leak in found)
    assert any("GET /en/:" in leak and "title_en" in leak for leak in found)
    assert any("shows the scheduled correction: title_sv." in leak for leak in found)


def test_embargo_check_names_a_text_that_shows_a_second_early(monkeypatch):
    in_force = VersionQuerySet.in_force
    early = timedelta(seconds=2)
    monkeypatch.setattr(VersionQuerySet, "in_force", lambda self, at: in_force(self, at + early))

    found = leaks("home")

    assert any("GET /: shows the scheduled press_release: title_sv." in leak for leak in found)


def test_embargo_check_names_a_count_that_includes_the_hidden(monkeypatch):
    def counted(request, response):
        return HttpResponse(f"{Version.objects.count()} texter")

    replace_view(monkeypatch, ABOUT, counted)

    assert any(leak.startswith("GET /om/: tells that something is hidden") for leak in leaks(ABOUT))


def test_embargo_check_names_an_etag_that_changes(monkeypatch):
    def tagged(request, response):
        response.headers["ETag"] = f'"{Version.objects.count()}"'
        return response

    replace_view(monkeypatch, ABOUT, tagged)

    assert any("the headers differ: ETag" in leak for leak in leaks(ABOUT))


def test_embargo_check_names_a_date_in_a_header_on_head_alone(monkeypatch):
    def dated(request, response):
        if request.method == "HEAD":
            response.headers["Last-Modified"] = str(Version.objects.latest("pk").published_at)
        return response

    replace_view(monkeypatch, ABOUT, dated)

    found = leaks(ABOUT)

    assert found
    assert all(leak.startswith("HEAD ") and "Last-Modified" in leak for leak in found)


def test_embargo_check_names_a_neighbour_that_leads_to_the_hidden(monkeypatch):
    def with_next(request, response):
        following = Version.objects.order_by("published_at").last()
        return HttpResponse(response.content + f"nästa: {following.slug}".encode())

    replace_view(monkeypatch, "release_detail", with_next)

    found = leaks("pressreleases:release_detail")

    assert any("shows the" in leak and "slug" in leak for leak in found)


def test_embargo_check_names_a_guessed_address_that_answers_otherwise(monkeypatch):
    for entry in all_patterns(get_resolver()):
        if entry.name == "release_detail":
            view = entry.callback

            def redirecting(request, view=view, **kwargs):
                try:
                    return view(request, **kwargs)
                except Http404:
                    if Version.objects.filter(slug=kwargs["slug"]).exists():
                        return HttpResponseRedirect(reverse("admin:login"))
                    raise

            monkeypatch.setattr(entry, "callback", redirecting)

    assert any(
        "the status is 302, without it 404" in leak
        for leak in leaks("pressreleases:release_detail")
    )


def test_embargo_check_names_a_revoked_link_that_still_shows(monkeypatch):
    monkeypatch.setattr(PreviewLinkQuerySet, "open", lambda self, at: self)

    found = leaks("pressreleases:shared_preview")

    assert any("shows the draft: title_sv." in leak for leak in found)
    assert "A shared preview outlives the publication." in found


def test_embargo_check_names_what_only_an_as_of_day_shows(monkeypatch):
    def as_of_leaks(request, response):
        if request.moment.asked:
            return HttpResponse(" ".join(Version.objects.values_list("title_sv", flat=True)))
        return response

    replace_view(monkeypatch, ABOUT, as_of_leaks)

    found = leaks(ABOUT)

    assert found
    assert all("?datum=" in leak for leak in found)


@pytest.mark.urls(__name__)
def test_embargo_check_fails_on_a_pattern_it_has_no_address_for():
    [leak] = leaks("unnamed")

    assert "no address could be built for it" in leak
    assert "secret" in leak


def test_embargo_check_that_sees_nothing_says_so(monkeypatch):
    monkeypatch.setattr(VersionQuerySet, "live", lambda self, at: self.none())

    assert any("The check is blind" in leak for leak in leaks("home"))


def test_embargo_check_command_fails_and_names_each_leak(monkeypatch):
    report = SimpleNamespace(doors=1, requests=2, words=3, leaks=["GET /: shows it."])
    monkeypatch.setattr(
        "segregation_site.management.commands.embargo_check.check", lambda at: report
    )

    with pytest.raises(CommandError, match="1 leaks:\nGET /: shows it."):
        call_command("embargo_check")


def test_embargo_check_command_says_what_it_does(capsys):
    with pytest.raises(SystemExit):
        call_command("embargo_check", "--help")

    assert "Everything is undone" in " ".join(capsys.readouterr().out.split())


def test_clock_stopped_stands_for_this_block_only():
    instant = datetime(2030, 1, 1, tzinfo=UTC)

    with clock.stopped_at(instant):
        assert clock.now() == clock.Moment.present().at == instant

    assert clock.now() != instant
