"""Every link on every page leads somewhere, at once, and every anchor exists."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

# Above what the content has; a crawl that grows past it has found an endless calendar.
MOST_PAGES = 3000


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.hrefs, self.ids = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(given["id"])
        if tag in ("a", "link") and given.get("href") and given.get("rel") != "canonical":
            self.hrefs.add(given["href"])


def test_links_lead_somewhere_without_a_detour(site_server, measured):
    waiting, seen, broken, anchors, ids = {"/": "", "/en/": ""}, {}, [], [], {}
    while waiting:
        path, source = waiting.popitem()
        answer = site_server.get(path)
        seen[path] = answer.status
        if answer.status != 200:
            broken.append(f"{path} from {source}: {answer.status}")
            continue
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        links = Links(answer.text)
        ids[path] = links.ids
        for href in links.hrefs:
            target = urlsplit(urljoin(site_server.url + path, href))
            if target.netloc != urlsplit(site_server.url).netloc or target.scheme != "http":
                continue
            address = target.path + (f"?{target.query}" if target.query else "")
            if target.fragment:
                anchors.append((path, address, target.fragment))
            if address not in seen and address not in waiting and not target.query:
                waiting[address] = path
        assert len(seen) < MOST_PAGES, "the crawl does not end"
    lost = [entry for entry in anchors if entry[1] in ids and entry[2] not in ids[entry[1]]]

    measured(f"links: {len(seen)} addresses, {len(anchors)} anchors, {len(broken)} broken")
    assert broken == []
    assert lost == []
    assert len(seen) >= 300
