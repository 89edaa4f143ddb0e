"""What in a planned change of government is worth a second look; no queries."""

from django.utils.translation import gettext as _

from ministers.models import PRIME_MINISTER


def left_without_holder(plan):
    """The posts that someone holds on the eve and nobody after: a hint, not a fault."""
    held = {tenure.post_id for _key, tenure in plan.kept + plan.begun}
    posts = {tenure.post_id: tenure.post for tenure in plan.ended if tenure.post_id not in held}
    return list(posts.values())


def prime_ministers(plan):
    """The names of those who hold the prime minister's post after the day."""
    return [
        tenure.minister.name
        for _key, tenure in plan.kept + plan.begun
        if tenure.post.slug == PRIME_MINISTER
    ]


def hints(plan):
    """What is worth a second look before the plan is saved, in words."""
    found = []
    if plan.leaves_on is None:
        return found
    if posts := left_without_holder(plan):
        found.append(
            _("Poster som ingen har efter skiftet: %s.") % ", ".join(post.title for post in posts)
        )
    if plan.government is None:
        found.append(_("Ingen ny regering är angiven. Från den dagen är ingen regering känd."))
    elif (names := prime_ministers(plan)) != [plan.government.prime_minister]:
        found.append(
            _("Regeringens statsminister är %(name)s, men posten statsminister har %(holder)s.")
            % {
                "name": plan.government.prime_minister,
                "holder": ", ".join(names) or _("ingen"),
            }
        )
    if plan.starts_on and plan.starts_on != plan.leaves_on:
        found.append(
            _("Mellan %(first)s och %(second)s sitter ingen regering.")
            % {"first": plan.leaves_on.isoformat(), "second": plan.starts_on.isoformat()}
        )
    if not any(plan.ends_source.values()):
        found.append(_("Ingen källa är angiven: läsaren ser ”ej bekräftad uppgift”."))
    return found
