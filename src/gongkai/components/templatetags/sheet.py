"""The component sheet: every tag and filter a page is made of. A builtin, so templates need no `load`.

The tags stand in `components.tags`, one module per family; docs/howto/build-a-page.md lists them all.
"""

from django import template

from gongkai.components.tags import affairs, forms, frame, lists, words

register = template.Library()
for family in (words, frame, forms, lists, affairs):
    register.tags.update(family.register.tags)
    register.filters.update(family.register.filters)
