"""The composition root: settings, addresses and processes; the only package that knows every app."""

from chengdu_carbon.celery import app as celery_app

__all__ = ["celery_app"]
