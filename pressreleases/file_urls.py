"""Where files are read: the same address in both languages, since a file has one."""

from django.urls import path, register_converter

from pressreleases import file_views
from pressreleases.converters import Key, Name

register_converter(Key, "key")
register_converter(Name, "filename")

app_name = "files"
urlpatterns = [path("<key:key>/<filename:name>", file_views.file_detail, name="detail")]
