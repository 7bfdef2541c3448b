"""A published document, whatever its format: its text and its sidecar → rows of `READ_SCHEMA`, or why there are none.

Belongs here: what every format does once its text is found. Not here: formats (text), bindings (matching).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from orchestration.spotlight.model import READ_SCHEMA, Basis, Reading, Rejection, SourceKind
from orchestration.spotlight.readers.layout import lay_out
from orchestration.spotlight.readers.limits import MAX_REJECTIONS, excerpt
from orchestration.spotlight.readers.matching import Binding, Refusal, match
from orchestration.spotlight.readers.particulars import (
    JURISDICTION,
    PARTICULARS,
    PERIOD_END,
    PERIOD_START,
    PUBLISHER_AS_OF,
    Particulars,
    find_particulars,
)
from orchestration.spotlight.readers.sidecar import BASIS, SOURCE, SOURCE_KIND, SUFFIX, Sidecar
from orchestration.spotlight.readers.words import read_text, wordings_of
from orchestration.spotlight.vocabulary import Vocabulary

_UNKNOWN = {
    JURISDICTION: ("jurisdiction_unknown", "the place that the figures are for", "US-MO"),
    PERIOD_START: ("period_unknown", "the first day of the period", "2019-01-01"),
    PERIOD_END: ("period_unknown", "the last day of the period", "2019-12-31"),
    PUBLISHER_AS_OF: ("publisher_as_of_unknown", "the day as of which the figures are accurate", "2020-07-30"),
}


def read_published(path: str, document_id: str, content: str, sidecar: Sidecar, vocabulary: Vocabulary) -> Reading:
    """Read the text of one document: all its figures, or a refusal of the whole."""
    wordings = wordings_of(vocabulary.labels)
    text = read_text(content, wordings)
    lines = lay_out(text, wordings)
    matched = match(lines, vocabulary, wordings)
    found = find_particulars(text, lines, vocabulary, wordings)
    refusals = [*matched.refusals]
    if not matched.bindings and not refusals:
        refusals.append(
            Refusal(
                "no_figures",
                None,
                "",
                "No label of data/seeds/reference/labels.csv stands beside a number in this document. If it is a "
                "report, add its wordings there, or write its figures as CSV.",
            )
        )
    else:
        refusals += found.refusals
    rejections = [
        Rejection(path, one.line, f"document.{one.rule_code}", excerpt(one.found), one.message, document_id=document_id)
        for one in refusals
    ]
    if matched.bindings:
        rejections += _contradictions(found, sidecar)
        if not found.refusals:
            rejections += _unknown(path, document_id, found, sidecar)
    if rejections:
        return Reading(READ_SCHEMA.to_frame(), tuple(_capped(path, document_id, rejections)))
    return Reading(_rows(path, document_id, matched.bindings, found, sidecar))


def _contradictions(found: Particulars, sidecar: Sidecar) -> Iterator[Rejection]:
    for key, stated in found.stated.items():
        if sidecar.value(key) not in (None, stated.value):
            yield sidecar.contradiction(key, stated.value, stated.line)
    if PUBLISHER_AS_OF in found.stated and sidecar.value(BASIS) not in (None, Basis.PRINTED):
        yield sidecar.contradiction(BASIS, Basis.PRINTED, found.stated[PUBLISHER_AS_OF].line)
    start, end = (
        found.stated[key].value if key in found.stated else sidecar.value(key) for key in (PERIOD_START, PERIOD_END)
    )
    if start is None or end is None:
        return
    for year, line in found.title_years:
        if not int(start[:4]) <= year <= int(end[:4]):
            if PERIOD_START in found.stated:
                stated = found.stated[PERIOD_START]
                message = (
                    f"The line speaks of {year}, but the document's period is {start} through {end} (line "
                    f"{stated.line}). Expected one period in a document; compare it with the publisher's."
                )
                yield Rejection(
                    sidecar.path,
                    line.number,
                    "document.period_contradicts_title",
                    excerpt(line.text),
                    message,
                    document_id=sidecar.document_id,
                )
            else:
                yield sidecar.contradiction(PERIOD_START, str(year), line.number)
            return


def _unknown(path: str, document_id: str, found: Particulars, sidecar: Sidecar) -> Iterator[Rejection]:
    """One refusal for each particular that neither the text nor the sidecar states."""
    missing: dict[str, list[str]] = {}
    for key in PARTICULARS:
        code = _UNKNOWN[key][0]
        if key not in found.stated and sidecar.value(key) is None:
            missing.setdefault(code, []).append(key)
    for code, keys in missing.items():
        what = " and ".join(_UNKNOWN[key][1] for key in keys)
        entries = ", ".join(f"`{key}: {_UNKNOWN[key][2]}`" for key in keys)
        yield Rejection(
            path,
            None,
            f"document.{code}",
            "",
            f"The document does not say {what} in words that are known. If you know it, write it into a file "
            f"{path.rpartition('/')[2]}{SUFFIX} beside it, as in {entries}.",
            document_id=document_id,
        )


def _rows(
    path: str, document_id: str, bindings: Sequence[Binding], found: Particulars, sidecar: Sidecar
) -> pl.DataFrame:
    report = {key: found.stated[key].value if key in found.stated else sidecar.value(key) for key in PARTICULARS}
    is_printed = PUBLISHER_AS_OF in found.stated
    basis = Basis.PRINTED if is_printed else sidecar.value(BASIS) or Basis.RETRIEVED_BY
    return pl.DataFrame(
        [
            {
                "path": path,
                "document_id": document_id,
                "source_line": binding.line,
                "source_text": excerpt(binding.text),
                **report,
                "publisher_as_of_basis": str(basis),
                "measure": binding.measure,
                "category": binding.category,
                "value": binding.value or None,
                "value_status": str(binding.value_status),
                "source": sidecar.value(SOURCE),
                "source_kind": sidecar.value(SOURCE_KIND) or SourceKind.PUBLISHER.value,
                "note": None,
            }
            for binding in bindings
        ],
        schema=READ_SCHEMA,
    )


def _capped(path: str, document_id: str, rejections: Sequence[Rejection]) -> Iterator[Rejection]:
    yield from rejections[:MAX_REJECTIONS]
    if len(rejections) > MAX_REJECTIONS:
        rest = len(rejections) - MAX_REJECTIONS
        message = f"{rest:,} more faults follow. Mend those named first."
        yield Rejection(path, None, "document.more_faults", "", message, document_id=document_id)
