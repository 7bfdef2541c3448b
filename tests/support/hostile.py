"""What hostile documents are made of: texts, names, and bytes that are small on disk and large when read.

Belongs here: building them. Not here: what is expected of readers and outputs.
"""

from __future__ import annotations

import itertools
import string
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Each stands in free text fields, as a stranger may write them there.
TEXTS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+SUM(A1:A9)",
    "-2+3",
    "@cmd",
    "\t=1+1",
    "'quoted",
    "＝1+1",
    "'; drop table marts.fct_cases; --",
    '" or 1 = 1 --',
    "$$; copy marts.fct_cases to '/tmp/x'; $$",
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    '"><svg onload=window.hacked=1>',
    "<!-- <script>",
    "]]>",
    "{{script}} {{data}} {% raw %} ${7*7}",
    "[a link](javascript:window.hacked=1) ![x](http://tracker.invalid/x.png)",
    "| a | row | of a table |\n|---|---|---|",
    "# heading\n- [x] done",
    "@everyone <!channel> <@U123> [here](https://evil.invalid)",
    "https://evil.invalid/?q=1",
    "internal:Sheet1!A1",
    "\x1b[2J\x1b[1;1Hrelease 999",
    "\x1b]8;;https://evil.invalid\x07link\x1b]8;;\x07",
    "\x1b]52;c;ZWNobyBoYWNrZWQ=\x07",
    "\x9b31mred\x9b0m",
    "bell\x07 back\x08space\x7f",
    "over\rwritten",
    "forged\nrejected nothing\nRelease 999: all is well",
    "right\u202eto left\u2066\u2069",
    "zero\u200bwidth\u2060\ufeff",
    "line\u2028separator\u2029s",
    "not a character \ufffe\uffff",
    "`id` $(id) ; rm -rf / | cat && true",
    "../../../etc/passwd",
    "%s %d %n {0} {} \\x41 \\",
    'a "quote", a comma\nand a line',
    "e\u0301 combined, 👩‍👩‍👧, ﷽",
    "plain",
)

# Printable, so they are names like any other.
NAMES = (
    "=1+1.csv",
    "-rf.csv",
    "--help.csv",
    "'; drop table marts.fct_cases; --.csv",
    '"quoted".csv',
    "<img src=x onerror=window.hacked=1>.csv",
    "$(id) `id`.csv",
    "[a link](javascript:x).csv",
    "a | b.csv",
    "%s{0}.csv",
    "two  spaces.csv",
    "a..csv",
    "*?.csv",
    "@everyone <!channel>.csv",
    f"{'l' * 250}.csv",
)

# What is told of these would not be what they are.
UNSHOWABLE_NAMES = (
    b"broken\nrejected.csv",
    b"\x1b[2Jcleared.csv",
    "turned\u202evsc.exe.csv".encode(),
    "zero\u200bwidth.csv".encode(),
    b"no\xffutf8.csv",
    b"over\rwritten.csv",
    b"c1\xc2\x9b31m.csv",
)

HEADER = (
    "jurisdiction,period_start,period_end,publisher_as_of,publisher_as_of_basis,measure,category,value,value_status,"
    "source,source_kind,note"
)
FIELDS = tuple(HEADER.split(","))


def figure(**fields: str) -> str:
    """One line of figures as CSV, every field in quotes."""
    row = dict.fromkeys(FIELDS, "") | {
        "jurisdiction": "US-MO",
        "period_start": "2019-01-01",
        "period_end": "2019-12-31",
        "publisher_as_of": "2020-07-30",
        "measure": "victims",
        "category": "total",
        "value": "423",
    }
    return ",".join('"' + value.replace('"', '""') + '"' for value in (row | fields).values())


def table_of(*lines: str) -> bytes:
    """A file of figures."""
    return "\n".join([HEADER, *lines, ""]).encode()


# Bombs ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bomb:
    """A document that costs far more to read than to write."""

    name: str
    path: str
    build: Callable[[int], bytes]
    """From a size: 1 where tests are to be quick, more where they look for longer."""
    refused_by: frozenset[str]
    sidecar: bytes | None = None


