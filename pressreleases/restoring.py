"""Taking an earlier text back to the desk: a draft that was saved, or a version of the record."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pressreleases.desk import content_of_version, keep, keep_as_found, locked
from pressreleases.restored_agencies import put_agencies, put_assignments, put_mandates
from pressreleases.restored_people import put_contacts, put_ministers
from pressreleases.restored_text import put_columns, put_files


@transaction.atomic
def restore(*, release, by, at, draft=None, version=None, seen=None):
    """Put the text of a Draft or a Version of the release on the desk; return what was left out.

    That is a list of sentences, one for each thing that no longer exists or is no longer what it
    was; it is empty when the desk holds exactly what it once held. The address of a text that has
    been published stays, and so does the record. What stood on the desk is kept as a draft first;
    where it is another than that of the revision `seen`, nothing is taken back.
    """
    source = draft or version
    if source is None or source.release_id != release.pk:
        raise ValidationError(_("Välj ett tidigare utkast eller en version av den här texten."))
    release = locked(release)
    if seen is not None and release.revision != seen:
        raise ValidationError(
            _(
                "Någon har sparat en nyare text sedan du öppnade sidan. "
                "Läs den innan du byter ut den."
            )
        )
    keep_as_found(release=release, by=by, at=at)
    content = draft.content if draft else content_of_version(version)
    # Each of these puts one part back, and yields a sentence for what could not be.
    left_out = [
        *put_columns(release, content, by),
        *put_ministers(release, content),
        *put_agencies(release, content["frozen"]),
        *put_mandates(release, content["frozen"]),
        *put_assignments(release, content["frozen"]),
        *put_files(release, content["frozen"]),
    ]
    put_contacts(release, content["frozen"])
    keep(release=release, by=by, at=at)
    return left_out
