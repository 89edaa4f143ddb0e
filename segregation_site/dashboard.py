"""The editors' first page: what waits for the signed-in user, by rights, and what to do next."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agency.expiring import expiring, name_of
from pressreleases import personal_worklist, reviewing, worklist
from pressreleases.admin_verbs import APPROVE, PUBLISH, SUBMIT
from pressreleases.enums import Decision
from pressreleases.links import checked
from pressreleases.links.places import places
from pressreleases.models import Bypass, Version
from pressreleases.states import Standing
from segregation_site.moments import when

SEE_TEXTS, WRITE = "pressreleases.view_release", "pressreleases.change_release"
CHANGE_FACTS = "ministers.change_factscheck"
SHOWN = 5
# How many rows are looked at for those shown: one more, because next to none are false.
LOOKED_AT = 6
WHOLE_LIST = 50
PLACES = 5
COMMENT_WORDS = 40

NEXT = {
    Standing.WRITTEN: gettext_lazy("Inte inlämnad. Lämna in den när den är klar."),
    Standing.RETURNED: gettext_lazy("Återlämnad. Ändra det som sägs och lämna in på nytt."),
    Standing.CHANGED: gettext_lazy("Ändrad efter inlämningen. Lämna in den på nytt."),
}


@dataclass(frozen=True)
class Item:
    """One line: what it is, where to go, what to do next; what was said, and where it stands."""

    title: str
    url: str
    says: str
    quote: str = ""
    places: list = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """The items of a section as far as they are shown, and how many there are in all."""

    items: list
    count: int


class Desk:
    """What one request asks for its user: nothing is asked twice, nothing beyond their rights."""

    def __init__(self, request):
        self.user, self.moment = request.user, request.moment
        self.standings = {}

    def may(self, right):
        return self.user.has_perm(right)

    def may_see(self, model):
        return self.may(f"{model._meta.app_label}.view_{model._meta.model_name}")

    def standing(self, release):
        if release.pk not in self.standings:
            self.standings[release.pk] = reviewing.standing_of(release)
        return self.standings[release.pk]

    def releases(self, found, standings, item, most):
        """Those of the queryset that truly stand so; see worklist.py on why some may not."""
        looked_at = found[: most + LOOKED_AT - SHOWN]
        rows = [(release, self.standing(release)) for release in looked_at]
        fit = [(release, standing) for release, standing in rows if standing in standings]
        count = found.count() - (len(rows) - len(fit))
        return Found([item(release, standing) for release, standing in fit[:most]], count)


# What has no page of its own in admin is edited on that of one of these.
PARENTS = ("agency", "mandate", "assignment")


def change_page(thing):
    """The address where admin edits a row, "" where nothing does; no query."""
    meta, pk = thing._meta, thing.pk
    if not admin.site.is_registered(type(thing)):
        parent = next((field for field in meta.concrete_fields if field.name in PARENTS), None)
        if parent is None:
            return ""
        meta, pk = parent.related_model._meta, getattr(thing, parent.attname)
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(pk)])


def verb_page(release, verb):
    return reverse(f"admin:pressreleases_release_{verb}", args=[release.pk])


def drafts(desk, most):
    def item(release, standing):
        review = reviewing.review_of(release) if standing == Standing.RETURNED else None
        said = Truncator(review.comment).words(COMMENT_WORDS) if review else ""
        return Item(release.title, change_page(release), NEXT[standing], said)

    return desk.releases(personal_worklist.drafts_of(desk.user), NEXT, item, most)


def to_review(desk, most):
    def item(release, standing):
        says = _("Inlämnad %(when)s av %(who)s. Läs och godkänn, eller återlämna.") % {
            "when": when(release.submitted_at, desk.moment),
            "who": release.submitted_by_name,
        }
        return Item(release.title, verb_page(release, "approve"), says)

    found = personal_worklist.reviewable_by(desk.user)
    return desk.releases(found, [Standing.SUBMITTED], item, most)


def to_publish(desk, most):
    def item(release, standing):
        says = _("Godkänd. Publicera, eller välj en tid.")
        return Item(release.title, change_page(release), says)

    return desk.releases(worklist.approved(), [Standing.APPROVED], item, most)


def waiting(desk, most):
    """What others have to act on: one's own texts, and to a publisher every text handed in."""
    others = Q(decision="")
    if desk.may(APPROVE):
        others &= ~Q(pk__in=personal_worklist.reviewable_by(desk.user).values("pk"))
    if not desk.may(PUBLISH):
        others = personal_worklist.touched_by(desk.user) & (others | Q(decision=Decision.APPROVED))

    def item(release, standing):
        if standing == Standing.APPROVED:
            says = _("Godkänd. Väntar på att publiceras.")
        else:
            says = _("Inlämnad %s. Väntar på granskning.") % when(release.submitted_at, desk.moment)
        return Item(release.title, change_page(release), says)

    found = worklist.on_the_way().filter(others)
    return desk.releases(found, [Standing.SUBMITTED, Standing.APPROVED], item, most)


