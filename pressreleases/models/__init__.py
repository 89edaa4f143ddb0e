"""The desk, where releases are written, and the record, which is what the public reads."""

from pressreleases.models.desk import Appearance, Contact, Release
from pressreleases.models.record import (
    Reinstatement,
    Version,
    VersionAgency,
    VersionMinister,
    Withdrawal,
)

__all__ = [
    "Appearance",
    "Contact",
    "Reinstatement",
    "Release",
    "Version",
    "VersionAgency",
    "VersionMinister",
    "Withdrawal",
]
