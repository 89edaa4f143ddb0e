"""A change of government as the public meets it: nothing early, nothing late, nothing half."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from random import Random

import pytest
from django.urls import reverse
from django.utils import translation

from agency.models import Agency, Assignment
from ministers.handing_over import enter, entered, take_back
from ministers.handover import Action, Arrival, Plan, Step
from ministers.models import Department, Government, Minister, Post, Tenure
from ministers.periods import stockholm_midnight
from ministers.rehearsal import foresee, rehearse
from pressreleases.models import Version

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = date(2031, 5, 17)


@pytest.fixture(autouse=True)
def today(clock):
    return clock(NOW)


def canary_plan(day=DAY, moves=(), stays=(), arrivals=(), starts_on=None):
    """Everyone leaves but those named by slug; a new government and minister called canary."""
    begins = starts_on or day
    source = {"sv": "Kanariekälla", "en": "Canary source (kanarie)"}

    def begun(minister, post):
        return Tenure(
            minister=minister,
            post=post,
            starts_on=begins,
            starts_source_sv=source["sv"],
            source_urls="https://example.org/kanarie",
        )

    moves, steps = dict(moves), []
    for tenure in Tenure.objects.on(day - timedelta(days=1)).for_cabinet():
        slug = tenure.minister.slug
        action = Action.STAYS if slug in stays else Action.LEAVES
        then = None
        if slug in moves:
            action, then = Action.MOVES, begun(tenure.minister, moves[slug])
        steps.append(Step(f"rad-{tenure.pk}", tenure, action, then))
    return Plan(
        leaves_on=day,
        starts_on=begins,
        outgoing=Government.objects.on(day - timedelta(days=1)).first(),
        government=Government(
            slug="kanarie",
            name_sv="regeringen Kanarie",
            name_en="the Kanarie Government",
            prime_minister="Kim Kanarie",
            starts_on=begins,
            starts_source_sv=source["sv"],
        ),
        caretaker_from=None,
        ends_source=source,
        steps=tuple(steps),
        arrivals=tuple(
            Arrival(f"ny-{row}", begun(minister, post))
            for row, (minister, post) in enumerate(arrivals)
        ),
    )


def kanarie():
    return Minister(slug="kim-kanarie", given_name="Kim", family_name="Kanarie", pronoun="hen")


def full_plan(**given):
    """All three kinds of change among those whom texts of the content name."""
    return canary_plan(
        moves={"lotta-edholm": Post.objects.get(slug="finansminister")},
        stays=("maria-malmer-stenergard",),
        arrivals=[
            (kanarie(), Post.objects.get(slug="statsminister")),
            (Minister.objects.get(slug="tobias-billstrom"), new_post()),
        ],
        **given,
    )


def new_post():
    """A post entered ahead for the coming government."""
    return Post.objects.create(
        slug="kanarieminister", title_sv="kanarieminister", title_en="Minister for Kanaries"
    )


def public_addresses():
    """Every public page of the content, in both languages."""
    names = ("home", "about", "components", "privacy", "cookies", "accessibility")
    lists = ("minister_list", "government_list", "department_list", "post_list")
    found = []
    for language in ("sv", "en"):
        with translation.override(language):
            found += [reverse(name) for name in names]
            found += [reverse(f"ministers:{name}") for name in (*lists, "government_on_form")]
            found.append(reverse("agency:agency_list"))
            for model in (Minister, Government, Department, Post, Agency, Assignment):
                found += [row.get_absolute_url() for row in model.objects.all()]
            found += [
                reverse("agency:mandate_detail", kwargs={"slug": agency.slug})
                for agency in Agency.objects.all()
            ]
            for day in (TODAY, DAY - timedelta(days=1), DAY + timedelta(days=1), date(2040, 1, 1)):
                found.append(reverse("ministers:government_on", kwargs={"day": day}))
            versions = Version.objects.live(NOW)
            found += [version.get_absolute_url() for version in versions]
            kinds = {version.kind for version in versions}
            found += [reverse("pressreleases:release_archive", kwargs={"kind": k}) for k in kinds]
    return found


def test_handover_entered_ahead_leaves_no_trace_on_any_public_page(content, client, measured):
    addresses = public_addresses()
    before = {url: client.get(url) for url in addresses}

    enter(plan=full_plan())

    told = {}
    for url in addresses:
        answer = client.get(url)
        assert answer.status_code == before[url].status_code, url
        if answer.content != before[url].content:
            told[url] = answer.text
    hidden = ["/regeringar/kanarie/", "/statsrad/kim-kanarie/", "/poster/kanarieminister/"]
    found = [
        url for url in hidden for url in (url, f"/en{url}") if client.get(url).status_code != 404
    ]
    assert list(told) == []
    assert found == []
    measured(f"future handover: {len(addresses)} public pages the same to the byte")


def shown_by(client, day):
    """{address: (lines of its notices)} of every published text, read from the pages themselves."""
    found = {}
    for version in Version.objects.live(stockholm_midnight(day)):
        url = version.get_absolute_url()
        found[url] = lines_of(client.get(url).text)
    return found


def lines_of(html):
    """The banner and each minister's notice as a reader meets them, heading before the name."""
    section = re.search(r'<section class="notice notice--period".*?</section>', html, re.DOTALL)
    if not section:
        return ()
    text = re.sub(r"<details.*?</details>", "", section.group(), flags=re.DOTALL)
    lines = [plain(banner) for banner in re.findall(r"<p><strong>[^<]*</strong></p>", text)]
    for group in text.split('<div class="notice__group">')[1:]:
        heading = plain(re.search(r"<h2>.*?</h2>", group).group())
        entries = re.findall(r"<li>\s*<p>.*?</p>", group, re.DOTALL)
        lines += [f"{heading}: {plain(entry)}" for entry in entries]
    return tuple(lines)


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def random_plan(seed):
    """Everyone stays, leaves, or takes a post that is left, by the dice of the seed."""
    dice = Random(seed)  # noqa: S311
    sitting = list(Tenure.objects.on(DAY - timedelta(days=1)).for_cabinet())
    dice.shuffle(sitting)
    third = len(sitting) // 3
    stays, left = sitting[:third], sitting[third:]
    moves = dict(
        zip(
            [tenure.minister.slug for tenure in left[:third]],
            [tenure.post for tenure in left[third : 2 * third]],
            strict=True,
        )
    )
    return canary_plan(moves=moves, stays=[tenure.minister.slug for tenure in stays])


