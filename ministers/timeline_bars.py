"""One bar of a timeline: its place in the drawing and the room for its label."""

from dataclasses import dataclass

WIDTH = 640
ROW = 48
# Labels are set in 16 px Source Sans, whose letters are seldom wider than this on average.
LETTER = 8


@dataclass(frozen=True)
class Bar:
    """One bar: its label and the label's language, its period, and its place in the drawing."""

    label: str
    language: str
    period: object
    row: int
    x: int
    width: int
    ongoing: bool

    @property
    def y(self):
        return self.row * ROW + 26

    @property
    def label_y(self):
        return self.row * ROW + 18

    @property
    def leans_left(self):
        """Whether the label ends where the bar does: it has no room after the bar's beginning."""
        room = WIDTH - self.x
        return len(self.label) * LETTER > room and self.x + self.width > room

    @property
    def label_x(self):
        return self.x + self.width if self.leans_left else self.x

    @property
    def letters(self):
        """How much of the label there is room for."""
        return (self.label_x if self.leans_left else WIDTH - self.x) // LETTER
