from django.urls import path
from django.utils.translation import gettext_lazy as _

from agency import views

app_name = "agency"

urlpatterns = [
    path(_("myndigheter/"), views.agency_list, name="agency_list"),
    path(_("myndigheter/<address:slug>/"), views.agency_detail, name="agency_detail"),
    path(_("myndigheter/<address:slug>/uppdrag/"), views.mandate_detail, name="mandate_detail"),
    path(
        _("myndigheter/<address:slug>/uppdrag/<address:assignment>/"),
        views.assignment_detail,
        name="assignment_detail",
    ),
]
