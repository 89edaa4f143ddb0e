"""The desk: releases as the editors work on them. Nothing here is read by the public."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency.models import Agency, Assignment, Mandate
from ministers.converters import plain_address
from ministers.models import Department, Government, Tenure
from pressreleases.enums import Kind, Origin
from pressreleases.richtext import RichTextField


class Text(models.Model):
    """Title, lead and body, in each language."""

    title = models.CharField(_("rubrik"), max_length=250)
    lead = models.TextField(_("ingress"), blank=True)
    body = RichTextField(_("text"), blank=True)

    class Meta:
        abstract = True


class Release(Text):
    """One release as the editors work on it; nothing here is read by the public."""

    kind = models.CharField(_("typ"), max_length=20, choices=Kind, default=Kind.PRESS_RELEASE)
    slug = models.SlugField(
        _("adress"),
        max_length=200,
        validators=[plain_address],
        help_text=_("Fryses när texten publiceras första gången."),
    )
    # Set at the first publication: together with kind and slug they are the permanent address.
    year = models.PositiveSmallIntegerField(_("år"), null=True, editable=False)
    month = models.PositiveSmallIntegerField(_("månad"), null=True, editable=False)
    origin = models.CharField(
        _("ursprung"), max_length=20, choices=Origin, default=Origin.DEMONSTRATION
    )
    publisher = models.CharField(_("utgivare"), max_length=150)
    original_url = models.URLField(_("ursprunglig adress"), max_length=500, blank=True)
    licence_note = models.TextField(_("villkor"), blank=True)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name=_("avsändare"))
    sent_under = models.ForeignKey(
        Government,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("skickat av regeringen"),
        help_text=_(
            "Behövs bara på en skiftesdag, när texten gick ut före skiftet. "
            "Annars avgör publiceringsdagen."
        ),
    )
    tenures = models.ManyToManyField(Tenure, through="Appearance", related_name="releases")
    agencies = models.ManyToManyField(Agency, blank=True, verbose_name=_("myndigheter"))
    mandates = models.ManyToManyField(
        Mandate, blank=True, verbose_name=_("faktarutor: uppdrag enligt instruktion")
    )
    assignments = models.ManyToManyField(
        Assignment, blank=True, verbose_name=_("faktarutor: särskilda uppdrag")
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # Raised by every save of the desk's text, so that nobody saves over what they have not read.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texter")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "month", "slug"],
                name="pressreleases_release_address_once",
                violation_error_message=_("Adressen används redan av en annan text."),
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True, month__isnull=True)
                | Q(year__isnull=False, month__range=(1, 12)),
                name="pressreleases_release_year_with_month",
            ),
        ]
        permissions = [
            ("submit_release", _("Får lämna in för granskning")),
            ("approve_release", _("Får godkänna och återlämna")),
            ("publish_release", _("Får publicera, rätta och dra tillbaka")),
            ("bypass_review", _("Får publicera utan granskning, med ett skäl")),
        ]

    def __str__(self):
        return self.title


class Appearance(models.Model):
    """A minister in a release, through the tenure that the text speaks of."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="appearances")
    tenure = models.ForeignKey(Tenure, models.PROTECT, verbose_name=_("statsråd och post"))
    position = models.PositiveSmallIntegerField(_("ordning"), default=1)

    class Meta:
        verbose_name = _("statsråd i texten")
        verbose_name_plural = _("statsråd i texten")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "tenure"], name="pressreleases_appearance_tenure_once"
            )
        ]

    def __str__(self):
        return str(self.tenure)


class Contact(models.Model):
    """Whom to ask about a release; frozen with the role they had."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField(_("ordning"), default=1)
    role = models.CharField(_("funktion"), max_length=150)
    name = models.CharField(_("namn"), max_length=150, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("presskontakt")
        verbose_name_plural = _("presskontakter")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.role
