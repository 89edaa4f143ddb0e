"""The pages of the verbs: a GET shows the form and changes nothing, a POST performs the verb."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.dates import long_time
from pressreleases import admin_forms as forms
from pressreleases import admin_instant_forms as instant_forms
from pressreleases import reviewing
from pressreleases.admin_files import staff_file_url
from pressreleases.attachments import frozen_files, shown_files
from pressreleases.comparing import comparisons
from pressreleases.desk import LANGUAGES
from pressreleases.models import Version
from pressreleases.states import Standing, State, state_words

SUBMIT = "pressreleases.submit_release"
APPROVE = "pressreleases.approve_release"
PUBLISH = "pressreleases.publish_release"


@dataclass(frozen=True)
class Verb:
    """A button on the release's page: when and for whom it stands there, and what it says."""

    name: str
    label: Promise
    form: type
    states: tuple
    explanation: Promise
    done: Promise
    permission: str = PUBLISH
    standings: tuple = tuple(Standing)
    second_person: bool = False
    # Whether a version must wait (True) or must not (False); None: either way.
    waiting: bool | None = None

    @property
    def is_review(self):
        """Whether the verb is about the desk's text and not about what the public reads."""
        return self.permission != PUBLISH

    @property
    def compares(self):
        """Whether the page shows what differs between the desk's text and the last version."""
        return self.second_person or self.name == "correct"

    def fits(self, release, standing, user):
        return (
            user.has_perm(self.permission)
            and release.state in self.states
            and self.waiting in (None, release.waits_until is not None)
            and standing in self.standings
            and not (self.second_person and not reviewing.may_review(release, user))
        )


VERBS = [
    Verb(
        "submit",
        gettext_lazy("Lämna in för granskning"),
        forms.SubmitForm,
        tuple(State),
        gettext_lazy("Någon annan läser den sparade texten och godkänner den eller lämnar åter."),
        gettext_lazy("Texten är inlämnad för granskning:"),
        permission=SUBMIT,
        standings=(Standing.WRITTEN, Standing.CHANGED, Standing.RETURNED),
    ),
    Verb(
        "approve",
        gettext_lazy("Godkänn"),
        forms.ReviewForm,
        tuple(State),
        gettext_lazy("Du godkänner texten precis som den står här. Ändras den gäller det inte."),
        gettext_lazy("Texten är godkänd:"),
        permission=APPROVE,
        standings=(Standing.SUBMITTED,),
        second_person=True,
    ),
    Verb(
        "return",
        gettext_lazy("Återlämna"),
        forms.SendBackForm,
        tuple(State),
        gettext_lazy("Texten går tillbaka till skribenten med din kommentar."),
        gettext_lazy("Texten är återlämnad:"),
        permission=APPROVE,
        standings=(Standing.SUBMITTED,),
        second_person=True,
    ),
    Verb(
        "publish",
        gettext_lazy("Publicera"),
        instant_forms.PublishForm,
        (State.DRAFT,),
        gettext_lazy("Texten blir läsbar för alla och adressen fryses."),
        gettext_lazy("Texten är publicerad:"),
    ),
    Verb(
        "reschedule",
        gettext_lazy("Ändra tiden"),
        instant_forms.RescheduleForm,
        tuple(State),
        gettext_lazy("Den text som väntar flyttas till en annan tid. Själva texten ändras inte."),
        gettext_lazy("Tiden är ändrad:"),
        waiting=True,
    ),
    Verb(
        "cancel",
        gettext_lazy("Ställ in publiceringen"),
        forms.CancelForm,
        tuple(State),
        gettext_lazy(
            "Det som väntar publiceras inte. En text som aldrig har varit ute blir ett utkast "
            "igen; vid en rättelse ligger den publicerade versionen kvar."
        ),
        gettext_lazy("Publiceringen är inställd:"),
        waiting=True,
    ),
    Verb(
        "correct",
        gettext_lazy("Rätta"),
        instant_forms.CorrectForm,
        (State.PUBLISHED,),
        gettext_lazy(
            "Den sparade texten ersätter den publicerade. Den tidigare versionen finns kvar."
        ),
        gettext_lazy("Rättelsen är publicerad:"),
        waiting=False,
    ),
    Verb(
        "move",
        gettext_lazy("Byt adress"),
        forms.MoveForm,
        (State.PUBLISHED, State.WITHDRAWN),
        gettext_lazy(
            "Den publicerade texten får en ny adress. Den gamla leder dit, och ingen annan text "
            "kan få den. Texten själv ändras inte."
        ),
        gettext_lazy("Texten har fått en ny adress:"),
        waiting=False,
    ),
    Verb(
        "withdraw",
        gettext_lazy("Dra tillbaka"),
        forms.WithdrawForm,
        (State.PUBLISHED,),
        gettext_lazy("Adressen finns kvar med en sida som säger när och varför."),
        gettext_lazy("Texten är tillbakadragen. Sidan säger varför:"),
    ),
    Verb(
        "reinstate",
        gettext_lazy("Återinför"),
        forms.ReinstateForm,
        (State.WITHDRAWN,),
        gettext_lazy("Texten blir läsbar igen på sin adress."),
        gettext_lazy("Texten är återinförd:"),
    ),
]


