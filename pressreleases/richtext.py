"""What rich text may hold, and the one place that calls text safe.

Sanitised when saved and again when shown (ASVS 5.0, 1.3.1): a rule made stricter later holds for
what was stored before it.
"""

import re

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django_prose_editor.fields import ProseEditorField

from pressreleases.pasted import tidy

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "a", "strong", "em", "br"}
ATTRIBUTES = {"a": {"href", "hreflang", "lang"}, "p": {"lang"}, "blockquote": {"lang"}}
_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
# A dash that opens a paragraph introduces a spoken line (talstreck): U+2013 and a hard space.
_SPOKEN = re.compile(r"<p>\s*[-–—](?:\s|&nbsp;)+")
_BETWEEN = re.compile(r"\n+(?=</?(?:p|h2|h3|ul|ol|li|blockquote)\b)")
# A number and its unit or month stay on one line.
_NUMBER = re.compile(
    r"(\d) (?=(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|"
    r"december|procent|kronor|miljoner|§|\d{3}\b))"
)


def sanitised(html):
    """`html` without anything that the site cannot show; an empty paragraph counts as nothing."""
    cleaned = _cleaner.clean(html or "").strip()
    return cleaned if strip_tags(cleaned).replace("&nbsp;", "").strip() else ""


def clean(html):
    """What is kept of `html`, typed or pasted: tidied (see pasted.py), then sanitised.

    What needs no tidying keeps its line breaks too: the record compares texts to the letter.
    """
    plain, tidied = sanitised(html), sanitised(tidy(html or ""))
    return plain if _BETWEEN.sub("", plain) == tidied else tidied


def show(html):
    """`html` sanitised again, with Swedish typography, marked as safe for a page."""
    text = _SPOKEN.sub('<p class="quote">–\u00a0', sanitised(html))
    return mark_safe(_NUMBER.sub("\\1\u00a0", text))  # noqa: S308  sanitised on the line above


class RichTextField(ProseEditorField):
    """HTML that is sanitised however it is saved, not only through a form."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault(
            "extensions",
            {
                "Bold": True,
                "Italic": True,
                "BulletList": True,
                "OrderedList": True,
                "ListItem": True,
                "Blockquote": True,
                "Heading": {"levels": [2, 3]},
                "Link": {"enableTarget": False},
            },
        )
        kwargs["sanitize"] = clean
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance, add):
        return clean(super().pre_save(model_instance, add))
