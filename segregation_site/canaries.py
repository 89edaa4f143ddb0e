"""What `embargo_check` plants: a public ground, and texts and facts that must not show on it.

Everything is made inside a transaction that the caller undoes. Each field of what is hidden holds a
word of its own that stands nowhere else, so that a trace names what has leaked.
"""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from agency.models import Agency, Assignment, Mandate
from ministers.models import Department, Government, Minister, Post, Tenure
from ministers.periods import stockholm_day
from pressreleases.desk import LANGUAGES, unsaved_version
from pressreleases.enums import Change, Kind
from pressreleases.files import accept, path_of
from pressreleases.models import Appearance, Attachment, Contact, Release, Version
from pressreleases.previewing import revoke, share
from pressreleases.publishing import cancel, correct, publish, schedule, withdraw

AHEAD = timedelta(minutes=10)
FAR_AHEAD = timedelta(days=40)


def next_instant(at):
    """The whole minute, ten minutes ahead, at which the canaries are to show."""
    return at.replace(second=0, microsecond=0) + AHEAD


@dataclass
class Ground:
    """Public rows that the canaries hang on to: on their pages and lists a leak would show."""

    department: Department
    tenure: Tenure
    agency: Agency
    mandate: Mandate
    assignment: Assignment
    neighbours: dict = field(default_factory=dict)
    # Addresses of texts that were taken back, and the words that may not be read any more.
    taken_back: list = field(default_factory=list)
    words: dict = field(default_factory=dict)


@dataclass
class Canaries:
    """What is hidden: each word and what it stands in, and the rows whose addresses are tried."""

    words: dict = field(default_factory=dict)
    # Each text of the desk or the record, by what it is.
    scheduled: list = field(default_factory=list)
    correction: Version = None
    hidden: list = field(default_factory=list)
    open_link: object = None
    dead_links: list = field(default_factory=list)
    files: list = field(default_factory=list)
    facts: dict = field(default_factory=dict)
    far_day: object = None


def planter(words):
    """A function that makes a word nobody else has and notes what it stands in."""

    def word(place):
        made = f"kanarie{secrets.token_hex(6)}"
        words[made] = place
        return made

    return word


def written(ground, word, what, *, kind=Kind.PRESS_RELEASE, slug=None):
    """A Release on the desk with a word of its own in every field that takes one."""
    both = {
        f"{name}_{code}": word(f"{what}: {name}_{code}")
        for name in ("title", "lead", "publisher", "licence_note")
        for code in LANGUAGES
    }
    bodies = {f"body_{code}": f"<p>{word(f'{what}: body_{code}')}</p>" for code in LANGUAGES}
    release = Release.objects.create(
        kind=kind,
        slug=slug or word(f"{what}: slug"),
        department=ground.department,
        original_url=f"https://example.org/{word(f'{what}: original_url')}",
        **both,
        **bodies,
    )
    hang(release, ground)
    Contact.objects.create(
        release=release,
        role_sv=word(f"{what}: contact role_sv"),
        role_en=word(f"{what}: contact role_en"),
        name=word(f"{what}: contact name"),
        email=f"{word(f'{what}: contact email')}@example.org",
        phone=word(f"{what}: contact phone"),
    )
    return release


def hang(release, ground):
    """Make the release one about the ground's minister and agency."""
    Appearance.objects.create(release=release, tenure=ground.tenure)
    release.agencies.add(ground.agency)
    release.mandates.add(ground.mandate)
    release.assignments.add(ground.assignment)


def lay_ground(at):
    """Plant the public Ground: facts in force, a neighbour of each kind, two texts taken back."""
    mark, since = secrets.token_hex(4), stockholm_day(at) - timedelta(days=400)
    slug = f"embargokontroll-{mark}"
    names = {f"name_{code}": f"Embargokontroll {mark}" for code in LANGUAGES}
    titles = {f"title_{code}": f"embargokontrollant {mark}" for code in LANGUAGES}
    if not Government.objects.exists():
        Government.objects.create(slug=slug, prime_minister="Kim Exempel", starts_on=since, **names)
    department = Department.objects.create(slug=slug, **names)
    minister = Minister.objects.create(slug=slug, given_name="Kim", family_name="Exempel")
    agency = Agency.objects.create(slug=slug, starts_on=since, **names)
    ground = Ground(
        department=department,
        tenure=Tenure.objects.create(
            minister=minister,
            post=Post.objects.create(slug=slug, **titles),
            department=department,
            starts_on=since,
        ),
        agency=agency,
        mandate=Mandate.objects.create(
            agency=agency, slug=slug, instruction_sv="instruktion", starts_on=since
        ),
        assignment=Assignment.objects.create(
            agency=agency, slug=slug, summary_sv="Kontrollera.", decided_on=since, **titles
        ),
    )
    for kind in Kind:
        texts = {f"{name}_{code}": "Granne" for name in ("title", "lead") for code in LANGUAGES}
        release = Release.objects.create(
            kind=kind,
            slug=slug,
            department=department,
            publisher_sv="Exempelutgivaren",
            body_sv="<p>Granne.</p>",
            **texts,
        )
        hang(release, ground)
        ground.neighbours[kind] = publish(
            release=release, by=None, at=at, published_at=at - timedelta(hours=1)
        )
    word = planter(ground.words)
    for removed in (False, True):
        what = "text removed by law" if removed else "withdrawn text"
        release = written(ground, word, what, slug=f"{slug}-{removed}".lower())
        version = publish(release=release, by=None, at=at, published_at=at - timedelta(hours=1))
        withdraw(release=release, by=None, at=at, reason_sv="Prov.", removed=removed)
        ground.taken_back.append(version)
        if not removed:
            # Its own page says which text was withdrawn.
            for code in LANGUAGES:
                del ground.words[getattr(version, f"title_{code}")]
    return ground


