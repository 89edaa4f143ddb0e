"""Two editors and one text, in two browsers; and an editor whose session ends in mid-sentence."""

import subprocess
import sys

import pytest

from segregation_site.management.commands.demo import password_of
from tests.browser.test_axe import TAGS, THEMES, WIDTHS
from tests.browser.test_axe import axe as axe
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

# Half an hour and a minute pass for every session of the account.
IDLE = """
from segregation_site.models import EditorSession
from segregation_site.signin.sessions import SessionStore
for key in EditorSession.objects.values_list("session_key", flat=True):
    session = SessionStore(key)
    if "seen_at" in session:
        session["seen_at"] -= 31 * 60
        session.save()
"""
GONE = "from segregation_site.models import EditorSession; EditorSession.objects.all().delete()"
# What these pages add to the form; the form itself has a sweep of its own.
ADDED = ["#open-form", ".comparison", "#autosave-status", ".signin #container"]
SWEEP = """([tags, added]) => {
    const include = added.filter(selector => document.querySelector(selector));
    const runOnly = {type: 'tag', values: tags};
    return axe.run({include}, {runOnly, preload: false}).then(found => ({
        passed: found.passes.length,
        violations: found.violations.map(violation => violation.id + ': ' +
            violation.nodes.map(node => node.target.join(' ')).join(' | ')),
    }));
}"""
COPIES = "Object.keys(localStorage).filter(key => key.startsWith('osparat:')).length"
PASTE = """box => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", "<p>Inklistrat</p>");
    document.querySelector(box).dispatchEvent(
        new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
BODY_BOX = "[role=textbox][aria-label='Text på svenska']"


class Editor:
    """An account in a browser of its own, and what its console said."""

    def __init__(self, browser, site, name):
        self.site, self.name, self.said = site, name, []
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="sv-SE", timezone_id="Europe/Stockholm"
        )
        self.tab = self.context.new_page()
        self.tab.on("console", lambda message: self.said.append((message.type, message.text)))

    def sign_in(self, tab=None):
        tab = tab or self.tab
        if "/admin/login/" not in tab.url:
            tab.goto(f"{self.site.url}/admin/login/")
        tab.fill("#id_username", self.name)
        tab.fill("#id_password", password_of(self.name))
        with tab.expect_navigation():
            tab.keyboard.press("Enter")

    def press(self, label):
        with self.tab.expect_navigation() as navigation:
            self.tab.get_by_role("button", name=label, exact=True).first.click()
        return navigation.value

    def write(self, text):
        """Put `text` last in the Swedish body, by the keyboard."""
        self.tab.locator(BODY_BOX).click()
        self.tab.keyboard.press("Control+End")
        self.tab.keyboard.type(text)

    def body(self):
        return self.tab.locator("#id_body_sv").input_value()

    def title(self):
        return self.tab.locator("#id_title_sv").input_value()

    def wait_for_status(self, words):
        self.tab.locator("#autosave-status", has_text=words).wait_for(timeout=60_000)


@pytest.fixture
def editors(browser, site_server):
    found = [Editor(browser, site_server, name) for name in ("skribent", "administrator")]
    for editor in found:
        editor.sign_in()
    yield found
    for editor in found:
        editor.context.close()


@pytest.fixture
def look(axe):
    """Sweeps the page an editor has before them; `look.found` and `look.views` tell."""

    def sweep(tab):
        tab.evaluate(axe)
        for theme in THEMES:
            # Admin fades between colours: what is looked at is where the fading ends.
            tab.emulate_media(color_scheme=theme, reduced_motion="reduce")
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 900})
                result = tab.evaluate(SWEEP, [TAGS, ADDED])
                assert result["passed"] >= 10
                sweep.found.extend(result["violations"])
                assert tab.evaluate("document.documentElement.scrollWidth") <= width
                sweep.views += 1
        tab.emulate_media(color_scheme="light")
        tab.set_viewport_size({"width": 1280, "height": 900})

    sweep.found, sweep.views = [], 0
    return sweep


@pytest.fixture
def draft(editors):
    """The address of a new draft, written by the first editor and saved once."""
    writer = editors[0]
    writer.tab.goto(f"{writer.site.url}/admin/pressreleases/release/add/?_listor=1")
    writer.tab.fill("#id_title_sv", "Utkast för två")
    writer.tab.fill("#id_slug", f"utkast-for-tva-{id(writer)}")
    writer.tab.select_option("#id_department", index=1)
    writer.tab.fill("#id_publisher_sv", "Redaktionen")
    writer.write("Första stycket.")
    assert writer.press("Spara och fortsätt redigera").status == 200
    return writer.tab.url.partition("?")[0]


def on_the_server(site, code):
    command = [sys.executable, "manage.py", "shell", "-c", code]
    subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True)


def test_two_editors_of_one_text(editors, draft, look, measured):
    anna, bo = editors
    for editor in editors:
        editor.tab.goto(draft)
    anna.tab.goto(draft)
    for one, other in ((anna, bo), (bo, anna)):
        assert f"{other.name} har sidan öppen sedan" in one.tab.inner_text("#presence")

    bo.tab.fill("#id_title_sv", "Bos rubrik")
    bo.write(" Bos ord.")
    assert bo.press("Spara och fortsätt redigera").status == 200
    anna.tab.fill("#id_title_sv", "Annas rubrik")
    anna.write(" Annas ord.")
    refused = anna.press("Spara och fortsätt redigera")

    assert refused.status == 409
    beside = anna.tab.locator(".conflict-columns").all_inner_texts()
    for words in ("Annas rubrik", "Bos rubrik", "Annas ord.", "Bos ord."):
        assert any(words in text for text in beside)
    assert anna.title() == "Annas rubrik"
    assert "Annas ord." in anna.body() and "Bos ord." not in anna.body()
    look(anna.tab)
    # Enter in a field takes no text away.
    anna.tab.locator("#id_title_sv").press("Enter")
    assert anna.title() == "Annas rubrik"

    assert anna.press("Spara min text").status == 200
    bo.tab.goto(draft)
    assert bo.title() == "Annas rubrik"
    assert "Annas ord." in bo.body()

    assert look.found == []
    # The browser itself notes the refusal as an error.
    wrong = [line for line in anna.said + bo.said if line[0] in ("error", "warning")]
    assert [line for line in wrong if "409" not in line[1]] == []
    measured(f"two editors: {look.views} views of the comparison, {len(look.found)} violations")


def test_session_that_ends_in_mid_sentence(editors, draft, look, measured):
    anna = editors[0]
    anna.tab.goto(draft)
    anna.write(" Påbörjad men")
    anna.wait_for_status("men inte sparat.")
    # Before the last letters: else the autosave that follows them may be first to find it over.
    on_the_server(anna.site, IDLE)
    anna.write("ing")

    with anna.tab.expect_navigation():
        anna.tab.get_by_role("button", name="Spara", exact=True).click()
    assert "Din text är säkrad" in anna.tab.inner_text(".messagelist")
    anna.sign_in()

    assert anna.tab.url == draft
    assert "Påbörjad mening" not in anna.body()
    look(anna.tab)
    with anna.tab.expect_navigation():
        anna.tab.get_by_role("link", name="Ta tillbaka texten").click()
    assert "Påbörjad mening" in anna.body()
    look(anna.tab)
    anna.press("Spara och fortsätt redigera")
    assert "Påbörjad mening" in anna.body()
    assert anna.tab.locator(".desk-notice:visible").count() == 0

    assert look.found == []
    measured(f"recovery: {look.views} views of the form with its notice, 0 violations")


def test_signed_out_page_goes_on_after_sign_in_in_another_tab(editors, draft):
    anna = editors[0]
    anna.tab.goto(draft)
    on_the_server(anna.site, GONE)
    anna.tab.fill("#id_title_sv", "Skriven utloggad")
    anna.wait_for_status("Du är utloggad. Texten är kvar här.")
    assert anna.tab.locator("#autosave-status a[target=_blank]").count() == 1
    assert anna.tab.evaluate(COPIES) == 1

    anna.sign_in(anna.context.new_page())
    anna.tab.fill("#id_title_sv", "Skriven utloggad, och sedan inloggad")
    anna.wait_for_status("men inte sparat.")

    assert anna.tab.evaluate(COPIES) == 0
    # The form has the new session's token by now, so it saves as if nothing had happened.
    assert anna.press("Spara och fortsätt redigera").status == 200
    assert anna.title() == "Skriven utloggad, och sedan inloggad"


def test_copy_in_the_browser_is_offered_after_sign_in(editors, draft, look):
    anna = editors[0]
    anna.tab.goto(draft)
    on_the_server(anna.site, GONE)
    anna.tab.fill("#id_title_sv", "Bara i webbläsaren")
    anna.wait_for_status("Du är utloggad.")

    anna.tab.goto(draft)
    anna.sign_in()
    assert anna.title() == "Utkast för två"
    notice = anna.tab.locator("#copy-here")
    assert "Det finns osparad text i den här webbläsaren" in notice.inner_text()
    look(anna.tab)
    with anna.tab.expect_navigation():
        notice.get_by_role("button", name="Ta tillbaka texten").click()

    assert anna.title() == "Bara i webbläsaren"
    assert anna.tab.evaluate(COPIES) == 0
    assert look.found == []


def test_text_posted_signed_out_is_shown_and_taken_back(editors, draft, look):
    anna = editors[0]
    anna.tab.goto(draft)
    on_the_server(anna.site, GONE)
    anna.tab.fill("#id_title_sv", "Skickad utloggad")

    assert anna.press("Spara och fortsätt redigera").status == 403
    assert anna.tab.get_by_label("Rubrik på svenska").input_value() == "Skickad utloggad"
    look(anna.tab)
    anna.sign_in(anna.context.new_page())
    anna.press("Jag har loggat in: ta texten till formuläret")

    assert anna.tab.url == draft
    with anna.tab.expect_navigation():
        anna.tab.get_by_role("link", name="Ta tillbaka texten").click()
    assert anna.title() == "Skickad utloggad"
    assert look.found == []


def test_new_form_is_kept_too(editors):
    anna = editors[0]
    add = f"{anna.site.url}/admin/pressreleases/release/add/"
    anna.tab.goto(add)
    anna.tab.fill("#id_title_sv", "Ny och osparad")
    anna.wait_for_status("men inte sparat.")

    anna.tab.goto(add)
    with anna.tab.expect_navigation():
        anna.tab.get_by_role("link", name="Ta tillbaka texten").click()
    assert anna.title() == "Ny och osparad"

    anna.tab.goto(add)
    anna.press("Kasta den")
    assert anna.tab.locator(".desk-notice:visible").count() == 0


def test_text_saved_to_a_dead_server_is_offered_by_the_browser(editors, draft):
    anna = editors[0]
    anna.tab.goto(draft)
    dead = "**/admin/pressreleases/release/**"
    anna.tab.route(dead, lambda route: route.abort() if is_post(route) else route.fallback())
    anna.tab.fill("#id_title_sv", "Skickad till ingen")
    anna.tab.get_by_role("button", name="Spara", exact=True).first.click()
    anna.tab.wait_for_url("chrome-error://**")
    anna.tab.unroute(dead)

    anna.tab.goto(draft)
    notice = anna.tab.locator("#copy-here")
    with anna.tab.expect_navigation():
        notice.get_by_role("button", name="Ta tillbaka texten").click()
    assert anna.title() == "Skickad till ingen"


def is_post(route):
    return route.request.method == "POST"


def test_text_that_is_saved_or_refused_leaves_no_copy_in_the_browser(editors, draft):
    anna, other = editors
    anna.tab.goto(draft)
    anna.tab.fill("#id_title_sv", "")
    assert anna.press("Spara och fortsätt redigera").status == 200
    assert anna.tab.evaluate(COPIES) == 0

    anna.tab.fill("#id_title_sv", "Sparad")
    anna.press("Spara")
    other.tab.goto(draft)
    other.tab.fill("#id_title_sv", "Ändrad av en annan")
    other.press("Spara")
    anna.tab.goto(draft)

    assert anna.title() == "Ändrad av en annan"
    assert not anna.tab.locator("#copy-here").is_visible()
    assert anna.tab.evaluate(COPIES) == 0


def test_save_waits_for_what_is_pasted_and_not_for_a_silent_server(editors, draft):
    anna = editors[0]
    anna.tab.goto(draft)
    anna.tab.route("**/hjalp/klistra/", lambda route: None)
    anna.tab.locator(BODY_BOX).click()
    anna.tab.evaluate(PASTE, BODY_BOX)

    assert anna.press("Spara och fortsätt redigera").status == 200
    assert "Inklistrat" in anna.body()
