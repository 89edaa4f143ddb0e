"""Every source of the audit; a test fails for a model of admin that has none."""

from django.apps import apps
from django.contrib.admin.models import LogEntry

from segregation_site import audit_desk as desk
from segregation_site.audit import Query
from segregation_site.audit_factors import FactorSource
from segregation_site.audit_history import HistorySource
from segregation_site.audit_log import LogSource

# Parts that are edited on the page of what they belong to, by their foreign key to it.
PARENTS = {
    "agency.directorship": "agency",
    "agency.mandatetask": "mandate",
    "agency.assignmentpart": "assignment",
    "agency.agencyevent": "agency",
}


def sources():
    """Every source but Django's log, which depends on who asks."""
    tracked = [
        model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
    ]
    return [
        *(HistorySource(model, PARENTS.get(model._meta.label_lower, "")) for model in tracked),
        desk.DraftSource(),
        desk.SubmittedSource(),
        desk.DecidedSource(),
        desk.VersionSource(),
        desk.CancelledSource(),
        desk.WithdrawalSource(),
        desk.ReinstatementSource(),
        desk.BypassSource(),
        desk.BypassReviewedSource(),
        desk.SharedSource(),
        desk.RevokedSource(),
        desk.UploadSource(),
        FactorSource(),
    ]


def sources_for(user):
    """The sources of what the user may see in admin."""
    found = sources()
    return [
        *(source for source in found if source.may_be_seen_by(user)),
        LogSource(user, found),
    ]


def has_deeds(account):
    """Whether the log names the account as the one who did something."""
    query = Query(who=str(account.pk))
    return any(source.asked_for(query).exists() for source in sources()) or (
        LogEntry.objects.filter(user=account).exists()
    )
