"""The entry point of web servers.

A server that says nothing about its mode is taken for production: it then refuses to start
until its settings are safe, rather than serve a demonstration by mistake.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segregation_site.settings")
os.environ.setdefault("SITE_MODE", "production")

application = get_wsgi_application()
