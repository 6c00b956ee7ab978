"""A way in is added by a folder and one line: nothing else of the house is edited."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = {
    "__init__.py": "",
    "apps.py": """
        from django.apps import AppConfig

        class SampleConfig(AppConfig):
            name = "channels.sample"
    """,
    "way_in.py": """
        from django.utils.translation import gettext_lazy as _

        from activities.ways_in import WayIn
        from scenarios.rules import Evidence

        WAY_IN = WayIn("sample", _("Not a word"), frozenset({Evidence.DEVICE}), entrances={"walking": "sample:told"})
    """,
    "models.py": """
        from django.db import models

        class Told(models.Model):
            activity_id = models.BigIntegerField()

            def __str__(self) -> str:
                return f"{self.activity_id}"
    """,
    "admin.py": """
        from django.contrib import admin

        from channels.sample.models import Told
        from common.desk import ReadOnlyAdmin

        @admin.register(Told)
        class ToldAdmin(ReadOnlyAdmin):
            list_display = ("activity_id",)
    """,
    "views.py": """
        from django.http import HttpRequest, HttpResponse

        from common.access import public

        @public
        def told(request: HttpRequest) -> HttpResponse:
            return HttpResponse("told")
    """,
    "urls.py": """
        from django.urls import path

        from channels.sample import views

        app_name = "sample"
        urlpatterns = [path("act/sample/", views.told, name="told")]
    """,
    "api_urls.py": """
        from django.urls import path

        from channels.sample import views

        app_name = "sample_api"
        urlpatterns = [path("sample", views.told, name="told")]
    """,
    "jobs.py": """
        from datetime import timedelta

        from jobs.timetable import Did, Job

        JOBS = [Job("sample.look", lambda: Did({}), every=timedelta(hours=1))]
    """,
    "audit.py": """
        def findings(extent):
            return iter(())
    """,
    "photo_purposes.py": """
        from evidence.purposes import Purpose

        PURPOSES = [Purpose("sample", "Sample")]
    """,
}
FOUND = """
    import django

    django.setup()
    from django.contrib import admin
    from django.urls import resolve, reverse

    from activities import ways_in
    from activities.models import Activity
    from evidence.models import Photo
    from jobs.timetable import every_job
    from portal.books import apps_with_books

    assert dict(Activity._meta.get_field("channel").choices)["sample"] == "Not a word"
    assert dict(Photo._meta.get_field("purpose").choices)["sample"] == "Sample"
    assert ways_in.entrance_of("walking") == "sample:told"
    assert reverse("sample:told") == "/act/sample/"
    assert resolve("/act/sample/").view_name == "sample:told"
    assert resolve("/api/v1/sample").view_name == "sample_api:told"
    assert reverse("admin:sample_told_changelist") == "/admin/sample/told/"
    assert "sample.look" in every_job()
    assert "sample" in apps_with_books()
"""


def plain(text: str) -> str:
    lines = text.strip("\n").splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    return "\n".join(line[indent:] for line in lines) + "\n"


@pytest.fixture
def house(tmp_path):
    """A copy of the house with one more folder and one more line."""
    root = tmp_path / "portal"
    left_out = ignore_patterns(".*", "node_modules", "static", "docs", "tests", "bin", "__pycache__")
    copytree(ROOT, root, ignore=left_out)
    for name, text in SAMPLE.items():
        (root / "channels" / "sample" / name).parent.mkdir(exist_ok=True)
        (root / "channels" / "sample" / name).write_text(plain(text))
    settings = root / "chengdu_carbon" / "settings.py"
    settings.write_text(
        settings.read_text().replace('    "channels.quiz",\n', '    "channels.quiz",\n    "channels.sample",\n', 1)
    )
    return root


def run(root: Path, *words: str) -> str:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "chengdu_carbon.settings", "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, *words], cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_one_line_adds_a_channel_with_all_that_it_brings(house):
    run(house, "-c", plain(FOUND))


def test_it_keeps_to_the_plan_of_the_house(house):
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=house, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_migration_of_another_app_is_asked_for(house):
    """Of its own it has none, since its folder has no `migrations`."""
    said = run(house, "manage.py", "makemigrations", "--dry-run")
    assert said.strip() == "No changes detected"
