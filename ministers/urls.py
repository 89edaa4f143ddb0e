from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from ministers import views
from ministers.converters import Address, Day

register_converter(Address, "address")
register_converter(Day, "day")

app_name = "ministers"

urlpatterns = [
    path(_("statsrad/"), views.minister_list, name="minister_list"),
    path(_("statsrad/den/"), views.government_on_form, name="government_on_form"),
    path(_("statsrad/den/<day:day>/"), views.government_on, name="government_on"),
    path(_("statsrad/<address:slug>/"), views.minister_detail, name="minister_detail"),
    path(_("regeringar/"), views.government_list, name="government_list"),
    path(_("regeringar/<address:slug>/"), views.government_detail, name="government_detail"),
    path(_("departement/"), views.department_list, name="department_list"),
    path(_("departement/<address:slug>/"), views.department_detail, name="department_detail"),
    path(_("poster/"), views.post_list, name="post_list"),
    path(_("poster/<address:slug>/"), views.post_detail, name="post_detail"),
]
