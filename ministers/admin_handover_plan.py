"""The Plan that a valid form of a change of government says."""

from datetime import timedelta

from ministers.admin_handover_forms import DAY
from ministers.handover import Action, Arrival, Plan, Step
from ministers.models import Government, Tenure


def plan_of(handover):
    """The Plan of a valid Handover form."""
    given = handover.plan_form.cleaned_data
    day = given[DAY]
    begins = given["starts_on"] or day
    source = {"sv": given["source_sv"], "en": given["source_en"]}
    eve = day - timedelta(days=1) if day else given["caretaker_from"]
    made = {}

    def tenure(minister, fields):
        return Tenure(
            minister=minister,
            post=fields["post"],
            department=fields["department"],
            acting=fields["acting"],
            starts_on=begins,
            starts_source_sv=source["sv"],
            starts_source_en=source["en"],
            source_urls=given["source_urls"],
        )

    steps = [
        Step(
            form.prefix,
            form.tenure,
            Action(form.cleaned_data["action"]),
            tenure(form.tenure.minister, form.cleaned_data)
            if form.cleaned_data["action"] == Action.MOVES
            else None,
        )
        for form in handover.steps
    ]
    arrivals = [
        Arrival(form.prefix, tenure(form.minister_of(made), form.cleaned_data))
        for form in handover.arrivals
        if not form.is_empty
    ]
    government = None
    if given["name_sv"]:
        government = Government(
            slug=given["slug"],
            name_sv=given["name_sv"],
            name_en=given["name_en"] or None,
            prime_minister=given["prime_minister"],
            parties=given["parties"],
            starts_on=begins,
            starts_source_sv=source["sv"],
            starts_source_en=source["en"],
            source_urls=given["source_urls"],
        )
    return Plan(
        leaves_on=day,
        starts_on=begins,
        outgoing=Government.objects.on(eve).first(),
        government=government,
        caretaker_from=given["caretaker_from"],
        ends_source=source,
        steps=tuple(steps),
        arrivals=tuple(arrivals),
    )