def _names(count: int) -> Iterable[str]:
    letters = (itertools.product(string.ascii_lowercase, repeat=length) for length in range(1, 6))
    return itertools.islice(("".join(one) for one in itertools.chain.from_iterable(letters)), count)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalog."""
    content, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, start)
    )


def _stream(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters, content)


def _deflated_zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"


def _inflating(size: int) -> bytes:
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, _stream(_deflated_zeros(512 * size)))


def _inflating_twice(size: int) -> bytes:
    content = zlib.compress(_deflated_zeros(2048 * size), 9)
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, _stream(content, b"[/FlateDecode /FlateDecode]"))


def _many_pages(size: int) -> bytes:
    count = 2_000 * size
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf(_CATALOG, pages, *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"] * count)


def _pages_in_a_circle(size: int) -> bytes:
    return pdf(_CATALOG, b"<< /Type /Pages /Kids [%s] /Count 9 >>" % (b"2 0 R " * 10 * size))


def _nested_arrays(size: int) -> bytes:
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, _stream(zlib.compress(b"[" * 200_000 * size)))


def _object_stream(size: int) -> bytes:
    body = _deflated_zeros(512 * size)
    stream = b"<< /Type /ObjStm /N 1000000 /First 10 /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream"
    return pdf(_CATALOG.replace(b"2 0 R", b"5 0 R"), _ONE_PAGE, _PAGE, stream % (len(body), body))


def _entities(size: int) -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10 * size))
    return (
        f'<!DOCTYPE html [<!ENTITY e0 "423">{entities}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        "<h1>Missouri Spotlight</h1><p>Victims Identified: &e9; &file;</p>"
    ).encode()


def _aliases(depth: int = 8) -> bytes:
    first = f"- &a0 [{','.join('x' * 10)}]\n"
    return (first + "".join(f"- &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, depth))).encode()


def _is_text(content: bytes) -> Callable[[int], bytes]:
    return lambda _: content


_NOTHING = frozenset({"document.no_figures"})
_SIZE = frozenset({"document.too_large"})
_SIZE_OR_TIME = _SIZE | {"document.too_slow"}
_BROKEN = _SIZE_OR_TIME | {"document.pdf_broken", "document.no_text"}
_HALF = frozenset({"document.html_broken"})
_FAULTY_LINES = frozenset({"document.number_unread", "document.number_ambiguous", "document.more_faults"})

BOMBS = (
    Bomb(
        "a million columns",
        "a.csv",
        lambda size: f"{HEADER},{','.join(_names(180_000 * size))}".encode(),
        frozenset({"csv.column_unknown", "document.more_faults", "document.line_too_long"}),
    ),
    Bomb(
        "a column named so often",
        "a.csv",
        lambda n: (HEADER + ",note" * 190_000).encode(),
        frozenset({"csv.column_repeated"}),
    ),
    Bomb("commas", "a.csv", lambda n: (HEADER + "\n" + "," * 900_000).encode(), _NOTHING),
    Bomb(
        "an endless line",
        "a.csv",
        lambda n: (HEADER + "\n" + "x" * 2_000_000 * n).encode(),
        frozenset({"document.line_too_long"}),
    ),
    Bomb("an endless text", "a.txt", lambda n: b"x" * 2_000_000 * n, frozenset({"document.line_too_long"})),
    Bomb(
        "quotes",
        "a.csv",
        lambda n: (HEADER + '\n"' * 200_000 * n).encode(),
        frozenset({"csv.quotes_malformed", "csv.row_malformed", "document.more_faults"}),
    ),
    Bomb("a ruler", "a.txt", lambda n: b"|" + b"-" * 199_000 + b"x", _NOTHING),
    Bomb("line ends", "a.txt", lambda n: b"\n" * 199_000, _NOTHING),
    Bomb("a long table", "a.txt", lambda n: b"1\tSex\t2\n" * 20_000, _FAULTY_LINES | _SIZE_OR_TIME),
    Bomb("a long number", "a.txt", lambda n: b"9" * 199_000, frozenset({"document.number_spoilt"})),
    Bomb("NUL", "a.txt", _is_text(b"Victims Identified: 4\x0023"), frozenset({"document.binary"})),
    Bomb("nested elements", "a.html", lambda n: b"<div>" * 400_000 + b"5", _HALF),
    Bomb("nested tables", "a.html", lambda n: b"<table><tr><td>" * 100_000 + b"5", _HALF),
    Bomb("nested icons", "a.html", lambda n: b"<i aria-hidden=true>" * 100_000 + b"x", _HALF),
    Bomb("elements", "a.html", lambda n: b"<p>" * 1_000_000 * n, _SIZE),
    Bomb(
        "attributes", "a.html", lambda n: b"<p " + b" ".join(b"a%d=x" % at for at in range(100_000 * n)) + b">x", _SIZE
    ),
    Bomb(
        "attributes without blanks",
        "a.html",
        lambda n: b"<p/" + b"/".join(b"a%d" % at for at in range(100_000 * n)) + b">x",
        _SIZE,
    ),
    Bomb(
        "spans",
        "a.html",
        lambda n: b"<table>" + (b"<tr>" + b"<td rowspan=200 colspan=200>abcd" * 100) * 100,
        _NOTHING | _SIZE_OR_TIME,
    ),
    Bomb("style", "a.html", lambda n: b"<style>" + b"@" * 1_000_000 + b"</style><p>x", _NOTHING | _SIZE_OR_TIME),
    Bomb("entities", "a.html", _entities, _NOTHING | frozenset({"document.number_unread", "document.number_spoilt"})),
    Bomb("a PDF that inflates", "a.pdf", _inflating, _BROKEN),
    Bomb("a PDF that inflates twice", "a.pdf", _inflating_twice, _BROKEN),
    Bomb("a PDF of many pages", "a.pdf", _many_pages, _SIZE_OR_TIME),
    Bomb("a PDF whose pages go in a circle", "a.pdf", _pages_in_a_circle, _BROKEN),
    Bomb("a PDF of nested arrays", "a.pdf", _nested_arrays, _BROKEN),
    Bomb("a PDF of an object stream", "a.pdf", _object_stream, _BROKEN),
    Bomb("aliases", "a.txt", _is_text(b"x"), frozenset({"sidecar.not_yaml"}), _aliases()),
    Bomb(
        "aliases in a key",
        "a.txt",
        _is_text(b"x"),
        frozenset({"sidecar.key_unknown"}),
        b"? ["
        + b",".join(b"&a%d [%s]" % (n, b",".join([b"*a%d" % (n - 1)] * 9 if n else [b"x"])) for n in range(9))
        + b"]\n: x\n",
    ),
    Bomb(
        "a sidecar that holds itself", "a.txt", _is_text(b"x"), frozenset({"sidecar.key_unknown"}), b"? &a [*a]\n: x\n"
    ),
    Bomb(
        "half a sign",
        "a.csv",
        _is_text(table_of(figure())),
        frozenset({"sidecar.value_not_text"}),
        b'source: "\\ud800"\n',
    ),
    Bomb(
        "NUL in a sidecar",
        "a.csv",
        _is_text(table_of(figure())),
        frozenset({"sidecar.value_not_text"}),
        b'source: "a\\0b"\n',
    ),
    Bomb(
        "half a sign in a key",
        "a.csv",
        _is_text(table_of(figure())),
        frozenset({"sidecar.key_unknown"}),
        b'"\\ud800": x\n',
    ),
    Bomb(
        "many keys",
        "a.txt",
        _is_text(b"x"),
        frozenset({"sidecar.key_unknown", "sidecar.more_faults"}),
        "".join(f"{name}:\n" for name in _names(9_000)).encode(),
    ),
    Bomb("nested YAML", "a.txt", _is_text(b"x"), frozenset({"sidecar.not_yaml"}), b"[" * 60_000),
    Bomb(
        "YAML that calls",
        "a.txt",
        _is_text(b"x"),
        frozenset({"sidecar.value_not_text"}),
        b"source: !!python/object/apply:os.system [id]\n",
    ),
)
