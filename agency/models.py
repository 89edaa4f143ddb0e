"""Agencies, their directors, mandates and special assignments, all dated."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ministers.converters import plain_address
from ministers.models import Government, Slugged, SluggedPeriodQuerySet
from ministers.periods import (
    NoOverlap,
    PartlyKnownPeriod,
    Period,
    PeriodQuerySet,
    Precision,
    Sourced,
)


class Agency(Slugged, Period, Sourced):
    """A government agency, from the day it opens until the day it is no more."""

    name = models.CharField(_("namn"), max_length=150)
    short_name = models.CharField(_("kortnamn"), max_length=50, blank=True)
    legal_form = models.CharField(_("ledningsform"), max_length=150, blank=True)
    legal_basis = models.TextField(_("rättslig grund"), blank=True)
    location = models.CharField(_("plats"), max_length=150, blank=True)
    summary = models.TextField(_("sammanfattning"), blank=True)
    background = models.TextField(_("vad som fanns före"), blank=True)
    closing = models.TextField(_("vad som kom efter"), blank=True)

    objects = SluggedPeriodQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("myndighet")
        verbose_name_plural = _("myndigheter")
        ordering = ["slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("agency:agency_detail", kwargs={"slug": self.slug})


class DirectorshipQuerySet(models.QuerySet):
    def get_by_natural_key(self, agency, position):
        return self.get(agency__slug=agency, position=position)


class Directorship(PartlyKnownPeriod, Sourced):
    """One person leading an agency; its days are empty where the sources do not give them."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="directorships", verbose_name=_("myndighet")
    )
    position = models.PositiveSmallIntegerField(_("ordning"), default=1)
    name = models.CharField(_("namn"), max_length=150)
    title = models.CharField(_("titel"), max_length=100)
    appointed_on = models.DateField(_("utsedd"), null=True, blank=True)
    appointed_precision = models.CharField(
        _("utnämningens noggrannhet"), max_length=5, choices=Precision, default=Precision.DAY
    )

    objects = DirectorshipQuerySet.as_manager()

    class Meta(PartlyKnownPeriod.Meta):
        verbose_name = _("chef för myndigheten")
        verbose_name_plural = _("chefer för myndigheten")
        ordering = ["agency", "position"]
        constraints = [
            *PartlyKnownPeriod.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "position"], name="agency_directorship_position_once"
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.agency}"

    def natural_key(self):
        return (self.agency.slug, self.position)

    natural_key.dependencies = ["agency.agency"]


class MandateQuerySet(PeriodQuerySet):
    def get_by_natural_key(self, agency, slug):
        return self.get(agency__slug=agency, slug=slug)


