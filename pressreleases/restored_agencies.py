"""The agencies of a text put back on the desk, with their mandates and assignments."""

from django.utils.translation import gettext as _

from agency.models import Agency, Assignment, Mandate
from pressreleases.desk import frozen_mandate
from pressreleases.restored_text import said


def put_agencies(release, frozen):
    slugs = [named["slug"] for named in frozen["agencies"]]
    found = {agency.slug: agency for agency in Agency.objects.filter(slug__in=slugs)}
    release.agencies.set(found.values())
    for named in frozen["agencies"]:
        if named["slug"] not in found:
            yield _("Myndigheten %s finns inte längre.") % said(named["name"])


def put_mandates(release, frozen):
    """Mandates as they read then, else the agency's with the same instruction."""
    found = []
    for named in frozen["mandates"]:
        mandates = Mandate.objects.filter(agency__slug=named["agency"]).exclude(
            pk__in=[mandate.pk for mandate in found]
        )
        same = next((row for row in mandates if frozen_mandate(row) == named), None)
        alike = next((row for row in mandates if instruction(row) == named["instruction"]), None)
        words = {"agency": said(named["agency_name"]), "title": said(named["instruction"])}
        if same is None and alike is None:
            yield _("Uppdraget för %(agency)s, %(title)s, finns inte längre.") % words
        elif same is None:
            yield _("Uppdraget för %(agency)s, %(title)s, lyder annorlunda i dag.") % words
        found += [mandate for mandate in [same or alike] if mandate]
    release.mandates.set(found)


def instruction(mandate):
    return frozen_mandate(mandate)["instruction"]


def put_assignments(release, frozen):
    found = []
    for named in frozen["assignments"]:
        assignment = Assignment.objects.filter(
            agency__slug=named["agency"], slug=named["slug"]
        ).first()
        if assignment:
            found.append(assignment)
        else:
            yield _("Det särskilda uppdraget %s finns inte längre.") % said(named["title"])
    release.assignments.set(found)
