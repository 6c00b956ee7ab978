"""Imported by the process of which the tests' workers are forks: it loads what a worker loads, once."""

from chengdu_carbon.celery import app

app.loader.import_default_modules()
