"""HTML documents: a page → its blocks.

Belongs here: the order of the steps from bytes to blocks, the check that no number was lost. Not here: the steps.
"""

from __future__ import annotations

from collections import Counter

from cssselect2 import ElementWrapper

from orchestration.spotlight.domain.model import Rejection
from orchestration.spotlight.readers.blocks import Document
from orchestration.spotlight.readers.formats.html.groups import grouped
from orchestration.spotlight.readers.formats.html.look import Looks
from orchestration.spotlight.readers.formats.html.page import outline
from orchestration.spotlight.readers.formats.html.parsing import digits_of, parse_html
from orchestration.spotlight.readers.formats.html.sheets import MOST_CHARACTERS, read_sheets
from orchestration.spotlight.readers.formats.html.tables import TooLarge
from orchestration.spotlight.readers.formats.html.walk import Walk
from orchestration.spotlight.readers.limits import Limits, too_many_characters

_MOST_NEIGHBOURS = 5_000
"""Elements side by side that a page may have if a style rule tests what stands beside an element."""
_MOST_TESTS = 20_000
"""Elements times style rules that test what is inside an element (`:has`)."""


def read_html(path: str, document_id: str, content: bytes, limits: Limits) -> Document | Rejection:
    """The blocks of one HTML document, or the reason to refuse it."""

    def too_large(found: str, advice: str) -> Rejection:
        message = f"The page has {found}{advice}"
        return Rejection(path, None, "document.too_large", found, message, document_id=document_id)

    tree = parse_html(path, document_id, content, limits)
    if tree is None or isinstance(tree, Rejection):
        return tree or Document(())
    try:
        sheets = read_sheets(tree.root)
        if sheets.characters > MOST_CHARACTERS:
            advice = ", too many to tell what they hide. Save its text, or print it to a PDF."
            return too_large(f"{sheets.characters:,} characters of style rules", advice)
        most = max(map(len, tree.root.iter()))
        tests = sheets.rules_with_has * sum(1 for _ in tree.root.iter())
        if (sheets.has_sibling_rules and most > _MOST_NEIGHBOURS) or tests > _MOST_TESTS:
            advice = ": a report has far fewer. Save its text, or print it to a PDF."
            return too_large(f"style rules that compare {max(most, tests):,} elements", advice)
        known = outline(tree.root)
        walk = Walk(Looks(sheets, known.openable, known.script_written), known)
        wrapper = ElementWrapper.from_html_root(tree.root) if sheets.rules else None
        document = Document(grouped(walk.page(tree.root, wrapper)))
    except (RecursionError, TooLarge) as error:
        is_table = isinstance(error, TooLarge)
        found = "cells that cover more of a table" if is_table else "elements or style rules nested deeper"
        return too_large(found, " than any report has. Check that this is the right file, or save its text.")
    text = "".join(run.text for line in document.lines() for run in line.runs)
    if len(text) > limits.max_characters:
        return too_many_characters(path, document_id, len(text), limits)
    held, printed = Counter(digits_of(text)), tree.digits + walk.generated
    if held != printed:
        differing = "".join(((held - printed) + (printed - held)).elements())
        message = (
            "The text of the page and its structure hold different numbers, so one of them is misread. Save the text "
            "of the page instead, and report this page as one that is not understood."
        )
        return Rejection(path, None, "document.html_broken", differing[:20], message, document_id=document_id)
    return document
