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
PUBLISHERS = frozenset({PUBLISHER, ADMINISTRATOR})
SHARERS = WRITERS | PUBLISHERS
WHO_MAY = {
    SUBMIT: WRITERS,
    APPROVE: frozenset({REVIEWER, ADMINISTRATOR}),
    PUBLISH: PUBLISHERS,
}
# The verbs' buttons, as the guide's table says them.
IN_WORDS = {
    "submit": "lämna in för granskning",
    "approve": "godkänna, dock inte sin egen",
    "return": "återlämna med en kommentar",
    "publish": "publicera eller schemalägga",
    "reschedule": "ändra tiden för en schemalagd",
    "cancel": "ställa in en schemalagd publicering",
    "correct": "rätta en publicerad",
    "withdraw": "dra tillbaka",
    "reinstate": "återinföra",
    "move": "byta adress på en publicerad",
}


@dataclass(frozen=True)
class Row:
    """An address of admin, by name; anonymous visitors are sent to sign in from every one.

    For the guide: the `thing` (a model's label, or words in Swedish), what one does who opens the
    page (`sees`) and who acts there (`does`). A test fails where the words are missing.
    """

    name: str
    open_to: frozenset
    acts: frozenset
    thing: str = ""
    sees: str = ""
    does: str = ""

    @property
    def lines(self):
        """[(what, the roles that may)], one where opening and acting are one right."""
        if self.open_to == self.acts:
            return [(self.does, self.acts)]
        return [
            (words, roles)
            for words, roles in ((self.sees, self.open_to), (self.does, self.acts))
            if words or roles
        ]


