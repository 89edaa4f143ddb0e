"""The page on which an editor shares a text that is not public, and takes the sharing back."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from ministers.dates import long_time
from pressreleases.admin_verbs import PUBLISH
from pressreleases.desk import LANGUAGES
from pressreleases.models import PreviewLink
from pressreleases.previewing import DAYS, revoke, share

CHANGE = "pressreleases.change_release"


class ShareForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Länken gäller i"),
        choices=[(days, ngettext_lazy("%d dag", "%d dagar") % days) for days in DAYS],
        coerce=int,
        initial=7,
    )


class PreviewLinkPages:
    """For the release's admin: its shared links."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.share)
        return [
            path("<int:pk>/share/", view, name="pressreleases_release_share"),
            *super().get_urls(),
        ]

    def may_share(self, user):
        """Those who may change a text or publish it decide who else sees it before its time."""
        return user.has_perm(CHANGE) or user.has_perm(PUBLISH)

    def tools(self, request, release):
        found = super().tools(request, release)
        if self.may_share(request.user):
            url = reverse("admin:pressreleases_release_share", args=[release.pk])
            found.append({"label": _("Dela förhandsgranskning"), "url": url})
        return found

    def share(self, request, pk):
        """The links of the release; a POST makes one (`days`) or closes one (`revoke`)."""
        release = self.release_or_404(request, pk)
        if not (self.may_share(request.user) and self.has_view_permission(request, release)):
            raise PermissionDenied
        posted = request.method == "POST"
        form = ShareForm(request.POST if posted and "revoke" not in request.POST else None)
        try:
            if posted and self.act(request, release, form):
                return HttpResponseRedirect(request.path)
        except ValidationError as refusal:
            self.message_user(request, refusal.messages[0], messages.ERROR)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Dela förhandsgranskning"),
            "subtitle": str(release),
            "original": release,
            "form": form,
            "links": links_of(release, request),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/pressreleases/release/share.html", context)

    def act(self, request, release, form):
        """Do what was asked for and say so; False where the form is not filled in right."""
        by, at = request.user, request.moment.at
        if "revoke" in request.POST:
            link = revoke(link=link_or_404(release, request.POST["revoke"]), by=by, at=at)
            done = _("Länken är återkallad. Den som öppnar den ser inget av texten.")
            self.log_change(
                request, release, _("Återkallade länken från %s") % long_time(link.created_at)
            )
        elif form.is_valid():
            link = share(release=release, by=by, at=at, days=form.cleaned_data["days"])
            done = _("Länken är skapad. Kopiera adressen nedan.")
            until = long_time(link.expires_at)
            self.log_change(request, release, _("Delade en länk som gäller till %s") % until)
        else:
            return False
        self.message_user(request, done, messages.SUCCESS)
        return True


def link_or_404(release, pk):
    """The release's own link; another's does not exist here."""
    try:
        return release.preview_links.get(pk=int(pk))
    except (ValueError, OverflowError, PreviewLink.DoesNotExist):
        raise Http404 from None


def links_of(release, request):
    """The release's links, the latest first, each with its state in words and its addresses."""
    at = request.moment.at
    still_open = set(release.preview_links.open(at).values_list("pk", flat=True))
    return [
        {
            "link": link,
            "is_open": link.pk in still_open,
            "state": _("gäller") if link.pk in still_open else why_closed(link, at),
            "addresses": [(code, address(request, link, code)) for code in LANGUAGES],
        }
        for link in release.preview_links.select_related("created_by", "revoked_by")
    ]


def why_closed(link, at):
    if link.revoked_at:
        given = {"when": long_time(link.revoked_at), "who": link.revoked_by}
        return _("återkallad %(when)s av %(who)s") % given
    if link.expires_at <= at:
        return _("gick ut %s") % long_time(link.expires_at)
    return _("upphörde när texten publicerades eller drogs tillbaka")


def address(request, link, language):
    with translation.override(language):
        there = reverse("pressreleases:shared_preview", args=[link.key])
    return request.build_absolute_uri(there)
