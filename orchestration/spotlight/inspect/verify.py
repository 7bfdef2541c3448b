"""Checks that the disk holds what was written: the ledger, the documents, and every release against the ledger.

Belongs here: comparing, and saying how to fix what differs; nothing is written. Not here: fixing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from orchestration.settings import Settings
from orchestration.spotlight.changed.link import link_fault
from orchestration.spotlight.changed.versions import dbt_version, reference_version
from orchestration.spotlight.domain.errors import UserError, first_line, raise_what_is_lacking
from orchestration.spotlight.files.hashing import sha256_of
from orchestration.spotlight.inspect.rebuilt import attach, table_faults
from orchestration.spotlight.ledger.chain import BATCH_FILES, BATCH_FOLDER, Ledger
from orchestration.spotlight.ledger.faults import chain_faults
from orchestration.spotlight.ledger.format import SCHEMAS
from orchestration.spotlight.ledger.polls import PollRecord
from orchestration.spotlight.ledger.tables import copy_to
from orchestration.spotlight.release.exports.parts import LIST, listed_hashes
from orchestration.spotlight.release.pins import pinned
from orchestration.spotlight.release.publish import DATABASE, RELEASE_NOTE, ReleaseInfo, folders, noted_heads, read_note

_KEPT_NAME = re.compile(r"([0-9a-f]{64})\.[a-z.]+")
_PINNED = "It is pinned, so `spotlight rebuild` leaves it: restore its folder from a copy, or unpin it and rebuild."
_RELEASE_AGAIN = "Run `spotlight rebuild`, which makes it again from the ledger."
_LINKED = "It is a symbolic link, and a backup may copy the link alone. Move what it leads to into its place."
_STRAY = "No refresh wrote it. Move it elsewhere."

# The columns of the ledger's files that are used below.
_OF_THE_LEDGER = {
    "batch": ("run_id",),
    "documents": ("path", "document_id", "sidecar_id", "format"),
    "reports": ("path", "document_id", "state"),
    "figures": tuple(SCHEMAS["figures"].names()),
    "rejections": ("rejection_id", "action"),
}

# Every id that a batch names, and what must be kept: each document that figures were read from, and each sidecar that
# was beside one when it was accepted.
_NAMED = """
    select document_id from documents union select sidecar_id from documents union select document_id from reports
    union select document_id from figures
"""
_TO_KEEP = """
    with
    read_from as (select document_id from figures union select document_id from reports where state = 'stated'),
    accepted as (select distinct batch, path from reports where state = 'stated')
    select document_id, min(path), list(distinct format order by format), false as is_sidecar
    from read_from left join documents using (document_id) group by document_id
    union all
    select sidecar_id, min(path), ['meta.yaml'], true
    from accepted asof join documents using (path, batch) where sidecar_id is not null group by sidecar_id
    order by all
"""

# The figures of a release, computed from the ledger without dbt: an independent version of docs/rules.md#rule-5.
_CURRENT_FIGURES = """
    with
    latest as (
        select * from figures where batch <= $batch
        qualify row_number() over (partition by report_id, measure, category order by batch desc) = 1
    ),
    believed as (select * from latest where action = 'stated'),
    sets as (
        select jurisdiction_code, period_start, period_end, measure, category_scheme, publisher_as_of,
            bool_or(source_kind = 'publisher') as is_of_publisher
        from believed group by all
    ),
    publishers_first as (
        select jurisdiction_code, period_start, period_end, measure, category_scheme,
            min(publisher_as_of) as publisher_as_of
        from sets where is_of_publisher group by all
    ),
    current_sets as (
        select jurisdiction_code, period_start, period_end, measure, category_scheme,
            max(sets.publisher_as_of) as publisher_as_of
        from sets left join publishers_first as first
            using (jurisdiction_code, period_start, period_end, measure, category_scheme)
        where sets.is_of_publisher or first.publisher_as_of is null
            or sets.publisher_as_of <= first.publisher_as_of
        group by all
    )
    select believed.* from believed semi join current_sets
        using (jurisdiction_code, period_start, period_end, measure, category_scheme, publisher_as_of)
