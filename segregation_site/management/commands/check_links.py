"""Asks every address that texts and facts link to whether it still answers."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from pressreleases.links import checked, sources
from segregation_site import clock
from segregation_site.link_check import kept
from segregation_site.link_check.others import Others
from segregation_site.link_check.own import ask_ourselves, is_outside

DEAD, NO_CONNECTION = 1, 2


class Command(BaseCommand):
    help = (
        "Asks every address in published texts, drafts and facts whether it still answers, and "
        "keeps the answers for the editors’ first page. Addresses of this site are asked without "
        "the network. Ends with 0 when no address is dead, 1 when one is, 2 when there was no "
        "connection, so that nothing is known of other sites; what was known before then stays."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--older-than",
            type=int,
            default=0,
            metavar="DAYS",
            help="leave alone what was asked within so many days",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be asked; ask and keep nothing"
        )
        parser.add_argument(
            "--allow-private",
            action="store_true",
            help="ask addresses of this machine and of private networks too (for tests, intranets)",
        )

    def handle(self, *, older_than, dry_run, allow_private, **options):
        at = clock.now()
        found = sources.everywhere(at)
        fresh = kept.asked_since(at - timedelta(days=older_than)) if older_than > 0 else set()
        due = [url for url in sorted(found) if url not in fresh]
        self.stdout.write(f"{len(found)} addresses, {len(due)} to ask.")
        if dry_run:
            for url in due:
                self.stdout.write(f"{url}  ({found[url]})")
            return
        kept.forget_all_but(found)
        self.done, self.total = 0, len(due)
        ask_ourselves([url for url in due if not is_outside(url)], self.tell_and_keep)
        others = Others(self.tell_and_keep, allow_private=allow_private)
        connected = others.ask_all([url for url in due if is_outside(url)])
        dead = checked.dead().count()
        if not connected:
            raise CommandError(
                "Ingen förbindelse: no other site answered, so nothing is said of any of them. "
                f"{dead} addresses were known to be dead before or are our own.",
                returncode=NO_CONNECTION,
            )
        if dead:
            raise CommandError(f"{dead} addresses are dead.", returncode=DEAD)
        self.stdout.write("No address is dead.")

    def tell_and_keep(self, url, answer):
        self.tell(url, answer)
        kept.keep(url, answer)

    def tell(self, url, answer):
        self.done += 1
        said = " ".join(str(part) for part in (answer.status, answer.problem) if part)
        self.stdout.write(f"[{self.done}/{self.total}] {url}  {said}")