def reality_of(report, today):
    """Today's lines, with those that the report says will differ put in their place."""
    told = dict(today)
    for day in report.days:
        for text in day.differences:
            assert today[text.url] == text.before
            told[text.url] = text.after
    return told


def test_rehearsal_says_what_every_page_then_says(content, client, clock, measured):
    today = shown_by(client, TODAY)
    plan = full_plan()
    report = rehearse(plan=plan, at=NOW, on=TODAY)
    assert not Government.objects.filter(slug="kanarie").exists()

    enter(plan=full_plan_again())
    clock(stockholm_midnight(DAY))

    on_the_day = shown_by(client, DAY)
    assert on_the_day == reality_of(report, today)
    changed = {url for url in today if today[url] != on_the_day[url]}
    assert report.pages == len(changed) == 3
    lines = " ".join(line for lines in on_the_day.values() for line in lines)
    assert "16 maj 2031, under regeringen Kristersson" in lines
    assert "har entledigats: Johan Forssell. Under perioden 10 september 2024" in lines
    assert "har bytt ansvarsområde: Lotta Edholm. Sedan den 17 maj 2031" in lines
    measured(f"rehearsal: {len(today)} pages as foretold, {len(changed)} of them changed")


def full_plan_again():
    """The same plan on rows of their own: those of the rehearsal were rolled back."""
    Post.objects.filter(slug="kanarieminister").delete()
    return full_plan()


