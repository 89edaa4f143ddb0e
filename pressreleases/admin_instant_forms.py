"""The forms of the verbs that show readers a text: its instant, its review, what is corrected."""

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.models import Government
from ministers.periods import Precision, stockholm_day
from pressreleases import publishing, reviewing
from pressreleases.admin_forms import SeenForm, VerbForm, public_text
from pressreleases.desk import latest
from pressreleases.enums import CORRECTIONS, Change
from pressreleases.instant_fields import StockholmInstantField
from pressreleases.instant_forms import AsksWhichHour
from pressreleases.publishing_meaning import correction_meaning, meaning
from pressreleases.states import Standing

BYPASS = "pressreleases.bypass_review"


class ApprovedForm(SeenForm):
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
        return super().call(verb, bypass_reason=reason, seen=self.cleaned_data["seen"], **given)


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
        # What is moved is the frozen text, not what the desk holds.
        del self.fields["precision"], self.fields["seen"]
        self.fields["published_at"].required = True
        self.fields["published_at"].help_text = _("Svensk tid, framåt.")
        waiting = latest(self.release)
        if waiting:
            self.initial["published_at"] = waiting.published_at

    def may_go_without(self):
        return False

    def meaning_of(self, instant, precision):
        waiting = latest(self.release)
        if waiting and waiting.number > 1:
            return correction_meaning(instant, at=self.at)
        return super().meaning_of(instant, precision)

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
