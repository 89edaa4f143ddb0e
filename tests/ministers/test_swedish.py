"""Swedish order, the same on both engines: å, ä and ö last, v and w apart, é as e."""

import pytest

from ministers.models import Department, Minister
from ministers.swedish import compare, swedish_key
from tests.factories import make_department, make_minister

IN_ORDER = [
    "Andersson",
    "Éva",
    "Linde",
    "Łysiak",
    "Vall",
    "Wall",
    "Ygeman",
    "Zetterberg",
    "ådalen",
    "Åsa",
    "ängel",
    "Ärla",
    "Öberg",
]


@pytest.mark.django_db
def test_ministers_sort_in_swedish():
    for name in IN_ORDER[::-2] + IN_ORDER[-2::-2]:
        make_minister(family_name=name)
    assert [m.family_name for m in Minister.objects.in_name_order()] == IN_ORDER


@pytest.mark.django_db
def test_departments_sort_by_the_languages_own_name():
    for swedish, english in (("Ödepartementet", "A"), ("Zdepartementet", "B"), ("Adep", "Z")):
        make_department(name_sv=swedish, name_en=english)
    found = Department.objects.in_text_order("name")
    assert [d.name_sv for d in found] == ["Adep", "Zdepartementet", "Ödepartementet"]


def test_key_ignores_case_and_other_accents():
    assert swedish_key("ÉVA") == swedish_key("eva")
    assert swedish_key("Ør") == swedish_key("ör")
    assert swedish_key("a\u030asa") == swedish_key("åsa")


def test_compare_orders_equal_keys_by_the_text_itself():
    assert compare("Eva", "Éva") == -compare("Éva", "Eva") != 0
    assert compare("Åsa", "Åsa") == 0
    assert sorted(IN_ORDER, key=swedish_key) == IN_ORDER
