"""The accounts page: whoever administers accounts cannot rise above them."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "ett-langt-och-nytt-losenord"


@pytest.fixture
def administrator(client):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    client.force_login(user)
    return user


def page(account, name="change"):
    return reverse(f"admin:auth_user_{name}", args=[account.pk])


def posted(account, **changes):
    return {
        "username": account.username,
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "08:00:00",
        **changes,
    }


def test_administrator_gives_a_role(client, administrator):
    other, role = make_user(), Group.objects.create(name="en roll")

    client.post(page(other), posted(other, groups=[role.pk]))

    assert list(other.groups.all()) == [role]


def test_administrator_makes_no_superuser_of_anyone(client, administrator):
    right = Permission.objects.first()
    for account in (make_user(), administrator):
        client.post(page(account), posted(account, is_superuser="on", user_permissions=[right.pk]))
        account = get_user_model().objects.get(pk=account.pk)
        assert not account.is_superuser
        assert account.user_permissions.filter(pk=right.pk).exists() is (
            account.pk == administrator.pk and right.content_type.app_label == "auth"
        )


@pytest.mark.parametrize("name", ["change", "password_change", "delete"])
def test_administrator_does_not_touch_a_superuser(client, administrator, name):
    above = make_user(is_superuser=True)
    path = (
        reverse("admin:auth_user_password_change", args=[above.pk])
        if name == "password_change"
        else page(above, name)
    )

    response = client.post(
        path,
        posted(above, post="yes", password1=PASSWORD, password2=PASSWORD, is_active=""),
    )

    assert response.status_code == 403
    stored = get_user_model().objects.get(pk=above.pk)
    assert stored.is_active and not stored.check_password(PASSWORD)


def test_superuser_may(client):
    client.force_login(make_user(is_superuser=True))
    other = make_user()

    client.post(page(other), posted(other, is_superuser="on"))

    assert get_user_model().objects.get(pk=other.pk).is_superuser
