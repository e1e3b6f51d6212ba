"""The two faces: citizens at the root, staff under /office/."""

from django.urls import include, path

urlpatterns = [
    path("office/", include("gongkai.office.urls")),
    path("", include("gongkai.portal.urls")),
]

handler400 = "gongkai.portal.errors.bad_request"
handler404 = "gongkai.portal.errors.not_found"
handler403 = "gongkai.portal.errors.forbidden"
handler500 = "gongkai.portal.errors.server_error"
