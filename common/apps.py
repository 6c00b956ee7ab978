from django.apps import AppConfig
from django.urls import register_converter

from common.public_ids import PublicIdConverter


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        register_converter(PublicIdConverter, "public_id")
