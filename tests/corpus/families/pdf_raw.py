"""PDFs written byte by byte, for what no library writes: layers that are off, fonts that lie.

Belongs here: a small writer of one page and its traps. Not here: pages of the ordinary writer (as_pdf).
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.corpus import wordings
from tests.corpus.registry import Story, at_most, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, World


def _document(objects: Sequence[bytes]) -> bytes:
    """A file of these objects, the first of which is the catalogue."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _stream(text: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text)


def _lines(lines: Sequence[str], top: int = 720) -> bytes:
    shown = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
    return b"".join(
        b"BT /F1 11 Tf 72 %d Td (%s) Tj ET\n" % (top - 18 * at, line.encode("cp1252")) for at, line in enumerate(shown)
    )


@trap("pdf")
def a_layer_that_is_off(world: World, ending: str) -> Story:
    """Optional content that no viewer shows, with a figure that the page has not, or digits before one."""
    report = world.report((CASES, *CHANNELS[:2]))
    label = wordings.label(world, HEADLINE[0])
    span, day = wordings.days(world, report.start, report.end), wordings.day(world, report.as_of)
    lines = [f"{report.place.name} Spotlight", f"{span}. Accurate as of {day}."]
    lines += [f"{wordings.label(world, item)}: {value:,}" for item, value in report.values.items()]
    hidden = _lines([f"{label}: {world.number(10, 900)}"], 720 - 18 * len(lines))
    content = _lines(lines) + b"/OC /L1 BDC\n" + hidden + b"EMC\n"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] /Order [6 0 R] >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
        b"/Properties << /L1 6 0 R >> >> >>",
        _stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /OCG /Name (Old figures) >>",
    ]
    return at_most(_document(objects), report.figures(), "a layer that is off")


@trap("pdf")
def a_font_that_lies(world: World, ending: str) -> Story:
    """The font shows other digits than its table of characters says: what is copied is not what is seen."""
    report = world.report((CASES, *CHANNELS[:2]))
    span, day = wordings.days(world, report.start, report.end), wordings.day(world, report.as_of)
    lines = [f"{report.place.name} Spotlight", f"{span}. Accurate as of {day}."]
    first = _lines(lines)
    figures = _lines([f"{wordings.label(world, item)}: {value}" for item, value in report.values.items()], 680)
    # Each digit is said to be the one three further on; all other characters are what they are.
    pairs = [(code, 48 + (code - 45) % 10 if 48 <= code < 58 else code) for code in range(32, 127)]
    some = [pairs[at : at + 90] for at in range(0, len(pairs), 90)]
    maps = b"".join(
        b"%d beginbfchar\n%sendbfchar\n" % (len(part), b"".join(b"<%02x> <%04x>\n" % pair for pair in part))
        for part in some
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /X def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<00> <ff>\nendcodespacerange\n" + maps + b"endcmap\nend\nend"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        _stream(first + figures.replace(b"/F1", b"/F2")),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>",
        _stream(cmap),
    ]
    return at_most(_document(objects), frozenset(), "a font that lies", optional=report.figures())
