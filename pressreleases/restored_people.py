"""The people of a text put back on the desk: its ministers and its contacts."""

from django.utils.translation import gettext as _

from ministers.models import Tenure
from pressreleases.models import Appearance, Contact
from pressreleases.restored_text import said


def put_ministers(release, content):
    existing = Tenure.objects.in_bulk(content["tenures"])
    release.appearances.all().delete()
    named = content["frozen"]["ministers"]
    for position, (key, minister) in enumerate(zip(content["tenures"], named, strict=True), 1):
        if key in existing:
            Appearance.objects.create(release=release, tenure_id=key, position=position)
        else:
            words = {"name": minister["name"], "title": said(minister["title"])}
            yield _("%(name)s, %(title)s: tiden på posten finns inte längre.") % words


def put_contacts(release, frozen):
    release.contacts.all().delete()
    for position, contact in enumerate(frozen["contacts"], 1):
        Contact.objects.create(
            release=release,
            position=position,
            role_sv=contact["role"]["sv"],
            role_en=contact["role"]["en"],
            name=contact["name"],
            email=contact["email"],
            phone=contact["phone"],
        )
