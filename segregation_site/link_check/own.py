"""The addresses of this site, and those that lead nowhere, asked without the network."""

from pressreleases.links import addresses
from pressreleases.links.asking import Answer
from segregation_site.own_pages import OwnPages

WITHOUT_SCHEME = "Adressen saknar https:// och leder ingenstans."


def is_outside(url):
    return url.startswith(("http://", "https://")) and not addresses.is_internal(url)


def ask_ourselves(urls, tell_and_keep):
    own = OwnPages()
    for url in urls:
        if addresses.is_internal(url):
            tell_and_keep(url, own.ask(url))
        else:
            tell_and_keep(url, Answer(404, WITHOUT_SCHEME))
