"""The rules of the code itself. Every sweep says how many files it saw, and every rule is shown to
catch a planted violation."""

import ast
import re
import statistics

import pytest
from django.apps import apps

from tests.conftest import ROOT

# Each may import only from those before it.
LAYERS = ("ministers", "agency", "pressreleases", "segregation_site")
TOP_LEVEL = {
    "LICENSE",
    "README.md",
    "agency",
    "fixtures",
    "manage.py",
    "ministers",
    "pressreleases",
    "pyproject.toml",
    "requirements.lock",
    "segregation_site",
    "static",
    "templates",
    "tests",
}
# Made on the spot, and named in .gitignore.
NOT_OURS = {"var", "__pycache__"}
LONGEST_MODULE = 400
MEDIAN_MODULE = 80


def modules(*, migrations=False):
    """Every hand-written module of the site; tests and migrations are not counted."""
    found = [ROOT / "manage.py"]
    for layer in LAYERS:
        found += [
            path
            for path in sorted((ROOT / layer).rglob("*.py"))
            if migrations or "migrations" not in path.parts
        ]
    return found


def public_templates():
    return [
        path
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "admin" not in path.relative_to(ROOT).parts
    ]


# --- direction -----------------------------------------------------------------------------------


def forbidden_imports(source, layer):
    """Layers that `source`, a module of `layer`, imports although they stand above it."""
    above = LAYERS[LAYERS.index(layer) + 1 :]
    imported = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            imported.append(node.module)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            imported += [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    return sorted({name for name in imported if name.split(".")[0] in above})


def test_imports_point_one_way():
    seen, wrong = 0, {}
    for path in modules(migrations=True):
        layer = path.relative_to(ROOT).parts[0]
        if layer in LAYERS:
            seen += 1
            if found := forbidden_imports(path.read_text(), layer):
                wrong[str(path.relative_to(ROOT))] = found

    assert wrong == {}
    assert seen >= 40


@pytest.mark.parametrize(
    "planted",
    [
        "import pressreleases.models",
        "from pressreleases import models",
        "def late():\n    from segregation_site.clock import now",
        "import importlib\nimportlib.import_module('agency.models')",
    ],
)
def test_imports_planted_violation_is_caught(planted):
    assert forbidden_imports(planted, "ministers")


def test_imports_downward_are_allowed():
    assert forbidden_imports("from ministers.models import Tenure", "pressreleases") == []


def test_relations_point_one_way():
    """Foreign keys named by a string leave no import, so the models themselves are asked."""
    seen, wrong = 0, []
    for layer in LAYERS:
        for model in apps.get_app_config(layer).get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model:
                    seen += 1
                    target = field.related_model._meta.app_label
                    if target in LAYERS and LAYERS.index(target) > LAYERS.index(layer):
                        wrong.append(f"{model._meta.label}.{field.name} → {target}")

    assert wrong == []
    assert seen >= 25


# --- size ----------------------------------------------------------------------------------------


def test_modules_are_small():
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in modules()
        if path.stat().st_size
    }

    assert {name: size for name, size in sizes.items() if size > LONGEST_MODULE} == {}
    assert statistics.median(sizes.values()) < MEDIAN_MODULE
    assert len(sizes) >= 35


def test_top_level_is_fixed():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert found - NOT_OURS == TOP_LEVEL


# --- the clock -----------------------------------------------------------------------------------

CLOCK_CALLS = re.compile(
    r"(^|\.)(date\.today|datetime\.(now|utcnow|today)|timezone\.(now|localdate|localtime)"
    r"|time\.(time|time_ns|localtime|gmtime|ctime|strftime)|functions\.Now)$"
)
CLOCK_IMPORTS = {
    ("django.db.models.functions", "Now"),
    ("django.utils.timezone", "now"),
    ("django.utils.timezone", "localdate"),
    ("time", "time"),
}
CLOCK_ARGUMENTS = {"auto_now", "auto_now_add"}


