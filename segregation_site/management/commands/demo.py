"""Prepares the demonstration on this machine and serves it."""

import os
import socket
import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from segregation_site import clock
from segregation_site.content import load_content

# Only for this machine: demo mode answers to no other host, and production refuses this command.
# (name, the role's group, what it does). The password follows from the name.
ACCOUNTS = (
    ("skribent", "skribent", "writes and submits"),
    ("granskare", "granskare", "approves or returns with a comment"),
    ("publicerare", "publicerare", "publishes, schedules, corrects, withdraws"),
    ("faktaredaktor", "faktaredaktör", "keeps ministers, governments and the agency"),
    ("administrator", "administratör", "everything, accounts too"),
)


def password_of(name):
    return f"pressarkivet-demo-{name}"


class Command(BaseCommand):
    help = "Migrates, loads the content, makes the demo accounts and serves the site."

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="prepare, then stop")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, no_serve, port, **options):
        if not settings.DEMO:
            raise CommandError(
                "manage.py demo makes accounts with known passwords, so it does not run with "
                "SITE_MODE=production. Unset SITE_MODE to run the demonstration."
            )
        if not no_serve:
            refuse_a_taken_port(port)
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        loaded = load_content(at=clock.now())
        self.stdout.write(f"Loaded {loaded['facts']} facts and {loaded['releases']} texts.")
        for name, role, _does in ACCOUNTS:
            make_account(name, role)
        call_command("collectstatic", verbosity=0, interactive=False)
        self.announce(port)
        if not no_serve:
            self.serve(port)

    def announce(self, port):
        address = f"http://localhost:{port}/"
        self.stdout.write(f"\nThe site:   {address}   (English: {address}en/)")
        self.stdout.write(f"The editors: {address}admin/")
        for name, _role, does in ACCOUNTS:
            self.stdout.write(f"  account {name}, password {password_of(name)}  ({does})")

    def serve(self, port):
        """Become the web server, so that Ctrl-C and a stop reach it and nothing is left behind."""
        self.stdout.write("\nStop the server with Ctrl-C.\n")
        self.stdout.flush()
        connection.close()
        server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        server += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
        server += ["--log-level", "warning", "segregation_site.wsgi:application"]
        os.chdir(settings.BASE_DIR)
        os.execve(server[0], server, {**os.environ, "SITE_MODE": "demo"})  # noqa: S606


def refuse_a_taken_port(port):
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(
                f"Something already answers on port {port}. Choose another: "
                f"python manage.py demo --port {port + 1}"
            )


def make_account(name, role):
    """The account, unless it is there: what someone changed stays changed."""
    users = get_user_model().objects
    if users.filter(username=name).exists():
        return
    user = users.create_user(name, password=password_of(name), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
