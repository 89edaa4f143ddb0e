"""No text that anyone can type runs anything: each payload in every field, wherever it is printed.

Pages are parsed as browsers parse them; nothing in them may run, load or lead astray but what our
own templates put there.
"""

import json
import re
from datetime import UTC, date, datetime, timedelta

import html5lib
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation

from ministers.models import FactsCheck, Government, Minister, Post, Tenure
from pressreleases.enums import Change
from pressreleases.models import Contact, Reinstatement, Review
from pressreleases.publishing import correct, publish, reinstate, withdraw
from pressreleases.reviewing import submit
from pressreleases.richtext import ATTRIBUTES, TAGS, clean, show
from segregation_site.permissions import MATRIX
from segregation_site.signin import limits
from tests.factories import (
    make_agency,
    make_assignment,
    make_department,
    make_government,
    make_handover,
    make_mandate,
    make_minister,
    make_post,
    make_release,
    make_stored_file,
    make_tenure,
    make_user,
)
from tests.ministers.test_admin import filled_in
from tests.pressreleases.payloads import PAYLOADS
from tests.segregation_site.test_permissions import address

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
URL_ATTRIBUTES = {
    *("href", "src", "action", "formaction", "data", "poster", "srcdoc", "xlink:href", "ping"),
    *("background", "cite", "codebase", "manifest", "longdesc"),
}
SCHEMES = {"", "http", "https", "mailto", "tel"}
# Elements that no page of ours has; a script has its place in admin only.
NEVER = {
    *("iframe", "object", "embed", "applet", "base", "frame", "frameset", "portal", "style"),
    *("marquee", "plaintext", "xmp", "listing", "isindex", "math", "template", "video", "audio"),
    *("foreignObject", "animate"),
}
LONGEST_OF_SHORT = 150


def test_corpus_is_large_and_has_no_doubles():
    assert len(PAYLOADS) >= 100
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    assert max(map(len, PAYLOADS)) <= LONGEST_OF_SHORT


# --- what a page must not have -------------------------------------------------------------------


