"""What is typed to sign in. Pasting is allowed everywhere: password managers paste."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.utils.translation import gettext_lazy as _

CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autocapitalize": "off",
    "spellcheck": "false",
    "autofocus": True,
}
WRONG = _("Koden stämmer inte, eller har redan använts. Vänta på nästa kod och försök igen.")


class SignInForm(AdminAuthenticationForm):
    """One answer to every fault, so that it tells nothing of which accounts there are."""

    error_messages = dict.fromkeys(
        ("invalid_login", "inactive"),
        _("Användarnamnet eller lösenordet stämmer inte. Skilj på stora och små bokstäver."),
    )


class AppCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kod från appen"),
        help_text=_("Sex siffror, som byts var trettionde sekund."),
        max_length=12,
        widget=forms.TextInput(attrs=CODE),
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split())


class RecoveryCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Återställningskod"),
        help_text=_("En av koderna du sparade, till exempel ABCD-EFGH-JKMN. Den gäller en gång."),
        max_length=40,
        widget=forms.TextInput(attrs={**CODE, "autocomplete": "off", "inputmode": "text"}),
    )


class PasswordForm(forms.Form):
    """Asked again before the factor is changed."""

    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class PasswordAndAppCodeForm(AppCodeForm, PasswordForm):
    field_order = ["password", "code"]


class PasswordAndRecoveryCodeForm(RecoveryCodeForm, PasswordForm):
    field_order = ["password", "code"]


def confirm_form(has_app, recovery):
    """The form that asks for the password and, of who has one, the factor."""
    if not has_app:
        return PasswordForm
    return PasswordAndRecoveryCodeForm if recovery else PasswordAndAppCodeForm
