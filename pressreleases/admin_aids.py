"""Help while a text is written: what is missing, how it reads, what was pasted, what a time means.

Everything is advice. The pages answer to the form's script; without it the form shows the same of
the saved text.
"""

from types import SimpleNamespace

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.urls import path

from pressreleases import readability
from pressreleases.admin_instant_forms import CorrectForm, PublishForm, RescheduleForm
from pressreleases.admin_ministers import URL_NAME, TenureChoices, may_write
from pressreleases.completeness import PARTS, lacks
from pressreleases.richtext import clean

# As much as anyone pastes; the server's own limit for a request is higher.
MOST_PASTED = 1_000_000
# Whose time is asked about, by the verb in the address.
FORMS = {"publish": PublishForm, "reschedule": RescheduleForm, "correct": CorrectForm}


def aids_for(text):
    """The template's context for anything with the fields of PARTS: a release, or what is typed."""
    return {
        "lacks": lacks(text),
        "reports": [
            readability.report(
                language,
                title=getattr(text, f"title_{language}"),
                lead=getattr(text, f"lead_{language}"),
                body=clean(getattr(text, f"body_{language}")),
            )
            for language in PARTS
        ],
    }


class AidPages:
    """For the release's admin: the addresses that the form's script asks."""

    def get_urls(self):
        view = self.admin_site.admin_view
        tenures = TenureChoices.as_view(admin_site=self.admin_site)
        name = "pressreleases_release"
        return [
            path("hjalp/text/", view(self.hints), name=f"{name}_hints"),
            path("hjalp/klistra/", view(self.pasted), name=f"{name}_pasted"),
            path("hjalp/statsrad/", view(tenures), name=URL_NAME),
            path("<int:pk>/hjalp/tid/", view(self.time_meant), name=f"{name}_time"),
            *super().get_urls(),
        ]

    def hints(self, request):
        """What the typed text lacks and how it reads, as a fragment of HTML."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_write(request.user):
            raise PermissionDenied
        fields = (part.field for parts in PARTS.values() for part in parts)
        typed = SimpleNamespace(**{field: request.POST.get(field, "") for field in fields})
        for language in PARTS:
            setattr(typed, f"body_{language}", clean(getattr(typed, f"body_{language}")))
        return render(request, "admin/pressreleases/release/_aids.html", aids_for(typed))

    def pasted(self, request):
        """What is kept of pasted HTML; the rules are those of every saved text."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_write(request.user):
            raise PermissionDenied
        html = request.POST.get("html", "")
        if len(html) > MOST_PASTED:
            return HttpResponse(status=413)
        return JsonResponse({"html": clean(html)})

    def time_meant(self, request, pk):
        """What the typed publishing time means, or why it cannot be, as a fragment of HTML."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self.release_or_404(request, pk)
        if not request.user.has_perm("pressreleases.publish_release"):
            raise PermissionDenied
        form = FORMS.get(request.GET.get("verb"), PublishForm)(
            request.POST, release=release, by=request.user, at=request.moment.at
        )
        lines = form.time_in_words()
        context = {"lines": lines, "problems": form.problems_of_time()}
        return render(request, "admin/pressreleases/release/_time.html", context)