def local(name):
    """The name of an element or attribute without html5lib's namespace."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def elements(html, fragment=False):
    parse = html5lib.parseFragment if fragment else html5lib.parse
    for element in parse(html).iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            yield element


def scheme_of(url):
    """The scheme as a browser reads it: it strips controls before it and line breaks within it."""
    bare = re.sub(r"[\t\n\r]", "", url.lstrip("".join(map(chr, range(0x21)))))
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", bare)
    return found[1].lower() if found else ""


def is_ours(script):
    """Admin's own files, the words of its script, and the text editor's import map."""
    source = script.get("src")
    if source is None:
        return script.get("type") == "importmap" and bool(script.get("nonce"))
    return source.startswith("/static/") or source == reverse("admin:jsi18n")


def dangers(html, *, fragment=False):
    """What in `html` may run, load or lead astray, one line each."""
    found = []
    for element in elements(html, fragment):
        tag = local(element.tag)
        if tag in NEVER:
            found.append(f"<{tag}>")
        if tag == "script" and not is_ours(element):
            found.append(f"script {dict(element.attrib)}")
        if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            found.append("meta refresh")
        for name, value in element.attrib.items():
            name = local(name).lower()
            if name.startswith("on") or name == "srcdoc" or (name == "style" and value):
                found.append(f"<{tag} {name}={value}>")
            if name in URL_ATTRIBUTES and scheme_of(value) not in SCHEMES:
                found.append(f"<{tag} {name}={value}>")
    return found


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p onclick=x>",
        "<a href='java\nscript:x'>",
        "<iframe>",
        "<svg onload=x>",
        "<p style='color:red'>",
        "<meta http-equiv=refresh content=0>",
        "<base href=x>",
        "<button formaction=data:x>",
    ],
)
def test_dangers_planted_one_is_found(html):
    assert dangers(html)


# --- rich text, payload by payload ---------------------------------------------------------------


def strange(html):
    """What a sanitised text holds that the site cannot show."""
    found = dangers(html, fragment=True)
    for element in elements(html, fragment=True):
        tag = local(element.tag)
        allowed = ATTRIBUTES.get(tag, set()) | {"class"}
        if tag not in TAGS or set(map(local, element.attrib)) - allowed:
            found.append(f"{tag} {dict(element.attrib)}")
    return found


AROUND = ["{}", "<p>före {} efter</p>", "<ul><li>{}</li></ul>", '<a href="{}">länk</a>', "{0}{0}"]


@pytest.mark.parametrize("around", AROUND)
def test_rich_text_every_payload_is_inert(around):
    wrong = {}
    for payload in PAYLOADS:
        html = around.format(payload)
        kept = clean(html)
        if found := strange(kept) + strange(show(html)) + strange(show(kept)):
            wrong[payload] = found
        assert clean(kept) == kept, payload

    assert wrong == {}


# --- every field, every page ---------------------------------------------------------------------


def batches(longest):
    """The payloads in as few texts as may be, none longer than `longest`; each payload once.

    Escaped text is escaped letter by letter, so payloads in one field do not hide each other.
    """
    texts = [""]
    for payload in PAYLOADS:
        if len(texts[-1]) + len(payload) + 1 > longest:
            texts.append("")
        texts[-1] += payload + "\n"
    return texts


SHORT = batches(LONGEST_OF_SHORT)
WHOLE = "\n".join(PAYLOADS)
# What stays open would hide the rest of a rich text, so those payloads stand alone, in the test
# above; the rest have a paragraph each.
RICH = "".join(f"<p>{payload}</p>" for payload in PAYLOADS if payload not in PAYLOADS[-10:])


def in_both(value, *names):
    return {f"{name}_{code}": value for name in names for code in ("sv", "en")}


def make_hostile(text, by, **given):
    """A release with `text` in every short field and all payloads in every long one."""
    release = make_release(
        **in_both(text, "title", "publisher"),
        **in_both(WHOLE, "lead", "licence_note"),
        **in_both(RICH, "body"),
        original_url="https://x.example/" + text,
        edited_by=by,
        **given,
    )
    contact = {"name": text, "email": text, "phone": text[:40]}
    Contact.objects.create(release=release, **contact, **in_both(text, "role"))
    return release


def fitted(model, **values):
    """The values with each text as long as its column takes."""
    lengths = {field.name: getattr(field, "max_length", None) for field in model._meta.fields}
    return {
        name: value[: lengths[name]] if isinstance(value, str) and lengths.get(name) else value
        for name, value in values.items()
    }


def make_hostile_facts(text):
    """One of every fact about which texts are written, by the part of its admin addresses."""
    sources = {"source_urls": WHOLE, **in_both(WHOLE, "note")}
    dates = in_both(WHOLE, "starts_source", "ends_source")
    department = make_department(**in_both(text, "name"), **sources)
    people = {"prime_minister": text, "parties": text}
    government = make_government(
        **fitted(Government, **in_both(text, "name"), **people, **dates, **sources)
    )
    titles = in_both(WHOLE, "title_source", "succession_note")
    post = make_post(**fitted(Post, **in_both(text, "title"), **titles, **sources))
    minister = make_minister(**fitted(Minister, given_name=text, family_name=text))
    held = {"minister": minister, "post": post, "department": department}
    agency = make_agency(**in_both(text, "name"), **sources)
    assigned = {**in_both(text, "title"), **in_both(WHOLE, "summary")}
    return {
        "ministers_department": department,
        "ministers_government": government,
        "ministers_post": post,
        "ministers_minister": minister,
        "ministers_tenure": make_tenure(**held, **fitted(Tenure, **dates, **sources)),
        "ministers_factscheck": FactsCheck.objects.create(known_until=NOW.date(), **sources),
        "agency_agency": agency,
        "agency_mandate": make_mandate(agency=agency, **in_both(text, "instruction"), **sources),
        "agency_assignment": make_assignment(agency=agency, **assigned, **sources),
    }


@pytest.fixture
def editor(client, clock):
    # The record's triggers go by the database's clock: what they are asked to do lies ahead of it.
    clock(NOW + timedelta(days=1))
    client.user = make_user(is_superuser=True, first_name="<img src=x onerror=alert(1)>")
    client.force_login(client.user)
    session = client.session
    # As one who has just signed in: the pages of the second factor ask for no password again.
    limits.begin(session, NOW + timedelta(days=1))
    limits.note(session, limits.FRESH_AT, NOW + timedelta(days=1))
    session.save()
    return client


def faults_of(client, paths):
    """{address: its dangers}, of those that have any; every page must open."""
    wrong = {}
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if found := dangers(answer.text):
            wrong[path] = found
    return wrong


def test_every_payload_in_the_short_fields_of_a_text(editor, measured):
    """The public page in both languages and the preview, for each batch of payloads."""
    department, seen, wrong = make_department(), 0, {}
    for text in SHORT:
        release = make_hostile(text, editor.user, department=department)
        version = publish(release=release, by=None, at=NOW - timedelta(days=2))
        paths = [
            version.get_absolute_url(),
            version.get_absolute_url().replace("/pressmeddelanden/", "/en/press-releases/"),
            reverse("admin:pressreleases_release_preview", args=[release.pk]),
        ]
        wrong |= faults_of(editor, paths)
        seen += len(paths)

    measured(f"XSS: {len(PAYLOADS)} payloads in {len(SHORT)} texts, {seen} pages")
    assert wrong == {}
    assert seen >= 100


@pytest.fixture
def everything(editor):
    """What a hostile editor left behind in all places, by the part of its admin addresses."""
    text, by = SHORT[0].strip(), editor.user
    facts = make_hostile_facts(text)
    about = {
        "department": facts["ministers_department"],
        "tenures": [facts["ministers_tenure"]],
        "agencies": [facts["agency_agency"]],
        "mandates": [facts["agency_mandate"]],
        "assignments": [facts["agency_assignment"]],
    }
    release = make_hostile(text, by, **about)
    submit(release=release, by=by, at=NOW - timedelta(days=3))
    decided = {"decision": "returned", "decided_at": NOW, "decided_by": by, "comment": WHOLE}
    Review.objects.update(**decided)
    version = publish(
        release=release,
        by=by,
        at=NOW - timedelta(days=2),
        published_at=datetime(2017, 12, 1, 9, tzinfo=UTC),
        bypass_reason=WHOLE,
    )
    release.refresh_from_db()
    release.lead_sv = "Ändrad. " + WHOLE
    release.save()
    notes = {"note_sv": WHOLE, "note_en": WHOLE, "bypass_reason": WHOLE}
    at = NOW + timedelta(hours=1)
    correct(release=release, by=by, at=at, change=Change.SUBSTANTIVE, **notes)
    reasons = {"reason_sv": WHOLE, "reason_en": WHOLE}
    withdrawal = withdraw(release=release, by=by, at=NOW + timedelta(hours=2), **reasons)
    reinstatement = reinstate(release=release, by=by, at=NOW + timedelta(hours=3), **reasons)
    assert isinstance(reinstatement, Reinstatement)
    gone = publish(release=make_hostile(text, by, **about), by=None, at=NOW - timedelta(days=1))
    withdraw(release=gone.release, by=by, at=NOW + timedelta(hours=2), **reasons)
    waiting = make_hostile(text, by, **about)
    submit(release=waiting, by=make_user(first_name="<b>"), at=NOW)
    return facts | {
        "ministers_government_handover": make_handover(),
        "pressreleases_release": release,
        "pressreleases_storedfile": make_stored_file(),
        "pressreleases_version": version,
        "pressreleases_bypass": version.bypass,
        "pressreleases_review": Review.objects.earliest("pk"),
        "pressreleases_withdrawal": withdrawal,
        "pressreleases_reinstatement": reinstatement,
        "auth_user": make_user(
            first_name="<script>alert(1)</script>",
            last_name='"><img src=x>',
            password="ett ganska långt lösenord",
        ),
        "auth_group": Group.objects.first(),
        "waiting": waiting,
        "gone": gone,
    }


def test_every_admin_page_prints_hostile_texts_as_text(editor, everything, measured):
    names = [row.name for row in MATRIX if row.open_to]
    no_html = {
        *("jsi18n", "pressreleases_release_tenures"),
        *("pressreleases_storedfile_file", "audit_export"),
    }
    paths = [address(name, everything) for name in names if name not in no_html]
    waiting = everything["waiting"].pk
    paths += [
        reverse(f"admin:pressreleases_release_{page}", args=[waiting])
        for page in ("approve", "return", "publish", "change")
    ]

    wrong = faults_of(editor, paths)

    measured(f"XSS: {len(paths)} admin pages with hostile texts")
    assert wrong == {}
    assert len(paths) >= 95


def public_paths(found):
    slugs = {
        "ministers:department_detail": found["ministers_department"].slug,
        "ministers:government_detail": found["ministers_government"].slug,
        "ministers:post_detail": found["ministers_post"].slug,
        "ministers:minister_detail": found["ministers_minister"].slug,
        "agency:agency_detail": found["agency_agency"].slug,
        "agency:mandate_detail": found["agency_agency"].slug,
    }
    assignment = {
        "slug": slugs["agency:agency_detail"],
        "assignment": found["agency_assignment"].slug,
    }
    day = {"day": date(2017, 1, 1)}
    names = ["home", "about", "ministers:minister_list", "ministers:government_list"]
    names += ["ministers:post_list", "ministers:department_list", "agency:agency_list"]
    swedish = [
        found["pressreleases_version"].get_absolute_url(),
        found["gone"].get_absolute_url(),
        *(reverse(name) for name in names),
        *(reverse(name, kwargs={"slug": slug}) for name, slug in slugs.items()),
        reverse("agency:assignment_detail", kwargs=assignment),
        reverse("ministers:government_on", kwargs=day),
        reverse("pressreleases:release_archive", kwargs={"kind": "press_release"}),
    ]
    return swedish


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_public_page_prints_hostile_texts_as_text(client, everything, language, measured):
    with translation.override(language):
        paths = public_paths(everything)
    client.logout()

    wrong = faults_of(client, paths)

    measured(f"XSS: {len(paths)} public pages ({language}) with hostile texts")
    assert wrong == {}
    assert len(paths) >= 18


def test_forms_refused_print_all_payloads_in_every_field_as_text(editor):
    """What a refused form shows again has no longest length: every payload in every field."""
    release = make_hostile("x", editor.user)
    form = reverse("admin:pressreleases_release_change", args=[release.pk])
    typed = filled_in(editor, form)
    hostile = {
        name: WHOLE
        for name in typed
        if not re.search(
            r"_FORMS$|-(id|release|tenure)$|^(revision|base|opened)$"
            r"|^(agencies|mandates|assignments|department|sent_under)$",
            name,
        )
    }
    verb = reverse("admin:pressreleases_release_publish", args=[release.pk])
    asked = ["published_at_0", "published_at_1", "precision", "bypass_reason"]

    answers = [editor.post(form, typed | hostile), editor.post(verb, dict.fromkeys(asked, WHOLE))]

    assert len(hostile) >= 20
    for answer in answers:
        assert answer.status_code == 200
        assert "alert(1)" in answer.text
        assert dangers(answer.text) == []


def test_advice_quotes_hostile_texts_as_text(editor):
    long = "Ord " * 40
    typed = in_both(WHOLE + long, "title", "lead") | in_both(RICH + f"<p>{long}</p>", "body")
    loose = [payload + " avseende " + long for payload in PAYLOADS]

    answers = [editor.post(reverse("admin:pressreleases_release_hints"), typed)]
    answers += [
        editor.post(
            reverse("admin:pressreleases_release_hints"), {"title_sv": text, "lead_sv": text}
        )
        for text in loose
    ]

    assert [found for answer in answers if (found := dangers(answer.text, fragment=True))] == []
    assert sum("råd om språket" in answer.text for answer in answers) > 100


def test_pasted_answers_as_json_with_nothing_dangerous(editor):
    for payload in PAYLOADS:
        answer = editor.post(reverse("admin:pressreleases_release_pasted"), {"html": payload})

        assert answer.headers["Content-Type"] == "application/json"
        assert strange(answer.json()["html"]) == []


def test_lookups_answer_as_json(editor, everything):
    for path in (
        reverse("admin:pressreleases_release_tenures"),
        reverse("admin:autocomplete")
        + "?app_label=pressreleases&model_name=release&field_name=department",
    ):
        answer = editor.get(path)

        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script>" in json.dumps(answer.json())
