"""Things to test with: valid by default, dates fixed, every field open to override.

Dates are those of the seed: the Löfven I Government sat from 3 October 2014 to 21 January 2019, and
the text was published on 1 December 2017 as far as a test cares.
"""

from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from PIL import Image

from agency.models import Agency, Assignment, Mandate
from ministers.handing_over import enter
from ministers.handover import Plan
from ministers.models import Department, Government, Minister, Post, Tenure
from pressreleases.desk import digest_of
from pressreleases.files import accept
from pressreleases.models import Appearance, Attachment, Release
from pressreleases.publishing import publish
from pressreleases.reviewing import approve, submit

PUBLISHED_AT = datetime(2017, 12, 1, 9, 0, tzinfo=UTC)
_numbers = count(1)


def make_government(**overrides):
    number = next(_numbers)
    values = {
        "slug": f"regering-{number}",
        "name_sv": f"regeringen Exempel {number}",
        "name_en": f"the Exempel {number} Government",
        "prime_minister": "Stefan Löfven",
        "parties": "S, MP",
        "starts_on": date(2014, 10, 3),
        "ends_on": date(2019, 1, 21),
    }
    return Government.objects.create(**values | overrides)


def make_department(**overrides):
    number = next(_numbers)
    values = {
        "slug": f"departement-{number}",
        "name_sv": f"Departement {number}",
        "name_en": f"Ministry {number}",
    }
    return Department.objects.create(**values | overrides)


def make_post(**overrides):
    number = next(_numbers)
    values = {
        "slug": f"post-{number}",
        "title_sv": f"minister nummer {number}",
        "title_en": f"Minister Number {number}",
        "title_source_sv": "SFS",
        "title_source_en": "SFS",
    }
    return Post.objects.create(**values | overrides)


def make_minister(**overrides):
    number = next(_numbers)
    values = {
        "slug": f"statsrad-{number}",
        "given_name": "Kim",
        "family_name": f"Exempel {number}",
        "pronoun": "namn",
    }
    return Minister.objects.create(**values | overrides)


def make_tenure(**overrides):
    """A tenure of 25 May 2016 to 21 January 2019; minister and post are made when not given."""
    values = {
        "starts_on": date(2016, 5, 25),
        "ends_on": date(2019, 1, 21),
        "starts_source_sv": "Regeringsförklaring",
        "ends_source_sv": "Regeringsförklaring",
    } | overrides
    if "minister" not in values:
        values["minister"] = make_minister()
    if "post" not in values:
        values["post"] = make_post()
    return Tenure.objects.create(**values)


def make_agency(**overrides):
    number = next(_numbers)
    values = {
        "slug": f"myndighet-{number}",
        "name_sv": f"Myndigheten {number}",
        "name_en": f"Agency {number}",
        "starts_on": date(2018, 1, 1),
        "ends_on": date(2023, 1, 1),
    }
    return Agency.objects.create(**values | overrides)


def make_mandate(**overrides):
    values = {
        "slug": f"instruktion-{next(_numbers)}",
        "instruction_sv": "förordning med instruktion",
        "instruction_en": "ordinance with instructions",
        "starts_on": date(2018, 1, 1),
        "ends_on": date(2023, 1, 1),
    } | overrides
    if "agency" not in values:
        values["agency"] = make_agency()
    return Mandate.objects.create(**values)


def make_assignment(**overrides):
    number = next(_numbers)
    values = {
        "slug": f"uppdrag-{number}",
        "title_sv": f"Uppdrag {number}",
        "title_en": f"Assignment {number}",
        "summary_sv": "Ta fram ett system för uppföljning.",
        "summary_en": "Develop a system for follow-up.",
        "decided_on": date(2018, 1, 18),
        "due_on": date(2018, 12, 31),
    } | overrides
    if "agency" not in values:
        values["agency"] = make_agency()
    return Assignment.objects.create(**values)


