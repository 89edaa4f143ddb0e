"""Files: as they were accepted, as the desk attaches them, and as versions were published with."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from pressreleases.enums import FileType
from pressreleases.models.desk import Release
from pressreleases.models.record import Version, Withdrawal


class StoredFileQuerySet(models.QuerySet):
    def public(self, at):
        """Those that a text the public may read at the instant `at` was published with."""
        shown = VersionFile.objects.filter(
            file=OuterRef("pk"), version__in=Version.objects.live(at).order_by()
        )
        return self.filter(Exists(shown))

    def published(self):
        """Those that any version was written with, whether its time has come or not."""
        return self.filter(Exists(VersionFile.objects.filter(file=OuterRef("pk"))))

    def taken_away(self, at):
        """Those that a text was published with which the law has had taken away from its page."""
        removals = Withdrawal.objects.hiding(at).filter(removed=True, release=OuterRef("release"))
        gone = Version.objects.in_force(at).filter(Exists(removals)).order_by()
        shown = VersionFile.objects.filter(file=OuterRef("pk"), version__in=gone)
        return self.filter(Exists(shown))


class StoredFile(models.Model):
    """A file as it was accepted, written once. Its bytes lie under `key`, which is random."""

    key = models.CharField(max_length=32, unique=True, editable=False)
    name = models.CharField(_("filnamn"), max_length=150, editable=False)
    type = models.CharField(_("filtyp"), max_length=5, choices=FileType, editable=False)
    size = models.PositiveBigIntegerField(_("storlek i byte"), editable=False)
    sha256 = models.CharField(_("kontrollsumma"), max_length=64, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    uploaded_at = models.DateTimeField(_("uppladdad"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fil")
        verbose_name_plural = _("filer")

    def __str__(self):
        return self.name


class Attachment(models.Model):
    """A file of a release on the desk: an image in the text, or a document below it."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("ordning"), default=1)
    title = models.CharField(
        _("rubrik eller bildtext"),
        max_length=200,
        blank=True,
        help_text=_("För ett dokument: vad läsaren laddar ner. För en bild: texten under den."),
    )
    alt = models.CharField(
        _("alternativtext"),
        max_length=250,
        blank=True,
        help_text=_("Vad bilden visar, för den som inte ser den."),
    )
    decorative = models.BooleanField(
        _("dekorativ"),
        default=False,
        help_text=_("Bilden säger inget som inte står i texten, och läses inte upp."),
    )

    class Meta:
        verbose_name = _("bild eller dokument")
        verbose_name_plural = _("bilder och dokument")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "file"], name="pressreleases_attachment_file_once"
            ),
            models.CheckConstraint(
                condition=Q(decorative=False) | Q(alt_sv="", alt_en=""),
                name="pressreleases_attachment_decorative_without_alt",
                violation_error_message=_(
                    "En dekorativ bild har ingen alternativtext. Ta bort texten eller kryssmarket."
                ),
            ),
        ]

    def __str__(self):
        return str(self.file)


class VersionFile(models.Model):
    """A file that a version was published with; the version's `frozen` says how it was shown."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "file"], name="pressreleases_versionfile_file_once"
            )
        ]

    def __str__(self):
        return str(self.file)
