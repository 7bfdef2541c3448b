"""Mail saved as text: its header lines, the names that its writers put below, their signatures.

Belongs here: the parts of a mail that say nothing about its subject. Not here: other layout of text (markup).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.spotlight.readers.formats.unmarked import Unmarked, filled
from orchestration.spotlight.readers.formats.wikitext import Numbered

QUOTED = re.compile(r"^ {0,3}(?:> ?)+")
_MAIL_HEAD = re.compile(
    r"^(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Message-ID|In-Reply-To|References(?=: <)|Return-Path(?=: <)"
    r"|Delivered-To|Received(?=: (?:by|from) )|(?:ARC|Authentication|Content|DKIM|List|X)-[A-Za-z-]+|MIME-Version"
    r"|Attachments?|Importance|Slug|Desk|Byline|Page(?=: [A-Z]?[0-9])): ",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(r"[@=<>;0-9]|\w\.\w")
"""Part of a value of a header line, such as an address or the name of a machine."""
_BETWEEN_VALUES = frozenset(
    ("by", "ESMTP", "ESMTPS", "for", "from", "HTTP", "id", "SMTP", "TLS", "via", "with", "(Postfix)", "(EST)", "(EDT)",
     "(CST)", "(CDT)", "(MST)", "(MDT)", "(PST)", "(PDT)", "(UTC)", "Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,",
     "Sun,", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
)  # fmt: skip
_WRITER = re.compile(r"From: *\"?([A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3})\"? *<")
_TO_PERSON = re.compile(r"(?:Cc|To): \"?([A-Z][a-z]+) ([A-Z][\w'-]+)\"?(?: <|;|,|$)")
_TO_LAST_NAME_FIRST = re.compile(r"(?:Cc|To): \"?[A-Z][\w'-]+, ([A-Z][a-z]+)\"? <")
_GREETED = re.compile(r"([A-Z][a-z]+),")
_BODIES = frozenset(
    ("Coalition", "County", "Desk", "District", "Force", "Group", "List", "Network", "Office", "Region")
)
"""Last words of names of bodies, whose first word is no first name: `To: Franklin County`."""
_ENDS_MAIL = re.compile(r"(?:> *)*(?:-- *$|-{2,} ?[A-Za-z]|[-_=]{5,}|From: |On .{1,200} wrote:|[Bb]egin forwarded)|>|$")
"""What may follow the end of a mail: a forwarded mail, an earlier one, a signature, nothing."""
_TELEPHONE = re.compile(r" *\(?[0-9]{3}\)?[-. ][0-9]{3}[-. ][0-9]{4} *")
_NEWSROOM = re.compile(r"(?:Slug|Desk|Byline|Page): ", re.IGNORECASE)
"""Header keys of newspaper copy, which stand only at the top of a document."""
_MAIL_SUBJECT = re.compile(r"^Subject: ", re.IGNORECASE)
_MOST_WRITERS = 20
_FEWEST_HEADER_LINES = 3
_LONGEST_SIGNATURE = 10
_SENT_FROM = re.compile(
    r" *(?:sent (?:from|with|via) (?:my )?[\w ]{1,30}|get outlook for [\w ]{1,20})\.? *$", re.IGNORECASE
)


def move_mail_to_frame(found: Unmarked) -> None:
    """Take out the header lines of mails except subjects, the names of writers below their mails, and signatures."""
    _take_names_of_writers(found)
    first = next((at for at, (_, line) in enumerate(found.lines) if line.strip()), 0)
    at = 0
    while at < len(found.lines):
        end = at
        header = ""
        while end < len(found.lines):
            text = found.lines[end][1]
            if _MAIL_HEAD.match(QUOTED.sub("", text)):
                header = text
            elif not _is_folded(text, header):
                break
            end += 1
        has_subject = any(_MAIL_SUBJECT.match(line) for _, line in found.lines[at:end])
        # With the subject, two lines are enough at the top: `From: January 1, 2019` and `To: ...` alone are a period.
        is_header = end - at >= _FEWEST_HEADER_LINES - (at == first and has_subject)
        if is_header:
            _take_salutation(found, at, end)
        is_newsroom = any(_NEWSROOM.match(line) for _, line in found.lines[at:end])
        if is_header and (at <= first or not is_newsroom):
            # The subject stays: it is the mail's title.
            subject = at
            for line in range(at, end):
                number, text = found.lines[line]
                if text[:1].isspace() and _MAIL_SUBJECT.match(found.lines[subject][1]):
                    found.lines[subject] = (found.lines[subject][0], f"{found.lines[subject][1]} {text.strip()}")
                    found.lines[line] = (number, "")
                    continue
                subject = line
                if not _MAIL_SUBJECT.match(text):
                    found.move_to_frame(range(line, line + 1))
        elif _is_signature(found.lines, at):
            found.move_to_frame(range(at, len(found.lines)))
        at = max(end, at + 1)


def _is_folded(line: str, header: str) -> bool:
    """Whether a line continues the header line above it: any below the subject, technical values below others.

    An indented sentence is the mail's own.
    """
    if not _MAIL_HEAD.match(header) or line[:1] not in (" ", "\t") or not line.strip():
        return False
    words = [word for word in line.split() if not _TECHNICAL.search(word)]
    return _MAIL_SUBJECT.match(header) is not None or _BETWEEN_VALUES.issuperset(words)


def _take_names_of_writers(found: Unmarked) -> None:
    """Take out `Carla` below what `From: Carla Whitlock <...>` wrote, and all from `--` on if her name follows it."""
    heads = [match for _, line in found.lines if (match := _WRITER.match(QUOTED.sub("", line)))]
    names = [set(match[1].split()) for match in heads[:_MOST_WRITERS]]
    below = ""
    for at in range(len(found.lines) - 1, -1, -1):
        line = found.lines[at][1]
        words = QUOTED.sub("", line).split()
        if words and _ENDS_MAIL.match(below) and any(name.issuperset(words) for name in names):
            found.move_to_frame(range(at, at + 1))
        elif (
            words == ["--"]
            and _is_end(found.lines, at)
            and any(name <= set(re.findall(r"[\w.'-]+", below)) for name in names)
        ):
            found.move_to_frame(range(at, len(found.lines)))
        # A telephone number below the name is skipped: the name still ends the mail.
        below = line if line.strip() and not (_TELEPHONE.fullmatch(line) and _ENDS_MAIL.match(below)) else below


def _take_salutation(found: Unmarked, start: int, end: int) -> None:
    """Take out `Marcus,` below the header lines if one says `To: Marcus Hale`: it might be taken for a town."""
    headers = [QUOTED.sub("", line) for _, line in found.lines[start:end]]
    names = {to[1] for line in headers if (to := _TO_PERSON.match(line)) and to[2] not in _BODIES}
    names |= {to[1] for line in headers if (to := _TO_LAST_NAME_FIRST.match(line))}
    first = next((at for at in range(end, len(found.lines)) if found.lines[at][1].strip()), end)
    greeted = _GREETED.fullmatch(QUOTED.sub("", found.lines[first][1]).strip()) if first < len(found.lines) else None
    if greeted and greeted[1] in names:
        found.move_to_frame(range(first, first + 1))


def _is_signature(lines: Sequence[Numbered], at: int) -> bool:
    if lines[at][1].rstrip() != "--" or not _is_end(lines, at):
        return False
    # Where a program cut off the blank behind it, `--` may stand for a number that is not published.
    return lines[at][1] == "-- " or all(map(_SENT_FROM.match, filled(lines[at + 1 :])))


def _is_end(lines: Sequence[Numbered], at: int) -> bool:
    rest = len(lines) - at
    return rest <= 4 * _LONGEST_SIGNATURE and sum(bool(line.strip()) for _, line in lines[at:]) <= _LONGEST_SIGNATURE
