"""The Nu HTML checker finds nothing on any page or in the stylesheet."""

import json
import re
import subprocess

import pytest

pytestmark = pytest.mark.html


def checked(command, *files):
    """What the checker says of `files`, as (file, line, text); informative remarks left out."""
    ended = subprocess.run(
        [*command, "--format", "json", "--stdout", "--also-check-css", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(ended.stdout)["messages"]
    return [
        (message.get("url", "").rsplit("/", 1)[-1], message.get("lastLine"), message["message"])
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    ]


def test_html_every_page_and_the_stylesheet(nu_checker, site_server, pages, tmp_path, measured):
    files = []
    for number, page in enumerate(pages):
        answer = site_server.get(page.path)
        assert answer.status == page.status, page
        name = re.sub(r"[^a-z]+", "-", page.label)
        files.append(tmp_path / f"{number:03}-{page.language}-{name}.html")
        files[-1].write_bytes(answer.body)
    style = re.search(r'<link[^>]+href="([^"]+\.css)"', answer.text)[1]
    files.append(tmp_path / "site.css")
    files[-1].write_bytes(site_server.get(style).body)

    found = checked(nu_checker, *files)
    measured(f"Nu checker: {len(pages)} pages and the stylesheet, {len(found)} messages")
    assert found == []
    assert len(files) == len(pages) + 1 >= 90


def test_html_planted_faults_are_found(nu_checker, tmp_path):
    page, style = tmp_path / "page.html", tmp_path / "style.css"
    page.write_text("<!doctype html><html lang=sv><title>x</title><p><div></p></html>")
    style.write_text("p { colour: red }")

    assert {file for file, _line, _text in checked(nu_checker, page, style)} == {
        "page.html",
        "style.css",
    }
