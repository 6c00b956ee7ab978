"""QR codes as drawings within a page, without styles of their own."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_drawing(content: str) -> SafeString:
    """An SVG element without a size of its own; a seventh of it may be hidden or torn."""
    drawn = segno.make_qr(content, error="m").svg_inline(
        svgclass="qr", lineclass=None, omitsize=True, border=2, title="QR"
    )
    return mark_safe(drawn)  # noqa: S308, drawn by segno from the modules alone
