"""The addresses of the pages about cases."""

from gongkai.office.cases import (
    acts,
    import_mending,
    imports,
    intake,
    letters,
    listing,
    mending,
    notices,
    page,
    presence,
    sharing,
    suggestions,
    topics,
    wishes,
)

urls = [
    *wishes.urls,
    *listing.urls,
    *import_mending.urls,
    *imports.urls,
    *intake.urls,
    *page.urls,
    *acts.urls,
    *letters.urls,
    *mending.urls,
    *notices.urls,
    *presence.urls,
    *sharing.urls,
    *suggestions.urls,
    *topics.urls,
]
