"""A forest whose reports are reckoned, for units are issued by verified reports alone."""

import pytest

from projects.models import CarbonProject
from tests.projects.conftest import make_project
from tests.projects.monitoring.conftest import GROVES


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def project(forest) -> CarbonProject:
    return make_project(forest, 7, parameters=GROVES)
