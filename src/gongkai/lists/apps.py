from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "gongkai.lists"
    label = "lists"
