"""`spotlight quotes`: was a number ever published, and is it still current.

Belongs here: the text from the command line or standard input, and the answers in words and as JSON.
Not here: understanding and checking claims (`spotlight.inspect.quotes`).
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from orchestration.cli.output import PUBLISHED, WRONG_USAGE, print_json, refuse, screen, shown
from orchestration.settings import Settings
from orchestration.spotlight.domain.naming import day_name, figure_name, period_name, value_name
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import Vocabulary, load_vocabulary
from orchestration.spotlight.inspect.quotes import HOLDS, Answer, Claim, NotUnderstood, Row, Unjudged, Verdict, answers
from orchestration.spotlight.inspect.quotes.english import Hedge
from orchestration.spotlight.inspect.quotes.plain import as_plain, cut
from orchestration.spotlight.release.current import connect, rows_of

NOT_ALL_HOLD = 1
_STANDARD_INPUT = "-"
_COLOURS = {
    Verdict.CURRENT: "green",
    Verdict.SUPERSEDED: "yellow",
    Verdict.ROUNDED: "green",
    Verdict.OUTRANKED: "yellow",
}


def run(text: str, *, as_json: bool) -> int:
    """Answer every claim of a text: 0 if each is current, superseded or rounded, 1 if not, 2 if there is no text."""
    is_argument = text != _STANDARD_INPUT
    if not is_argument:
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    # An argument that is not UTF-8 holds characters that cannot be printed.
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if not text.strip():
        message = "There is no text. Give a claim such as '233 cases Missouri 2019', or - to read standard input."
        return refuse(message, WRONG_USAGE, as_json=as_json)
    if is_argument and _is_file(text):
        message = (
            f"{text} is the name of a file. Give its text on standard input: spotlight quotes - < {shlex.quote(text)}"
        )
        return refuse(message, WRONG_USAGE, as_json=as_json)
    vocabulary = load_vocabulary(REFERENCE_DIR)
    with connect(Settings()) as connection:
        found = list(answers(text, vocabulary, lambda sql, parameters: rows_of(connection, sql, parameters)))
    claims = [one for one in found if isinstance(one, Answer)]
    if as_json:
        unjudged = [{"text": cut(one.sentence), "numbers": one.numbers} for one in found if isinstance(one, Unjudged)]
        print_json({"claims": [as_plain(one, vocabulary) for one in claims], "unjudged": unjudged})
    else:
        for one in found:
            _show(one, vocabulary)
    return PUBLISHED if all(one.verdict in HOLDS for one in claims) else NOT_ALL_HOLD


def _is_file(text: str) -> bool:
    """Whether a text names a file that exists. A text that cannot be a path, such as a long article, names none."""
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _show(answer: Answer | Unjudged, vocabulary: Vocabulary) -> None:
    if isinstance(answer, Unjudged):
        numbers = cut(", ".join(answer.numbers))
        screen.print(shown(f"{numbers}: not checked, it counts nothing the warehouse holds."))
        screen.print(shown(f"  in: {cut(answer.sentence)}"))
        return
    colour = _COLOURS.get(answer.verdict, "red")
    claim = answer.claim
    verdict = f"[{colour}]{_verdict_name(answer)}[/]"
    if isinstance(claim, NotUnderstood):
        word = f"{claim.word!r}: " if claim.word else ""
        hint = f" Is it {claim.suggestion!r}?" if claim.suggestion else ""
        screen.print(
            f"{shown(claim.number or 'No claim')}: {verdict}, {shown(cut(word + answer.reason))}.{shown(hint)}"
        )
        screen.print(shown(f"  in: {cut(claim.sentence)}"))
        return
    _show_claim(claim, verdict, answer.reason, vocabulary)
    for row in answer.figures:
        _show_figure("withdrawn" if answer.verdict is Verdict.WITHDRAWN else "stated", row)
    for row in (one for one in answer.current if one not in answer.figures):
        _show_figure("current is", row)
    for row in answer.nearest:
        _show_figure(row["why"], row)


def _verdict_name(answer: Answer) -> str:
    # "Over 250" was never meant to be found in a document: it is compared with the figure.
    is_hedged = isinstance(answer.claim, Claim) and answer.claim.number.hedge is not Hedge.NONE
    if is_hedged and answer.verdict is Verdict.NEVER_PUBLISHED:
        return "Does not fit"
    return answer.verdict.value.replace("_", " ").capitalize()


def _show_claim(claim: Claim, verdict: str, reason: str, vocabulary: Vocabulary) -> None:
    place, period = vocabulary.jurisdiction_names[claim.code], period_name(claim.period.start, claim.period.end)
    counted = figure_name(claim.measure, claim.category)
    what = f"{claim.said} {counted}, {place} {period}"
    screen.print(f"{shown(what)}: {verdict}, {shown(reason)}.")
    screen.print(shown("  understood: " + "; ".join(f"{words!r} as {meaning}" for words, meaning in claim.words)))
    for name, sentence in claim.carried.items():
        screen.print(shown(f"  {name} from an earlier sentence: {cut(sentence)!r}"))


def _show_figure(lead: str, row: Row) -> None:
    counted = figure_name(row["measure"], row["category"])
    as_of = day_name(row["publisher_as_of"], row["publisher_as_of_basis"])
    secondary = ", secondary" if row["source_kind"] == "secondary" else ""
    if "recorded_to" in row:
        now = value_name(row["new_value"], row["new_value_status"]) if row["new_value_status"] else "withdrawn"
        text = f"{counted} {row['value']:,} of {as_of}{secondary}, in our record until {row['recorded_to']:%Y-%m-%d}"
        screen.print(shown(f"  {lead}: {text}, then {now} ({row['report_id']})"))
        return
    if row["is_outranked"]:
        vintage = "outranked by the publisher's own"
    else:
        vintage = f"vintage {row['vintage_number']} of {row['vintage_count']}"
        if not row["is_current"]:
            vintage += (
                f", superseded {day_name(row['superseded_on'], row['superseded_on_basis'])} by {row['superseded_by']}"
            )
    place, period = row["jurisdiction_name"], period_name(row["period_start"], row["period_end"])
    value = value_name(row["value"], row["value_status"])
    line = f", line {row['source_line']}" if row["source_line"] else ""
    said = f"{place} {period} {counted} {value}, as of {as_of}{secondary}, {vintage}"
    screen.print(shown(f"  {lead}: {said} ({row['document']}{line})"))
