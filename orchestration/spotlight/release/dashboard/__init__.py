"""`dashboard.html`: one self-contained page that shows the figures.

Belongs here: putting the page together and the form in which it holds its data. Not here: which data (`data`), how they
are shown (`page.html`, `page.css`, the modules of `script`), or what they mean (the marts and their `dim_` tables).
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from orchestration.spotlight.release.catalog import Catalog, digest
from orchestration.spotlight.release.dashboard.data import MOST_FIGURES, read_data, read_totals
from orchestration.spotlight.release.edition import Edition

LARGEST = 1_500_000  # bytes: opens quickly on a phone, and passes mail servers
_SHOWN = (
    "dim_jurisdiction",
    "dim_report",
    "dim_document",
    "dim_series_break",
    "fct_discrepancies",
    "fct_figure_revisions",
    "rpt_coverage",
    "rpt_rates",
    "rpt_spotlight",
    "rpt_trend",
)
_FOLDER = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "([^"]+)";\n', re.MULTILINE)


def made_from(catalog: Catalog) -> str:
    """Equal for pages that differ only in the edition they name."""
    tables = [table for table in catalog.tables if table.name in _SHOWN]
    return digest("dashboard", catalog.fingerprint(*tables), _template())


def write_dashboard(connection: duckdb.DuckDBPyConnection, edition: Edition, target: Path) -> None:
    """Write the page. If it would be too large, it has only the latest years, and says so."""
    most_figures = MOST_FIGURES
    page = _page(connection, edition, most_figures)
    while len(page) > LARGEST and most_figures:
        most_figures //= 2
        page = _page(connection, edition, most_figures)
    target.write_bytes(page)


def _page(connection: duckdb.DuckDBPyConnection, edition: Edition, most_figures: int) -> bytes:
    data = read_data(connection, most_figures)
    data["edition"] = {
        "code": edition.code,
        "date": str(edition.day),
        "dataset": edition.dataset_id,
        "citation": edition.citation,
        "bibtex": edition.bibtex,
    }
    page, style, script = _template()
    parts = {
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "data": _embedded(data),
        "totals": "\n".join(_totals_rows(read_totals(connection, data["first_day"]))),
        "described": json.dumps(edition.described),
        "edition": f"edition {edition.code} of {edition.day}",
    }
    # In one pass, so that placeholders in the data are never filled.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], page).encode()


@cache
def _template() -> tuple[str, str, str]:
    page, style = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("page.html", "page.css"))
    return page, style, joined_script(_FOLDER / "script" / "main.js")


def joined_script(main: Path) -> str:
    """Join a module and all that it imports into one: a page opened from a file may import nothing.

    Every name at the top of a module must be the only one of all modules; two would be an error of syntax.
    """
    texts: dict[Path, str] = {}

    def add(module: Path) -> None:
        text = module.read_text(encoding="utf-8")
        for address in _IMPORT.findall(text):
            imported = (module.parent / address).resolve()
            if imported not in texts:
                add(imported)
        texts[module] = re.sub(r"^export ", "", _IMPORT.sub("", text), flags=re.MULTILINE)

    add(main.resolve())
    return "\n".join(texts.values())


def _policy(style: str, script: str) -> str:
    """A content security policy: only the page's own script and style, no requests, no markup from text."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash_source(style)}'",
            f"script-src '{_hash_source(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def _hash_source(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _embedded(data: Mapping[str, Any]) -> str:
    """JSON, deflated and in base64: a fifth of the size, and no text in it can end its HTML element."""
    text = json.dumps(data, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _totals_rows(rows: Iterable[tuple[object, ...]]) -> Iterable[str]:
    """The table that is shown without scripts."""
    for name, *cells in rows:
        written = "".join(f"<td>{'' if cell is None else html.escape(f'{cell}')}</td>" for cell in cells)
        yield f'<tr><th scope="row">{html.escape(str(name))}</th>{written}</tr>'
