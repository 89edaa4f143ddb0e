"""The English catalogue is whole, compiled, and what readers of English pages meet."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime

import html5lib
import polib
import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from tests.browser.addresses import pages
from tests.conftest import ROOT, needed

CATALOGUE = ROOT / "segregation_site/locale/en/LC_MESSAGES/django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
SOURCES = ("agency", "ministers", "pressreleases", "segregation_site", "templates")
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Django's own, in English, so that it comes out in the Swedish of the rest of its admin.
DJANGOS_OWN = {"Home"}
# Shorter texts may be names, or words of both languages.
TOO_SHORT = 12


@pytest.fixture
def today(clock):
    return clock(TODAY)


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(CATALOGUE)


def key(entry):
    return entry.msgctxt or "", entry.msgid


def forms(entry):
    """The pairs (Swedish, English) of an entry: one, or one for each plural form."""
    if entry.msgid_plural:
        return [
            (entry.msgid if number == 0 else entry.msgid_plural, text)
            for number, text in entry.msgstr_plural.items()
        ]
    return [(entry.msgid, entry.msgstr)]


# --- the catalogue -------------------------------------------------------------------------------


def test_every_entry_is_translated(catalogue, measured):
    left = [key(entry) for entry in catalogue if not all(text for _, text in forms(entry))]
    assert left == []
    assert len(catalogue) > 600
    measured(f"translations: {len(catalogue)} texts in the English catalogue")


def test_nothing_is_guessed_or_left_over(catalogue):
    assert [key(entry) for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def test_the_header_tells_nothing_of_a_machine_or_a_person(catalogue):
    assert not catalogue.metadata_is_fuzzy
    assert catalogue.metadata["Language"] == "en"
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert catalogue.metadata["POT-Creation-Date"] == catalogue.metadata["PO-Revision-Date"]
    assert "@" not in str(catalogue.metadata)
    assert [key(entry) for entry in catalogue if entry.occurrences] == []


def named(text):
    """Named placeholders; {Who} and {who} count as one, the other at a sentence's start."""
    return {
        name.lower() for name in re.findall(r"%\([a-zA-Z_]+\)[sd]|\{[a-zA-Z_]+\}|<\w+:\w+>", text)
    }


def unnamed(text):
    return Counter(re.findall(r"%[sd]|\{\}|</?[a-z]+(?:\s[^>]*)?>|&\w+;", text))


def test_placeholders_and_markup_are_the_same_in_both_languages(catalogue):
    differing = [
        (swedish, english)
        for entry in catalogue
        for swedish, english in forms(entry)
        if named(swedish) != named(english) or unnamed(swedish) != unnamed(english)
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("swedish", "english"),
    [
        ("den %s", "on"),
        ("%(day)s", "%(date)s"),
        ("{start} till {end}", "{start} to {stop}"),
        ("<strong>%(state)s</strong>", "%(state)s"),
        ("statsrad/<address:slug>/", "ministers/<slug>/"),
    ],
)
def test_a_lost_placeholder_would_be_found(swedish, english):
    assert named(swedish) != named(english) or unnamed(swedish) != unnamed(english)