def scheduled(desk, most):
    ahead = Version.objects.waiting(desk.moment.at)
    items = [
        Item(version.title, change_page(version.release), _("Publiceras %s.") % time)
        for version in ahead.select_related("release")[:most]
        for time in [when(version.published_at, desk.moment)]
    ]
    return Found(items, ahead.count())


def bypasses(desk, most):
    found = Bypass.objects.unreviewed()
    if settings.REQUIRE_SECOND_PERSON:
        found = found.not_by(desk.user)
    items = [
        Item(
            bypass.version.title,
            change_page(bypass),
            _("Publicerad %(when)s av %(who)s. Läs texten och märk den som granskad.")
            % {"when": when(bypass.at, desk.moment), "who": bypass.by},
            bypass.reason,
        )
        for bypass in found.select_related("version", "by").order_by("pk")[:most]
    ]
    return Found(items, found.count())


def dead_links(desk, most):
    """The dead addresses that still stand somewhere the user may look."""
    checks = checked.dead().order_by("checked_at", "pk")
    looked_at = list(checks[: most + LOOKED_AT - SHOWN])
    standing = places([check.url for check in looked_at], desk.moment.at, may_see=desk.may_see)
    there = [check for check in looked_at if standing[check.url]]
    items = [
        Item(
            check.url,
            check.url,
            checked.told(check),
            places=[
                Item(name_of(thing), change_page(thing), "")
                for thing in standing[check.url][:PLACES]
            ],
        )
        for check in there[:most]
    ]
    return Found(items, checks.count() - (len(looked_at) - len(there)))


def facts(desk, most):
    due = [found for found in expiring(desk.moment.on) if desk.may_see(type(found.fact))]
    items = [Item(name_of(found.fact), change_page(found.fact), found.says) for found in due[:most]]
    return Found(items, len(due))


@dataclass(frozen=True)
class Section:
    """A heading of the first page: for whom, what stands there, and where all of it is listed."""

    key: str
    title: Promise
    # The user sees it who has one of these rights.
    rights: tuple
    find: Callable
    nothing: Promise
    # The query of the list of texts or bypasses that shows the same; "" for a page of its own.
    listed: tuple = ()

    def is_for(self, user):
        return any(user.has_perm(right) for right in self.rights)

    @property
    def address(self):
        if self.listed:
            name, query = self.listed
            return f"{reverse(name)}?{query}"
        return reverse(f"admin:{self.url_name}")

    @property
    def url_name(self):
        return f"waiting_{self.key}"


RELEASES = "admin:pressreleases_release_changelist"
SECTIONS = [
    Section(
        "granska",
        gettext_lazy("Väntar på min granskning"),
        (APPROVE,),
        to_review,
        gettext_lazy("Ingen text väntar på dig."),
        (RELEASES, "granskning=min"),
    ),
    Section(
        "publicera",
        gettext_lazy("Godkända, att publicera"),
        (PUBLISH,),
        to_publish,
        gettext_lazy("Ingen godkänd text väntar."),
        (RELEASES, "granskning=approved"),
    ),
    Section(
        "utkast",
        gettext_lazy("Mina utkast"),
        (WRITE,),
        drafts,
        gettext_lazy("Du har inget påbörjat."),
    ),
    Section(
        "andra",
        gettext_lazy("Väntar på någon annan"),
        (SUBMIT, PUBLISH),
        waiting,
        gettext_lazy("Ingen text väntar på någon annan."),
    ),
    Section(
        "schemalagda",
        gettext_lazy("Schemalagda"),
        (SEE_TEXTS,),
        scheduled,
        gettext_lazy("Ingenting är schemalagt."),
        (RELEASES, "lage=scheduled"),
    ),
    Section(
        "utan-granskning",
        gettext_lazy("Publiceringar utan granskning att granska"),
        (APPROVE,),
        bypasses,
        gettext_lazy("Inget är publicerat utan granskning."),
        ("admin:pressreleases_bypass_changelist", "granskad=nej"),
    ),
    Section(
        "fakta",
        gettext_lazy("Fakta som snart går ut"),
        (CHANGE_FACTS,),
        facts,
        gettext_lazy("Inget går ut inom 60 dagar."),
    ),
    Section(
        "lankar",
        gettext_lazy("Döda länkar"),
        (WRITE, PUBLISH, CHANGE_FACTS),
        dead_links,
        gettext_lazy("Ingen känd länk är död."),
    ),
]


def sections(request):
    """[(Section, Found)] for the first page, what needs the user's own hand first."""
    desk = Desk(request)
    return [
        (section, section.find(desk, SHOWN)) for section in SECTIONS if section.is_for(request.user)
    ]


def whole(request, site, section):
    """The page with all that a section has, up to fifty."""
    if not section.is_for(request.user):
        raise PermissionDenied
    context = {
        **site.each_context(request),
        "title": section.title,
        "section": section,
        "found": section.find(Desk(request), WHOLE_LIST),
    }
    return TemplateResponse(request, "admin/waiting.html", context)


def urls(site):
    """The pages of the sections that no list of admin shows."""

    def page(request, section):
        return whole(request, site, section)

    return [
        path(
            f"att-gora/{section.key}/",
            site.admin_view(page),
            {"section": section},
            name=section.url_name,
        )
        for section in SECTIONS
        if not section.listed
    ]
