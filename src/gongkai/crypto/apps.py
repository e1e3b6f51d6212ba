from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "gongkai.crypto"
    label = "crypto"
