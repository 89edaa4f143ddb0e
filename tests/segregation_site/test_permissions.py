"""The permission matrix: every address of admin, every role and anonymous, from one table."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import get_resolver, reverse

from agency.models import Agency
from ministers.models import FactsCheck
from pressreleases.models import Bypass, Reinstatement, Release, Review, Version, Withdrawal
from pressreleases.publishing import reinstate, withdraw
from segregation_site import clock
from segregation_site.permissions import MATRIX, ROLES, WITHOUT_ROW
from segregation_site.signin import limits
from tests.factories import (
    make_agency,
    make_assignment,
    make_attachment,
    make_bypass,
    make_government,
    make_handover,
    make_mandate,
    make_published,
    make_release,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db
ANONYMOUS = "anonym"
PUBLISHED_AT = datetime(2017, 12, 1, 9, tzinfo=UTC)
OWN_FACTOR = (
    *("factor", "factor_add", "factor_confirm", "factor_codes"),
    *("passkey_offer", "passkey_add"),
)
OF_NO_ROW = (
    *("index", "guide", "jsi18n", "password_change", "password_change_done"),
    *("audit", "audit_export"),
)


def admin_names(patterns=None):
    """The names of all addresses under /admin/."""
    if patterns is None:
        [admin] = [entry for entry in get_resolver().url_patterns if str(entry.pattern) == "admin/"]
        patterns = admin.url_patterns
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            yield from admin_names(entry.url_patterns)
        elif entry.name:
            yield entry.name


def rowless(names):
    return set(names) - {row.name for row in MATRIX} - WITHOUT_ROW


def test_matrix_has_a_row_for_every_address_of_admin():
    names = list(admin_names())

    assert rowless(names) == set()
    assert {row.name for row in MATRIX} <= set(names)
    assert len({row.name for row in MATRIX}) == len(MATRIX)
    assert len(names) > 80


def test_matrix_an_address_without_a_row_would_be_found():
    assert rowless(["pressreleases_release_burn"]) == {"pressreleases_release_burn"}


def make_rows():
    """One row of every model that admin shows, by the first part of its addresses' names."""
    # Before all that the content tells of: the browser's tests make these rows beside it.
    government = make_government(starts_on=date(1991, 10, 4), ends_on=date(1994, 10, 7))
    tenure = make_tenure()
    mandate, assignment = make_mandate(agency=make_agency()), make_assignment()
    version = make_published(at=PUBLISHED_AT)
    withdraw(release=version.release, by=None, at=PUBLISHED_AT, reason_sv="Fel.")
    reinstate(release=version.release, by=None, at=PUBLISHED_AT, reason_sv="Rätt.")
    make_bypass()
    draft = make_release()
    user = make_user(password="ett ganska långt lösenord")
    Review.objects.create(release=draft, digest="0", submitted_at=PUBLISHED_AT, submitted_by=user)
    stored = make_attachment(release=draft).file
    check = FactsCheck.objects.create(known_until=PUBLISHED_AT.date())
    models = (Agency, Bypass, Reinstatement, Release, Review, Version, Withdrawal, Group)
    found = {model._meta.label_lower.replace(".", "_"): model.objects.first() for model in models}
    return found | {
        "ministers_government": government,
        "ministers_department": draft.department,
        "ministers_post": tenure.post,
        "ministers_minister": tenure.minister,
        "ministers_tenure": tenure,
        "ministers_factscheck": check,
        "ministers_government_handover": make_handover(),
        "agency_mandate": mandate,
        "agency_assignment": assignment,
        "pressreleases_storedfile": stored,
        "auth_user": user,
    }


@pytest.fixture
def rows():
    return make_rows()


def address(name, rows):
    model, _, page = name.rpartition("_")
    if name in (*OF_NO_ROW, *OWN_FACTOR) or name.startswith("waiting_"):
        return reverse(f"admin:{name}")
    if page in ("changelist", "add", "new", "upcoming", "hints", "pasted", "tenures"):
        return reverse(f"admin:{name}")
    if name == "passkey_remove":
        return reverse(f"admin:{name}", args=[0])
    if name in ("ministers_government_handover", "ministers_government_handover_ahead"):
        return reverse(f"admin:{name}")
    if model == "ministers_government_handover":
        return reverse(f"admin:{name}", args=[rows[model]])
    if name in ("auth_user_password_change", "factor_reset"):
        model = "auth_user"
    row = rows[model]
    return reverse(f"admin:{name}", args=[row.key if page == "file" else row.pk])


@pytest.fixture(params=[ANONYMOUS, *ROLES])
def visitor(request, client):
    if request.param != ANONYMOUS:
        user = make_user()
        user.groups.add(Group.objects.get(name=request.param))
        client.force_login(user)
        session = client.session
        # As one who has just signed in: the pages of the second factor ask for no password again.
        limits.begin(session, clock.now())
        limits.note(session, limits.FRESH_AT, clock.now())
        session.save()
    client.role = request.param
    return client


def test_matrix_who_may_open_each_page(visitor, rows, measured):
    wrong = {}
    for row in MATRIX:
        url = address(row.name, rows)
        answer = visitor.get(url)
        if answer.streaming:
            # Read to its end, or the file stays open.
            answer.getvalue()
        if visitor.role == ANONYMOUS:
            expected = 302
            assert answer.url.startswith(reverse("admin:login")), url
        else:
            # What is only acted on is shown to nobody.
            refused = 403 if row.open_to or not row.acts else 405
            expected = 200 if visitor.role in row.open_to else refused
        if answer.status_code != expected:
            wrong[row.name] = (answer.status_code, expected)

    assert wrong == {}
    measured(f"permission matrix: {len(MATRIX)} addresses opened as {visitor.role}")


ACTED_ON = ("_change", "_add", "_delete", "_handover", "_takeback")
FACTOR = {"factor_confirm", "factor_codes", "factor_reset", "passkey_offer", "passkey_remove"}


def test_matrix_who_may_act_on_each_page(visitor, rows):
    """An empty form: whoever may act is told what is missing, everyone else is refused."""
    verbs = {row.name for row in MATRIX if row.name.startswith("pressreleases_release_")}
    acted, wrong = 0, {}
    for row in MATRIX:
        if not row.name.endswith(ACTED_ON) and row.name not in verbs | FACTOR:
            continue
        if row.name.endswith(("_history", "_preview", "_earlier", "_changelist", "_upcoming")):
            continue
        acted += 1
        answer = visitor.post(address(row.name, rows), {"_may": "1"})
        if visitor.role == ANONYMOUS:
            allowed = not answer.url.startswith(reverse("admin:login"))
        else:
            allowed = answer.status_code != 403
        if allowed != (visitor.role in row.acts):
            wrong[row.name] = answer.status_code

    assert wrong == {}
    assert acted >= 50


def test_roles_have_no_right_to_touch_the_record():
    assert Group.objects.count() == len(ROLES)
    touching = Permission.objects.filter(
        group__isnull=False,
        content_type__app_label="pressreleases",
        content_type__model__in=[
            "version",
            "withdrawal",
            "reinstatement",
            "draft",
            "review",
            "bypass",
        ],
    ).exclude(codename__startswith="view_")
    assert not touching.exists()


@pytest.mark.parametrize("role", ["skribent", "granskare", "publicerare", "faktaredaktör"])
def test_roles_but_the_administrator_make_no_accounts(role):
    group = Group.objects.get(name=role)
    assert not group.permissions.filter(content_type__app_label="auth").exists()
