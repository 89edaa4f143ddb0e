"""The forms of a planned change of government: the day and the new government, and each row."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.converters import plain_address
from ministers.handover import Action
from ministers.models import Minister, Pronoun

DAY = "leaves_on"


def day_field(label, *, required=False, help_text=""):
    # Written out, since a browser's own date field follows the browser's language.
    widget = forms.DateInput(attrs={"autocomplete": "off"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def text_field(label, *, language="", most=250, required=False, help_text="", lines=0):
    attrs = {"lang": language} if language else {}
    widget = forms.Textarea(attrs={**attrs, "rows": lines}) if lines else forms.TextInput(attrs)
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=widget
    )


class Choosing(forms.Form):
    """A form whose lists of rows are read once for all rows."""

    def __init__(self, *args, lists, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in lists:
                field.choices = [("", "–"), *((key, str(row)) for key, row in lists[name].items())]
                field.coerce = lists[name].get

    @staticmethod
    def choice(label):
        return forms.TypedChoiceField(label=label, required=False, empty_value=None)


class PlanForm(forms.Form):
    leaves_on = day_field(
        gettext_lazy("Regeringen lämnar den (ÅÅÅÅ-MM-DD)"),
        help_text=gettext_lazy(
            "Dagen då den nya tar över. Den som lämnar räknas till och med dagen före."
        ),
    )
    starts_on = day_field(
        gettext_lazy("Den nya tillträder den (ÅÅÅÅ-MM-DD)"),
        help_text=gettext_lazy("Bara om det blir en annan dag. Tomt: samma dag."),
    )
    caretaker_from = day_field(
        gettext_lazy("Övergångsregering från (ÅÅÅÅ-MM-DD)"),
        help_text=gettext_lazy(
            "Dagen då regeringen entledigas men sitter kvar. Inga notiser ändras av det."
        ),
    )
    name_sv = text_field(
        gettext_lazy("Namn på svenska"),
        language="sv",
        most=100,
        help_text=gettext_lazy("I löpande text: regeringen Löfven I. Tomt: ingen ny är känd."),
    )
    name_en = text_field(gettext_lazy("Namn på engelska"), language="en", most=100)
    slug = text_field(
        gettext_lazy("Adress"),
        most=150,
        help_text=gettext_lazy(
            "Tomt: den görs av namnet, så att regeringen Löfven I får lofven-i. "
            "Du ser den innan du sparar. Den ändras aldrig."
        ),
    )
    prime_minister = text_field(gettext_lazy("Statsminister"), most=100)
    parties = text_field(
        gettext_lazy("Partier"), most=50, help_text=gettext_lazy("Till exempel S, MP.")
    )
    source_sv = text_field(
        gettext_lazy("Källa på svenska"),
        language="sv",
        help_text=gettext_lazy(
            "Blir källa för varje datum i skiftet. Tomt: läsaren ser ”ej bekräftad uppgift”."
        ),
    )
    source_en = text_field(gettext_lazy("Källa på engelska"), language="en")
    source_urls = text_field(
        gettext_lazy("Källornas adresser"),
        most=2000,
        lines=3,
        help_text=gettext_lazy("En per rad. Visas på den nya regeringens sida och dess statsråds."),
    )

    GOVERNMENT = ("name_en", "slug", "prime_minister", "parties")

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug:
            plain_address(slug)
        return slug

    def clean(self):
        given = super().clean()
        day, starts_on = given.get(DAY), given.get("starts_on")
        if not day and not self.has_error(DAY):
            if any(given.get(name) for name in ("starts_on", "name_sv", *self.GOVERNMENT)):
                self.add_error(DAY, _("Fyll i dagen då regeringen lämnar."))
            elif not given.get("caretaker_from"):
                self.add_error(
                    DAY, _("Fyll i dagen, eller dagen då regeringen blir övergångsregering.")
                )
        if day and starts_on and starts_on < day:
            self.add_error("starts_on", _("Den nya kan inte tillträda innan den förra lämnar."))
        if given.get("name_sv"):
            if not given.get("prime_minister"):
                self.add_error("prime_minister", _("Fyll i vem som är statsminister."))
            given["slug"] = given.get("slug") or address_of(given["name_sv"])
        elif starts_on or any(given.get(name) for name in self.GOVERNMENT):
            self.add_error("name_sv", _("Fyll i den nya regeringens namn."))
        return given


def address_of(name):
    """The address suggested for a government: "regeringen Löfven I" gives lofven-i."""
    return slugify(name.removeprefix("regeringen ").removeprefix("Regeringen "))


class StepForm(Choosing):
    """One who sits on the eve: stays, changes post or leaves."""

    action = forms.ChoiceField(
        label=gettext_lazy("Vad händer"),
        choices=Action,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Välj vad som händer.")},
    )
    post = Choosing.choice(gettext_lazy("Ny post"))
    department = Choosing.choice(gettext_lazy("Nytt departement"))
    acting = forms.BooleanField(label=gettext_lazy("Tillförordnad"), required=False)

    def __init__(self, *args, tenure, **kwargs):
        super().__init__(*args, prefix=f"rad-{tenure.pk}", **kwargs)
        self.tenure = tenure

    def clean(self):
        given = super().clean()
        moves = given.get("action") == Action.MOVES
        if moves and not given.get("post") and not self.has_error("post"):
            self.add_error(
                "post", _("Välj en ny post. Finns den inte måste den läggas till först.")
            )
        if given.get("action") in (Action.STAYS, Action.LEAVES) and given.get("post"):
            self.add_error(
                "action", _("En ny post är vald. Välj Byter post, eller ta bort den nya posten.")
            )
        return given


class ArrivalForm(Choosing):
    """One who comes: a minister of the list, or a new person; an empty row is nobody."""

    minister = Choosing.choice(gettext_lazy("Statsråd som redan finns"))
    given_name = text_field(gettext_lazy("Ny person: förnamn"), most=100)
    family_name = text_field(gettext_lazy("Efternamn"), most=100)
    pronoun = forms.ChoiceField(
        label=gettext_lazy("Pronomen"), choices=[("", "–"), *Pronoun.choices], required=False
    )
    slug = text_field(
        gettext_lazy("Adress"), most=150, help_text=gettext_lazy("Tomt: den görs av namnet.")
    )
    post = Choosing.choice(gettext_lazy("Post"))
    department = Choosing.choice(gettext_lazy("Departement"))
    acting = forms.BooleanField(label=gettext_lazy("Tillförordnad"), required=False)

    NEW = ("given_name", "family_name")

    def __init__(self, *args, number, **kwargs):
        super().__init__(*args, prefix=f"ny-{number}", **kwargs)
        self.number = number

    @property
    def is_empty(self):
        return not any(self.cleaned_data.get(name) for name in self.fields)

    def clean_slug(self):
        return PlanForm.clean_slug(self)

    def clean(self):
        given = super().clean()
        if not self.errors and not any(given.get(name) for name in self.fields):
            return given
        new = [name for name in (*self.NEW, "pronoun", "slug") if given.get(name)]
        if given.get("minister") and new:
            self.add_error("minister", _("Välj ett statsråd eller fyll i en ny person, inte båda."))
        elif not given.get("minister"):
            for name in self.NEW:
                if not given.get(name):
                    self.add_error(name, _("Fyll i namnet, eller välj ett statsråd ovan."))
            if not given.get("pronoun"):
                self.add_error("pronoun", _("Välj pronomen; ”upprepa namnet” fungerar alltid."))
        if not given.get("post") and not self.has_error("post"):
            self.add_error("post", _("Välj en post. Finns den inte måste den läggas till först."))
        return given

    def minister_of(self, made):
        """The chosen minister, or the new one; the same new person of two rows is one."""
        given = self.cleaned_data
        if given["minister"]:
            return given["minister"]
        name = (given["given_name"], given["family_name"])
        slug = given["slug"] or slugify(" ".join(name))
        if (slug, *name) not in made:
            made[slug, *name] = Minister(
                slug=slug, given_name=name[0], family_name=name[1], pronoun=given["pronoun"]
            )
        return made[slug, *name]
