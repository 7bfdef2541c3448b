"""The sidecar of a document: what a person adds because the document does not print it.

Belongs here: reading `<name>.meta.yaml` and comparing it with the document. Not here: what the document says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
import yaml

from orchestration.spotlight.domain.model import MAX_REJECTIONS, Basis, Reading, Rejection, SourceKind, excerpt
from orchestration.spotlight.domain.visible import escaped, is_visible
from orchestration.spotlight.domain.vocabulary import Vocabulary

SUFFIX = ".meta.yaml"
JURISDICTION, PERIOD_START, PERIOD_END, PUBLISHER_AS_OF = PARTICULARS = (
    "jurisdiction",
    "period_start",
    "period_end",
    "publisher_as_of",
)
BASIS, SOURCE, SOURCE_KIND, NOTE = "publisher_as_of_basis", "source", "source_kind", "note"
KEYS = (*PARTICULARS, BASIS, SOURCE, SOURCE_KIND, NOTE)

_MAX_BYTES = 64 * 1024
_CHOICES = {BASIS: tuple(Basis), SOURCE_KIND: tuple(SourceKind)}
_TEXT_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a sidecar and its line."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The entries of one sidecar: dates in ISO form, the jurisdiction as its code."""

    path: str
    """The path of the document, not of the sidecar: a refused sidecar refuses its document."""
    document_id: str
    entries: dict[str, Entry]

    def value(self, key: str) -> str | None:
        """The sidecar's value for `key`, or None."""
        return self.entries[key].value if key in self.entries else None

    def contradiction(self, key: str, stated: str, line: int | None) -> Rejection:
        """The rejection of a document that contradicts its sidecar."""
        entry = self.entries[key]
        return Rejection(
            self.path,
            line,
            "sidecar.contradicts_document",
            excerpt(stated),
            f"The document states {key} {stated} (line {line}), the sidecar {self.path}{SUFFIX} says {entry.value} "
            f"(line {entry.line}). A sidecar adds what a document lacks and never overrides it: remove that line "
            "from it, or fix it.",
            document_id=self.document_id,
        )


def read_sidecar(
    path: str, document_id: str, content: bytes | None, vocabulary: Vocabulary
) -> Sidecar | tuple[Rejection, ...]:
    """Read the sidecar of the document at `path`; a missing sidecar is an empty one."""
    if content is None:
        return Sidecar(path, document_id, {})
    return _Reader(path, document_id, vocabulary).read(content)


def fill_from_sidecar(reading: Reading, sidecar: Sidecar, vocabulary: Vocabulary) -> Reading:
    """Fill the optional columns of a CSV from its sidecar. A value that a line states itself must agree with it."""
    figures = reading.figures
    for key, entry in sidecar.entries.items():
        stated = pl.col(key).str.strip_chars().fill_null("")
        if key == JURISDICTION:
            known = stated.str.to_lowercase().replace_strict(
                dict(vocabulary.jurisdictions), default=None, return_dtype=pl.String
            )
            other = figures.filter(known.is_not_null() & (known != entry.value))
        else:
            other = figures.filter((stated != "") & (stated != entry.value))
        if other.height:
            line, text = other.select("source_line", key).row(0)
            return Reading(figures.clear(), (*reading.rejections, sidecar.contradiction(key, text, line)))
        if key not in PARTICULARS:
            figures = figures.with_columns(pl.when(stated == "").then(pl.lit(entry.value)).otherwise(key).alias(key))
    return Reading(figures, reading.rejections)


@dataclass(frozen=True, slots=True)
class _Reader:
    path: str
    document_id: str
    vocabulary: Vocabulary

    def read(self, content: bytes) -> Sidecar | tuple[Rejection, ...]:
        if len(content) > _MAX_BYTES:
            return (
                self._refusal("too_large", None, f"{len(content):,} bytes", f"Expected at most {_MAX_BYTES:,} bytes."),
            )
        try:
            root = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            return (self._refusal("not_utf8", line, "", "It is not UTF-8. Save it with the encoding UTF-8."),)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            fault_line = mark.line + 1 if mark is not None else None
            problem = getattr(error, "problem", None) or "a character that YAML does not allow"
            return (
                self._refusal(
                    "not_yaml", fault_line, problem, f"It is not YAML: {problem}. Expected lines `key: value`."
                ),
            )
        except RecursionError:
            return (self._refusal("not_yaml", None, "", "It is nested too deep. Expected lines `key: value`."),)
        if root is None:
            return Sidecar(self.path, self.document_id, {})
        if not isinstance(root, yaml.MappingNode):
            line = root.start_mark.line + 1
            return (self._refusal("not_yaml", line, _text_of(root), "Expected lines `key: value`."),)
        entries: dict[str, Entry] = {}
        refusals: list[Rejection] = []
        for key_node, value_node in root.value:
            if len(refusals) == MAX_REJECTIONS:
                refusals.append(self._refusal("more_faults", None, "", "More may be wrong. Fix what is named first."))
                break
            key, line = _text_of(key_node), key_node.start_mark.line + 1
            entry = self._entry(key, value_node, line)
            if isinstance(entry, Rejection):
                refusals.append(entry)
            elif key in entries:
                refusals.append(
                    self._refusal("key_repeated", line, key, f"{key!r} stands there twice. Keep one of them.")
                )
            else:
                entries[key] = entry
        return tuple(refusals) or Sidecar(self.path, self.document_id, entries)

    def _entry(self, key: str, node: yaml.Node, line: int) -> Entry | Rejection:
        if key not in KEYS:
            return self._refusal(
                "key_unknown", line, key, f"{key!r} is no key of a sidecar. Use one of {', '.join(KEYS)}."
            )
        text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        is_date = key in PARTICULARS and key != JURISDICTION
        if is_date and node.tag == "tag:yaml.org,2002:int":  # 20240831
            return self._date_unreadable(key, line, text)
        if not text or node.tag not in _TEXT_TAGS:
            return self._refusal(
                "value_not_text",
                line,
                _text_of(node),
                f"Expected a text after `{key}:`; put it in quotes if it is one.",
            )
        if not is_visible(text):
            return self._refusal(
                "value_not_text", line, text, f"The text after `{key}:` holds a sign that cannot be shown: remove it."
            )
        if key == JURISDICTION:
            code = self.vocabulary.jurisdictions.get(text.casefold())
            if code is None:
                return self._refusal(
                    "jurisdiction_unknown", line, text, f"{text!r} is no jurisdiction. Expected a code or name: US-MO."
                )
            return Entry(code, line)
        if is_date:
            try:
                return Entry(date.fromisoformat(text).isoformat(), line)
            except ValueError:
                return self._date_unreadable(key, line, text)
        choices = _CHOICES.get(key)
        if choices is not None and text not in choices:
            return self._refusal("value_unknown", line, text, f"{text!r} is no {key}. Use one of {', '.join(choices)}.")
        return Entry(text, line)

    def _date_unreadable(self, key: str, line: int, text: str) -> Rejection:
        return self._refusal("date_unreadable", line, text, f"{text!r} is no date. Expected `{key}: YYYY-MM-DD`.")

    def _refusal(self, code: str, line: int | None, found: str, message: str) -> Rejection:
        place = f"{self.path}{SUFFIX}" + (f", line {line}" if line is not None else "")
        return Rejection(
            self.path,
            line,
            f"sidecar.{code}",
            excerpt(escaped(found)),
            escaped(f"{place}: {message}"),
            document_id=self.document_id,
        )


def _text_of(node: yaml.Node) -> str:
    """The text of a scalar. Other nodes are only named: they may contain themselves, or each other a million times."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "a list or a mapping"
