"""The tag library of every page: `{% load ui %}`."""

from django import template

from wellrun.platform.ui.kit import blocks, components, layout, lists, values

register = template.Library()

for part in (values, components, lists, blocks, layout):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
