"""The fields of a posted form as [name, value] pairs, and what they say of the form itself.

Every form carries a key of its own (the field `opened`), so that a form opened later cannot put its
text in the place of one that still waits to be taken back.
"""

from django.utils.crypto import get_random_string

# The largest text that is kept, in bytes: some hundred times the longest of our texts.
LARGEST = 1_000_000
MOST_FIELDS = 5_000
# Never kept: the token, and what only says which button was pressed.
NOT_KEPT = ("csrfmiddlewaretoken",)


def new_key(user):
    """A form's key: it names whose form it is, so that nobody else's session takes its text."""
    return f"{user.pk}.{get_random_string(12)}"


def is_form_of(user, fields):
    """Whether the [name, value] pairs come from a form that was opened by `user`."""
    return value_of(fields, "opened").startswith(f"{user.pk}.")


def value_of(fields, name):
    """The first value of `name` among [name, value] pairs, or ""."""
    return next((value for key, value in fields if key == name), "")


def posted_fields(data):
    """What is kept of a posted form (a QueryDict): [name, value] pairs in the order sent."""
    return fit_to_keep((name, value) for name, values in data.lists() for value in values)


def fit_to_keep(pairs):
    # PostgreSQL keeps no NUL in a text, and nobody types one.
    return [
        [name.replace("\x00", ""), value.replace("\x00", "")]
        for name, value in pairs
        if name not in NOT_KEPT and not name.startswith("_")
    ]


def revision_of(fields):
    """The revision that the form was filled from, or None where it does not say."""
    text = value_of(fields, "revision")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
