"""Production refuses to start until every setting that protects it is given, and says why."""

import ast
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

SAFE = {
    "SITE_MODE": "production",
    "SECRET_KEY": "k3-9fQz_7LwX1vBn5TgYh2Rj8MdPc4UsEa6Wi0ZoKqJtGy",
    "ALLOWED_HOSTS": "pressarkivet.example",
    "SITE_CONTACT": "redaktionen@pressarkivet.example",
}
SAFE["SECRET_KEY"] += SAFE["SECRET_KEY"][::-1]


def manage(tmp_path, *command, **environment):
    """Run manage.py with exactly these settings; an empty one counts as not set."""
    ours = (*SAFE, "SITE_DATA_DIR", "DATABASE_URL", "TRUST_PROXY", "DJANGO_SETTINGS_MODULE")
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**inherited, "SITE_DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. It signs sessions;"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak. Give at least 50 random characters,"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is too weak."),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set. It lists the host names"),
        ({"ALLOWED_HOSTS": "a.example,*"}, "ALLOWED_HOSTS contains '*'"),
        ({"SITE_CONTACT": ""}, "SITE_CONTACT is not set. It is the address that readers"),
        ({"SITE_MODE": "prod"}, "SITE_MODE is 'prod'; it must be one of: demo, production."),
    ],
)
def test_production_start_unsafe_setting(tmp_path, change, sentence):
    ended = manage(tmp_path, "check", **{**SAFE, **change})

    assert ended.returncode != 0
    assert sentence in ended.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_CONTACT"])
def test_production_start_missing_setting_says_what_to_do(tmp_path, name):
    ended = manage(tmp_path, "check", **{**SAFE, name: ""})

    assert "Set it in the server's environment" in ended.stderr


def test_production_start_safe_settings_pass_deployment_check(tmp_path):
    ended = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **SAFE)

    assert ended.returncode == 0, ended.stderr
    assert "no issues" in ended.stdout


def test_demo_start_without_any_setting(tmp_path):
    ended = manage(tmp_path, "check")

    assert ended.returncode == 0, ended.stderr


def test_demo_key_made_once_and_kept_from_others(tmp_path):
    manage(tmp_path, "check")
    key = tmp_path / "demo-secret-key"
    first = key.read_text()
    manage(tmp_path, "check")

    assert len(first) >= 50
    assert key.read_text() == first
    assert key.stat().st_mode & 0o077 == 0


def test_demo_command_refused_in_production(tmp_path):
    ended = manage(tmp_path, "demo", "--no-serve", **SAFE)

    assert ended.returncode != 0
    assert "known passwords" in ended.stderr


def test_readme_table_names_every_setting():
    """README's table of settings and the names that settings.py reads are the same."""
    tree = ast.parse((ROOT / "segregation_site" / "settings.py").read_text())
    read = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and ast.unparse(node.func) in ("env", "os.environ.get", "os.getenv")
    }
    readme = (ROOT / "README.md").read_text()
    table = set(re.findall(r"^\| `([A-Z_]+)`(?: \*)? \|", readme, flags=re.MULTILINE))

    assert len(read) >= 7
    assert table == read


def test_production_asks_for_a_second_factor_and_binds_cookies_to_the_host(tmp_path):
    names = (
        "SECOND_FACTOR_REQUIRED",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_NAME",
        "CSRF_COOKIE_SECURE",
    )
    show = f"from django.conf import settings as s; print([getattr(s, n) for n in {names}])"

    ended = manage(tmp_path, "shell", "--no-imports", "-c", show, **SAFE)

    assert ended.stdout.strip() == "[True, '__Host-session', True, '__Host-csrf', True]"
