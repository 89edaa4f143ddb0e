"""The parties of a government, for templates."""

from django import template

from ministers.parties import named

register = template.Library()
register.filter("named_parties", named)