def rows_of(model, *, see, write, add=None, delete=None):
    """The five pages that admin has for each model."""
    add = write if add is None else add
    delete = write if delete is None else delete
    return [
        Row(f"{model}_changelist", see, see, model, does="söka i listan"),
        Row(f"{model}_history", see, NOBODY, model, sees="läsa historiken"),
        Row(f"{model}_change", see, write, model, sees="läsa", does="ändra"),
        Row(f"{model}_add", add, add, model, does="lägga till"),
        Row(f"{model}_delete", delete, delete, model, does="ta bort"),
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

RELEASE = "pressreleases_release"
GOVERNMENT = "ministers_government"
ACCOUNT, FIRST_PAGE = "Det egna kontot", "Första sidan och guiden"
LOG = "Ändringsloggen"

MATRIX = [
    Row("index", EVERYONE, NOBODY, FIRST_PAGE, sees="se det som väntar på en själv"),
    Row("guide", EVERYONE, NOBODY, FIRST_PAGE, sees="läsa guiden"),
    Row("waiting_utkast", WRITERS, NOBODY, FIRST_PAGE, sees="se alla sina utkast"),
    Row(
        "waiting_andra",
        WRITERS | PUBLISHERS,
        NOBODY,
        FIRST_PAGE,
        sees="se alla texter som väntar på någon annan",
    ),
    Row("waiting_fakta", FACT_EDITORS, NOBODY, FIRST_PAGE, sees="se alla fakta som snart går ut"),
    Row(
        "waiting_lankar",
        WRITERS | PUBLISHERS | FACT_EDITORS,
        NOBODY,
        FIRST_PAGE,
        sees="se alla döda länkar",
    ),
    Row("jsi18n", EVERYONE, NOBODY, FIRST_PAGE, sees="hämta sidornas skript"),
    Row("password_change", EVERYONE, EVERYONE, ACCOUNT, does="byta lösenord"),
    Row("password_change_done", EVERYONE, NOBODY, ACCOUNT, sees="se att lösenordet är bytt"),
    # Everyone reads there what they may read anyway; nobody changes anything.
    Row("audit", EVERYONE, NOBODY, LOG, sees="läsa vad som har hänt med det man får läsa"),
    Row("audit_export", EVERYONE, NOBODY, LOG, sees="ladda ner samma sak som CSV"),
    *(row for model in FACT_MODELS for row in rows_of(model, see=EVERYONE, write=FACT_EDITORS)),
    Row(
        "ministers_government_handover",
        FACT_EDITORS,
        FACT_EDITORS,
        GOVERNMENT,
        does="pröva och lägga in ett regeringsskifte",
    ),
    Row(
        "ministers_government_handover_ahead",
        EVERYONE,
        NOBODY,
        GOVERNMENT,
        sees="se vad som ändras en kommande dag",
    ),
    Row(
        "ministers_government_handover_entered",
        EVERYONE,
        NOBODY,
        GOVERNMENT,
        sees="läsa ett inlagt regeringsskifte",
    ),
    Row(
        "ministers_government_handover_takeback",
        NOBODY,
        FACT_EDITORS,
        GOVERNMENT,
        does="ta tillbaka ett regeringsskifte som inte har skett",
    ),
    *rows_of(RELEASE, see=DESK, write=WRITERS, delete=ADMINISTRATORS),
    Row("pressreleases_release_preview", DESK, NOBODY, RELEASE, sees="förhandsgranska"),
    Row("pressreleases_release_earlier", DESK, NOBODY, RELEASE, sees="läsa tidigare texter"),
    Row(
        "pressreleases_release_restore", NOBODY, WRITERS, RELEASE, does="ta tillbaka en äldre text"
    ),
    Row(
        "pressreleases_storedfile_file",
        DESK,
        NOBODY,
        RELEASE,
        sees="se bilder och dokument, även opublicerade",
    ),
    # What one types and has not saved, and that one has the form open: kept by script.
    *(
        Row(f"pressreleases_release_{page}", NOBODY, WRITERS, RELEASE, does=words)
        for page, words in (
            ("autosave", "få det man skriver säkrat"),
            ("autosave_new", "få det man skriver i en ny text säkrat"),
            ("heartbeat", "se vem mer som har texten öppen"),
            ("discard", "kasta det man har skrivit och inte sparat"),
            ("discard_new", "kasta en ny text som inte är sparad"),
        )
    ),
    # What the form's script asks while someone writes or sets a time.
    *(
        Row(f"pressreleases_release_{page}", NOBODY, WRITERS, RELEASE, does=words)
        for page, words in (
            ("hints", "få råd om språket medan man skriver"),
            ("pasted", "få inklistrad text tvättad"),
        )
    ),
    Row(
        "pressreleases_release_tenures",
        WRITERS,
        NOBODY,
        RELEASE,
        sees="söka statsråd med dagens titel",
    ),
    Row(
        "pressreleases_release_time",
        NOBODY,
        PUBLISHERS,
        RELEASE,
        does="få veta vad en publiceringstid betyder",
    ),
    Row(
        "pressreleases_release_share",
        SHARERS,
        SHARERS,
        RELEASE,
        does="dela en förhandsgranskning och återkalla länken",
    ),
    Row(
        "pressreleases_release_upcoming",
        DESK,
        NOBODY,
        RELEASE,
        sees="se det som publiceras de närmaste dagarna",
    ),
    *(
        Row(
            f"pressreleases_release_{verb.name}",
            WHO_MAY[verb.permission],
            WHO_MAY[verb.permission],
            RELEASE,
            does=IN_WORDS.get(verb.name, ""),
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
    Row(
        "auth_user_password_change",
        ADMINISTRATORS,
        ADMINISTRATORS,
        "auth_user",
        does="ge ett nytt lösenord",
    ),
    # One's own second factor, and another's that was lost.
    Row("factor", EVERYONE, NOBODY, ACCOUNT, sees="se sin säkra inloggning"),
    Row("factor_add", EVERYONE, EVERYONE, ACCOUNT, does="lägga till eller byta inloggningsapp"),
    Row("factor_confirm", EVERYONE, EVERYONE, ACCOUNT, does="bekräfta att det är en själv"),
    Row("factor_codes", NOBODY, EVERYONE, ACCOUNT, does="göra nya återställningskoder"),
    Row("passkey_offer", NOBODY, EVERYONE, ACCOUNT, does="börja lägga till en passnyckel"),
    Row("passkey_add", NOBODY, EVERYONE, ACCOUNT, does="lägga till en passnyckel"),
    Row("passkey_remove", NOBODY, EVERYONE, ACCOUNT, does="ta bort en passnyckel"),
    Row(
        "factor_reset",
        ADMINISTRATORS,
        ADMINISTRATORS,
        "auth_user",
        does="återställa säker inloggning",
    ),
]
# Pages with no rights of their own: they sign in and out, list what the rows above allow, or answer
# for another page (autocomplete asks for the right to see what it looks up).
WITHOUT_ROW = {
    *("login", "factor_verify", "passkey_ask", "passkey_show", "logout"),
    *("app_list", "autocomplete", "view_on_site"),
}