class VerbPages:
    """For the release's admin: a page for each verb."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            *(
                path(
                    f"<int:pk>/{verb.name}/",
                    view(self.verb_page),
                    {"verb": verb},
                    name=f"pressreleases_release_{verb.name}",
                )
                for verb in VERBS
            ),
            *super().get_urls(),
        ]

    def release_or_404(self, request, pk):
        release = self.get_object(request, str(pk))
        if release is None:
            raise Http404
        return release

    def tools(self, request, release):
        """The buttons that make sense for the release now and for this user."""
        standing = reviewing.standing_of(release)
        return [
            {
                "label": verb.label,
                "url": reverse(f"admin:pressreleases_release_{verb.name}", args=[release.pk]),
            }
            for verb in VERBS
            if verb.fits(release, standing, request.user)
        ]

    def verb_page(self, request, pk, verb):
        release = self.release_or_404(request, pk)
        may = request.user.has_perm(verb.permission)
        if not (may and self.has_view_permission(request, release)):
            raise PermissionDenied
        moment = request.moment
        data = request.POST if request.method == "POST" else None
        form = verb.form(data, release=release, by=request.user, at=moment.at)
        asked = data is not None and "_explain" not in data
        if asked and form.is_valid() and form.perform():
            self.log_change(request, release, str(verb.label))
            self.message_user(request, self.done(release, verb, moment.at), messages.SUCCESS)
            return HttpResponseRedirect(
                reverse("admin:pressreleases_release_change", args=[release.pk])
            )
        standing = reviewing.standing_of(release)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": verb.label,
            "subtitle": str(release),
            "original": release,
            "verb": verb,
            "form": form,
            # What can only be refused is said before anyone presses the button.
            "fits": verb.fits(release, standing, request.user),
            "explains": data is not None and not asked,
            "media": self.media + form.media,
            "state": state_words(release),
            "standing": standing,
            "languages": [
                (code, *(getattr(release, f"{name}_{code}") for name in ("title", "lead", "body")))
                for code in LANGUAGES
            ],
            "comparisons": comparisons(release, moment.at) if verb.compares else (),
            **shown_files(Version(frozen=frozen_files(release)), staff_file_url),
        }
        return TemplateResponse(request, "admin/pressreleases/release/verb.html", context)

    def done(self, release, verb, at):
        version = release.versions.in_force(at).first()
        waiting = release.versions.waiting(at).first()
        if waiting and verb.name in ("publish", "correct", "reschedule"):
            words = {"when": long_time(waiting.published_at), "title": waiting.title}
            if waiting.number > 1:
                return _("Rättelsen publiceras av sig själv %(when)s: %(title)s") % words
            return _("Texten publiceras av sig själv %(when)s: %(title)s") % words
        if version is None or verb.is_review:
            return f"{verb.done} {release}"
        return format_html(
            '{} <a href="{}">{}</a>', verb.done, version.get_absolute_url(), version.title
        )
