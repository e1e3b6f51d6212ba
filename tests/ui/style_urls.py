"""Only the style page and the look, so that the sheet is tested by itself."""

from django.urls import path

from gongkai.components.views import style_page
from gongkai.portal.theme import theme, theme_css

urlpatterns = [
    path("style/", style_page),
    path("theme/", theme, name="theme"),
    path("theme.css", theme_css, name="theme_css"),
]
