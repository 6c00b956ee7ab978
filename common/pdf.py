"""Documents on paper and pictures, set by typst in Noto Sans SC, which has the rare characters of names."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import typst
from django.conf import settings
from django.utils.translation import get_language

FONTS = settings.BASE_DIR / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"
WEIGHTS = ("400Regular", "700Bold")
PIXELS_AN_INCH = 72
"""Of a picture: a point of its template is a pixel."""


def made(template: Path, told: Mapping[str, object]) -> bytes:
    """The document of a template, which reads what is told, in the reader's language."""
    return _set(template, told, "pdf")


def picture(template: Path, told: Mapping[str, object]) -> bytes:
    """The one page of a template as PNG."""
    return _set(template, told, "png")


def _set(template: Path, told: Mapping[str, object], form: Literal["pdf", "png"]) -> bytes:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    words = json.dumps({"language": language, **told}, ensure_ascii=False)
    fonts = [str(FONTS / weight) for weight in WEIGHTS]
    made = typst.compile(
        str(template),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"told": words},
        format=form,
        ppi=PIXELS_AN_INCH,
    )
    assert isinstance(made, bytes)
    return made
