"""Made-up pictures and documents beside a text, for the component page."""

from django.templatetags.static import static

from pressreleases.enums import FileType

IMAGE = {
    "key": "",
    "name": "exempel.png",
    "type": FileType.PNG,
    "size": 24_500,
    "width": 600,
    "height": 300,
    "title": {"sv": "Bildtexten till ett exempel.", "en": "The caption of an example."},
    "alt": {
        "sv": "Stapeldiagram med fem staplar som blir lägre.",
        "en": "Bar chart with five bars, each lower than the one before.",
    },
    "decorative": False,
}
FILES = [
    IMAGE,
    {**IMAGE, "title": {"sv": "", "en": ""}, "alt": {"sv": "Bara på svenska.", "en": ""}},
    {
        **IMAGE,
        "type": FileType.PDF,
        "size": 1_240_000,
        "title": {"sv": "En bilaga", "en": "An attachment"},
    },
    {**IMAGE, "type": FileType.PDF, "title": {"sv": "En bilaga bara på svenska", "en": ""}},
]


def sample_file_url(file):
    """The picture is a file of our own; the documents lead back to the list itself."""
    return "#k-bilagor" if file["type"] == FileType.PDF else static("img/sample-figure.svg")
