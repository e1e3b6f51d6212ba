from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "gongkai.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.cases.queries.numbers import case_id_of
        from gongkai.components.context import register_office_frame
        from gongkai.office.frame import office_frame
        from gongkai.registers.referring import refers_to

        register_office_frame(office_frame)
        refers_to("case", case_id_of)  # cases and registers stand beside one another and don't know it
