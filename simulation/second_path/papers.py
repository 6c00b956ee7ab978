"""Papers of projects: a page as PDF, and a table as CSV. Each says that it is an example."""

from collections.abc import Iterable, Sequence

EXAMPLE = "示例文件，仅供演示"
LINE = "BT /F 16 Tf 60 {y} Td <{text}> Tj ET"
OBJECTS = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
    "<< /Length {length} >>\nstream\n{stream}\nendstream",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
    """<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R
    /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>""",
    """<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0
    /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>""",
)


def page(*lines: str) -> bytes:
    """A page with some lines of Chinese, in a font that every reader of PDF has."""
    stream = "\n".join(
        LINE.format(y=760 - 30 * nth, text=line.encode("utf-16-be").hex()) for nth, line in enumerate(lines)
    )
    written, places = b"%PDF-1.4\n", []
    for nth, body in enumerate(OBJECTS, 1):
        places.append(len(written))
        said = body.format(length=len(stream), stream=stream) if "{stream}" in body else body
        written += f"{nth} 0 obj\n{said}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(OBJECTS) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return written + f"{end}startxref\n{len(written)}\n%%EOF\n".encode()


def paper(title: str, project: str, *, as_page: bool) -> tuple[str, bytes]:
    """A file with its name."""
    if as_page:
        return f"{title}.pdf", page(title, project, EXAMPLE)
    return f"{title}.csv", table([["文件", title], ["项目", project], ["说明", EXAMPLE]])


def table(rows: Iterable[Sequence[object]]) -> bytes:
    return ("\ufeff" + "".join(",".join(map(str, row)) + "\n" for row in rows)).encode()
