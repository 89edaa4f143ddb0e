"""What is known of the addresses that have been asked: which of them are dead, in words."""

from django.db.models import Q

from pressreleases.links.problems import MISSPELT, NO_SUCH_HOST
from pressreleases.models import LinkCheck

LONGEST = LinkCheck._meta.get_field("url").max_length
# Signs in, or asks fewer questions: the page is there all the same.
ALIVE = (401, 403, 429)


def dead():
    """The LinkChecks whose address is gone: an error, no such host, or no address at all."""
    gone = Q(status__gte=400) & ~Q(status__in=ALIVE)
    return LinkCheck.objects.filter(gone | Q(problem__in=(NO_SUCH_HOST, MISSPELT)))


def told(check):
    """What became of an address, in one Swedish line for an editor."""
    if check.problem:
        return check.problem
    if check.status in (404, 410):
        return f"Sidan finns inte ({check.status})."
    return f"Servern svarar med fel ({check.status})."
