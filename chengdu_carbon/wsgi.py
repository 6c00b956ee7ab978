"""The web process: the WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from chengdu_carbon.garbage import look_less_often
from common import connections

DATABASE_ANSWERS_WITHIN_S = 10.0

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")

connections.wait_no_longer_than(DATABASE_ANSWERS_WITHIN_S)
application = get_wsgi_application()
look_less_often()
