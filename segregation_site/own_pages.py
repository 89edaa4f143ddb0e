"""Asks the site itself, as an anonymous visitor would, without a network."""

import logging
from contextlib import contextmanager
from urllib.parse import unquote_to_bytes, urljoin, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.utils import translation

from pressreleases.links.addresses import is_internal
from pressreleases.links.asking import PERMANENT, REDIRECTS, Answer
from pressreleases.links.problems import MOVED, ROUND_AND_ROUND

HOPS = 3


@contextmanager
def unlogged():
    """A dead link is what we look for, not a fault of the server."""
    logger = logging.getLogger("django.request")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


@contextmanager
def within_our_own_work():
    """Keep the end of such a request from closing the connection that the caller is using."""
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)


class OwnPages:
    """The site's own answers: every middleware and the one gate stand before them as ever."""

    def __init__(self):
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def response(self, url):
        parts = urlsplit(url)
        host = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
        environ = {
            "REQUEST_METHOD": "GET",
            # WSGI hands bytes over as Latin-1 (PEP 3333).
            "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
            "QUERY_STRING": parts.query,
            "HTTP_HOST": host.lstrip("."),
            "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else "http",
        }
        setup_testing_defaults(environ)
        with translation.override(settings.LANGUAGE_CODE), unlogged():
            return self.handler.get_response(WSGIRequest(environ))

    def ask(self, url):
        """The Answer that a visitor would get at one of our own addresses, redirects followed."""
        there, for_good = url, True
        for _hop in range(HOPS + 1):
            with within_our_own_work():
                response = self.response(there)
                response.close()
            if response.status_code not in REDIRECTS:
                moved = there != url and for_good and response.status_code < 400
                return Answer(response.status_code, (MOVED % there)[:200] if moved else "")
            for_good = for_good and response.status_code in PERMANENT
            there = urljoin(there, response.headers["Location"])
            if not is_internal(there):
                return Answer(response.status_code)
        return Answer(None, ROUND_AND_ROUND)
