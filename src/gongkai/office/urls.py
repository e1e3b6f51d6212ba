"""Everything under /office/. Each area lists its own addresses; this page only puts them together."""

from gongkai.office import (
    acts,
    attachments,
    deciding,
    erasing,
    findings,
    inbox,
    items,
    listing,
    login,
    presence,
    publications,
    redaction_desk,
    registers,
    review,
    urgent,
)
from gongkai.office.cases.urls import urls as cases
from gongkai.office.figures.urls import urls as figures
from gongkai.office.reports.urls import urls as reports

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
    *redaction_desk.urls,
    *presence.urls,
    *acts.urls,
    *erasing.urls,
    *publications.urls,
    *urgent.urls,
    *registers.urls,
    *cases,
    *figures,
    *reports,
]
