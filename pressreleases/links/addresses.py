"""The addresses in a text: where they stand, and whether they lead to this site."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.found += [value.strip() for name, value in attributes if name == "href" and value]


def in_html(html):
    """Where the links of a body lead, but for those within the page and to mail and telephones."""
    parser = _Links()
    parser.feed(html or "")
    return [
        url for url in parser.found if url and not url.startswith(("#", "?", "mailto:", "tel:"))
    ]


def in_text(text):
    """The http(s) addresses in a plain text, as a page makes links of them."""
    found = []
    for url in _ADDRESS.findall(text or ""):
        url = url.rstrip(".,:;!")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,:;!")
        found.append(url)
    return found


def is_internal(url):
    """Whether an address leads to this site: without a host, or with one of our own."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    ours = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    return url.startswith("/") if host is None else validate_host(host, ours)