@pytest.mark.parametrize("seed", range(3))
def test_rehearsal_equals_reality_for_plans_at_random(content, client, clock, seed):
    today = shown_by(client, TODAY)
    report = rehearse(plan=random_plan(seed), at=NOW, on=TODAY)

    enter(plan=random_plan(seed))
    ahead = foresee(day=DAY, at=NOW, on=TODAY)
    clock(stockholm_midnight(DAY))

    assert shown_by(client, DAY) == reality_of(report, today) == reality_of(ahead, today)


def test_rehearsal_of_a_day_that_has_been_says_what_pages_say_at_once(content, client):
    late = date(2026, 10, 30)
    today = shown_by(client, TODAY)
    report = rehearse(plan=full_plan(day=late), at=NOW, on=TODAY)

    Post.objects.filter(slug="kanarieminister").delete()
    enter(plan=full_plan(day=late))

    assert report.day == TODAY
    assert report.pages == 3
    assert shown_by(client, TODAY) == reality_of(report, today)


def test_handover_shows_at_midnight_in_stockholm_and_not_a_second_before(content, client, clock):
    enter(plan=full_plan())
    text = "/artiklar/2023/06/"
    [text] = [url for url in shown_by(client, TODAY) if url.startswith(text)]
    statement = "/uttalanden/2025/07/lotta-edholm-ansvarar-for-gymnasium-hogskola-och-forskning/"
    midnight = stockholm_midnight(DAY)

    clock(midnight - timedelta(seconds=1))
    assert "regeringen Kristersson" not in " ".join(lines_of(client.get(text).text))
    assert lines_of(client.get(statement).text) == ()
    assert client.get("/regeringar/kanarie/").status_code == 404
    assert client.get("/statsrad/kim-kanarie/").status_code == 404
    for page in ("/", "/en/", "/statsrad/", "/regeringar/", "/poster/", f"/statsrad/den/{DAY}/"):
        assert "anarie" not in client.get(page).text, page

    clock(midnight)
    assert "16 maj 2031, under regeringen Kristersson" in " ".join(lines_of(client.get(text).text))
    assert "Lotta Edholm. Sedan den 17 maj 2031 är hon finansminister." in " ".join(
        lines_of(client.get(statement).text)
    )
    assert "Statsminister" in client.get("/regeringar/kanarie/").text
    assert "Kim Kanarie" in client.get("/statsrad/kim-kanarie/").text
    for page in ("/", "/statsrad/", "/regeringar/", "/poster/", f"/statsrad/den/{DAY}/"):
        assert "anarie" in client.get(page).text, page
    assert "Kanarie Government" in client.get("/en/").text
    # The day before still answers with those who sat.
    assert "anarie" not in client.get(f"/statsrad/den/{DAY - timedelta(days=1)}/").text


def test_handover_no_page_mixes_two_days_when_midnight_passes_while_it_is_made(
    content, client, monkeypatch
):
    """A polling client: the clock is read once a request, so each answer is of one day whole."""
    from segregation_site import clock as site_clock

    enter(plan=full_plan())
    midnight = stockholm_midnight(DAY)
    seen = set()
    for shift in range(-3, 4):
        ticks = iter(midnight + timedelta(seconds=shift + step) for step in range(1000))
        monkeypatch.setattr(site_clock, "now", lambda ticks=ticks: next(ticks))
        html = client.get("/").text
        seen.add(("Regeringen Kanarie" in html, "Kim Kanarie" in html))

    assert seen == {(False, False), (True, True)}


def test_handover_taken_back_leaves_pages_as_they_were(content, client):
    addresses = ["/", "/statsrad/", "/regeringar/kristersson/", "/statsrad/ebba-busch/"]
    before = {url: client.get(url).content for url in addresses}
    key = enter(plan=full_plan())

    take_back(key=key, on=TODAY)

    assert {url: client.get(url).content for url in addresses} == before
    assert not entered(key).stands
    assert not Government.objects.filter(slug="kanarie").exists()
    assert not Minister.objects.filter(slug="kim-kanarie").exists()
    assert Tenure.objects.filter(ends_on=DAY).count() == 0
    assert Government.history.filter(slug="kanarie").count() == 2
