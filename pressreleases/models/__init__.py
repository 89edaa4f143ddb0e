"""The desk, where releases are written; its reviews; and the record, which the public reads."""

from pressreleases.models.desk import Appearance, Contact, Release
from pressreleases.models.record import (
    Reinstatement,
    Version,
    VersionAgency,
    VersionMinister,
    Withdrawal,
)
from pressreleases.models.review import Bypass, Draft, Review

__all__ = [
    "Appearance",
    "Bypass",
    "Contact",
    "Draft",
    "Reinstatement",
    "Release",
    "Review",
    "Version",
    "VersionAgency",
    "VersionMinister",
    "Withdrawal",
]
