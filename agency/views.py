"""An agency, what it is to do, and its special assignments, as they were at the end of a day."""

from django.shortcuts import get_object_or_404, render

from agency.directorships import known_directorships
from agency.models import Agency, Assignment
from agency.timeline import history_of
from ministers.swedish import swedish_key


def agency_list(request):
    """The agencies that have opened, in Swedish order of the page's language."""
    agencies = Agency.objects.started_by(request.moment.on)
    ordered = sorted(agencies, key=lambda agency: swedish_key(agency.name))
    return render(request, "agency/agency_list.html", {"agencies": ordered})


def agency_detail(request, slug):
    """The agency, also before it opened: texts of that time already speak of it."""
    on = request.moment.on
    agency = get_object_or_404(Agency, slug=slug)
    assignments = list(agency.assignments.exclude(decided_on__gt=on))
    context = {
        "agency": agency,
        "opened": agency.starts_on <= on,
        "closed": bool(agency.ends_on and agency.ends_on <= on),
        "directorships": known_directorships(agency, request.moment),
        "assignments": [(assignment, assignment.status(on)) for assignment in assignments],
        "history": history_of(agency, assignments, on),
    }
    return render(request, "agency/agency_detail.html", context)


def mandate_detail(request, slug):
    """Every instruction the agency has had, the latest first."""
    on = request.moment.on
    agency = get_object_or_404(Agency, slug=slug)
    return render(
        request,
        "agency/mandate_detail.html",
        {
            "agency": agency,
            "mandates": agency.mandates.started_by(on).prefetch_related("tasks"),
            "assignments": agency.assignments.exclude(decided_on__gt=on),
        },
    )


def assignment_detail(request, slug, assignment):
    """One assignment; one that was decided later than the day shown does not exist yet."""
    on = request.moment.on
    found = get_object_or_404(
        Assignment.objects.exclude(decided_on__gt=on)
        .select_related("agency", "given_by")
        .prefetch_related("parts"),
        agency__slug=slug,
        slug=assignment,
    )
    return render(
        request,
        "agency/assignment_detail.html",
        {"assignment": found, "agency": found.agency, "status": found.status(on)},
    )
