"""Where a pasted link leads, without the detour and the marks that follow the reader."""

import re
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

# What mail programs and search engines put between a reader and the page: host, path, parameter.
DETOURS = [
    (re.compile(r"(^|\.)safelinks\.protection\.outlook\.com$"), "/", "url"),
    (re.compile(r"^(www\.)?google\.[a-z.]+$"), "/url", "q"),
]
FOLLOWS = re.compile(r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|_hsenc|_hsmi|igshid)$")


def direct(href):
    """The address that `href` means; an address that cannot be read stays as it is."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return href
    for host, path, name in DETOURS:
        if host.search(parts.hostname or "") and parts.path == path:
            [target, *_more] = parse_qs(parts.query).get(name) or [""]
            if target.startswith(("https://", "http://")):
                return direct(target)
    given = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in given if not FOLLOWS.match(name)]
    # An address without such marks stays exactly as it was written.
    return href if kept == given else urlunsplit(parts._replace(query=urlencode(kept)))
