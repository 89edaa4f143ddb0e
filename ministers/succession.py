"""What is known on a day, and who answers for a post's area when nobody holds it."""

from ministers.models import Department, Post, Tenure


def known_posts(on):
    """The posts that someone has held by `on`; one made ahead for a coming minister is left out."""
    return Post.objects.filter(pk__in=Tenure.objects.started_by(on).values("post"))


def known_departments(on):
    """The departments set up by `on`, of unknown age, or already named as someone's to be."""
    named = Department.objects.filter(pk__in=Tenure.objects.started_by(on).values("department"))
    return Department.objects.exclude(starts_on__gt=on) | named


def as_known(rows, moment):
    """The rows, where an end lies ahead, as they stood before that end was entered.

    A note may speak of the end, so it waits for it; what it said before stays meanwhile, or its
    going would tell that an end is planned. One query where an end lies ahead, else none. The rows
    are changed in memory only. A day asked for shows no notes of what had not ended by then.
    """
    ahead = [row for row in rows if row.ends_on and row.ends_on > moment.on]
    if not ahead or moment.asked:
        return rows
    history = type(ahead[0]).history.filter(id__in=[row.pk for row in ahead], ends_on=None)
    earlier = {record.id: record for record in history.order_by("history_id")}
    for row in ahead:
        record = earlier.get(row.pk)
        row.ends_on = None
        row.note_sv = record.note_sv if record else ""
        row.note_en = record.note_en if record else ""
    return rows


def responsible(post, on):
    """(chain, tenure): the posts that took the area over, and who holds the last of them on `on`.

    The chain begins with `post` and ends at the first that has a holder, or at the last one known
    on that day; then `tenure` is None. An ordinary holder goes before an acting one. Two queries,
    however long the chain is.
    """
    posts = {found.pk: found for found in known_posts(on)}
    current = Tenure.objects.on(on).select_related("minister", "post").order_by("-acting")
    holders = {tenure.post_id: tenure for tenure in current}
    chain, link = [], post
    while link is not None and link not in chain:
        chain.append(link)
        if link.pk in holders:
            return chain, holders[link.pk]
        link = posts.get(link.succeeded_by_id)
    return chain, None
