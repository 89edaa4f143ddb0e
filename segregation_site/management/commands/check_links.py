"""Asks every address that texts and facts link to whether it still answers."""

import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pressreleases.links import addresses, asking, checked, destinations, problems, sources
from pressreleases.links.asking import Answer
from pressreleases.models import LinkCheck
from segregation_site import clock
from segregation_site.own_pages import OwnPages

AT_ONCE = 6
BATCH = 500
BETWEEN = 1.0  # seconds between two requests to one host
WITHOUT_SCHEME = "Adressen saknar https:// och leder ingenstans."
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
        fresh = self.asked_since(at - timedelta(days=older_than)) if older_than > 0 else set()
        due = [url for url in sorted(found) if url not in fresh]
        self.stdout.write(f"{len(found)} addresses, {len(due)} to ask.")
        if dry_run:
            for url in due:
                self.stdout.write(f"{url}  ({found[url]})")
            return
        self.forget_all_but(found)
        self.allow_private, self.done, self.total = allow_private, 0, len(due)
        self.ask_ourselves([url for url in due if not is_outside(url)])
        connected = self.ask_others([url for url in due if is_outside(url)])
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

    def asked_since(self, instant):
        return set(LinkCheck.objects.filter(checked_at__gt=instant).values_list("url", flat=True))

    def forget_all_but(self, found):
        kept = LinkCheck.objects.values_list("pk", "url")
        gone = [pk for pk, url in kept if url not in found]
        for start in range(0, len(gone), BATCH):
            LinkCheck.objects.filter(pk__in=gone[start : start + BATCH]).delete()

    def ask_ourselves(self, urls):
        own = OwnPages()
        for url in urls:
            if addresses.is_internal(url):
                self.tell_and_keep(url, own.ask(url))
            else:
                self.tell_and_keep(url, Answer(404, WITHOUT_SCHEME))

    def ask_others(self, urls):
        """Ask them, one at a time of each host; return whether there was a connection at all."""
        by_host, answers, stop = {}, queue.SimpleQueue(), threading.Event()
        for url in urls:
            by_host.setdefault(host_of(url), []).append(url)
        silent, answered = {}, []
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                for theirs in by_host.values():
                    pool.submit(self.ask_host, theirs, answers, stop)
                for _url in urls:
                    url, answer = answers.get()
                    if isinstance(answer, BaseException):
                        raise answer
                    if answer.shows_a_connection:
                        answered.append(host_of(url))
                    if answer.status is None:
                        silent[url] = answer
                    else:
                        self.tell_and_keep(url, answer)
            finally:
                stop.set()
        still_there = self.finds_again(answered)
        for url, answer in silent.items():
            if answer.problem not in (problems.PRIVATE, problems.MISSPELT) and not answered:
                answer = Answer(None, problems.NO_CONNECTION)
            self.tell_and_keep(url, self.once_more(url, answer, still_there=still_there))
        unknown = [url for url, answer in silent.items() if answer.problem != problems.PRIVATE]
        return bool(answered) or not unknown

    def ask_host(self, urls, answers, stop):
        """Put (address, Answer) for each; an exception is handed over as what it is."""
        for number, url in enumerate(urls):
            if stop.wait(BETWEEN if number else 0):
                return
            try:
                answers.put((url, self.ask(url)))
            except BaseException as error:
                answers.put((url, error))
                raise

    def ask(self, url):
        agent = f"{settings.SITE_NAME} link check ({settings.SITE_CONTACT})"
        return asking.ask(url, agent=agent, allow_private=self.allow_private)

    def finds_again(self, hosts):
        """Whether the name of a host that has answered is still found."""
        for host in hosts[:3]:
            try:
                return bool(destinations.look_up(host, None))
            except OSError:
                continue
        return False

    def once_more(self, url, answer, *, still_there):
        """A host that was not found is looked up again, so that no hiccup makes a link dead."""
        if answer.problem != problems.NO_SUCH_HOST:
            return answer
        return self.ask(url) if still_there else Answer(None, problems.NO_CONNECTION)

    def tell_and_keep(self, url, answer):
        self.tell(url, answer)
        if len(url) > checked.LONGEST or answer.problem == problems.NO_CONNECTION:
            return
        LinkCheck.objects.update_or_create(
            url=url,
            defaults={
                "checked_at": clock.now(),
                "status": answer.status,
                "problem": answer.problem,
            },
        )

    def tell(self, url, answer):
        self.done += 1
        said = " ".join(str(part) for part in (answer.status, answer.problem) if part)
        self.stdout.write(f"[{self.done}/{self.total}] {url}  {said}")


def is_outside(url):
    return url.startswith(("http://", "https://")) and not addresses.is_internal(url)


def host_of(url):
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
