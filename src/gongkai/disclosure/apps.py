from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "gongkai.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.disclosure import kinds  # registers every kind
        from gongkai.kinds.registry import register

        for kind in kinds.ITEM_KINDS.values():
            register("item", kind)
