"""What may stand in an address; anything else is a page that does not exist."""

from datetime import date

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class Address:
    """A slug of lower-case letters, digits and hyphens: capitals and dots are other addresses."""

    regex = "[a-z0-9]+(?:-+[a-z0-9]+)*-?"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


plain_address = RegexValidator(
    rf"^(?:{Address.regex})\Z",
    _("Adressen får bara ha små bokstäver a–z, siffror och bindestreck."),
)


class Day:
    """A calendar day, 2018-01-01; one that does not exist is no address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value):
        return date.fromisoformat(value)

    def to_url(self, value):
        return value.isoformat()


class Year:
    regex = "[12][0-9]{3}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{value:04}"


class Month:
    regex = "0[1-9]|1[0-2]"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{value:02}"
