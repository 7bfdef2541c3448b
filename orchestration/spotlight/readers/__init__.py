"""Readers: the bytes of one document → its figures with their lines and contexts.

Belongs here: the way of a document in its order. Not here: how a format is read, what a valid figure is (schemas).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from orchestration.spotlight.domain.model import READ_SCHEMA, Reading, Rejection, excerpt
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.readers.blocks import Document
from orchestration.spotlight.readers.figures.candidates import find_candidates
from orchestration.spotlight.readers.figures.context import judge
from orchestration.spotlight.readers.figures.notes import without_notes_of_some
from orchestration.spotlight.readers.figures.particulars import DocumentStatements, unreadable_dates
from orchestration.spotlight.readers.figures.places import is_of_nation
from orchestration.spotlight.readers.figures.reach import that_reach_figures
from orchestration.spotlight.readers.figures.remarks import is_unusual
from orchestration.spotlight.readers.figures.reports import rejection_of, report
from orchestration.spotlight.readers.figures.statements import sentences_of, statements_of
from orchestration.spotlight.readers.figures.told_elsewhere import totals_of_others
from orchestration.spotlight.readers.formats.html import read_html
from orchestration.spotlight.readers.formats.pdf import read_pdf
from orchestration.spotlight.readers.formats.table import read_table
from orchestration.spotlight.readers.formats.text import read_text
from orchestration.spotlight.readers.formats.wikitext import UnknownMarkupError
from orchestration.spotlight.readers.grammar.examples import examples_of, examples_of_headings, examples_of_leads
from orchestration.spotlight.readers.grammar.lexicon import lexicon_of
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.refusals import Examination
from orchestration.spotlight.readers.sidecar import Sidecar, fill_from_sidecar, read_sidecar
from orchestration.spotlight.readers.tree.judged_headings import judge_headings
from orchestration.spotlight.readers.tree.lines import Line, lines_of
from orchestration.spotlight.readers.tree.names import resolve_places
from orchestration.spotlight.readers.tree.questions import label_answers
from orchestration.spotlight.readers.tree.roles import with_roles
from orchestration.spotlight.readers.tree.series import resolve_numbers_of_years
from orchestration.spotlight.readers.tree.told import told

_FORMATS: dict[str, Callable[[str, str, bytes, Limits], Document | Rejection]] = {
    "html": read_html,
    "pdf": read_pdf,
    "txt": read_text,
}
"""Ending → how a published document of that format becomes blocks."""
_HARMLESS = 0.5
"""Evidence up to which the title above running text says nothing of figures."""
_REPORT = ("jurisdiction", "period_start", "period_end", "publisher_as_of")
_COUNT = ("measure", "category", "value")
_FIGURE = (*_REPORT, *_COUNT, "value_status")


def read(
    path: str, document_id: str, content: bytes, sidecar: bytes | None, vocabulary: Vocabulary, limits: Limits
) -> Reading:
    """Read one document by the ending of its name. A document that cannot be read as a whole has only rejections."""
    return examine(path, document_id, content, sidecar, vocabulary, limits).reading


def examine(
    path: str, document_id: str, content: bytes, sidecar: bytes | None, vocabulary: Vocabulary, limits: Limits
) -> Examination:
    """Read one document, and say too where its faults stand and which numbers were left alone."""
    try:
        with _deadline(limits.max_seconds):
            return _examine(path, document_id, content, sidecar, vocabulary, limits)
    except _TooSlow:
        message = (
            f"The document takes longer to read than {limits.max_seconds:g} seconds. Check that this is the right "
            "file, save its text, or write its figures as CSV."
        )
        return _refused(Rejection(path, None, "document.too_slow", "", message, document_id=document_id))


def _examine(
    path: str, document_id: str, content: bytes, sidecar: bytes | None, vocabulary: Vocabulary, limits: Limits
) -> Examination:
    ending = path.rpartition(".")[2].lower()
    beside = read_sidecar(path, document_id, sidecar, vocabulary)
    if not isinstance(beside, Sidecar):
        return _refused(*beside)
    if ending == "csv":
        return Examination(fill_from_sidecar(read_table(path, document_id, content, limits), beside, vocabulary))
    if ending not in _FORMATS:
        message = f"Documents of the format .{ending} are not read. Expected .txt, .html, .pdf or .csv."
        return _refused(Rejection(path, None, "document.format_unknown", ending, message, document_id=document_id))
    try:
        document = _FORMATS[ending](path, document_id, content, limits)
    except UnknownMarkupError as unknown:
        line = excerpt(unknown.text)
        message = (
            f"{line!r} is markup of a wiki that is not understood, in a document with a table. Save the page as a "
            "browser shows it, or write its figures as CSV."
        )
        return _refused(Rejection(path, unknown.number, "document.unreadable", line, message, document_id=document_id))
    if isinstance(document, Rejection):
        return _refused(document)
    return _read_published(document, beside, vocabulary)


def _read_published(document: Document, sidecar: Sidecar, vocabulary: Vocabulary) -> Examination:
    """The way of a published document. Sentences are read as figures only where all else that it says agrees."""
    lexicon = lexicon_of(vocabulary)
    lines = lines_of(document, lexicon)
    resolve_places(lines, sidecar.value("jurisdiction"))
    label_answers(lines, lexicon)
    # What a line is to the reader is written on it: the second reading has its own.
    again = [replace(line) for line in lines]
    examined = _read_lines(lines, sidecar, vocabulary)
    examples, of_headings = examples_of(vocabulary), examples_of_headings(vocabulary)
    found = told(
        again, lexicon, lambda text: is_unusual(text, examples), lambda text: of_headings.evidence(text) <= _HARMLESS
    )
    if found is None:
        return examined
    if found.lines and not found.figures:
        examined = _read_lines(found.lines, sidecar, vocabulary)
    # Beside a list the sentences stay: they may say of where and when it is.
    ways = (found.lines, found.beside) if not examined.reading.figures.is_empty() else (found.lines,)
    for lines in ways if found.figures else ():
        with_told = _read_lines(lines, sidecar, vocabulary)
        are_all_read = found.figures <= set(with_told.reading.figures.select(_COUNT).iter_rows())
        if are_all_read and _only_adds(with_told.reading, examined.reading):
            return with_told
    others = list(totals_of_others(found.totals, examined.reading, vocabulary))
    if not others:
        return examined
    rejections = tuple(rejection_of(one, sidecar.path, sidecar.document_id) for one in others)
    reading = Reading(READ_SCHEMA.to_frame(), rejections)
    return Examination(reading, tuple(one.mark for one in others), examined.unread)


def _read_lines(lines: Sequence[Line], sidecar: Sidecar, vocabulary: Vocabulary) -> Examination:
    """What the words of a document say, what stands below what, and what each number is."""
    lexicon = lexicon_of(vocabulary)
    lines = with_roles(lines, lexicon)
    judge_headings(lines, examples_of_headings(vocabulary), examples_of_leads(vocabulary), lexicon)
    resolve_numbers_of_years(lines, lexicon)
    sentences = sentences_of(lines, lexicon)
    statements = that_reach_figures(statements_of(without_notes_of_some(sentences, lines), lines), lines)
    of_nation = is_of_nation(lines, sidecar)
    found = find_candidates(lines, lexicon, of_nation=of_nation)
    found.refusals += unreadable_dates(lines, sentences)
    judged = judge(found.candidates, sentences, examples_of(vocabulary), of_nation=of_nation)
    document = DocumentStatements(lines, sentences, statements, sidecar, vocabulary)
    return report(found, judged, document, sidecar.path, sidecar.document_id)


def _only_adds(more: Reading, less: Reading) -> bool:
    """Whether one reading refuses nothing and has all figures of the other, and no report that this has not."""
    if more.rejections:
        return False
    figures = [set(one.figures.select(_FIGURE).iter_rows()) for one in (more, less)]
    reports = [{figure[: len(_REPORT)] for figure in some} for some in figures]
    return figures[0] >= figures[1] and (not reports[1] or reports[0] == reports[1])


class _TooSlow(BaseException):
    """No `Exception`, so that nothing on the way takes it for a fault of its own."""


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Stop the reading of one document after so much processor time; a document can be made to take years.

    Only the main thread can be stopped: that is where commands and Dagster's runs read.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(signal_number: int, frame: FrameType | None) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _refused(*rejections: Rejection) -> Examination:
    return Examination(Reading(READ_SCHEMA.to_frame(), rejections), (None,) * len(rejections))
