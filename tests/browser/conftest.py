"""A browser without anything of its own: no extensions, no profile, no talk with its maker."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import addresses

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Of the package and not of the session: while Playwright runs, its event loop makes Django refuse
# to use the database, so it must be gone before the tests after these.
@pytest.fixture(scope="package")
def browser(chromium):
    # Chromium's sandbox does not work for root, which is who runs tests in a container.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser):
    """A new, empty tab with a context of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE")
    yield context.new_page()
    context.close()


@pytest.fixture
def open_page(tab, site_server):
    """Opens a Page in the tab and checks that it answers as its row says."""

    def open_in_tab(page):
        response = tab.goto(site_server.url + page.path)
        assert response.status == page.status, f"{page}: {response.status}"
        return response

    return open_in_tab


@pytest.fixture(scope="session")
def pages():
    return addresses.pages()


@pytest.fixture(scope="session")
def looks():
    return addresses.one_page_of_each_look()
