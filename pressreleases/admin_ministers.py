"""Choosing ministers for a text: by name, with the title held, those in office that day first."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Value, When
from django.utils.translation import gettext as _

from ministers.dates import long_date, on_the_date, parse_day
from ministers.models import Tenure
from pressreleases.desk import appearances, latest
from pressreleases.models import Appearance

URL_NAME = "pressreleases_release_tenures"


def days_of_release(release, today):
    """(every day that the release may belong to, how they are told): today for a draft."""
    version = latest(release) if release and release.pk else None
    if version is None:
        return [today], on_the_date(today)
    return version.days_meant, on_the_date(version.published_on, version.published_precision)


def interval(tenure):
    """Such as: 25 maj 2016–21 januari 2019, or: sedan 18 oktober 2022."""
    start = long_date(tenure.starts_on, tenure.starts_precision)
    if tenure.ends_on is None:
        return _("sedan %s") % start
    return f"{start}–{long_date(tenure.ends_on, tenure.ends_precision)}"


def name_of(tenure):
    """Such as: Ibrahim Baylan – samordnings- och energiminister."""
    title = tenure.post.title
    if tenure.acting:
        title = _("tillförordnad %s") % title
    return f"{tenure.minister.name} – {title}"


def label_of(tenure, day):
    """How a list of choices names the tenure, for a text of `day`."""
    label = f"{name_of(tenure)} ({interval(tenure)})"
    if tenure.holds_on(day):
        return _("%(tenure)s · på posten %(day)s") % {"tenure": label, "day": on_the_date(day)}
    return label


def in_order(tenures, day):
    """The tenures with those that held on `day` first, then by name, the latest first."""
    held = Case(
        When(pk__in=Tenure.objects.on(day).order_by().values("pk"), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return tenures.select_related("minister", "post").order_by(
        held.desc(), "minister__family_name", "minister__given_name", "-starts_on", "pk"
    )


def not_on_the_day(release, today):
    """A sentence for each minister of the release who did not hold the post on its day."""
    days, told = days_of_release(release, today)
    return [
        _("%(tenure)s: hade inte posten %(day)s.") % {"tenure": name_of(tenure), "day": told}
        for tenure in (appearance.tenure for appearance in appearances(release))
        if not any(tenure.holds_on(day) for day in days)
    ]


class TenureSelect(AutocompleteSelect):
    """The search field, told which day the text belongs to."""

    url_name = f"%s:{URL_NAME}"
    day = None

    def get_url(self):
        return f"{super().get_url()}?dag={self.day}"


def fit_to_day(field, day, admin_site):
    """Make an inline's `tenure` field name its choices for a text of `day`; with script or not."""
    field.queryset = in_order(Tenure.objects.all(), day)
    field.label_from_instance = lambda tenure: label_of(tenure, day)
    shown = field.widget.widget
    if isinstance(shown, AutocompleteSelect):
        field.widget.widget = TenureSelect(shown.field, admin_site, attrs=shown.attrs)
        field.widget.widget.day = day
        field.widget.widget.is_required = shown.is_required


class TenureChoices(AutocompleteJsonView):
    """What the search field asks for; `dag` is the text's day, by default today."""

    def process_request(self, request):
        model_admin = self.admin_site.get_model_admin(Tenure)
        try:
            self.day = parse_day(request.GET.get("dag", ""))
        except ValueError:
            self.day = request.moment.on
        field = Appearance._meta.get_field("tenure")
        return request.GET.get("term", ""), model_admin, field, "id"

    def has_perm(self, request, obj=None):
        return may_write(request.user)

    def http_method_not_allowed(self, request, *args, **kwargs):
        raise PermissionDenied

    def get_queryset(self):
        return in_order(super().get_queryset(), self.day)

    def serialize_result(self, obj, to_field_name):
        return {"id": str(obj.pk), "text": label_of(obj, self.day)}


def may_write(user):
    return user.has_perm("pressreleases.change_release") or user.has_perm(
        "pressreleases.add_release"
    )