def clock_readings(source):
    """What in `source` reads the clock, as (line, text) pairs."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and CLOCK_CALLS.search(ast.unparse(node)):
            found.append((node.lineno, ast.unparse(node)))
        elif isinstance(node, ast.ImportFrom):
            found += [
                (node.lineno, alias.name)
                for alias in node.names
                if (node.module, alias.name) in CLOCK_IMPORTS
            ]
        elif isinstance(node, ast.keyword) and node.arg in CLOCK_ARGUMENTS:
            found.append((node.value.lineno, node.arg))
    return found


def test_clock_is_read_in_one_place():
    seen, readings = 0, {}
    for path in modules():
        seen += 1
        if found := clock_readings(path.read_text()):
            readings[str(path.relative_to(ROOT))] = found

    assert list(readings) == ["segregation_site/clock.py"], readings
    assert seen >= 40


@pytest.mark.parametrize(
    "planted",
    [
        "from datetime import date\nday = date.today()",
        "import datetime\ninstant = datetime.datetime.now(datetime.UTC)",
        "from django.utils import timezone\nfield(default=timezone.now)",
        "from django.utils import timezone\nday = timezone.localdate()",
        "from django.utils.timezone import now",
        "import time\nseconds = time.time()",
        "models.DateTimeField(auto_now_add=True)",
        "from django.db.models.functions import Now",
        "from django.db.models import functions\nfunctions.Now()",
    ],
)
def test_clock_planted_reading_is_caught(planted):
    assert clock_readings(planted)


def test_clock_templates_do_not_ask_for_now():
    """Django's {% now %} reads the clock too."""
    seen, wrong = 0, []
    for path in (ROOT / "templates").rglob("*.html"):
        seen += 1
        if re.search(r"{%\s*now\b", path.read_text()):
            wrong.append(str(path.relative_to(ROOT)))

    assert wrong == []
    assert seen >= 40


# --- what may be called safe ---------------------------------------------------------------------


def unsafe_marks(source):
    """Uses of mark_safe or SafeString in `source`."""
    names = ("mark_safe", "SafeString", "SafeText")
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Name) and node.id in names)
        or (isinstance(node, ast.Attribute) and node.attr in names)
    ]


def test_text_is_called_safe_in_one_module():
    seen, marking = 0, []
    for path in modules():
        seen += 1
        if unsafe_marks(path.read_text()):
            marking.append(str(path.relative_to(ROOT)))

    assert marking == ["pressreleases/richtext.py"]
    assert seen >= 40


def test_text_planted_mark_is_caught():
    assert unsafe_marks("from django.utils.safestring import mark_safe\nmark_safe(title)")


# --- templates -----------------------------------------------------------------------------------

TEMPLATE_FAULTS = {
    "text called safe": re.compile(r"\|\s*(safe|safeseq)\b|{%\s*autoescape\s+off"),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script": re.compile(r"<script\b|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a path spelled out": re.compile(r"(href|src|action)\s*=\s*[\"']/"),
    "an address of someone else's": re.compile(r"(src|action)\s*=\s*[\"']https?:|//[a-z.]*cdn"),
}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}", re.DOTALL)


# The last resort must render when addresses cannot even be looked up.
SPELLS_PATHS = "templates/500.html"


def template_faults(source):
    text = COMMENT.sub("", source)
    return [name for name, pattern in TEMPLATE_FAULTS.items() if pattern.search(text)]


def test_public_templates_have_no_style_script_or_path():
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in public_templates()
        if (found := template_faults(path.read_text()))
    }

    assert wrong == {SPELLS_PATHS: ["a path spelled out"]}
    assert len(public_templates()) >= 40


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("{{ title|safe }}", "text called safe"),
        ("{% autoescape off %}", "text called safe"),
        ('<p class="a" style="color: red">', "a style attribute"),
        ("<style>p { color: red }</style>", "a style element"),
        ("<script src='x.js'></script>", "a script"),
        ('<a onclick="go()">', "a script"),
        ('<a href="/om/">', "a path spelled out"),
        ('<img src="https://example.org/a.png">', "an address of someone else's"),
    ],
)
def test_template_planted_fault_is_caught(planted, fault):
    assert fault in template_faults(planted)


def test_template_fine_markup_is_not_a_fault():
    fine = '<a class="on" href="{% url \'home\' %}"><time datetime="2014-10-03">3/10</time></a>'

    assert template_faults(fine) == []
