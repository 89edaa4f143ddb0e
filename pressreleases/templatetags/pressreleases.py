"""Releases on the pages of others, and texts of the record, for templates."""

from django import template
from django.utils.translation import get_language

from agency.models import Agency
from ministers.models import Department, Government, Minister
from pressreleases.models import Version
from pressreleases.reading import read_all
from pressreleases.richtext import show

register = template.Library()

# Facts never point at news: which releases stand on a fact's page is decided here.
ABOUT = {
    Minister: "about_minister",
    Agency: "about_agency",
    Department: "from_department",
    Government: "under_government",
}


@register.inclusion_tag("pressreleases/_releases_about.html", takes_context=True)
def releases_about(context, subject):
    """The latest releases about a minister or agency, from a department or under a government."""
    moment = context["moment"]
    versions = getattr(Version.objects.live(moment.at), ABOUT[type(subject)])(subject)
    return {
        "readings": read_all(versions.for_lists()[:20], moment.on),
        "as_of_query": context.get("as_of_query", ""),
    }


@register.filter
def rich(html):
    """Rich text as a page shows it: sanitised again, with Swedish typography."""
    return show(html)


@register.simple_tag
def alt_of(image):
    """The alternative text of an image of the record, and its language if it is not the page's."""
    language = get_language()
    if image["alt"][language]:
        return {"text": image["alt"][language], "language": ""}
    other = "en" if language == "sv" else "sv"
    text = image["alt"][other]
    return {"text": text, "language": other if text else ""}
