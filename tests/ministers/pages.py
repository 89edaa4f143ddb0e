"""Asking for a page of `ministers`, and reading it as a reader does."""

import re
from html import unescape

from django.urls import reverse
from django.utils.translation import override


def address(name, language="sv", **kwargs):
    with override(language):
        return reverse(f"ministers:{name}", kwargs=kwargs)


def words(response):
    """The page's text inside <main>, without markup."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def show(client, name, on=None, language="sv", **kwargs):
    query = {"datum": on.isoformat()} if on else {}
    return client.get(address(name, language, **kwargs), query)


def rows_of(text, start, end=None):
    """The part of a text from `start` on, up to `end`."""
    part = text[text.index(start) :]
    return part[: part.index(end)] if end else part
