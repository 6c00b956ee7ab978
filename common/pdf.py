"""Documents on paper, set by typst in Noto Sans SC, which has the rare characters of names."""

import json
from collections.abc import Mapping
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import get_language

FONTS = settings.BASE_DIR / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"
WEIGHTS = ("400Regular", "700Bold")


def made(template: Path, told: Mapping[str, object]) -> bytes:
    """The document of a template, which reads what is told, in the reader's language."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    words = json.dumps({"language": language, **told}, ensure_ascii=False)
    fonts = [str(FONTS / weight) for weight in WEIGHTS]
    pdf = typst.compile(str(template), font_paths=fonts, ignore_system_fonts=True, sys_inputs={"told": words})
    assert isinstance(pdf, bytes)
    return pdf
