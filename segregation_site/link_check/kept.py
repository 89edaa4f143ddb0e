"""What is kept of the answers of addresses, from one check to the next."""

from pressreleases.links import checked, problems
from pressreleases.models import LinkCheck
from segregation_site import clock

BATCH = 500


def asked_since(instant):
    return set(LinkCheck.objects.filter(checked_at__gt=instant).values_list("url", flat=True))


def forget_all_but(found):
    kept = LinkCheck.objects.values_list("pk", "url")
    gone = [pk for pk, url in kept if url not in found]
    for start in range(0, len(gone), BATCH):
        LinkCheck.objects.filter(pk__in=gone[start : start + BATCH]).delete()


def keep(url, answer):
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
