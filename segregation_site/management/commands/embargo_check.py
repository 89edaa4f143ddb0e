"""Checks that nothing of what is not public yet shows at any door of the site."""

from django.core.management.base import BaseCommand, CommandError

from segregation_site import clock
from segregation_site.embargo import check


class Command(BaseCommand):
    help = (
        "Plants texts that are scheduled, cancelled, drafted, corrected ahead or taken back, and "
        "facts of days to come, asks for every address of the site as a reader who has not signed "
        "in, and fails if anything of them shows before its minute, or does not show at it. "
        "Everything is undone; nothing is left. It takes up to a minute, during which editors "
        "cannot publish (on SQLite: cannot save). Run it after every change of code or settings. "
        "It exits with 1 and names each leak."
    )

    def handle(self, **options):
        report = check(at=clock.now())
        self.stdout.write(
            f"Tried {report.doors} doors with {report.requests} requests "
            f"for {report.words} planted words."
        )
        if report.leaks:
            raise CommandError(f"{len(report.leaks)} leaks:\n" + "\n".join(report.leaks))
        self.stdout.write("Nothing showed before its time, and everything at it.")
