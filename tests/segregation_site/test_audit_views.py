"""The audit's pages and files: filters in words, nothing to send, nothing that runs."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from pressreleases import desk
from pressreleases.models import Contact
from segregation_site.audit_views import safe
from tests.factories import (
    make_bypass,
    make_government,
    make_post,
    make_published,
    make_release,
    make_user,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{ 7*7 }}",
)


@pytest.fixture
def reader(client):
    client.force_login(make_user(username="läsaren", is_superuser=True))
    return client


def page(client, **asked):
    return client.get(reverse("admin:audit"), asked)


def table(client, **asked):
    """The exported file, parsed: its heading and its rows as dicts."""
    response = client.get(reverse("admin:audit_export"), asked)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def of(thing):
    return {"typ": thing._meta.label_lower, "nr": thing.pk}


def kept(release, at=AT):
    release.save()
    desk.keep(release=release, by=None, at=at)
    return release


# --- the page ------------------------------------------------------------------------------------


def test_page_tells_old_and_new_in_words(reader):
    post = make_post(title_sv="energiminister")
    post.title_sv = "klimatminister"
    post.save()

    html = page(reader, **of(post)).text

    assert "Före:" in html and "<del>energiminister</del>" in html
    assert "Efter:" in html and "<ins>klimatminister</ins>" in html
    assert "ingen inloggad" in html
    assert f'href="{reverse("admin:ministers_post_change", args=[post.pk])}"' in html


def test_page_has_no_form_that_sends_anything(reader):
    make_post()
    html = page(reader).text

    forms = [part.partition(">")[0] for part in html.split("<form")[1:]]
    # Signing out stands in the frame of every page of admin.
    assert sorted('method="get"' in form for form in forms) == [False, True]
    assert [form for form in forms if 'id="logout-form"' not in form][0].count("post") == 0


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", ["audit", "audit_export"])
def test_page_takes_nothing(reader, name, method):
    assert getattr(reader, method)(reverse(f"admin:{name}")).status_code == 405


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_history_takes_nothing(reader, method):
    release = make_release()
    url = reverse("admin:pressreleases_release_history", args=[release.pk])

    assert getattr(reader, method)(url).status_code == 405


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"fran": "2026-02-30"}, "Skriv dagen som ÅÅÅÅ-MM-DD"),
        ({"fran": "i går"}, "Skriv dagen som ÅÅÅÅ-MM-DD"),
        ({"till": "9999-12-31"}, "Skriv dagen som ÅÅÅÅ-MM-DD"),
        ({"fran": "2026-02-02", "till": "2026-02-01"}, "Till och med ligger före från och med"),
        ({"vem": "9999999"}, "Välj ett av alternativen"),
        ({"typ": "auth.session"}, "Välj ett av alternativen"),
        ({"handelse": "x"}, "Välj ett av alternativen"),
        ({"nr": "5"}, "tillsammans med slag"),
        ({"nr": "-1", "typ": "ministers.post"}, "Nummer"),
        ({"nr": "9" * 30, "typ": "ministers.post"}, "Nummer"),
        ({"objekt": "x" * 101}, "som mest 100"),
        ({"efter": "x"}, "Länken till äldre händelser är inte hel"),
    ],
)
def test_page_says_what_is_wrong_with_the_filter(reader, asked, said):
    response = page(reader, **asked)

    assert response.status_code == 400
    assert said in response.text
    assert 'class="audit-log"' not in response.text
    if "efter" not in asked:
        answer = reader.get(reverse("admin:audit_export"), asked)
        assert answer.status_code == 400 and said in answer.text


def test_page_filters_by_stockholm_days(reader):
    # Half past midnight in Stockholm on the 3rd, still the 2nd in UTC.
    release = kept(make_release(title_sv="Vid midnatt"), datetime(2026, 3, 2, 23, 30, tzinfo=UTC))

    for day, found in (("2026-03-02", False), ("2026-03-03", True), ("2026-03-04", False)):
        assert bool(table(reader, fran=day, till=day, **of(release))) is found


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        # 23 and 25 hours long.
        (
            "2026-03-29",
            datetime(2026, 3, 28, 23, tzinfo=UTC),
            datetime(2026, 3, 29, 22, tzinfo=UTC),
        ),
        (
            "2026-10-25",
            datetime(2026, 10, 24, 22, tzinfo=UTC),
            datetime(2026, 10, 25, 23, tzinfo=UTC),
        ),
    ],
)
def test_page_filters_the_days_of_the_changes_of_time(reader, day, first, after):
    tick = timedelta(microseconds=1)
    release = make_release()
    for number, at in enumerate((first - tick, first, after - tick, after)):
        release.title_sv = f"Rubrik {number}"
        kept(release, at)

    rows = table(reader, fran=day, till=day, **of(release))

    assert [row["Efter"] for row in rows] == ["Rubrik 2", "Rubrik 1"]


def test_page_leads_to_older_events_and_back(reader):
    release = make_release()
    for number in range(60):
        release.title_sv = f"Rubrik {number}"
        kept(release, AT + timedelta(seconds=number))

    first = page(reader, typ="pressreleases.release", nr=release.pk)
    assert len(first.context["events"]) == 50 and "Till de senaste" not in first.text
    second = reader.get(f"{reverse('admin:audit')}?{first.context['older']}")

    assert len(second.context["events"]) == 10
    assert second.context["older"] == ""
    assert "Till de senaste" in second.text
    seen = [event.key for answer in (first, second) for event in answer.context["events"]]
    assert len(set(seen)) == 60


def test_page_in_english(reader):
    post = make_post(title_en="Minister for Energy")
    post.title_en = "Energy Minister"
    post.save()
    reader.cookies.load({"django_language": "en"})

    assert page(reader, **of(post)).status_code == 200


@pytest.mark.parametrize("payload", PAYLOADS)
def test_page_shows_markup_as_text(reader, payload):
    release = make_release(title_sv=payload)
    Contact.objects.create(release=release, role_sv=payload, name=payload)
    kept(release)
    release.title_sv, release.lead_sv = f"{payload}!", payload
    kept(release, AT + timedelta(seconds=1))
    make_post(title_sv=payload)
    make_user(username=payload)

    for response in (
        page(reader),
        page(reader, objekt=payload, vem=payload),
        page(reader, efter=payload),
        reader.get(reverse("admin:pressreleases_release_history", args=[release.pk])),
    ):
        assert "<script>alert" not in response.text
        assert "<img src=x" not in response.text
        assert "<svg onload" not in response.text
        assert 'href="javascript:' not in response.text
        assert ">49" not in response.text


# --- the history of one object -------------------------------------------------------------------


def test_history_of_a_release_is_the_log_of_it(reader):
    release, other = kept(make_release(title_sv="Den här")), kept(make_release(title_sv="En annan"))
    release.title_sv = "Den här, ändrad"
    kept(release, AT + timedelta(seconds=1))

    response = reader.get(reverse("admin:pressreleases_release_history", args=[release.pk]))

    assert [event.number for event in response.context["events"]] == [str(release.pk)] * 2
    assert "Den här, ändrad" in response.text and str(other) not in response.text
    export = f"{reverse('admin:audit_export')}?{response.context['asked']}"
    assert export.replace("&", "&amp;") in response.text


def test_history_cannot_be_turned_to_another_object(reader):
    release, other = kept(make_release()), kept(make_release(title_sv="Hemlig"))
    url = reverse("admin:pressreleases_release_history", args=[release.pk])

    response = reader.get(url, {"nr": other.pk, "typ": "auth.user"})

    assert {event.number for event in response.context["events"]} == {str(release.pk)}
    assert "Hemlig" not in response.text


@pytest.mark.parametrize("name", ["auth_user", "auth_group", "pressreleases_version"])
def test_history_of_accounts_and_of_the_record_is_the_log_too(reader, name):
    thing = {
        "auth_user": make_user,
        "auth_group": lambda: Group.objects.create(name="en roll"),
        "pressreleases_version": make_published,
    }[name]()

    response = reader.get(reverse(f"admin:{name}_history", args=[thing.pk]))

    assert [event.action for event in response.context["events"]] == [
        "published" if name == "pressreleases_version" else "added"
    ]


def test_history_of_a_fact_leads_to_the_log(reader):
    government = make_government()
    url = reverse("admin:ministers_government_history", args=[government.pk])

    html = reader.get(url).text

    assert f"?typ=ministers.government&amp;nr={government.pk}" in html
    assert page(reader, **of(government)).status_code == 200


def test_history_of_what_is_not_there(reader):
    url = reverse("admin:pressreleases_release_history", args=[999])

    assert reader.get(url).status_code == 302


# --- the file ------------------------------------------------------------------------------------

WILD = [
    "=1+1",
    "+46 8 405 10 00",
    "-1",
    "@SUM(A1)",
    "＝1",
    'med "citat", komma; semikolon',
    "å ä ö – ”svenska”",
]


def test_export_round_trip(reader):
    release = kept(make_release(lead_sv="en\n=två"))
    release.lead_sv = 'ett\n=två\n"tre"'
    for wild in WILD:
        Contact.objects.create(release=release, role_sv="Roll", name=wild)
    kept(release, AT + timedelta(seconds=1))

    rows = table(reader, handelse="changed", **of(release))

    by_field = {row["Fält"]: row for row in rows}
    assert by_field["Ingress på svenska"]["Före"] == "en"
    assert by_field["Ingress på svenska"]["Efter"] == 'ett\n"tre"'
    assert by_field["Presskontakter"]["Efter"].split("\n") == [f"Roll, {wild}" for wild in WILD]
    assert {row["Tid (Stockholm)"] for row in rows} == {"2026-03-02T10:30:01+01:00"}
    assert {row["Vem"] for row in rows} == {"ingen inloggad"}
    assert {row["Slag"] for row in rows} == {"Text"}
    assert {row["Objektets nummer"] for row in rows} == {str(release.pk)}
    assert all(row["Adress"].startswith("http://testserver/admin/") for row in rows)


@pytest.mark.parametrize("wild", WILD)
def test_export_runs_as_nothing_in_a_spreadsheet(reader, wild):
    bypass = make_bypass(reason=wild)

    [row] = table(reader, **of(bypass))

    assert row["Efter"] == (f"'{wild}" if wild[0] in "=+-@＝" else wild)


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_safe_puts_an_apostrophe_before_what_begins_a_formula(first):
    assert safe(f"{first}1") == f"'{first}1"
    assert safe(f"1{first}") == f"1{first}"


def test_export_holds_every_row_and_not_only_a_page(reader):
    release = make_release()
    for number in range(120):
        release.title_sv = f"Rubrik {number}"
        kept(release, AT + timedelta(seconds=number))

    rows = table(reader, handelse="changed", **of(release))

    assert [row["Efter"] for row in rows] == [f"Rubrik {number}" for number in range(119, 0, -1)]


def test_export_headers(reader, clock):
    clock(datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    url = reverse("admin:audit_export")
    for asked, name in (
        ({}, "andringslogg-2026-03-03.csv"),
        ({"fran": "2026-01-01"}, "andringslogg-2026-01-01--2026-03-03.csv"),
        ({"fran": "2026-01-01", "till": "2026-02-01"}, "andringslogg-2026-01-01--2026-02-01.csv"),
    ):
        answer = reader.head(url, asked)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert answer.content == b""


def test_export_follows_rfc_4180(reader):
    make_post()
    response = reader.get(reverse("admin:audit_export"), {"typ": "ministers.post"})

    body = b"".join(response.streaming_content)

    assert body.startswith(b"\xef\xbb\xbfH\xc3\xa4ndelsens nummer,Tid (Stockholm),Vem,")
    assert body.endswith(b"\r\n") and body.count(b"\n") == body.count(b"\r\n")


def test_export_of_nothing_is_a_heading(reader):
    assert table(reader, fran="1901-01-01", till="1901-01-01") == []


@pytest.mark.parametrize(("role", "sees"), [("granskare", True), ("faktaredaktör", False)])
def test_export_shows_no_draft_to_who_may_not_read_it(client, role, sees):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    kept(make_release(title_sv="Under embargo"))

    answer = client.get(reverse("admin:audit_export"))
    text = b"".join(answer.streaming_content).decode()

    assert ("Under embargo" in text) is sees
    assert ("Under embargo" in page(client).text) is sees
    # Asking for texts by name tells no more.
    assert page(client, typ="pressreleases.release").status_code == (200 if sees else 400)
    assert bool(page(client, objekt="embargo").context["events"]) is sees
