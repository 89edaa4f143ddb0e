"""Puts one row of every model beside the running site's content, and prints every address of admin.

Run with the running site's environment, in a process of its own: while Playwright runs, Django
refuses to use the database here.
"""

import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "segregation_site.settings"
    django.setup()
    # These need the settings.
    from segregation_site.permissions import MATRIX
    from tests.segregation_site.test_permissions import address, make_rows

    rows = make_rows()
    found = [
        {"name": row.name, "path": address(row.name, rows), "open_to": sorted(row.open_to)}
        for row in MATRIX
        if row.open_to
    ]
    json.dump(found, sys.stdout)
