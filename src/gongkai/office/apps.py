from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "gongkai.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.components.context import register_office_frame
        from gongkai.office.frame import office_frame

        register_office_frame(office_frame)
