"""The forms of the verbs: what each asks the editor for, and how it calls publishing.py."""

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.converters import plain_address
from ministers.models import Government
from ministers.periods import Precision, stockholm_day
from pressreleases import publishing, reviewing
from pressreleases.desk import digest_of, latest
from pressreleases.enums import CORRECTIONS, Change, Kind
from pressreleases.instant_fields import StockholmInstantField
from pressreleases.instant_forms import AsksWhichHour
from pressreleases.models import Release
from pressreleases.publishing_meaning import correction_meaning, meaning
from pressreleases.states import Standing

BYPASS = "pressreleases.bypass_review"


def public_text(label, required):
    return forms.CharField(
        label=label, required=required, widget=AdminTextareaWidget(attrs={"rows": 4})
    )


class VerbForm(forms.Form):
    """One verb on one release at one instant; `perform()` returns what the verb wrote."""

    # Whether the form is shown again only to be confirmed.
    asks = False

    def __init__(self, *args, release, by, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.release, self.by, self.at = release, by, at

    def call(self, verb, **given):
        return verb(release=self.release, by=self.by, at=self.at, **given)

    def perform(self):
        """Do it; False, with the refusal in the form's errors, where the verb refuses."""
        try:
            self.act(self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)
            return False
        return True


class SubmitForm(VerbForm):
    """Nothing to fill in: the page says what will happen, the button does it."""

    def act(self, cleaned):
        self.call(reviewing.submit)


class ReviewForm(VerbForm):
    """A decision on exactly the text that the page shows, known by its digest."""

    verb = staticmethod(reviewing.approve)
    seen = forms.CharField(widget=forms.HiddenInput)
    comment = public_text(gettext_lazy("Kommentar till skribenten"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = digest_of(self.release)

    def act(self, cleaned):
        self.call(self.verb, seen=cleaned["seen"], comment=cleaned["comment"])

    def perform(self):
        done = super().perform()
        if not done:
            # The page is shown again with the text as it is now: that is what is seen next.
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]
        return done


class SendBackForm(ReviewForm):
    verb = staticmethod(reviewing.send_back)
    comment = public_text(gettext_lazy("Vad som behöver ändras"), required=True)


class ApprovedForm(VerbForm):
    """A verb that shows the public a new text: one that is approved, or a reason to go without."""

    bypass_reason = forms.CharField(
        label=gettext_lazy("Skäl att publicera utan granskning"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Texten är inte godkänd. Publicerar du den ändå står den kvar på en lista tills "
            "någon annan har granskat den."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.may_go_without():
            del self.fields["bypass_reason"]

    def may_go_without(self):
        return (
            settings.REQUIRE_SECOND_PERSON
            and self.by.has_perm(BYPASS)
            and reviewing.standing_of(self.release) != Standing.APPROVED
        )

    def call(self, verb, **given):
        reason = self.cleaned_data.get("bypass_reason", "")
        return super().call(verb, bypass_reason=reason, **given)


class InstantForm(AsksWhichHour, ApprovedForm):
    """A verb with an instant, `published_at`, whose year must not be a slip of the finger."""

    field_order = ("published_at", "which_hour")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["which_hour"]

    def clean_published_at(self):
        instant = self.cleaned_data["published_at"]
        if instant and instant.year not in publishing.YEARS:
            raise ValidationError(
                publishing.YEAR_OUT_OF_RANGE
                % {"first": publishing.YEARS.start, "last": publishing.YEARS.stop - 1}
            )
        return instant

    def clean(self):
        cleaned = super().clean()
        self.settle_hour(cleaned)
        return cleaned

    def time_in_words(self):
        """What the time that is typed, or waits, means; nothing where the form refuses it."""
        if not self.is_bound:
            return self.meaning_of(self.initial.get("published_at"), Precision.DAY)
        if self.problems_of_time():
            return []
        instant = self.cleaned_data.get("published_at")
        return self.meaning_of(
            None if instant == self.at else instant,
            self.cleaned_data.get("precision") or Precision.DAY,
        )

    def problems_of_time(self):
        """What keeps the time that is typed from being one instant, in words."""
        errors = self.errors
        return [*errors.get("published_at", []), *errors.get("which_hour", [])]


class PublishForm(InstantForm):
    published_at = StockholmInstantField(
        label=gettext_lazy("Publiceras"),
        required=False,
        help_text=gettext_lazy(
            "Svensk tid. Lämna tomt för att publicera nu. En tid som ligger framåt schemalägger "
            "texten; en som har varit är för en text som redan har publicerats någon annanstans."
        ),
    )
    precision = forms.ChoiceField(
        label=gettext_lazy("Hur mycket av datumet som är känt"),
        choices=Precision.choices,
        initial=Precision.DAY,
        help_text=gettext_lazy(
            "Välj månad eller år om källan inte säger vilken dag; välj då periodens första dag."
        ),
    )
    # Asked only on a day when one government takes over from another.
    handover = forms.BooleanField(
        label=gettext_lazy("Ja, räkna texten till regeringen som tillträder den dagen."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["handover"]

    def clean(self):
        cleaned = super().clean()
        cleaned["published_at"] = cleaned.get("published_at") or self.at
        taking_office = self.handover_to(cleaned)
        if taking_office is None:
            del self.fields["handover"]
        elif not cleaned.get("handover"):
            question = _(
                "Dagen är en skiftesdag. Texten räknas till %(government)s, som tillträder den "
                "dagen. Gick den ut före skiftet? Gå då tillbaka till texten och ange den "
                "avgående regeringen i fältet ”Skickat av regeringen”."
            )
            self.add_error("handover", question % {"government": taking_office.name})
        return cleaned

    def handover_to(self, cleaned):
        """The government that takes office on the day, where the sender does not say which."""
        if self.release.sent_under_id or cleaned.get("precision", Precision.DAY) != Precision.DAY:
            return None
        day = stockholm_day(cleaned["published_at"])
        return Government.objects.filter(starts_on=day).first()

    def meaning_of(self, instant, precision):
        day = stockholm_day(instant or self.at)
        sender = self.release.sent_under
        return meaning(
            instant,
            at=self.at,
            government=sender or Government.objects.on(day).first(),
            taking_office=None if sender else Government.objects.filter(starts_on=day).first(),
            precision=precision,
        )

    def act(self, cleaned):
        self.call(
            publishing.publish,
            published_at=cleaned["published_at"],
            precision=cleaned["precision"],
        )


class RescheduleForm(PublishForm):
    """Another instant for a text that waits: its frozen text goes with it, approval and all."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["precision"]
        self.fields["published_at"].required = True
        self.fields["published_at"].help_text = _("Svensk tid, framåt.")
        waiting = latest(self.release)
        if waiting:
            self.initial["published_at"] = waiting.published_at

    def may_go_without(self):
        return False

    def handover_to(self, cleaned):
        """A correction belongs to the day of the first publication, whenever it comes."""
        waiting = latest(self.release)
        return None if waiting and waiting.number > 1 else super().handover_to(cleaned)

    def act(self, cleaned):
        VerbForm.call(self, publishing.reschedule, published_at=cleaned["published_at"])


class CorrectForm(InstantForm):
    field_order = ("change", "note_sv", "note_en", "published_at", "which_hour")
    change = forms.ChoiceField(
        label=gettext_lazy("Slag av rättelse"),
        choices=[(change.value, change.label) for change in CORRECTIONS],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Mindre: stavning och liknande, utan notis. I sak: läsaren får se vad som rättats."
        ),
    )
    note_sv = public_text(gettext_lazy("Vad som har rättats, på svenska"), required=False)
    note_en = public_text(gettext_lazy("Vad som har rättats, på engelska"), required=False)
    published_at = StockholmInstantField(
        label=gettext_lazy("Rättelsen publiceras"),
        required=False,
        help_text=gettext_lazy(
            "Svensk tid. Lämna tomt för att rätta nu. Vid en tid som ligger framåt ser läsaren "
            "den nuvarande versionen till dess, och ingenting av den nya."
        ),
    )

    def meaning_of(self, instant, precision):
        return correction_meaning(instant, at=self.at)

    def act(self, cleaned):
        self.call(
            publishing.correct,
            published_at=cleaned["published_at"],
            change=Change(cleaned["change"]),
            note_sv=cleaned["note_sv"],
            note_en=cleaned["note_en"],
        )


class MoveForm(VerbForm):
    kind = forms.ChoiceField(label=gettext_lazy("Typ"), choices=Kind.choices)
    slug = forms.SlugField(
        label=gettext_lazy("Ny adress"),
        max_length=200,
        validators=[plain_address],
        help_text=gettext_lazy("Sista ledet. År och månad är publiceringens och ändras aldrig."),
        widget=AdminTextInputWidget,
    )
    reason = public_text(gettext_lazy("Varför adressen ändras"), required=True)
    # Asked when the new address is known: the page then says from where to where.
    confirmed = forms.BooleanField(label=gettext_lazy("Ja, byt adress."), required=False)
    # What was confirmed; another address is asked about anew.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Sparas i arkivet och visas inte för läsaren.")
        self.initial |= {"kind": self.release.kind, "slug": self.release.slug}
        if not self.is_bound:
            del self.fields["confirmed"]

    def clean(self):
        cleaned = super().clean()
        version = latest(self.release)
        if self.errors or version is None:
            del self.fields["confirmed"]
            return cleaned
        old = version.get_absolute_url()
        version.kind, version.slug = cleaned["kind"], cleaned["slug"]
        new = version.get_absolute_url()
        if old == new:
            del self.fields["confirmed"]
        elif not (cleaned.get("confirmed") and cleaned["shown"] == new):
            self.data = self.data.copy()
            self.data["shown"] = new
            self.asks = True
            self.data.pop("confirmed", None)
            addresses = {"old": old, "new": new}
            words = _(
                "Texten flyttas från %(old)s till %(new)s. Den som följer en gammal länk "
                "kommer till den nya adressen."
            )
            self.add_error("confirmed", words % addresses)
        return cleaned

    def act(self, cleaned):
        self.call(
            publishing.move,
            kind=cleaned["kind"],
            slug=cleaned["slug"],
            reason=cleaned["reason"],
        )


class ReasonForm(VerbForm):
    reason_sv = public_text(gettext_lazy("Skälet, på svenska"), required=True)
    reason_en = public_text(gettext_lazy("Skälet, på engelska"), required=False)


class WithdrawForm(ReasonForm):
    replaced_by = forms.ModelChoiceField(
        label=gettext_lazy("Ersätts av"),
        queryset=Release.objects.none(),
        required=False,
        empty_label=gettext_lazy("(ingen text)"),
    )
    removed = forms.BooleanField(
        label=gettext_lazy("Lag kräver att texten tas bort"),
        required=False,
        help_text=gettext_lazy("Sidan säger då bara att texten är borttagen (410)."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Release.objects.exclude(pk=self.release.pk).filter(versions__isnull=False)
        self.fields["replaced_by"].queryset = others.distinct()

    def act(self, cleaned):
        self.call(
            publishing.withdraw,
            reason_sv=cleaned["reason_sv"],
            reason_en=cleaned["reason_en"],
            replaced_by=cleaned["replaced_by"],
            removed=cleaned["removed"],
        )


class ReinstateForm(ReasonForm):
    def act(self, cleaned):
        self.call(
            publishing.reinstate,
            reason_sv=cleaned["reason_sv"],
            reason_en=cleaned["reason_en"],
        )


class CancelForm(VerbForm):
    """Nothing to fill in: the page says what will happen, the button does it."""

    def act(self, cleaned):
        self.call(publishing.cancel)
