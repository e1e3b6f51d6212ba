"""Everything under /office/. Each area lists its own addresses; this page only puts them together."""

from gongkai.office import (
    acts,
    attachments,
    deciding,
    findings,
    inbox,
    items,
    listing,
    login,
    presence,
    publications,
    registers,
    review,
    urgent,
)

app_name = "office"

urlpatterns = [
    *login.urls,
    *inbox.urls,
    *listing.urls,
    *items.urls,
    *attachments.urls,
    *deciding.urls,
    *review.urls,
    *findings.urls,
    *presence.urls,
    *acts.urls,
    *publications.urls,
    *urgent.urls,
    *registers.urls,
]