"""

_BELIEVED = """
    select * from figures where batch <= $batch
    qualify row_number() over (partition by report_id, measure, category order by batch desc) = 1 and action = 'stated'
"""

# By measure: the number of rows, the sum of values, and a digest that does not depend on the order.
_DIGEST = """
    select measure, count(*) as row_count, cast(sum(value) as bigint) as value_sum, bit_xor(hash(
        jurisdiction_code, period_start, period_end, measure, category_scheme, category, publisher_as_of,
        value, value_status, document_id, source_line, source_text
    )) as digest
    from {rows} group by measure order by measure
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written: where, and what to do about it."""

    file: str
    message: str


@dataclass(frozen=True)
class Verification:
    """What was checked, and what was found."""

    batches: int
    documents: int
    releases: tuple[int, ...]
    compared: tuple[int, ...]
    """The releases whose tables were compared with the ledger: those made by this version of the dbt project."""
    is_rebuilt: bool
    """Whether every table was rebuilt and compared: only if asked for and nothing else was found."""
    findings: tuple[Finding, ...]


def verify(settings: Settings, *, deep: bool = False) -> Verification:
    """Check everything; `deep` also rebuilds all tables elsewhere and compares each with the current release.

    Safe during a refresh: batches and releases appear whole, and a release that is deleted meanwhile is skipped.
    """
    # List the releases first, so that a batch appended meanwhile is not reported.
    releases = [(folder, read_note(folder)) for folder in folders(settings)]
    heads = [*noted_heads(settings), *(note.ledger_head for _, note in releases if note and note.ledger_sha256)]
    ledger = Ledger(settings.ledger_dir)
    findings = [Finding(str(ledger.folder), fault) for fault in chain_faults(ledger, heads)]
    if not findings and not ledger.last_batch():
        findings.append(
            Finding(str(ledger.folder), "There is no ledger. Restore it from a backup, or run `spotlight refresh`.")
        )
    is_whole = not findings
    findings += _lost_polls(ledger)
    documents = sorted((ledger.folder / "documents").glob("*"))
    compared, pins = [], pinned(settings)
    named: set[str] | None = None
    # On disk, since a long ledger may not fit into memory.
    with (
        TemporaryDirectory(prefix="spotlight-verify-") as temporary,
        duckdb.connect(Path(temporary) / "ledger.duckdb") as connection,
    ):
        if is_whole:
            copy_to(connection, ledger, _OF_THE_LEDGER)
            named = {one for (one,) in connection.execute(_NAMED).fetchall()}
            findings += _strays(ledger)
            findings += _lost_documents(connection, ledger, documents)
        findings += _altered_documents(documents, named)
        for folder, note in releases:
            found, is_compared = _release_findings(connection, folder, note, is_ledger_whole=is_whole)
            if int(folder.name) in pins:
                found = [replace(one, message=one.message.replace(_RELEASE_AGAIN, _PINNED)) for one in found]
            if folder.is_dir():
                findings += found
                compared += [int(folder.name)] if is_compared else []
    # A ledger alone, such as a backup, has no current release.
    if is_whole and (releases or os.path.lexists(settings.current)):
        findings += _current_findings(settings, max((int(folder.name) for folder, _ in releases), default=None))
    is_rebuilt = deep and bool(releases) and not findings
    if is_rebuilt:
        findings += _differences_from_rebuilt(settings, ledger)
    return Verification(
        batches=ledger.last_batch(),
        documents=len(documents),
        releases=tuple(int(folder.name) for folder, _ in releases),
        compared=tuple(compared),
        is_rebuilt=is_rebuilt,
        findings=tuple(findings),
    )


def _strays(ledger: Ledger) -> Iterator[Finding]:
    """What does not belong among the batches; `chain_faults` names folders that are no batch."""
    for entry in sorted(ledger.batches.iterdir()):
        if entry.is_symlink():
            yield Finding(str(entry), _LINKED)
        elif not entry.is_dir():
            yield Finding(str(entry), _STRAY)
        elif BATCH_FOLDER.fullmatch(entry.name):
            for file in sorted(entry.iterdir()):
                if file.name not in {f"{name}.parquet" for name in BATCH_FILES}:
                    yield Finding(str(file), _STRAY)
                elif file.is_symlink():
                    yield Finding(str(file), _LINKED)


def _altered_documents(documents: Sequence[Path], named: set[str] | None) -> Iterator[Finding]:
    """The documents that are not as they were kept. `named` has every id in the ledger, None if it is damaged."""
    for file in documents:
        if (kept := _KEPT_NAME.fullmatch(file.name)) is None:
            yield Finding(str(file), f"{file.name} is not a kept document: its name is not a hash. Move it elsewhere.")
        elif file.is_symlink():
            yield Finding(str(file), _LINKED)
        else:
            belongs = named is None or kept[1] in named
            fix = "Restore it from a backup." if belongs else "No batch of the ledger names it: move it elsewhere."
            yield from _altered(file, kept[1], "of the document it is named after", fix)


def _altered(file: Path, sha256: str, was: str, fix: str) -> Iterator[Finding]:
    """A file that cannot be read, or whose bytes are not those that it was written with."""
    try:
        if sha256_of(file) != sha256:
            yield Finding(str(file), f"Its bytes are not those {was}. {fix}")
    except OSError as error:
        raise_what_is_lacking(error, file)
        reason = f"It cannot be read ({error.strerror}). If its rights are the reason, fix them; else as follows."
        yield Finding(str(file), f"{reason} {fix}")


def _lost_polls(ledger: Ledger) -> Iterator[Finding]:
    record = PollRecord(ledger.folder)
    try:
        record.polls()
    except UserError as error:
        yield Finding(str(record.folder), str(error))


def _lost_documents(
    connection: duckdb.DuckDBPyConnection, ledger: Ledger, documents: Sequence[Path]
) -> Iterator[Finding]:
    kept = {file.name for file in documents}
    for kept_id, path, endings, is_sidecar in connection.execute(_TO_KEEP).fetchall():
        # The same bytes may have had several endings, and are kept once.
        if kept.isdisjoint(f"{kept_id}.{ending}" for ending in endings):
            what = f"This is a sidecar of {path}" if is_sidecar else "Figures were read from this document"
            yield Finding(
                str(ledger.folder / "documents" / f"{kept_id}.{endings[0]}"),
                f"{what}, but it is not kept under this name. Restore it from a backup of the ledger.",
            )


def _release_findings(
    connection: duckdb.DuckDBPyConnection, folder: Path, note: ReleaseInfo | None, *, is_ledger_whole: bool
) -> tuple[list[Finding], bool]:
    """The faults of one release, and whether its tables were compared with the ledger in the connection."""
    file = folder / DATABASE
    if note is None:
        return [Finding(str(folder / RELEASE_NOTE), f"It is missing or cannot be read. {_RELEASE_AGAIN}")], False
    if note.database_sha256 and (bad := [*_altered(file, note.database_sha256, "that were published", _RELEASE_AGAIN)]):
        return bad, False
    findings = [*_altered_exports(folder)]
    # Another version of the dbt project may derive other tables from the same ledger.
    is_comparable = is_ledger_whole and _is_made_by_this_version(note)
    try:
        attach(connection, file, "warehouse")
        faults = [*_count_faults(connection, note)]
        if is_comparable:
            faults += _ledger_faults(connection, note)
        findings += [Finding(str(file), fault) for fault in faults]
    except duckdb.Error as error:
        raise_what_is_lacking(error, file)
        findings.append(Finding(str(file), f"It cannot be read ({first_line(error)}). {_RELEASE_AGAIN}"))
    finally:
        connection.execute("detach database if exists warehouse")
    return findings, is_comparable


def _is_made_by_this_version(note: ReleaseInfo) -> bool:
    return (note.dbt_version, note.reference_version) == (dbt_version(), reference_version())


def _altered_exports(folder: Path) -> Iterator[Finding]:
    listed = listed_hashes(folder)
    if not listed and {file.name for file in folder.iterdir()} > {DATABASE, RELEASE_NOTE}:
        yield Finding(str(folder / LIST), f"It is missing or cannot be read. {_RELEASE_AGAIN}")
    for name, sha256 in listed.items():
        yield from _altered(folder / name, sha256, f"that were published ({LIST})", _RELEASE_AGAIN)


def _count_faults(connection: duckdb.DuckDBPyConnection, note: ReleaseInfo) -> Iterator[str]:
    for table, expected in note.rows.items():
        (found,) = connection.execute(f"select count(*) from warehouse.{table}").fetchall()[0]
        if found != expected:
            yield f"{table} has {found} rows, {expected} were published. {_RELEASE_AGAIN}"


def _ledger_faults(connection: duckdb.DuckDBPyConnection, note: ReleaseInfo) -> Iterator[str]:
    batch = {"batch": note.batch}
    for table, of_ledger in (("marts.fct_figures", _CURRENT_FIGURES), ("marts.fct_figure_revisions", _BELIEVED)):
        expected = connection.execute(_DIGEST.format(rows=f"({of_ledger})"), batch).fetchall()
        found = connection.execute(_DIGEST.format(rows=f"warehouse.{table}")).fetchall()
        if expected != found:
            yield f"{table} is not what the ledger says: {_difference(expected, found)}. {_RELEASE_AGAIN}"
    for table, of_ledger in (
        ("audit.refreshes", "select * from batch where batch <= $batch"),
        (
            "audit.rejections",
            "select * from rejections where batch <= $batch "
            "qualify row_number() over (partition by rejection_id order by batch desc) = 1 and action = 'opened'",
        ),
        (
            "audit.changes",
            "select * from figures where batch <= $batch "
            "and change_kind in ('new', 'restated', 'late', 'corrected', 'removed')",
        ),
    ):
        (expected_count,) = connection.execute(f"select count(*) from ({of_ledger})", batch).fetchall()[0]
        (found_count,) = connection.execute(f"select count(*) from warehouse.{table}").fetchall()[0]
        if expected_count != found_count:
            yield f"{table} has {found_count} rows, the ledger gives {expected_count}. {_RELEASE_AGAIN}"


def _difference(expected: Sequence[tuple[object, ...]], found: Sequence[tuple[object, ...]]) -> str:
    """The differences by measure, from (measure, rows, sum, digest) of the ledger and of the release."""
    ours, theirs = ({row[0]: row[1:] for row in rows} for rows in (expected, found))
    words = []
    for measure in sorted({*ours, *theirs}, key=str):
        ledger_rows, ledger_sum, _ = ours.get(measure, (0, 0, None))
        release_rows, release_sum, _ = theirs.get(measure, (0, 0, None))
        if (ledger_rows, ledger_sum) != (release_rows, release_sum):
            words.append(
                f"{measure} {release_rows} rows with the sum {release_sum}, expected {ledger_rows} with {ledger_sum}"
            )
        elif ours.get(measure) != theirs.get(measure):
            words.append(f"{measure}: as many rows with the same sum, but not the same rows")
    return "; ".join(words)


def _current_findings(settings: Settings, newest: int | None) -> Iterator[Finding]:
    """What is wrong with the link; `newest` was listed at the start, so a release that is being made is no fault."""
    folder = settings.current.resolve()
    note = read_note(folder)
    if (fault := link_fault(settings.warehouse_dir, newest)) is not None:
        yield Finding(str(settings.current), fault)
    elif note is None:
        yield Finding(str(settings.current), "It does not lead to a readable release. Run `spotlight rebuild`.")
    elif folder.name != str(note.number):
        yield Finding(
            str(settings.current), f"It leads to a folder that calls itself release {note.number}. {_RELEASE_AGAIN}"
        )


def _differences_from_rebuilt(settings: Settings, ledger: Ledger) -> Iterator[Finding]:
    database = settings.current.resolve() / DATABASE
    note = read_note(database.parent)
    if note is None or not _is_made_by_this_version(note):
        yield Finding(
            str(database),
            "It was made by another version of the dbt project or of the reference seeds, so tables built now "
            "cannot be compared with it. Run `spotlight refresh`, then verify again.",
        )
        return
    for fault in table_faults(database, note, ledger):
        yield Finding(str(database), f"{fault}. {_RELEASE_AGAIN}")
