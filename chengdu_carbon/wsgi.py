"""The web process: the WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")

application = get_wsgi_application()
