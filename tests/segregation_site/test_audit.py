"""The audit as a reading: every source, its old and new values, one order, pages and filters."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from ministers.models import Department
from pressreleases import desk, publishing, reviewing
from pressreleases.models import Bypass, Contact, Draft, PreviewLink, Release, StoredFile
from segregation_site.audit import Action, Key, Query, every_event, page_of
from segregation_site.audit_log import LogSource
from segregation_site.audit_sources import sources, sources_for
from tests.factories import (
    make_agency,
    make_approved,
    make_bypass,
    make_department,
    make_government,
    make_minister,
    make_post,
    make_release,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def everything():
    """One who may see all."""
    return make_user(username="alltseende", is_superuser=True)


@pytest.fixture
def log(everything):
    """The events that answer, newest first."""

    def found(**asked):
        return list(every_event(sources_for(everything), Query(**asked), everything))

    return found


def about(thing, **asked):
    return {"kind": thing._meta.label_lower, "number": thing.pk, **asked}


def changes(event):
    return {change.label: (change.old, change.new) for change in event.changes}


def keep(release, *, by=None, at=AT):
    release.save()
    desk.keep(release=release, by=by, at=at)


# --- every source --------------------------------------------------------------------------------


def without_source(models):
    told = {model for source in sources() for model in (source.about, source.model)}
    return {model._meta.label for model in models} - {model._meta.label for model in told}


def test_every_model_of_admin_has_a_source():
    assert without_source(admin.site._registry) == set()
    assert len(admin.site._registry) >= 17


def test_a_model_without_a_source_would_be_found():
    assert without_source([ContentType]) == {"contenttypes.ContentType"}


def test_sources_have_names_of_their_own():
    names = [source.name for source in sources()]

    assert len(set(names)) == len(names) >= 25
    assert not any("~" in name for name in names)


# --- facts ---------------------------------------------------------------------------------------


def test_facts_added_changed_and_deleted_by_whom(log):
    editor = make_user(username="faktaredaktören")
    post = make_post(title_sv="energiminister", title_en="Minister for Energy")
    post._history_user = editor
    post.title_en = "Energy Minister"
    post.save()
    number = post.pk
    post.delete()

    deleted, changed, added = log(kind="ministers.post", number=number)

    assert [deleted.action, changed.action, added.action] == [
        Action.DELETED,
        Action.CHANGED,
        Action.ADDED,
    ]
    assert (added.who, changed.who) == ("", "faktaredaktören")
    assert changes(changed) == {"Titel på engelska": ("Minister for Energy", "Energy Minister")}
    assert changes(added)["Titel på svenska"] == ("", "energiminister")
    assert changes(deleted)["Titel på svenska"] == ("energiminister", "")
    assert {event.label for event in (deleted, changed, added)} == {"energiminister"}
    assert {event.url for event in (deleted, changed, added)} == {""}


def test_facts_values_in_words(log):
    tenure = make_tenure(minister=make_minister(given_name="Åsa", family_name="Ek"))
    before = tenure.post
    tenure.post = make_post(title_sv="finansminister")
    tenure.acting = True
    tenure.ends_on = None
    tenure.starts_on = date(2016, 5, 26)
    tenure.starts_precision = "month"
    tenure.save()

    event = log(**about(tenure))[0]

    assert changes(event) == {
        "Post": (before.title, "finansminister"),
        "Tillförordnad": ("nej", "ja"),
        "Från och med": ("2016-05-25", "2016-05-26"),
        "Till (entledigad den)": ("2019-01-21", ""),
        "Startens noggrannhet": ("dag", "månad"),
    }
    assert event.label.startswith("Åsa Ek, finansminister (2016-05-26")
    assert event.url.endswith(f"/ministers/tenure/{tenure.pk}/change/")


def test_facts_of_many_lines_tell_the_lines_that_differ(log):
    government = make_government(source_urls="https://a.example\nhttps://b.example")
    government.source_urls = "https://a.example\nhttps://c.example"
    government.save()

    assert changes(log(**about(government))[0]) == {
        "Källor": ("https://b.example", "https://c.example")
    }


def test_facts_saved_without_a_change_have_none(log):
    agency = make_agency()
    agency.save()

    assert [(event.action, event.changes == []) for event in log(**about(agency))] == [
        (Action.CHANGED, True),
        (Action.ADDED, False),
    ]


def test_facts_of_a_deleted_thing_keep_the_numbers_of_what_is_gone_too(log):
    tenure = make_tenure()
    number, post = tenure.pk, tenure.post
    gone = post.pk
    tenure.delete()
    post.delete()

    deleted, _added = log(kind="ministers.tenure", number=number)

    assert deleted.label == f"nr {number}"
    assert changes(deleted)["Post"] == (f"borttagen, nr {gone}", "")


def test_facts_parts_are_told_with_what_they_belong_to(log):
    agency = make_agency()
    agency.directorships.create(name="Kim Ek", title_sv="chef", starts_on=date(2018, 1, 1))

    part = log(**about(agency))[0]

    assert part.model == "agency.agency" and part.number == str(agency.pk)
    assert "Kim Ek" in part.label
    assert part.url.endswith(f"/agency/agency/{agency.pk}/change/")
    assert len(log(kind="agency.directorship")) == 1


def test_labels_are_in_the_readers_language(log):
    department = make_department()
    department.name_en = "Ministry of Tests"
    department.save()

    with override("en"):
        [change] = log(**about(department))[0].changes

    assert change.new == "Ministry of Tests"


# --- texts ---------------------------------------------------------------------------------------


def test_draft_tells_what_differs_from_the_one_before(log):
    writer = make_user(username="skrivaren")
    release = make_release(
        title_sv="Gammal rubrik", body_sv="<p>Första.</p><p>Andra stycket.</p>", title_en=""
    )
    keep(release, by=writer)
    release.title_sv, release.title_en = "Ny rubrik", "New headline"
    release.body_sv = "<p>Första.</p><p>Det andra stycket.</p>"
    Contact.objects.create(release=release, role_sv="Presschef", role_en="Head", phone="+46 8 1")
    release.department = make_department(name_sv="Nya departementet", name_en="New Ministry")
    old_department = Department.objects.get(pk=Release.objects.get(pk=release.pk).department_id)
    keep(release, by=writer, at=AT + SECOND)

    changed, added = log(**about(release))

    assert (added.action, changed.action) == (Action.ADDED, Action.CHANGED)
    assert changed.who == "skrivaren"
    assert changed.label == "Ny rubrik"
    assert changed.at == AT + SECOND
    assert changes(changed) == {
        "Rubrik på svenska": ("Gammal rubrik", "Ny rubrik"),
        "Rubrik på engelska": ("", "New headline"),
        "Text på svenska": ("Andra stycket.", "Det andra stycket."),
        "Presskontakter": ("", "Presschef / Head, +46 8 1"),
        "Avsändare": (
            f"{old_department.name_sv} / {old_department.name_en}",
            "Nya departementet / New Ministry",
        ),
    }
    assert changes(added)["Text på svenska"] == ("", "Första.\nAndra stycket.")


def test_draft_tells_of_ministers_the_sender_and_where_the_text_comes_from(log):
    government = make_government(name_sv="regeringen Prov")
    release = make_release(tenures=[make_tenure(post=make_post(title_sv="a", title_en="b"))])
    keep(release)
    release.appearances.all().delete()
    release.sent_under = government
    release.origin, release.licence_note_sv = "official", "Fri."
    release.kind = "speech"
    keep(release, at=AT + SECOND)

    found = changes(log(**about(release))[0])

    assert found["Skickat av regeringen"] == ("", "Regeringen Prov")
    assert found["Ursprung"] == ("Demonstrationstext", "Återgiven text")
    assert found["Typ"] == ("Pressmeddelande", "Tal")
    assert found["Villkor på svenska"] == ("", "Fri.")
    assert found["Statsråd i texten"][0].endswith(", a / b")
    assert len(found) == 5


def test_draft_of_an_unknown_part_is_told_by_its_name(log):
    release = make_release()
    keep(release)
    content = {**release.drafts.get().content}
    content["frozen"] = {**content["frozen"], "songs": [{"name": {"sv": "visa", "en": "tune"}}]}
    Draft.objects.create(release=release, digest="1", content=content, saved_at=AT + SECOND)

    assert changes(log(**about(release))[0]) == {"songs": ("", "visa / tune")}


def test_record_and_reviews_tell_of_every_deed(log):
    writer, reviewer = make_user(username="w"), make_user(username="r")
    publisher = make_user(username="p")
    # The database's own clock guards the record, so this happens in the future.
    begun = datetime(2036, 1, 1, 8, tzinfo=UTC)
    release = make_approved(at=begun, writer=writer, reviewer=reviewer)
    steps = iter(begun + SECOND * number for number in range(1, 20))
    ahead = datetime(2036, 7, 1, 8, tzinfo=UTC)
    publishing.schedule(release=release, by=publisher, at=next(steps), published_at=ahead)
    publishing.cancel(release=release, by=publisher, at=next(steps))
    publishing.publish(release=release, by=publisher, at=next(steps))
    release.refresh_from_db()
    release.lead_sv = "En annan ingress."
    keep(release, by=writer, at=next(steps))
    reviewing.submit(release=release, by=writer, at=next(steps))
    seen = desk.digest_of(release)
    reviewing.send_back(release=release, by=reviewer, at=next(steps), seen=seen, comment="Inte så.")
    at = next(steps)
    publishing.correct(
        release=release,
        by=publisher,
        at=at,
        change="substantive",
        note_sv="Ingressen var fel.",
        bypass_reason="Brådskar.",
    )
    reviewing.review_bypass(bypass=Bypass.objects.get(), by=reviewer, at=next(steps))
    publishing.withdraw(release=release, by=publisher, at=next(steps), reason_sv="Fel text.")
    publishing.reinstate(release=release, by=None, at=next(steps), reason_sv="Rätt ändå.")

    found = log(**about(release))

    assert [(event.action, event.who) for event in found] == [
        (Action.REINSTATED, ""),
        (Action.WITHDRAWN, "p"),
        (Action.BYPASS_REVIEWED, "r"),
        (Action.CORRECTED, "p"),
        (Action.BYPASSED, "p"),
        (Action.RETURNED, "r"),
        (Action.SUBMITTED, "w"),
        (Action.CHANGED, "w"),
        (Action.PUBLISHED, "p"),
        (Action.CANCELLED, "p"),
        (Action.SCHEDULED, "p"),
        # What follows from what, at one instant.
        (Action.APPROVED, "r"),
        (Action.SUBMITTED, "w"),
        (Action.ADDED, "w"),
    ]
    by_action = {event.action: changes(event) for event in found}
    assert by_action[Action.CORRECTED]["Ingress på svenska"] == (
        "Ingressen säger det viktigaste.",
        "En annan ingress.",
    )
    assert by_action[Action.CORRECTED]["Om ändringen på svenska"] == ("", "Ingressen var fel.")
    assert by_action[Action.RETURNED] == {
        "Beslut": ("väntar på granskning", "återlämnad"),
        "Kommentar": ("", "Inte så."),
    }
    assert by_action[Action.BYPASSED] == {"Skäl": ("", "Brådskar.")}
    assert by_action[Action.WITHDRAWN]["Skäl på svenska"] == ("", "Fel text.")
    assert by_action[Action.REINSTATED]["Skäl på svenska"] == ("", "Rätt ändå.")
    assert by_action[Action.CANCELLED] == {"Publiceras": ("1 juli 2036 kl. 10.00", "")}
    assert by_action[Action.SCHEDULED]["Publiceras"] == ("", "1 juli 2036 kl. 10.00")
    assert len(found) == 14
    for action in by_action:
        told = log(**about(release, action=action.value))
        assert told and {event.action for event in told} == {action}


def test_bypass_that_went_along_with_a_new_time_is_told_once(log):
    publisher = make_user()
    release = make_release()
    ahead = datetime(2036, 1, 1, 8, tzinfo=UTC)
    publishing.schedule(
        release=release, by=publisher, at=AT, published_at=ahead, bypass_reason="Brådskar."
    )
    publishing.reschedule(
        release=release, by=publisher, at=AT + SECOND, published_at=ahead + SECOND
    )

    assert [event.action for event in log(**about(release))] == [
        Action.CANCELLED,
        Action.SCHEDULED,
        Action.SCHEDULED,
        Action.BYPASSED,
    ]


def test_shared_preview_is_told_without_its_address(log):
    user = make_user(username="delaren")
    link = PreviewLink.objects.create(
        release=make_release(),
        key="hemlig-nyckel",
        created_at=AT,
        created_by=user,
        expires_at=AT + timedelta(days=2),
        revoked_at=AT + SECOND,
        revoked_by=user,
    )

    revoked, shared = log(**about(link.release))

    assert (revoked.action, shared.action) == (Action.REVOKED, Action.SHARED)
    assert changes(shared) == {"Gäller till": ("", "4 mars 2026 kl. 10.30")}
    assert "hemlig" not in str([revoked, shared])


def test_uploaded_file_links_to_its_text(log):
    release = make_release()
    file = StoredFile.objects.create(
        key="0" * 32, name="bild.png", type="png", size=7, sha256="ab", uploaded_at=AT
    )
    release.attachments.create(file=file)

    [event] = log(kind="pressreleases.storedfile")

    assert (event.label, event.who, event.action) == ("bild.png", "", Action.UPLOADED)
    assert event.url.endswith(f"/release/{release.pk}/change/")
    assert changes(event)["Filtyp"] == ("", "PNG")


def test_log_of_django_tells_of_what_nothing_else_keeps(log, everything):
    release = make_release()
    entry = {
        "user": everything,
        "content_type": ContentType.objects.get_for_model(Release),
        "object_id": str(release.pk),
        "object_repr": "En text",
        "action_time": AT,
    }
    LogEntry.objects.create(**entry, action_flag=DELETION)
    # What the verbs and the form say there is told by the rows that they write.
    LogEntry.objects.create(**entry, action_flag=2, change_message="Publicera")

    [event] = log(**about(release))

    assert (event.action, event.who, event.label) == (Action.DELETED, "alltseende", "En text")
    assert event.url == ""


def test_log_of_django_tells_the_kinds_that_no_source_knows(log, everything):
    LogEntry.objects.create(
        user=everything,
        content_type=ContentType.objects.get_for_model(Permission),
        object_id="1",
        object_repr="något",
        action_flag=1,
        action_time=AT,
    )

    [event] = [event for event in log() if event.key.source == LogSource.name]

    assert (event.action, event.model) == (Action.ADDED, "auth.permission")


# --- order and pages -----------------------------------------------------------------------------


def at_one_instant():
    """Events of several sources that all happened at the same instant, and some before."""
    user = make_user()
    for number in range(9):
        at = AT - SECOND * (number % 3)
        release = make_release(title_sv=f"Text {number}")
        keep(release, by=user, at=at)
        reviewing.submit(release=release, by=user, at=at)
        department = Department(slug=f"d-{number}", name_sv="d", name_en="d")
        department._history_date = at
        department.save()
        publishing.publish(release=release, by=user, at=at, bypass_reason="Brådskar.")


def test_pages_hold_every_event_once_in_one_order(everything):
    at_one_instant()
    found = sources_for(everything)
    whole = [event.key for event in every_event(found, Query(), everything)]
    for size in (3, 7, 50):
        after, paged = None, []
        while True:
            events, after = page_of(found, Query(), everything, after=after, size=size)
            assert len(events) <= size
            paged += [event.key for event in events]
            if after is None:
                break
            after = Key.parse(str(after))
        assert paged == whole

    assert len(whole) == len(set(whole)) >= 45
    assert all(one.place < other.place for one, other in pairwise(whole))
    assert len({key.at for key in whole if key.at == AT}) == 1
    assert sum(key.at == AT for key in whole) >= 12


def test_pages_are_not_moved_by_what_happens_meanwhile(everything):
    at_one_instant()
    found = sources_for(everything)
    first, after = page_of(found, Query(), everything, size=10)
    make_department()

    second, _next = page_of(found, Query(), everything, after=after, size=10)

    assert not {event.key for event in first} & {event.key for event in second}
    whole = [event.key for event in every_event(found, Query(), everything)]
    start = whole.index(after) + 1
    assert [event.key for event in second] == whole[start : start + 10]


def test_batches_do_not_change_what_is_exported(everything):
    at_one_instant()
    found = sources_for(everything)
    whole = [event.key for event in every_event(found, Query(), everything)]

    assert [event.key for event in every_event(found, Query(), everything, batch=5)] == whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "~~",
        "2026-01-01~draft~1",
        "2026-01-01T00:00:00+00:00~draft~-1",
        "2026-01-01T00:00:00+00:00~draft~" + "9" * 30,
        "2026-01-01T00:00:00+00:00~draft~1~2",
        "2026-01-01T00:00:00+00:00~draft~٣",
        "9999-12-31T00:00:00+00:00~draft~1",
        "0001-01-01T00:00:00+23:59~draft~1",
    ],
)
def test_place_that_is_none(text):
    with pytest.raises((ValueError, OverflowError)):
        Key.parse(text)


def many_drafts(releases, drafts):
    content = None
    for _release in range(releases):
        release = make_release()
        content = content or desk.content_of(release)
        Draft.objects.bulk_create(
            Draft(
                release=release,
                digest=str(number),
                content={**content, "title_sv": f"Rubrik {number}"},
                saved_at=AT + SECOND * number,
            )
            for number in range(drafts)
        )


def queries(action):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        result = action()
    return len(seen), result


def test_page_costs_the_same_queries_whatever_is_kept(everything, measured):
    many_drafts(1, 51)
    found = sources_for(everything)
    drafts = Query(kind="pressreleases.release")
    few, _page = queries(lambda: page_of(found, drafts, everything))
    many_drafts(5, 200)
    more, (events, _after) = queries(lambda: page_of(found, drafts, everything))
    of_all, _page = queries(lambda: page_of(found, Query(), everything))

    assert len(events) == 50
    assert more == few
    # One for each source's keys, and for each source on the page its rows and their names.
    assert of_all <= 60
    measured(f"audit: {few} queries for a page of texts, {of_all} for one of everything")


def test_ten_thousand_events_are_exported_in_few_queries(everything, measured):
    many_drafts(10, 1000)
    found = sources_for(everything)

    count, events = queries(
        lambda: sum(
            1 for _event in every_event(found, Query(kind="pressreleases.release"), everything)
        )
    )

    assert events == 10_000
    # Four a batch of 200 (keys, rows, those before, governments), and one for each other source.
    assert count <= 4 * 51 + 20
    measured(f"audit: {events} events exported in {count} queries")


# --- filters -------------------------------------------------------------------------------------


def test_filter_by_who(log):
    user = make_user()
    release = make_release()
    keep(release, by=user)
    release.title_sv = "Ny"
    keep(release, at=AT + SECOND)

    assert [event.who for event in log(**about(release, who=str(user.pk)))] == [user.username]
    assert [event.who for event in log(**about(release, who="ingen"))] == [""]


def test_filter_by_days_is_half_open(log):
    release = make_release()
    for number in range(3):
        release.title_sv = f"Rubrik {number}"
        keep(release, at=AT + SECOND * number)

    found = log(**about(release, since=AT + SECOND, before=AT + SECOND * 2))

    assert [event.at for event in found] == [AT + SECOND]


def test_filter_by_kind_and_object(log):
    one, other = make_post(), make_post()

    assert {event.number for event in log(kind="ministers.post")} == {str(one.pk), str(other.pk)}
    assert [event.number for event in log(**about(one))] == [str(one.pk)]
    assert {event.model for event in log()} == {"ministers.post", "auth.user", "auth.group"}


def test_filter_by_kind_of_row(log):
    bypass = make_bypass()

    [event] = log(kind="pressreleases.bypass", number=bypass.pk)

    assert event.action == Action.BYPASSED
    assert [event.key.source for event in log(**about(bypass.version))] == ["version"]


@pytest.mark.parametrize("asked", ["åsa", "Åsa", "ÅSA", "sa ek"[:2]])
def test_filter_by_name(log, asked):
    minister = make_minister(given_name="Åsa", family_name="Ek")
    make_minister(given_name="Bo", family_name="Al")
    tenure = make_tenure(minister=minister)

    assert {event.number for event in log(kind="ministers.minister", text=asked)} == {
        str(minister.pk)
    }
    assert {event.number for event in log(kind="ministers.tenure", text=asked)} == {str(tenure.pk)}


def test_filter_by_the_title_of_a_text(log):
    release, other = make_release(title_sv="Om sjöfart"), make_release()
    for one in (release, other):
        keep(one)

    assert {event.label for event in log(text="sjöfart")} == {"Om sjöfart"}


def test_filter_by_action(log):
    post = make_post()
    post.title_sv = "annan"
    post.save()

    for action in (Action.ADDED, Action.CHANGED):
        assert [event.action for event in log(**about(post, action=action.value))] == [action]
    assert log(**about(post, action=Action.PUBLISHED.value)) == []


# --- who sees what -------------------------------------------------------------------------------

TEXTS = {"pressreleases.release", "pressreleases.storedfile"}
ACCOUNTS = {"auth.user", "auth.group"}


@pytest.mark.parametrize(
    ("role", "sees_texts", "sees_accounts"),
    [
        ("skribent", True, False),
        ("granskare", True, False),
        ("publicerare", True, False),
        ("faktaredaktör", False, False),
        ("administratör", True, True),
    ],
)
def test_each_role_sees_what_it_may_read(role, sees_texts, sees_accounts):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    keep(make_release())
    file = StoredFile(key="0" * 32, name="b.png", type="png", size=7, sha256="a", uploaded_at=AT)
    file.save()
    post = make_post()
    for model in (Release, Permission):
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(model),
            object_id="1",
            object_repr="hemligt",
            action_flag=DELETION,
        )

    found = list(every_event(sources_for(user), Query(), user))

    seen = {event.model for event in found}
    assert (seen >= TEXTS, not seen & TEXTS) == (sees_texts, not sees_texts)
    assert (seen >= ACCOUNTS, not seen & ACCOUNTS) == (sees_accounts, not sees_accounts)
    assert str(post.pk) in {event.number for event in found if event.model == "ministers.post"}
    assert ("hemligt" in {event.label for event in found}) is sees_texts
    assert "auth.permission" not in seen


def test_one_without_rights_sees_nothing():
    user = make_user()
    make_post()

    assert list(every_event(sources_for(user), Query(), user)) == []
