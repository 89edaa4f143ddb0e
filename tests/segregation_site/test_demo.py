"""manage.py demo: prepares the site, can be run again, and never runs in production."""

import socket
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from pressreleases.models import Version
from segregation_site.management.commands.demo import ACCOUNTS, password_of

pytestmark = pytest.mark.django_db


def test_demo_prepares_and_can_run_again(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    for _time in range(2):
        out = StringIO()
        call_command("demo", no_serve=True, stdout=out)
        for name, _role, does in ACCOUNTS:
            assert f"account {name}, password {password_of(name)}  ({does})" in out.getvalue()
    users = get_user_model().objects
    assert users.count() == len(ACCOUNTS)
    assert not users.filter(is_superuser=True).exists()
    for name, role, _does in ACCOUNTS:
        user = users.get(username=name)
        assert user.check_password(password_of(name))
        assert [group.name for group in user.groups.all()] == [role]
    assert Version.objects.count() == 17


def test_demo_refuses_production(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="SITE_MODE=production"):
        call_command("demo", no_serve=True)
    assert not get_user_model().objects.exists()


def test_demo_refuses_a_taken_port_before_it_does_anything():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="Choose another"):
            call_command("demo", port=taken.getsockname()[1])
    assert not get_user_model().objects.exists()