def plant(ground, at):
    """Plant the Canaries on the ground: nothing of them may show before its time."""
    found = Canaries()
    word = planter(found.words)
    editor = get_user_model().objects.create_user(word("an editor's name"), is_active=False)
    instant = next_instant(at)
    for kind in Kind:
        release = written(ground, word, f"scheduled {kind}", kind=kind)
        found.files.append(attached(release, word, at))
        found.words[found.files[-1].key] = f"scheduled {kind}: key of an image"
        version = schedule(release=release, by=None, at=at, published_at=instant)
        found.words[version.hash] = f"scheduled {kind}: checksum"
        found.scheduled.append(version)
    far = written(ground, word, "text of a later month")
    found.hidden.append(schedule(release=far, by=None, at=at, published_at=at + FAR_AHEAD))
    cancelled = written(ground, word, "cancelled text")
    schedule(release=cancelled, by=None, at=at, published_at=instant)
    found.hidden.append(cancel(release=cancelled, by=None, at=at))
    draft = written(ground, word, "draft")
    found.hidden.append(unsaved_version(draft, published_at=at))
    found.files.append(attached(draft, word, at))
    rework(ground.neighbours[Kind.SPEECH].release, word, "newer text of a published release")
    found.correction = corrected_ahead(ground.neighbours[Kind.ARTICLE], word, at, instant)
    found.open_link = share(release=found.scheduled[0].release, by=editor, at=at)
    found.words[found.open_link.key] = "key of a shared preview"
    found.dead_links = [
        revoke(link=share(release=draft, by=editor, at=at), by=editor, at=at),
        share(release=draft, by=editor, at=at - timedelta(days=8), days=7),
    ]
    plant_facts(found, ground, word, at)
    return found


def rework(release, word, what):
    for code in LANGUAGES:
        setattr(release, f"title_{code}", word(f"{what}: title_{code}"))
        setattr(release, f"lead_{code}", word(f"{what}: lead_{code}"))
    release.save()


def corrected_ahead(last, word, at, instant):
    """A Version that takes over from `last` at an instant to come, with a public note."""
    release = Release.objects.get(pk=last.release_id)
    rework(release, word, "scheduled correction")
    return correct(
        release=release,
        by=None,
        at=at,
        published_at=instant,
        change=Change.SUBSTANTIVE,
        note_sv=word("scheduled correction: note_sv"),
        note_en=word("scheduled correction: note_en"),
    )


def attached(release, word, at):
    """An image that the release holds on the desk; `clear` takes its bytes away again."""
    picture = BytesIO()
    Image.new("RGB", (8, 8), tuple(secrets.token_bytes(3))).save(picture, "PNG")
    upload = ContentFile(picture.getvalue(), name=f"{word('file name')}.png")
    stored = accept(upload, by=None, at=at)
    said = {
        f"{name}_{code}": word(f"image {name}_{code}")
        for name in ("title", "alt")
        for code in LANGUAGES
    }
    Attachment.objects.create(release=release, file=stored, **said)
    return stored


def clear(canaries):
    """Take away what undoing the transaction leaves: the bytes of the planted images."""
    for stored in canaries.files:
        default_storage.delete(path_of(stored.key))


def plant_facts(found, ground, word, at):
    """A minister, a post, a department and a government that take office on a day to come."""
    last = Government.objects.order_by("-starts_on").first()
    found.far_day = max(
        stockholm_day(at + FAR_AHEAD),
        (last.ends_on or last.starts_on) + timedelta(days=1),
    )
    if last.ends_on is None:
        last.ends_on = found.far_day
        last.save()
    names = {f"name_{code}": word(f"coming government: name_{code}") for code in LANGUAGES}
    found.facts["ministers:government_detail"] = Government.objects.create(
        slug=word("coming government: slug"),
        prime_minister=word("coming government: prime minister"),
        starts_on=found.far_day,
        **names,
    )
    names = {f"name_{code}": word(f"coming department: name_{code}") for code in LANGUAGES}
    department = Department.objects.create(
        slug=word("coming department: slug"), starts_on=found.far_day, **names
    )
    titles = {f"title_{code}": word(f"coming post: title_{code}") for code in LANGUAGES}
    post = Post.objects.create(slug=word("coming post: slug"), **titles)
    minister = Minister.objects.create(
        slug=word("coming minister: slug"),
        given_name=word("coming minister: given name"),
        family_name=word("coming minister: family name"),
    )
    Tenure.objects.create(
        minister=minister, post=post, department=department, starts_on=found.far_day
    )
    found.facts["ministers:department_detail"] = department
    found.facts["ministers:post_detail"] = post
    found.facts["ministers:minister_detail"] = minister
