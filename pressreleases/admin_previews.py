"""The editors' preview: the public page itself, of any text, published and read on any day."""

from copy import copy

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from ministers.periods import STOCKHOLM, stockholm_day
from pressreleases.admin_files import staff_file_url
from pressreleases.desk import LANGUAGES
from pressreleases.enums import CORRECTIONS, Change
from pressreleases.previewing import Which, desk_version, page_of, read_on, texts_of
from pressreleases.publishing import YEAR_OUT_OF_RANGE, YEARS

WHOLE_DAY = "%Y-%m-%d"
TO_THE_MINUTE = "%Y-%m-%dT%H:%M"
OF_A_CORRECTION = ("andring", "notis_sv", "notis_en")


class PreviewForm(forms.Form):
    """What to preview, as what, and read when; nothing need be said."""

    language = forms.ChoiceField(
        choices=[(code, code) for code in LANGUAGES], required=False, widget=forms.HiddenInput
    )
    text = forms.ChoiceField(label=gettext_lazy("Vad som visas"), required=False)
    publiceras = forms.DateTimeField(
        label=gettext_lazy("Publiceras (svensk tid)"),
        required=False,
        input_formats=[TO_THE_MINUTE],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TO_THE_MINUTE),
        error_messages={"invalid": gettext_lazy("Välj dag och klockslag: 2026-12-01T09:00.")},
    )
    datum = forms.DateField(
        label=gettext_lazy("Läses den dag"),
        required=False,
        input_formats=[WHOLE_DAY],
        widget=forms.DateInput(attrs={"type": "date"}, format=WHOLE_DAY),
        error_messages={"invalid": gettext_lazy("Skriv dagen som ÅÅÅÅ-MM-DD: 2026-12-01.")},
    )
    andring = forms.ChoiceField(
        label=gettext_lazy("Slag av rättelse"),
        choices=[(change.value, change.label) for change in CORRECTIONS],
        required=False,
    )
    notis_sv = forms.CharField(label=gettext_lazy("Notis på svenska"), required=False)
    notis_en = forms.CharField(label=gettext_lazy("Notis på engelska"), required=False)

    def __init__(self, data, *, release, moment):
        self.release, self.moment = release, moment
        self.texts = texts_of(release, moment.at)
        # Filled in with what is shown, so that the page says what one looks at.
        super().__init__(data.copy(), label_suffix="")
        self.fields["text"].choices = [(which.value, which.label) for which in self.texts]
        if not release.versions.shown(moment.at).exists():
            for name in OF_A_CORRECTION:
                del self.fields[name]

    def clean_publiceras(self):
        return self.in_range(self.cleaned_data["publiceras"])

    def clean_datum(self):
        return self.in_range(self.cleaned_data["datum"])

    def in_range(self, value):
        if value and value.year not in YEARS:
            given = {"first": YEARS.start, "last": YEARS.stop - 1}
            raise forms.ValidationError(YEAR_OUT_OF_RANGE % given)
        return value

    def look(self):
        """(Which, Version, moment of reading) of what was asked for, as far as it was."""
        self.full_clean()
        asked = self.cleaned_data if self.is_valid() else {}
        which = Which(asked.get("text") or next(iter(self.texts)))
        version = self.texts[which] or self.from_the_desk(asked)
        published_on = stockholm_day(version.published_at)
        day = asked.get("datum") or max(self.moment.on, published_on)
        reading = read_on(self.moment, day, version.published_at)
        if which == Which.PUBLIC:
            version = self.release.versions.in_force(reading.at).first() or version
        self.show(which, version, day)
        return which, version, reading

    def from_the_desk(self, asked):
        waiting = self.texts.get(Which.WAITING)
        instant = asked.get("publiceras") or (waiting.published_at if waiting else self.moment.at)
        given = {}
        if asked.get("andring"):
            given = {
                "change": Change(asked["andring"]),
                "change_note_sv": asked["notis_sv"].strip(),
                "change_note_en": asked["notis_en"].strip(),
            }
        return desk_version(self.release, at=self.moment.at, published_at=instant, **given)

    def show(self, which, version, day):
        if self.errors:
            return
        instant = version.published_at.astimezone(STOCKHOLM).strftime(TO_THE_MINUTE)
        self.data["text"], self.data["datum"] = which.value, day.isoformat()
        self.data["publiceras"] = instant
        if version.pk:
            # What is frozen has its instant and its note.
            for name in ("publiceras", *OF_A_CORRECTION):
                self.fields.pop(name, None)


class PreviewPages:
    """For the release's admin: the preview."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview)
        return [
            path("<int:pk>/preview/", view, name="pressreleases_release_preview"),
            *super().get_urls(),
        ]

    def preview(self, request, pk):
        """The page that a reader would meet; writes nothing. 400 where what is asked for is no day.

        Rendered as though its public address had been asked for, so that navigation and footer are
        those of the page too; only the language switch leads to the preview's own twin.
        """
        release = self.release_or_404(request, pk)
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        language = "en" if request.GET.get("language") == "en" else "sv"
        with translation.override(language):
            form = PreviewForm(request.GET, release=release, moment=request.moment)
            which, version, moment = form.look()
            template, context = page_of(
                version, moment, withdrawn=which != Which.DESK, file_url=staff_file_url
            )
            context |= {
                "page": template,
                "form": form,
                "release_url": reverse("admin:pressreleases_release_change", args=[pk]),
                "which": which,
                "read_on": moment.on,
                "too_early": version.published_at > moment.at,
            }
            response = render(
                as_public(request, version),
                "admin/pressreleases/release/preview.html",
                context,
                status=400 if form.errors else 200,
            )
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response


def as_public(request, version):
    """The request as it would be at the version's own address, with the preview's twins."""
    public = copy(request)
    public.path = public.path_info = version.get_absolute_url()
    public.META = {**request.META, "PATH_INFO": public.path, "QUERY_STRING": ""}
    asked = request.GET.copy()
    public.twins = {}
    for code in LANGUAGES:
        asked["language"] = code
        public.twins[code] = f"{request.path}?{asked.urlencode()}"
    public.GET = QueryDict()
    return public
