"""Other sites asked over the network, and what their silence means."""

from django.conf import settings

from pressreleases.links import asking, destinations, problems
from pressreleases.links.asking import Answer
from segregation_site.link_check.hosts import ask_by_host, host_of


class Others:
    """Other sites; `tell_and_keep` is given each address and its Answer."""

    def __init__(self, tell_and_keep, *, allow_private):
        self.tell_and_keep, self.allow_private = tell_and_keep, allow_private
        self.silent, self.answered = {}, []

    def ask_all(self, urls):
        """Ask them, one at a time of each host; return whether there was a connection at all."""
        ask_by_host(urls, self.ask, self.receive)
        silent, answered = self.silent, self.answered
        still_there = self.finds_again(answered)
        for url, answer in silent.items():
            if answer.problem not in (problems.PRIVATE, problems.MISSPELT) and not answered:
                answer = Answer(None, problems.NO_CONNECTION)
            self.tell_and_keep(url, self.once_more(url, answer, still_there=still_there))
        unknown = [url for url, answer in silent.items() if answer.problem != problems.PRIVATE]
        return bool(answered) or not unknown

    def receive(self, url, answer):
        if answer.shows_a_connection:
            self.answered.append(host_of(url))
        if answer.status is None:
            self.silent[url] = answer
        else:
            self.tell_and_keep(url, answer)

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