class Mandate(Period, Sourced):
    """What an agency is to do, by one instruction, while that instruction is in force."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="mandates", verbose_name=_("myndighet")
    )
    slug = models.SlugField(_("adress"), max_length=100, validators=[plain_address])
    instruction = models.CharField(_("instruktion"), max_length=250)
    sfs = models.CharField(_("SFS-nummer"), max_length=20, blank=True)
    decided_on = models.DateField(_("beslutad"), null=True, blank=True)
    printed_on = models.DateField(_("tryckt"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("uppdrag enligt instruktion")
        verbose_name_plural = _("uppdrag enligt instruktion")
        ordering = ["agency", "-starts_on"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(fields=["agency", "slug"], name="agency_mandate_address_once"),
            NoOverlap(
                name="agency_mandate_no_overlap",
                equal=["agency"],
                violation_error_message=_("Myndigheten har redan en instruktion under den tiden:"),
            ),
        ]

    def __str__(self):
        return f"{self.agency}: {self.instruction}"

    def natural_key(self):
        return (self.agency.slug, self.slug)

    natural_key.dependencies = ["agency.agency"]

    def get_absolute_url(self):
        return reverse("agency:mandate_detail", kwargs={"slug": self.agency.slug})


class MandateTask(models.Model):
    """One task of a mandate, with the section of the instruction it stands in."""

    mandate = models.ForeignKey(
        Mandate, models.CASCADE, related_name="tasks", verbose_name=_("uppdrag")
    )
    position = models.PositiveSmallIntegerField(_("ordning"))
    section = models.CharField(_("paragraf"), max_length=20, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("uppgift")
        verbose_name_plural = _("uppgifter")
        ordering = ["mandate", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "position"], name="agency_mandatetask_position_once"
            )
        ]

    def __str__(self):
        return f"{self.position}. {self.text[:60]}"


class AssignmentStatus(models.TextChoices):
    """Where an assignment stands on a day, by its dates alone."""

    UNDATED = "undated", _("utan datum")
    PLANNED = "planned", _("ännu inte beslutat")
    ONGOING = "ongoing", _("pågår")
    LATE = "late", _("försenat")
    REPORTED = "reported", _("redovisat")
    REPORTED_LATE = "reported_late", _("redovisat efter utsatt dag")


class AssignmentQuerySet(models.QuerySet):
    def get_by_natural_key(self, agency, slug):
        return self.get(agency__slug=agency, slug=slug)


class Assignment(Sourced):
    """A special assignment: what, for whom, with whom, decided, due and reported."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="assignments", verbose_name=_("myndighet")
    )
    slug = models.SlugField(_("adress"), max_length=100, validators=[plain_address])
    title = models.CharField(_("rubrik"), max_length=250)
    summary = models.TextField(_("uppdraget"))
    decided_on = models.DateField(_("beslutat"), null=True, blank=True)
    decided_precision = models.CharField(
        _("beslutsdagens noggrannhet"), max_length=5, choices=Precision, default=Precision.DAY
    )
    due_on = models.DateField(_("ska redovisas senast"), null=True, blank=True)
    reported_on = models.DateField(_("redovisat"), null=True, blank=True)
    report_title = models.CharField(_("rapport"), max_length=250, blank=True)
    given_by = models.ForeignKey(
        Government, models.PROTECT, null=True, blank=True, verbose_name=_("gavs av")
    )
    given_in = models.CharField(_("gavs i"), max_length=150, blank=True)
    for_whom = models.CharField(_("för vem"), max_length=150, blank=True)
    with_whom = models.CharField(_("tillsammans med"), max_length=150, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("särskilt uppdrag")
        verbose_name_plural = _("särskilda uppdrag")
        ordering = ["agency", "decided_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "slug"], name="agency_assignment_address_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | (
                    (Q(due_on__isnull=True) | Q(due_on__gte=F("decided_on")))
                    & (Q(reported_on__isnull=True) | Q(reported_on__gte=F("decided_on")))
                ),
                name="agency_assignment_decided_first",
                violation_error_message=_("Ett uppdrag beslutas innan det redovisas."),
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.agency.slug, self.slug)

    natural_key.dependencies = ["agency.agency", "ministers.government"]

    def get_absolute_url(self):
        return reverse(
            "agency:assignment_detail", kwargs={"slug": self.agency.slug, "assignment": self.slug}
        )

    def status(self, on):
        """The AssignmentStatus on the Stockholm day `on`."""
        if self.reported_on and self.reported_on <= on:
            late = self.due_on and self.reported_on > self.due_on
            return AssignmentStatus.REPORTED_LATE if late else AssignmentStatus.REPORTED
        if self.decided_on is None:
            return AssignmentStatus.UNDATED
        if on < self.decided_on:
            return AssignmentStatus.PLANNED
        if self.due_on and self.due_on < on:
            return AssignmentStatus.LATE
        return AssignmentStatus.ONGOING


class AssignmentPart(models.Model):
    """One part of an assignment."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="parts", verbose_name=_("uppdrag")
    )
    position = models.PositiveSmallIntegerField(_("ordning"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("del")
        verbose_name_plural = _("delar")
        ordering = ["assignment", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "position"], name="agency_assignmentpart_position_once"
            )
        ]

    def __str__(self):
        return f"{self.position}. {self.text[:60]}"


class AgencyEvent(Sourced):
    """One dated line of an agency's history."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="events", verbose_name=_("myndighet")
    )
    date = models.DateField(_("datum"))
    precision = models.CharField(
        _("datumets noggrannhet"), max_length=5, choices=Precision, default=Precision.DAY
    )
    text = models.TextField(_("vad som hände"))

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        ordering = ["agency", "date", "pk"]

    def __str__(self):
        return f"{self.date.isoformat()} {self.text[:60]}"
