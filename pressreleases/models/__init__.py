"""The desk, where releases are written; its reviews; and the record, which the public reads."""

from pressreleases.models.desk import Appearance, Contact, Release
from pressreleases.models.editing import LinkCheck, OpenForm, PreviewLink
from pressreleases.models.files import Attachment, StoredFile, VersionFile
from pressreleases.models.record import (
    GivenAddress,
    Reinstatement,
    Version,
    VersionAgency,
    VersionMinister,
    Withdrawal,
)
from pressreleases.models.review import Bypass, Draft, Review

__all__ = [
    "Appearance",
    "Attachment",
    "Bypass",
    "Contact",
    "Draft",
    "GivenAddress",
    "LinkCheck",
    "OpenForm",
    "PreviewLink",
    "Reinstatement",
    "Release",
    "Review",
    "StoredFile",
    "Version",
    "VersionAgency",
    "VersionFile",
    "VersionMinister",
    "Withdrawal",
]
