"""The web process: the WSGI application that granian serves."""

import os
from importlib import import_module

import django
from django.core.handlers.wsgi import WSGIHandler

from chengdu_carbon import charsets
from chengdu_carbon.garbage import look_less_often
from chengdu_carbon.slow_clients import held_by_no_client
from chengdu_carbon.wsgi_request import WholeRequest
from common import connections

DATABASE_ANSWERS_WITHIN_S = 10.0


class PortalHandler(WSGIHandler):
    request_class = WholeRequest


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")

charsets.know_no_others()
connections.wait_no_longer_than(DATABASE_ANSWERS_WITHIN_S)
django.setup(set_prefix=False)
import_module("portal.production").demand()
application = held_by_no_client(PortalHandler())
look_less_often()
