from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "segregation_site"
    verbose_name = "Webbplatsen"
