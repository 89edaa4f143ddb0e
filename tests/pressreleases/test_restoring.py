"""An earlier text taken back to the desk: the same text, nothing lost, what is gone is said."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressreleases.desk import content_of, content_of_version, differs, digest_of, keep
from pressreleases.enums import Change, FileType, Kind, Origin
from pressreleases.models import (
    Appearance,
    Attachment,
    Contact,
    Draft,
    Release,
    StoredFile,
    Version,
)
from pressreleases.publishing import correct, move, publish
from pressreleases.restoring import restore
from pressreleases.reviewing import may_review, submit
from tests.factories import (
    make_agency,
    make_assignment,
    make_department,
    make_government,
    make_mandate,
    make_published,
    make_release,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2036, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fresh(release):
    return Release.objects.get(pk=release.pk)


def make_full_release():
    """A release with something of everything that a page shows."""
    mandate = make_mandate()
    mandate.tasks.create(position=1, text_sv="följa upp", text_en="follow up")
    release = make_release(
        tenures=[make_tenure(), make_tenure()],
        agencies=[make_agency(), make_agency()],
        mandates=[mandate],
        assignments=[make_assignment()],
        sent_under=make_government(),
        origin=Origin.OFFICIAL,
        original_url="https://example.org/a",
        licence_note_sv="Får spridas.",
    )
    for position, name in enumerate(("Ada Ek", "Bo Al"), 1):
        Contact.objects.create(
            release=release, position=position, role_sv="Pressekreterare", name=name, phone="08"
        )
    return release


def empty_desk(release):
    """Change everything that a restored text must bring back."""
    release = fresh(release)
    for field in ("title_sv", "title_en", "lead_sv", "lead_en", "body_sv", "body_en"):
        setattr(release, field, "Annat")
    release.slug, release.kind = "annan-adress", Kind.SPEECH
    release.origin, release.original_url = Origin.DEMONSTRATION, ""
    release.publisher_sv = release.publisher_en = release.licence_note_sv = "Annan"
    release.department, release.sent_under = make_department(), None
    release.save()
    release.appearances.all().delete()
    release.contacts.all().delete()
    for facts in (release.agencies, release.mandates, release.assignments):
        facts.clear()
    return release


def test_restore_of_a_draft_gives_the_very_same_text():
    release = make_full_release()
    digest, content = keep(release=release, by=None, at=NOW), content_of(release)
    draft = release.drafts.get()
    empty_desk(release)
    assert digest_of(fresh(release)) != digest

    left_out = restore(release=release, by=make_user(), at=NOW + HOUR, draft=draft)

    assert left_out == []
    assert content_of(fresh(release)) == content
    assert digest_of(fresh(release)) == digest


def test_restore_of_a_version_gives_the_text_that_was_published():
    release = make_full_release()
    went_out = datetime(2017, 12, 1, 9, tzinfo=UTC)
    version = publish(release=release, by=None, at=NOW, published_at=went_out)
    empty_desk(release)
    Release.objects.filter(pk=release.pk).update(slug=version.slug, kind=version.kind)

    assert restore(release=release, by=None, at=NOW + HOUR, version=version) == []

    assert not differs(fresh(release), version)
    assert content_of(fresh(release)) == content_of_version(version)


def test_restore_keeps_what_stood_there_and_what_came_of_it():
    writer, editor = make_user(), make_user()
    release = make_release(title_sv="Ett", edited_by=writer)
    keep(release=release, by=writer, at=NOW)
    # Written behind the form, so that no draft of it was kept.
    Release.objects.filter(pk=release.pk).update(title_sv="Osparat")

    restore(release=release, by=editor, at=NOW + HOUR, draft=release.drafts.get())

    kept = [(d.content["title_sv"], d.saved_by) for d in release.drafts.order_by("pk")]
    assert kept == [("Ett", writer), ("Osparat", None), ("Ett", editor)]
    assert fresh(release).edited_by == editor


def test_restore_over_a_text_that_one_has_not_seen_is_refused():
    release = make_release(title_sv="Ett")
    keep(release=release, by=None, at=NOW)
    draft = release.drafts.get()
    Release.objects.filter(pk=release.pk).update(title_sv="Två", revision=1)

    with pytest.raises(ValidationError, match="nyare text"):
        restore(release=release, by=make_user(), at=NOW + HOUR, draft=draft, seen=0)

    assert fresh(release).title_sv == "Två"
    restore(release=release, by=make_user(), at=NOW + HOUR, draft=draft, seen=1)
    assert fresh(release).title_sv == "Ett"


def test_restore_raises_the_revision_so_that_an_open_form_is_told():
    release = make_release()
    keep(release=release, by=None, at=NOW)
    restore(release=release, by=None, at=NOW + HOUR, draft=release.drafts.get())
    assert fresh(release).revision == 1


def test_restore_leaves_the_address_of_a_published_text_alone():
    release = make_release(slug="a")
    keep(release=release, by=None, at=NOW)
    Release.objects.filter(pk=release.pk).update(slug="b", kind=Kind.SPEECH)
    first = publish(release=fresh(release), by=None, at=NOW)
    restore(release=release, by=None, at=NOW + HOUR, draft=release.drafts.last())
    assert (fresh(release).slug, fresh(release).kind) == ("b", Kind.SPEECH)

    move(release=release, by=None, at=NOW + 2 * HOUR, slug="c", reason="Skäl.")
    restore(release=release, by=None, at=NOW + 3 * HOUR, version=first)
    assert fresh(release).slug == "c"


def test_restore_touches_nothing_the_public_reads():
    release = make_release(title_sv="Ett")
    first = publish(release=release, by=None, at=NOW)
    Release.objects.filter(pk=release.pk).update(title_sv="Två")
    second = correct(release=fresh(release), by=None, at=NOW + HOUR, change=Change.MINOR)

    restore(release=release, by=None, at=NOW + 2 * HOUR, version=first)

    assert list(Version.objects.live(NOW + 3 * HOUR)) == [second]
    assert fresh(release).title_sv == "Ett"


def test_restore_says_what_no_longer_exists():
    release = make_full_release()
    keep(release=release, by=None, at=NOW)
    draft = release.drafts.get()
    tenure = release.appearances.first().tenure
    agency, mandate = release.agencies.first(), release.mandates.get()
    assignment = release.assignments.get()
    empty_desk(release)
    for gone in (tenure, agency, mandate, assignment, draft.release.department):
        gone.delete()
    Release.objects.filter(pk=release.pk).update(sent_under=None)

    left_out = restore(release=release, by=None, at=NOW + HOUR, draft=draft)

    assert len(left_out) == 5
    said = " ".join(left_out)
    for name in (
        tenure.minister.name,
        agency.name_sv,
        mandate.agency.name_sv,
        assignment.title_sv,
        draft.content["frozen"]["department"]["name"]["sv"],
    ):
        assert name in said
    assert fresh(release).title_sv == draft.content["title_sv"]
    assert fresh(release).appearances.count() == 1


def test_restore_says_that_a_government_is_gone():
    government = make_government()
    release = make_release(sent_under=government)
    keep(release=release, by=None, at=NOW)
    Release.objects.filter(pk=release.pk).update(sent_under=None)
    government.delete()
    [said] = restore(release=release, by=None, at=NOW, draft=release.drafts.get())
    assert "avsändande regeringen" in said


def test_restore_says_that_a_mandate_reads_otherwise_today():
    mandate = make_mandate()
    task = mandate.tasks.create(position=1, text_sv="följa upp", text_en="follow up")
    release = make_release(mandates=[mandate])
    keep(release=release, by=None, at=NOW)
    task.text_sv = "utvärdera"
    task.save()
    release.mandates.clear()

    [said] = restore(release=release, by=None, at=NOW + HOUR, draft=release.drafts.get())

    assert "lyder annorlunda" in said
    assert list(release.mandates.all()) == [mandate]


def test_restore_puts_files_back_by_their_key():
    release = make_release()
    stored = StoredFile.objects.create(
        key="k" * 32, name="a.pdf", type=FileType.PDF, size=1, sha256="0" * 64, uploaded_at=NOW
    )
    told = {"title": {"sv": "Beslut", "en": ""}, "alt": {"sv": "", "en": ""}, "decorative": False}
    content = content_of(release)
    content["frozen"]["files"] = [
        {"key": stored.key, "name": "a.pdf", **told},
        {"key": "g" * 32, "name": "borta.pdf", **told},
    ]
    draft = Draft.objects.create(release=release, digest="0", content=content, saved_at=NOW)

    left_out = restore(release=release, by=None, at=NOW + HOUR, draft=draft)

    assert left_out == ["Filen borta.pdf finns inte längre."]
    attachment = release.attachments.get()
    assert (attachment.file, attachment.title_sv) == (stored, "Beslut")
    without = Draft.objects.create(
        release=release, digest="1", content=content_of(make_release()), saved_at=NOW
    )
    restore(release=release, by=None, at=NOW + HOUR, draft=without)
    assert not Attachment.objects.exists()


def test_restore_of_another_texts_draft_is_refused():
    other = make_release()
    keep(release=other, by=None, at=NOW)
    release = make_release()
    for given_ in ({"draft": other.drafts.get()}, {}):
        with pytest.raises(ValidationError, match="av den här texten"):
            restore(release=release, by=None, at=NOW, **given_)
    assert not release.drafts.exists()


def test_a_restored_text_may_not_be_approved_by_the_one_who_once_wrote_it():
    writer, editor = make_user(), make_user()
    first = make_published(at=NOW, title_sv="Ett")
    release = first.release
    release.title_sv, release.edited_by = "Två", writer
    release.save()
    keep(release=release, by=writer, at=NOW + HOUR)
    draft = release.drafts.get()
    correct(release=release, by=None, at=NOW + 2 * HOUR, change=Change.MINOR)
    Release.objects.filter(pk=release.pk).update(title_sv="Tre")
    correct(release=fresh(release), by=None, at=NOW + 3 * HOUR, change=Change.MINOR)

    restore(release=release, by=editor, at=NOW + 4 * HOUR, draft=draft)
    submit(release=release, by=editor, at=NOW + 5 * HOUR)

    assert not may_review(fresh(release), writer)
    assert not may_review(fresh(release), editor)
    assert may_review(fresh(release), make_user())


# --- any draft, any order ------------------------------------------------------------------------

texts = st.fixed_dictionaries(
    {
        "title_sv": st.text(alphabet="aå <&\"'", min_size=1, max_size=8),
        "title_en": st.sampled_from([None, "", "In English"]),
        "lead_sv": st.sampled_from(["", "Ingress.\nMer."]),
        "body_sv": st.sampled_from(["", "<p>ett</p>", "<p>ett <b>två</b></p><script>x</script>"]),
        "slug": st.sampled_from(["a", "b"]),
        "kind": st.sampled_from(list(Kind)),
        "licence_note_sv": st.sampled_from([None, "Villkor."]),
    }
)
desks = st.tuples(
    texts, st.permutations([0, 1, 2]), st.integers(0, 3), st.lists(st.text("ab", max_size=3))
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(saved=st.lists(desks, min_size=2, max_size=4), pick=st.integers(0, 3))
def test_restore_of_any_saved_draft_gives_its_digest(saved, pick, tenures, agencies):
    release = make_release()
    for minute, (fields, order, how_many, names) in enumerate(saved):
        Release.objects.filter(pk=release.pk).update(**fields)
        release.appearances.all().delete()
        release.contacts.all().delete()
        for position, number in enumerate(order[:how_many], 1):
            Appearance.objects.create(release=release, tenure=tenures[number], position=position)
        for position, name in enumerate(names, 1):
            Contact.objects.create(release=release, position=position, role_sv="Press", name=name)
        release.agencies.set(agencies[:how_many])
        keep(release=fresh(release), by=None, at=NOW + timedelta(minutes=minute))
    drafts = list(release.drafts.all())
    draft = drafts[pick % len(drafts)]

    assert restore(release=release, by=None, at=NOW + HOUR, draft=draft) == []

    assert digest_of(fresh(release)) == draft.digest


@pytest.fixture
def tenures():
    return [make_tenure() for _ in range(3)]


@pytest.fixture
def agencies():
    return [make_agency() for _ in range(3)]


# --- at the desk ---------------------------------------------------------------------------------

TODAY = datetime.now(UTC)


@pytest.fixture
def editor(client):
    client.user = make_user(is_superuser=True)
    client.force_login(client.user)
    return client


def url_of(release, page="earlier"):
    return reverse(f"admin:pressreleases_release_{page}", args=[release.pk])


def with_history(drafts=3):
    """A published release with one correction and some drafts of its title."""
    release = make_release(title_sv="Rubrik 0")
    publish(release=release, by=None, at=TODAY - timedelta(days=2))
    for number in range(1, drafts + 1):
        release.title_sv = f"Rubrik {number}"
        release.save()
        keep(release=release, by=make_user(), at=TODAY - timedelta(days=1))
    # The database refuses what ended more than a minute ago.
    correct(release=release, by=None, at=datetime.now(UTC), change=Change.MINOR)
    return release


def test_list_says_who_saved_what_and_what_changed(editor):
    release = with_history()
    assert url_of(release) in editor.get(url_of(release, "change")).text

    html = editor.get(url_of(release)).text

    assert html.count("Sparat utkast") >= 3 and "Version 2: mindre rättelse" in html
    assert "Rubrik på svenska" in html and "Den första." in html
    assert release.drafts.first().saved_by.username in html
    # What the desk holds already has no button: the last draft and the last version.
    assert html.count("Ta tillbaka</button>") == 3
    assert html.count("Står på skrivbordet nu.") == 2


def test_list_asks_no_more_queries_for_more_drafts(editor):
    counts = []
    for release in (with_history(3), with_history(15)):
        with CaptureQueriesContext(connection) as asked:
            editor.get(url_of(release))
        counts.append(len(asked))
    # The first one also looks up the content types, once for the whole process.
    assert counts[1] <= counts[0] <= 25


def test_list_of_many_texts_has_pages(editor):
    release = with_history(25)
    first, second = (editor.get(url_of(release) + f"?p={page}") for page in (1, 2))
    assert len(first.context["texts"]) == 20 and len(second.context["texts"]) == 7
    assert "Sida 1 av 2" in first.text
    assert editor.get(url_of(make_release())).status_code == 200


def test_one_text_is_read_beside_the_desk_and_taken_back_in_one_step(editor):
    release = with_history()
    draft = release.drafts.last()

    page = editor.get(url_of(release) + f"?draft={draft.pk}")

    assert "Rubrik" in page.text and "tillagt:" in page.text and "borttaget:" in page.text
    done = editor.post(url_of(release, "restore"), {"draft": draft.pk}, follow=True)
    assert "Texten är tillbaka på skrivbordet." in done.text
    assert fresh(release).title_sv == "Rubrik 1"
    assert fresh(release).edited_by == editor.user
    version = release.versions.get(number=1)
    assert editor.get(url_of(release) + f"?version={version.pk}").status_code == 200
    editor.post(url_of(release, "restore"), {"version": version.pk})
    assert fresh(release).title_sv == "Rubrik 0"


def test_what_could_not_be_taken_back_is_told(editor):
    tenure = make_tenure()
    release = make_release(tenures=[tenure])
    keep(release=release, by=None, at=TODAY)
    release.appearances.all().delete()
    tenure.delete()

    done = editor.post(url_of(release, "restore"), {"draft": release.drafts.get().pk}, follow=True)

    assert "En sak kunde inte tas tillbaka:" in done.text
    assert tenure.minister.name in done.text


@pytest.mark.parametrize("wanted", ["draft=999", "version=999", "draft=x", "draft=" + "9" * 40])
def test_a_text_that_does_not_exist_is_not_found(editor, wanted):
    release, other = make_release(), with_history()
    assert editor.get(f"{url_of(release)}?{wanted}").status_code == 404
    source, key = wanted.split("=")
    assert editor.post(url_of(release, "restore"), {source: key}).status_code == 404
    stranger = other.drafts.first().pk
    assert editor.post(url_of(release, "restore"), {"draft": stranger}).status_code == 404
    assert editor.post(url_of(release, "restore")).status_code == 404


def test_hostile_text_of_a_draft_is_inert(editor):
    release = make_release(title_sv="<script>alert(1)</script>", body_sv="<p>&lt;img src=x&gt;</p>")
    keep(release=release, by=None, at=TODAY)
    release.title_sv, release.body_sv = '"><svg onload=x>', "<p>ett</p>"
    release.save()
    html = editor.get(url_of(release) + f"?draft={release.drafts.get().pk}").text
    assert "<script>alert" not in html and "<svg onload" not in html and "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html
