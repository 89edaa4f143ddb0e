"""The texts and facts that link to addresses, and where each of them leads."""

from django.apps import apps
from django.db import models

from pressreleases.links.addresses import in_html, in_text
from pressreleases.models import Release, Version
from pressreleases.states import State, with_state

FACT_APPS = ("ministers", "agency")


def fact_models():
    """Every model of the facts with the names of its fields that hold text."""
    for label in FACT_APPS:
        for model in apps.get_app_config(label).get_models():
            texts = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField)
                and not isinstance(field, models.SlugField)
                and not field.choices
                # modeltranslation's bare field is a second name for a language's own column.
                and not hasattr(model, f"{field.name}_sv")
            ]
            if texts and not model._meta.model_name.startswith("historical"):
                yield model, texts


def of_release(release):
    return {*in_html(release.body_sv), *in_html(release.body_en), release.original_url} - {""}


def of_version(version):
    original = version.frozen["provenance"]["original_url"]
    return {*in_html(version.body_sv), *in_html(version.body_en), original} - {""}


def of_fact(row, texts):
    return {url for field in texts for url in in_text(getattr(row, field))}


def on_the_desk(at):
    """The desk's texts, without those whose page says that they are withdrawn."""
    return with_state(Release.objects.order_by("pk"), at).exclude(state=State.WITHDRAWN)


def everywhere(at):
    """{address: the first thing that links to it, in words}, of all that is read or written."""
    found = {}

    def note(urls, words):
        for url in urls:
            found.setdefault(url, words)

    for version in Version.objects.live(at).order_by("pk").iterator(chunk_size=500):
        note(of_version(version), version.title)
    for release in on_the_desk(at).iterator(chunk_size=500):
        note(of_release(release), release.title)
    for model, texts in fact_models():
        for row in model._default_manager.order_by("pk").only("pk", *texts).iterator(500):
            urls = of_fact(row, texts)
            if urls:
                note(urls, str(model._meta.verbose_name))
    return found