def test_english_is_typeset_as_english(catalogue):
    wrong = [
        english
        for entry in catalogue
        for _, english in forms(entry)
        if re.search(r"[”][^”]*”|(?<![=\w])\"(?![>\s])|'|\.\.\.|  |\s$|^\s", english)
        and "<a href" not in english
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    def texts(entries):
        return {key(entry): forms(entry) for entry in entries}

    assert texts(polib.mofile(COMPILED)) == texts(catalogue)


def test_gettext_itself_would_compile_it():
    """As compilemessages does: its own check of placeholders refuses what it finds wrong."""
    msgfmt = needed(shutil.which("msgfmt"), "No msgfmt: install gettext to check the catalogue.")
    done = subprocess.run(
        [msgfmt, "--check-format", "--output-file=-", str(CATALOGUE)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_code_and_the_catalogue_have_the_same_texts(catalogue, tmp_path):
    """Runs makemessages on a copy, so that a text added without its English is found."""
    for tool in ("xgettext", "msguniq"):
        needed(shutil.which(tool), f"No {tool}: install gettext to compare code and catalogue.")
    for name in SOURCES:
        shutil.copytree(
            ROOT / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("__pycache__", "LC_MESSAGES", "migrations"),
        )
    shutil.copy(ROOT / "manage.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=en", "--no-location"],
        cwd=tmp_path,
        env={**os.environ, "SITE_MODE": "demo", "SITE_DATA_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = {key(entry) for entry in polib.pofile(tmp_path / CATALOGUE.relative_to(ROOT))}
    written = {key(entry) for entry in catalogue}

    assert sorted(found - written) == []
    assert sorted(written - found) == []


# --- what Django makes of it ---------------------------------------------------------------------


def said(entry, language):
    with translation.override(language):
        if entry.msgid_plural:
            return [translation.ngettext(entry.msgid, entry.msgid_plural, n) for n in (1, 2)]
        if entry.msgctxt:
            return [translation.pgettext(entry.msgctxt, entry.msgid)]
        return [translation.gettext(entry.msgid)]


def test_swedish_texts_are_said_as_they_are_written(catalogue):
    """A Swedish text that is also one of Django's English ones would come out as something else."""
    changed = [
        (entry.msgid, said(entry, "sv"))
        for entry in catalogue
        if said(entry, "sv") != [swedish for swedish, _ in forms(entry)]
    ]
    assert {msgid for msgid, _ in changed} <= DJANGOS_OWN, changed


def test_english_texts_are_said_as_they_are_written(catalogue):
    assert [
        entry.msgid
        for entry in catalogue
        if said(entry, "en") != [english for _, english in forms(entry)]
    ] == []


MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"


def test_months_are_swedish_in_swedish():
    with translation.override("sv"):
        months = [date_format(date(2019, month, 1), "F") for month in range(1, 13)]
    assert months == MONTHS.split()


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["sv", "en", "en-GB,en;q=0.9", "de"])
def test_the_admin_is_swedish_whatever_the_browser_asks_for(client, asked):
    page = client.get(reverse("admin:login"), headers={"accept-language": asked}).text
    assert '<html lang="sv"' in page
    assert "Logga in" in page

    client.force_login(get_user_model().objects.create_superuser("administrator"))
    page = client.get(reverse("admin:index"), headers={"accept-language": asked}).text
    assert '<html lang="sv"' in page
    assert "Logga ut" in page
    assert "Statsråd" in page


# --- what readers meet ---------------------------------------------------------------------------

SPOKEN = ("alt", "aria-label", "content", "placeholder", "title", "value")


def english_of(page):
    """What is read or spoken of a page, without what it marks as Swedish."""
    told = []

    def gather(element):
        if element.get("lang") == "sv":
            told.append(element.tail or "")
            return
        told.extend(element.get(name, "") for name in SPOKEN)
        told.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                gather(child)
            else:
                told.append(child.tail or "")
        told.append(element.tail or "")

    for part in html5lib.parse(page, namespaceHTMLElements=False):
        gather(part)
    text = re.sub(r"\s+", " ", "\n".join(told))
    # A source quoted as it stands, with its English after it.
    return re.sub(r"“[^”]*” \(", "", text)


def fragments(catalogue):
    """What to look for: Swedish texts with an English of their own, in parts at placeholders."""
    found = set()
    for entry in catalogue:
        for swedish, english in forms(entry):
            # Addresses of sources have such parts too.
            if swedish == english or swedish.endswith("/"):
                continue
            for part in re.split(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>", swedish):
                part = re.sub(r"\s+", " ", part).strip(" .,;:?")
                if len(part) > TOO_SHORT and part not in english:
                    found.add(part)
    return found


def swedish_in(page, wanted):
    text = english_of(page)
    return [part for part in wanted if re.search(rf"(?<![\w/-]){re.escape(part)}(?![\w/-])", text)]


@pytest.mark.django_db
@pytest.mark.usefixtures("content", "today")
def test_english_pages_say_nothing_in_swedish(client, catalogue, measured):
    wanted = fragments(catalogue)
    seen, left = [], {}
    for page in pages():
        if page.language == "en":
            response = client.get(page.path)
            assert '<html lang="en"' in response.text, page
            seen.append(page)
            if found := swedish_in(response.text, wanted):
                left[str(page)] = found

    assert left == {}
    assert len(seen) >= 40
    measured(f"translations: {len(wanted)} Swedish texts sought on {len(seen)} English pages")


@pytest.mark.django_db
@pytest.mark.usefixtures("content", "today")
def test_swedish_pages_say_them(client, catalogue):
    """The same search finds plenty on the Swedish twins, so it can find something."""
    wanted = fragments(catalogue)
    for name in ("home", "about", "ministers:minister_list", "accessibility"):
        with translation.override("sv"):
            path = reverse(name)
        assert len(swedish_in(client.get(path).text, wanted)) > 5, name


def test_marked_swedish_is_left_out_of_the_search():
    page = '<p>He was <span lang="sv">energiminister</span> (https://a.se/b-vice-statsminister)'
    page += "<p>“har bytt ansvarsområde” (changed portfolio), Statsråd i texten"
    assert swedish_in(page, {"energiminister", "statsminister", "har bytt ansvarsområde"}) == []
    assert swedish_in(page, {"Statsråd i texten"}) == ["Statsråd i texten"]
