"""The cast of designs, which everybody reads in the registry once they are published."""

from tests.projects.cycle.conftest import _uploads, calendars, cast

__all__ = ["_uploads", "calendars", "cast"]
