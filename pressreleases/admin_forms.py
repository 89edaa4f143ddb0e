"""The forms of the verbs: what each asks the editor for, and how it calls publishing.py."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.converters import plain_address
from pressreleases import publishing, reviewing
from pressreleases.desk import digest_of, latest
from pressreleases.enums import Kind
from pressreleases.models import Release


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


class SeenForm(VerbForm):
    """A verb about the desk's text: it is told the digest of the text that the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = digest_of(self.release)

    def perform(self):
        done = super().perform()
        if not done and "seen" in self.fields:
            # The page is shown again with the text as it is now: that is what is seen next.
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]
        return done


class ReviewForm(SeenForm):
    """A decision on exactly the text that the page shows."""

    verb = staticmethod(reviewing.approve)
    comment = public_text(gettext_lazy("Kommentar till skribenten"), required=False)

    def act(self, cleaned):
        self.call(self.verb, seen=cleaned["seen"], comment=cleaned["comment"])


class SendBackForm(ReviewForm):
    verb = staticmethod(reviewing.send_back)
    comment = public_text(gettext_lazy("Vad som behöver ändras"), required=True)


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
