"""The portal's settings with the opponents beside it."""

from chengdu_carbon.settings import *  # noqa: F403
from chengdu_carbon.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.plain"]
ROOT_URLCONF = "benchmarks.plain.urls"
