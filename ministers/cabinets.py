"""Rows arranged for tables: who sat in which department, who holds a post, under which government.

Plain functions over rows already read: no queries.
"""

from datetime import timedelta


def by_department(tenures):
    """[(department, its tenures)] in the order of their first tenure, so the first one leads."""
    groups = {}
    for tenure in tenures:
        groups.setdefault(tenure.department, []).append(tenure)
    return list(groups.items())


def under(tenures, governments):
    """[(tenure, the governments that sat during it)], oldest government first."""
    return [
        (tenure, [government for government in governments if tenure.shares_a_day_with(government)])
        for tenure in tenures
    ]


def with_holders(posts, tenures):
    """[(post, the tenures of those who hold it)], the ordinary holder first."""
    holders = {}
    for tenure in sorted(tenures, key=lambda tenure: tenure.acting):
        holders.setdefault(tenure.post_id, []).append(tenure)
    return [(post, holders.get(post.pk, [])) for post in posts]


def with_neighbours(rows, slug):
    """(the row before, the row of that slug, the row after), None for what there is not."""
    by_slug = {row.slug: place for place, row in enumerate(rows, 1)}
    place = by_slug.get(slug, 0)
    return tuple([None, *rows, None][place - 1 : place + 2]) if place else (None, None, None)


def minister_named(name, tenures):
    """The minister of that name among the tenures, or None: governments know a name only."""
    return next((row.minister for row in tenures if row.minister.name == name), None)


def sources_of(*groups):
    """Every source that the rows name, each once, in order."""
    return list(dict.fromkeys(line for rows in groups for row in rows for line in row.sources))


def neighbours(day, first, last):
    """(the day before, the day after), each None where it lies outside `first` to `last`.

    So the days never lead a reader, or a robot, out where nothing is known.
    """
    return (
        day - timedelta(days=1) if first and first < day <= last else None,
        day + timedelta(days=1) if first and first <= day < last else None,
    )
