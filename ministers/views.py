"""Ministers, governments, departments and posts, as they were at the end of a day."""

from datetime import date

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ministers.cabinet_shifts import handover
from ministers.cabinets import (
    by_department,
    minister_named,
    neighbours,
    sources_of,
    under,
    with_holders,
    with_neighbours,
)
from ministers.dates import parse_day
from ministers.facts import both
from ministers.models import Department, FactsCheck, Government, Minister, Tenure
from ministers.succession import as_known, known_departments, known_posts, responsible
from ministers.timeline import timeline


def minister_list(request):
    """Who is minister now, and everyone who has been."""
    on = request.moment.on
    held = Prefetch("tenures", Tenure.objects.started_by(on).for_tables(), to_attr="held")
    served = Minister.objects.who_have_served(on).in_name_order().prefetch_related(held)
    return render(
        request,
        "ministers/minister_list.html",
        {
            "government": Government.objects.on(on).first(),
            "groups": by_department(Tenure.objects.on(on).for_cabinet()),
            "ministers": served,
            "facts_known_until": FactsCheck.objects.known_until(),
        },
    )


def minister_detail(request, slug):
    on = request.moment.on
    minister = get_object_or_404(Minister.objects.who_have_served(on), slug=slug)
    tenures = as_known(list(minister.tenures.started_by(on).for_tables()), request.moment)
    titles = [both(tenure.post, "title").pick(get_language()) for tenure in tenures]
    context = {
        "minister": minister,
        "rows": under(tenures, Government.objects.started_by(on).order_by("starts_on")),
        "current": [tenure for tenure in tenures if tenure.holds_on(on)],
        "last": max(tenures, key=lambda tenure: tenure.ends_on or date.max),
        "timeline": timeline(list(zip(titles, tenures, strict=True)), on),
        "sources": sources_of(tenures),
        "facts_known_until": FactsCheck.objects.known_until(),
    }
    return render(request, "ministers/minister_detail.html", context)


def government_on_form(request):
    """The form's way in: `?dag=2018-01-01` leads to that day's own address, `?datum=` kept."""
    asked = request.GET.get("dag", "")
    context = {"first_day": Government.objects.first_day(), "error": ""}
    if not asked:
        return render(request, "ministers/government_on_form.html", context)
    try:
        day = parse_day(asked)
    except ValueError:
        context["error"] = _("Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2018-01-01.")
        return render(request, "ministers/government_on_form.html", context, status=400)
    seen_on = request.moment.asked
    query = "?" + urlencode({"datum": seen_on.isoformat()}) if seen_on else ""
    return redirect(reverse("ministers:government_on", kwargs={"day": day}) + query)


def government_on(request, day):
    """Who held what on `day`; of days to come, what is public at the moment of reading."""
    known, first_day = min(day, request.moment.on), Government.objects.first_day()
    tenures = list(Tenure.objects.on(known).for_cabinet())
    ended = Tenure.objects.filter(ends_on=day, ends_on__lte=known).for_tables()
    context = {
        "day": day,
        "government": Government.objects.on(known).first(),
        "groups": by_department(tenures),
        "handover": handover(day, tenures, ended),
        "neighbours": neighbours(day, first_day, request.moment.on),
        "first_day": first_day,
        "first_tenure_day": Tenure.objects.first_day(),
        "facts_known_until": FactsCheck.objects.known_until(),
    }
    return render(request, "ministers/government_on.html", context)


def government_list(request):
    governments = Government.objects.started_by(request.moment.on)
    return render(
        request,
        "ministers/government_list.html",
        {"governments": governments, "facts_known_until": FactsCheck.objects.known_until()},
    )


def government_detail(request, slug):
    on = request.moment.on
    governments = list(Government.objects.started_by(on).order_by("starts_on"))
    before, government, after = with_neighbours(governments, slug)
    if government is None:
        raise Http404
    as_known([government], request.moment)
    found = Tenure.objects.started_by(on).overlapping(government.starts_on, government.ends_on)
    tenures = list(found.for_cabinet())
    context = {
        "government": government,
        "ended": bool(government.ends_on and government.ends_on <= on),
        "prime_minister": minister_named(government.prime_minister, tenures),
        "rows": under(tenures, ()),
        "neighbours": (before, after),
        "facts_known_until": FactsCheck.objects.known_until(),
    }
    return render(request, "ministers/government_detail.html", context)


def department_list(request):
    """Every department; one with a known first day to come is left out."""
    departments = Department.objects.exclude(starts_on__gt=request.moment.on)
    return render(
        request,
        "ministers/department_list.html",
        {"departments": departments.in_text_order("name")},
    )


def department_detail(request, slug):
    """The department, also before it was set up: a minister may be appointed to it earlier."""
    on = request.moment.on
    department = get_object_or_404(known_departments(on).select_related("successor"), slug=slug)
    tenures = list(department.tenures.started_by(on).for_tables().reverse())
    context = {
        "department": department,
        "set_up": department.starts_on is None or department.starts_on <= on,
        "ended": bool(department.ends_on and department.ends_on <= on),
        "predecessors": department.predecessors.exclude(ends_on__gt=on),
        "rows": under(tenures, ()),
        "facts_known_until": FactsCheck.objects.known_until(),
    }
    return render(request, "ministers/department_detail.html", context)


def post_list(request):
    """Every post that someone has held, and who holds it."""
    on = request.moment.on
    posts = known_posts(on).in_text_order("title")
    return render(
        request,
        "ministers/post_list.html",
        {
            "rows": with_holders(posts, Tenure.objects.on(on).for_tables()),
            "facts_known_until": FactsCheck.objects.known_until(),
        },
    )


def post_detail(request, slug):
    """The chain of holders, and who answers for the area now."""
    on = request.moment.on
    post = get_object_or_404(known_posts(on), slug=slug)
    tenures = as_known(list(post.tenures.started_by(on).for_tables()), request.moment)
    context = {
        "post": post,
        "rows": under(tenures, Government.objects.started_by(on).order_by("starts_on")),
        "timeline": timeline([((t.minister.name, ""), t) for t in tenures], on),
        "predecessors": known_posts(on).filter(succeeded_by=post).in_text_order("title"),
        "responsible": responsible(post, on),
        "sources": sources_of([post], tenures),
        "facts_known_until": FactsCheck.objects.known_until(),
    }
    return render(request, "ministers/post_detail.html", context)
