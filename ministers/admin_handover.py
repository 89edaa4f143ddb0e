"""The pages "Regeringsskifte": plan, rehearse, save, see what was entered, take it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from ministers.admin_handover_sheet import Handover, fill, more_rows
from ministers.changes import groups, kinds
from ministers.dates import parse_day
from ministers.handing_over import (
    MAY_ENTER,
    MAY_TAKE_BACK,
    enter,
    entered,
    is_there,
    name_of,
    planned,
    take_back,
)
from ministers.handover import Action
from ministers.handover_hints import hints
from ministers.rehearsal import foresee, rehearse

MAY_SEE = ("ministers.view_government", "ministers.view_tenure")
# Links shown of all the texts that change; the counts are of all.
MOST_LINKS = 50
# What a POST to the rehearsal says about itself, and not about the plan.
ASKED = ("csrfmiddlewaretoken", "_rehearse", "_page", "sida", "_confirmed", "_back")


class HandoverPages:
    """For the government's admin."""

    change_list_template = "admin/ministers/government/change_list.html"

    def get_urls(self):
        view, name = self.admin_site.admin_view, "ministers_government_handover"
        return [
            path("regeringsskifte/", view(self.handover), name=name),
            path("regeringsskifte/den/", view(self.handover_ahead), name=f"{name}_ahead"),
            path(
                "regeringsskifte/<slug:key>/",
                view(self.handover_entered),
                name=f"{name}_entered",
            ),
            path(
                "regeringsskifte/<slug:key>/ta-tillbaka/",
                view(self.handover_take_back),
                name=f"{name}_takeback",
            ),
            *super().get_urls(),
        ]

    def handover(self, request):
        """The plan: by GET the day and its rows, by POST filled in, rehearsed or saved."""
        require(request, MAY_ENTER)
        if request.method != "POST":
            day, error = day_asked(request)
            form = Handover(day=day) if day or "overgang" in request.GET else None
            return self.plan_page(request, form, error)
        data = request.POST
        if "_fill_leaves" in data or "_fill_stays" in data:
            action = Action.LEAVES if "_fill_leaves" in data else Action.STAYS
            return self.plan_page(request, Handover(fill(data, action), judged=False))
        if "_more" in data:
            return self.plan_page(request, Handover(more_rows(data), judged=False))
        if "_rows" in data or "_back" in data:
            return self.plan_page(request, Handover(data, judged=False))
        form = Handover(data)
        if not self.is_whole(request, form):
            return self.plan_page(request, form)
        try:
            if "_confirmed" in data:
                return self.handover_save(request, form.plan())
            plan = form.plan()
            found = rehearse(plan=plan, at=request.moment.at, on=request.moment.on)
        except ValidationError as refusal:
            form.refuse(refusal)
            return self.plan_page(request, form)
        typed = [(name, value) for name, value in data.items() if name not in ASKED]
        given = {"typed": typed, "plan": plan, "hints": hints(plan)}
        return self.report(request, found, data.get("sida", ""), given)

    def is_whole(self, request, form):
        """Whether every row is right and the same people sit as when the form was opened."""
        if form.gone:
            messages.error(
                request,
                _("Uppgifterna har ändrats medan du skrev: en rad är borta. Se över resten."),
            )
            return False
        return form.is_valid()

    def plan_page(self, request, form, error=""):
        context = {
            "title": _("Regeringsskifte"),
            "form": form,
            "error": error,
            "asked_day": request.GET.get("dag", ""),
            "planned": planned(request.moment.on) if form is None else (),
        }
        return self.page(request, "admin/ministers/government/handover.html", context)

    def handover_save(self, request, plan):
        key = enter(plan=plan)
        if plan.government:
            self.log_addition(request, plan.government, [{"added": {}}])
        if plan.outgoing:
            self.log_change(request, plan.outgoing, _("Planerade ett regeringsskifte."))
        ahead = entered(key).first_day > request.moment.on
        messages.success(
            request,
            _("Skiftet är sparat. Det visas av sig självt när dagen är inne.")
            if ahead
            else _("Skiftet är sparat och visas nu."),
        )
        return HttpResponseRedirect(
            reverse("admin:ministers_government_handover_entered", args=[key])
        )

    def handover_ahead(self, request):
        """What is already entered for the days up to one asked for; changes nothing."""
        require(request, MAY_SEE)
        day, error = day_asked(request)
        if day and day <= request.moment.on:
            day, error = None, _("Välj en dag som inte har varit.")
        if day is None:
            context = {
                "title": _("Vad som händer en dag"),
                "error": error,
                "asked_day": request.GET.get("dag", ""),
            }
            return self.page(request, "admin/ministers/government/handover_ahead.html", context)
        found = foresee(day=day, at=request.moment.at, on=request.moment.on)
        given = {"typed": (), "plan": None, "hints": ()}
        return self.report(request, found, request.GET.get("sida", ""), given)

    def report(self, request, found, url, given):
        context = {
            **given,
            "title": _("Så här blir det"),
            "found": found,
            "days": days_of(found),
            "on": request.moment.on,
            "asked_page": url,
            "page": found.page(path_of(url)) if url else None,
        }
        return self.page(request, "admin/ministers/government/handover_report.html", context)

    def handover_entered(self, request, key):
        """What one plan wrote, and whether it can be taken back."""
        require(request, MAY_SEE)
        one = found_or_404(key)
        context = {
            "title": _("Regeringsskifte som är infört"),
            "one": one,
            "lists": [
                (_("Det som lades till"), linked(one.made)),
                (_("Det som fick en sista dag"), linked(one.changed)),
            ],
            "may_take_back": one.stands
            and one.first_day > request.moment.on
            and request.user.has_perms(MAY_TAKE_BACK),
            "has_come": one.first_day <= request.moment.on,
        }
        return self.page(request, "admin/ministers/government/handover_entered.html", context)

    def handover_take_back(self, request, key):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        require(request, MAY_TAKE_BACK)
        one = found_or_404(key)
        there = reverse("admin:ministers_government_handover_entered", args=[key])
        try:
            take_back(key=key, on=request.moment.on)
        except ValidationError as refusal:
            messages.error(request, " ".join([_("Ingenting har ändrats."), *refusal.messages]))
            return HttpResponseRedirect(there)
        if one.changed:
            self.log_change(request, one.changed[0].instance, _("Tog tillbaka ett skifte."))
        messages.success(
            request, _("Skiftet är taget tillbaka. Det som skulle ha upphört pågår igen.")
        )
        return HttpResponseRedirect(reverse("admin:ministers_government_handover"))

    def page(self, request, template, context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, context)


def days_of(found):
    """What the report prints of each day; so many links, the largest groups' first."""
    room, days = MOST_LINKS, []
    for day in found.days:
        shown = []
        for group in groups(day):
            shown.append((group, group.texts[: max(room, 0)]))
            room -= len(group.texts)
        pages = len(day.differences)
        days.append({"on": day.on, "pages": pages, "kinds": kinds(found, day), "groups": shown})
    return days


def require(request, permissions):
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def linked(rows):
    """[(what a row of history is about, the address of its form or "")]."""
    return [
        (
            name_of(row),
            reverse(f"admin:ministers_{row.instance_type._meta.model_name}_change", args=[row.id])
            if is_there(row)
            else "",
        )
        for row in rows
    ]


def found_or_404(key):
    one = entered(key)
    if one is None:
        raise Http404
    return one


def day_asked(request):
    """(the day of `?dag=` or None, what is wrong with it)."""
    asked = request.GET.get("dag", "")
    try:
        return (parse_day(asked) if asked else None), ""
    except ValueError:
        return None, _("Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2018-01-01.")


def path_of(url):
    """The path of an address that was pasted whole."""
    return "/" + url.split("://", 1)[1].partition("/")[2] if "://" in url else url
