"""Checks that nothing in the record has been changed since it was written."""

from django.core.management.base import BaseCommand, CommandError

from pressreleases.files import what_is_wrong_with
from pressreleases.models import Reinstatement, StoredFile, Version, Withdrawal
from pressreleases.record import GENESIS, broken_links


class Command(BaseCommand):
    help = (
        "Recomputes every hash of the record, and of the bytes of its files, and names what is "
        "wrong. Keep the head and the number of rows elsewhere: only they show that rows at the "
        "end are missing."
    )

    def handle(self, **options):
        for model in (Version, Withdrawal, Reinstatement):
            broken = next(broken_links(model), None)
            if broken is not None:
                raise CommandError(
                    f"{model.__name__} {broken} is not what was recorded, or does not follow the "
                    "row before it."
                )
            head = model.objects.order_by("-pk").values_list("hash", flat=True).first() or GENESIS
            rows = model.objects.count()
            self.stdout.write(f"{model.__name__}: {rows} rows, all as recorded. Head: {head}")
        self.verify_files()

    def verify_files(self):
        published = StoredFile.objects.published().order_by("pk")
        for stored in published.iterator():
            if wrong := what_is_wrong_with(stored):
                raise CommandError(f"The file {stored.name} ({stored.key}) is {wrong}.")
        self.stdout.write(f"StoredFile: {published.count()} published files, all as recorded.")
