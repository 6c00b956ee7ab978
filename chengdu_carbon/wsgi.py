"""The web process: the WSGI application that granian serves."""

import os
from importlib import import_module

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import UnreadablePostError

from chengdu_carbon.garbage import look_less_often
from chengdu_carbon.slow_clients import held_by_no_client
from common import connections

DATABASE_ANSWERS_WITHIN_S = 10.0


class WholeRequest(WSGIRequest):
    """Django takes a form that broke off for an empty one when it is read again; here it breaks off again."""

    broke_off: UnreadablePostError | None = None

    def _load_post_and_files(self) -> None:
        if self.broke_off:
            raise self.broke_off
        try:
            super()._load_post_and_files()
        except UnreadablePostError as error:
            self.broke_off = error
            raise


class PortalHandler(WSGIHandler):
    request_class = WholeRequest


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")

connections.wait_no_longer_than(DATABASE_ANSWERS_WITHIN_S)
django.setup(set_prefix=False)
import_module("portal.production").demand()
application = held_by_no_client(PortalHandler())
look_less_often()
