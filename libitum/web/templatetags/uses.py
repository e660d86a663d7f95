from django import template

from libitum.web.uses.words import output_name, purpose_name, taker_name

register = template.Library()
register.filter(purpose_name)
register.filter(taker_name)
register.filter(output_name)