def make_user(**overrides):
    """An editor who may sign in to admin; `is_superuser=True` for one who may do everything."""
    values = {"username": f"redaktor-{next(_numbers)}", "is_staff": True} | overrides
    return get_user_model().objects.create_user(**values)


def make_release(*, tenures=(), agencies=(), mandates=(), assignments=(), **overrides):
    """A release on the desk, complete enough to publish, naming `tenures` in that order."""
    number = next(_numbers)
    values = {
        "slug": f"pressmeddelande-{number}",
        "title_sv": f"Regeringen meddelar {number}",
        "title_en": f"The Government announces {number}",
        "lead_sv": "Ingressen säger det viktigaste.",
        "lead_en": "The lead says what matters most.",
        "body_sv": "<p>Brödtexten.</p>",
        "body_en": "<p>The body.</p>",
        "publisher_sv": "Statsrådsberedningen",
        "publisher_en": "Prime Minister’s Office",
    } | overrides
    if "department" not in values:
        values["department"] = make_department()
    release = Release.objects.create(**values)
    for position, tenure in enumerate(tenures, 1):
        Appearance.objects.create(release=release, tenure=tenure, position=position)
    release.agencies.set(agencies)
    release.mandates.set(mandates)
    release.assignments.set(assignments)
    return release


def make_published(*, at=PUBLISHED_AT, by=None, published_at=None, precision="day", **overrides):
    """The Version of a release published at `at`; what `make_release` takes is passed on."""
    release = overrides.pop("release", None) or make_release(**overrides)
    return publish(release=release, by=by, at=at, published_at=published_at, precision=precision)


def make_approved(*, at=PUBLISHED_AT, writer=None, reviewer=None, **overrides):
    """A release on the desk that `writer` wrote and handed in, and `reviewer` approved."""
    writer = writer or make_user()
    release = overrides.pop("release", None) or make_release(edited_by=writer, **overrides)
    submit(release=release, by=writer, at=at)
    reviewer = reviewer or make_user()
    approve(release=release, by=reviewer, at=at, seen=digest_of(release))
    return release


def make_bypass(*, at=PUBLISHED_AT, by=None, reason="Det brådskade.", **overrides):
    """The Bypass of a release published at `at` without approval."""
    release = make_release(**overrides)
    version = publish(release=release, by=by or make_user(), at=at, bypass_reason=reason)
    return version.bypass


def make_image(*, size=(40, 30), colour=(20, 64, 92), form="PNG", **saved):
    """The bytes of a picture; what Pillow's `save` takes is passed on."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form, **saved)
    return out.getvalue()


def make_stored_file(*, name="bild.png", data=None, by=None, at=PUBLISHED_AT):
    """A StoredFile accepted as an upload is; no two of the default pictures are the same."""
    data = data or make_image(colour=(next(_numbers) % 256, 64, 92))
    return accept(ContentFile(data, name=name), by=by, at=at)


def make_attachment(*, release=None, file=None, **overrides):
    """An image on the desk, with an alternative text, beside `release`."""
    values = {"alt_sv": "En blå yta.", "alt_en": "A blue area."} | overrides
    release, file = release or make_release(), file or make_stored_file()
    return Attachment.objects.create(release=release, file=file, **values)


def make_handover(*, starts_on=date(2036, 5, 17), **overrides):
    """The key of a change of government entered ahead: a new one, and nobody who leaves."""
    number = next(_numbers)
    values = {
        "leaves_on": starts_on,
        "starts_on": starts_on,
        "outgoing": Government.objects.filter(ends_on__isnull=True).first(),
        "government": Government(
            slug=f"kommande-{number}",
            name_sv=f"regeringen Kommande {number}",
            prime_minister="Kim Exempel",
            starts_on=starts_on,
        ),
        "caretaker_from": None,
        "ends_source": {"sv": "", "en": ""},
    }
    return enter(plan=Plan(**values | overrides))
