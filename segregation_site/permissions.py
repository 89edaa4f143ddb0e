"""Who may do what at the editors' desk: one table, walked by a test and printed in the guide.

Each row is an address of admin: who may open it (GET), and who may act there (POST).
"""

from dataclasses import dataclass

from pressreleases.admin_verbs import APPROVE, PUBLISH, SUBMIT, VERBS

WRITER, REVIEWER, PUBLISHER = "skribent", "granskare", "publicerare"
FACTS, ADMINISTRATOR = "faktaredaktör", "administratör"
ROLES = (WRITER, REVIEWER, PUBLISHER, FACTS, ADMINISTRATOR)
NOBODY = frozenset()
EVERYONE = frozenset(ROLES)
ADMINISTRATORS = frozenset({ADMINISTRATOR})
DESK = frozenset({WRITER, REVIEWER, PUBLISHER, ADMINISTRATOR})
WRITERS = frozenset({WRITER, ADMINISTRATOR})
FACT_EDITORS = frozenset({FACTS, ADMINISTRATOR})
WHO_MAY = {
    SUBMIT: WRITERS,
    APPROVE: frozenset({REVIEWER, ADMINISTRATOR}),
    PUBLISH: frozenset({PUBLISHER, ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Row:
    """An address of admin, by name; anonymous visitors are sent to sign in from every one."""

    name: str
    open_to: frozenset
    acts: frozenset


def rows_of(model, *, see, write, add=None, delete=None):
    """The five pages that admin has for each model."""
    add = write if add is None else add
    delete = write if delete is None else delete
    return [
        Row(f"{model}_changelist", see, see),
        Row(f"{model}_history", see, NOBODY),
        Row(f"{model}_change", see, write),
        Row(f"{model}_add", add, add),
        Row(f"{model}_delete", delete, delete),
    ]


FACT_MODELS = (
    "ministers_government",
    "ministers_department",
    "ministers_post",
    "ministers_minister",
    "ministers_tenure",
    "ministers_factscheck",
    "agency_agency",
    "agency_mandate",
    "agency_assignment",
)
READ_ONLY_MODELS = ("version", "withdrawal", "reinstatement", "review", "bypass")

MATRIX = [
    *(Row(name, EVERYONE, NOBODY) for name in ("index", "jsi18n", "password_change_done")),
    Row("password_change", EVERYONE, EVERYONE),
    *(row for model in FACT_MODELS for row in rows_of(model, see=EVERYONE, write=FACT_EDITORS)),
    Row("ministers_government_handover", FACT_EDITORS, FACT_EDITORS),
    Row("ministers_government_handover_ahead", EVERYONE, NOBODY),
    Row("ministers_government_handover_entered", EVERYONE, NOBODY),
    Row("ministers_government_handover_takeback", NOBODY, FACT_EDITORS),
    *rows_of("pressreleases_release", see=DESK, write=WRITERS, delete=ADMINISTRATORS),
    Row("pressreleases_release_preview", DESK, NOBODY),
    *(
        Row(
            f"pressreleases_release_{verb.name}", WHO_MAY[verb.permission], WHO_MAY[verb.permission]
        )
        for verb in VERBS
    ),
    *(
        row
        for model in READ_ONLY_MODELS
        for row in rows_of(f"pressreleases_{model}", see=DESK, write=NOBODY)
    ),
    *rows_of("auth_user", see=ADMINISTRATORS, write=ADMINISTRATORS),
    *rows_of("auth_group", see=ADMINISTRATORS, write=ADMINISTRATORS),
    Row("auth_user_password_change", ADMINISTRATORS, ADMINISTRATORS),
    # One's own second factor, and another's that was lost.
    Row("factor", EVERYONE, NOBODY),
    *(Row(name, EVERYONE, EVERYONE) for name in ("factor_add", "factor_confirm")),
    Row("factor_codes", NOBODY, EVERYONE),
    Row("factor_reset", ADMINISTRATORS, ADMINISTRATORS),
]
# Pages with no rights of their own: they sign in and out, list what the rows above allow, or answer
# for another page (autocomplete asks for the right to see what it looks up).
WITHOUT_ROW = {"login", "factor_verify", "logout", "app_list", "autocomplete", "view_on_site"}
