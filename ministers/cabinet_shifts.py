"""Who came to a cabinet and who left it on one day, from rows already read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Handover:
    """Who came and who went on one day; one who kept the post through it did neither."""

    began: list
    left: list

    def __bool__(self):
        return bool(self.began or self.left)


def handover(day, tenures, ended):
    """The Handover of `day`, from the tenures in effect on it and those that it ended."""
    started = [tenure for tenure in tenures if tenure.starts_on == day]
    before = {(tenure.minister_id, tenure.post_id) for tenure in ended}
    after = {(tenure.minister_id, tenure.post_id) for tenure in started}
    return Handover(
        began=[t for t in started if (t.minister_id, t.post_id) not in before],
        left=[t for t in ended if (t.minister_id, t.post_id) not in after],
    )
