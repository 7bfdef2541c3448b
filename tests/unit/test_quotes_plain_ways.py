"""Plain ways in which texts tell a count, and ones like them that tell something else.

Belongs here: texts that a person reads without doubt, with their neighbors.
Not here: who tells of a number (test_quotes_speakers), whether it is true (tests/integration/test_quotes.py).
"""

from __future__ import annotations

import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.inspect.quotes.binding import Claim
from orchestration.spotlight.inspect.quotes.claims import NotUnderstood, read_claims
from orchestration.spotlight.inspect.quotes.lexicon import Lexicon

LEXICON = Lexicon(load_vocabulary(REFERENCE_DIR))
MISSOURI = "The hotline received 641 signals from Missouri in 2019."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kansas had 95 cases in both 2018 and 2019.", ["95 cases total KS 2018", "95 cases total KS 2019"]),
        (
            "Kansas and Missouri had 94 and 233 cases respectively in 2019.",
            ["94 cases total KS 2019", "233 cases total MO 2019"],
        ),
        (
            "Missouri had 177 and 233 cases in 2018 and 2019, respectively.",
            ["177 cases total MO 2018", "233 cases total MO 2019"],
        ),
        (
            "Compared with 177 in 2018, Missouri had 233 cases in 2019.",
            ["177 cases total MO 2018", "233 cases total MO 2019"],
        ),
        (
            "There were 22 labor trafficking cases in Missouri in 2019, along with 183 sex trafficking cases.",
            ["22 cases labor MO 2019", "183 cases sex MO 2019"],
        ),
        (
            "The hotline's Missouri signals in 2019 included 438 phone calls and 57 texts.",
            ["438 signals phone_call MO 2019", "57 signals text MO 2019"],
        ),
        (
            "In Missouri in 2019, the hotline's cases broke down as 183 sex trafficking and 22 labor trafficking.",
            ["183 cases sex MO 2019", "22 cases labor MO 2019"],
        ),
        (
            "Missouri accounted for 233 of the 11,500 cases identified nationwide in 2019.",
            ["233 cases total MO 2019", "11500 cases total US 2019"],
        ),
        ("A total of 423 victims were identified in Missouri cases in 2019.", ["423 victims total MO 2019"]),
        (
            "Missouri went from 177 cases in 2018 to 233 in 2019 and 240 in 2021.",
            ["177 cases total MO 2018", "233 cases total MO 2019", "240 cases total MO 2021"],
        ),
        (
            "The number of signals from victims or survivors in Maine rose from 22 in 2022 to 26 in 2023.",
            ["22 signals victim_or_survivor ME 2022", "26 signals victim_or_survivor ME 2023"],
        ),
        (
            "Missouri had 177 cases in 2018. In 2019 the state's cases rose to 233.",
            ["177 cases total MO 2018", "233 cases total MO 2019"],
        ),
        (
            f"{MISSOURI} From those, it identified 233 cases.",
            ["641 signals total MO 2019", "233 cases total MO 2019"],
        ),
        (
            f"{MISSOURI} Victims or survivors made 90 of those contacts.",
            ["641 signals total MO 2019", "90 signals victim_or_survivor MO 2019"],
        ),
        (
            "Victims and survivors themselves made 26 of the 78 contacts from Maine in 2023.",
            ["26 signals victim_or_survivor ME 2023", "78 signals total ME 2023"],
        ),
        (
            "The hotline received 438 phone calls from Missouri in 2019. It got 95 from Kansas that year.",
            ["438 signals phone_call MO 2019", "95 signals phone_call KS 2019"],
        ),
        (
            "Cases in Missouri have risen to their peak. The hotline identified 177 in 2018 and 233 in 2019.",
            ["177 cases total MO 2018", "233 cases total MO 2019"],
        ),
        ("Survivors in Missouri say the state acts. There were 233 cases in the state in 2019.", 233),
        ("The National Human Trafficking Hotline's state figures for 2019 show 233 cases in Missouri.", 233),
        ("A local nonprofit, citing hotline data, put the number of cases in Missouri in 2019 at 233.", 233),
        (
            "Because so much trafficking goes unreported, Missouri's 233 cases in 2019 likely understate the problem.",
            233,
        ),
        ("Missouri, for example, had 233 cases in 2019 (Polaris, n.d.).", 233),
        ("We know that the hotline, run by Polaris at the time, identified 233 cases in Missouri in 2019.", 233),
        ("Missouri had 233 cases in 2019. This project would open a second home.", 233),
        ("The hotline identified 233 cases in Missouri in 2019, the state attorney general's office said.", 233),
        ("Members were told that the hotline identified 233 cases in Missouri in 2019.", 233),
        ("Need statement: In 2019, the hotline identified 233 cases in Missouri.", 233),
        ("Missouri's 233 cases for 2019 appear in the hotline's state table.", 233),
        (
            "The hotline received 641 signals from Missouri in 2019, identifying 233 cases.",
            ["641 signals total MO 2019", "233 cases total MO 2019"],
        ),
        ("Missouri had 233 cases in 2019 vs. 177 in 2018.", ["233 cases total MO 2019", "177 cases total MO 2018"]),
        (
            "Missouri's 233 cases in 2019 compare with 177 in 2018, hotline data show.",
            ["233 cases total MO 2019", "177 cases total MO 2018"],
        ),
        (
            "Cases in Missouri hit 177 in 2018, then rose to 233 in 2019.",
            ["177 cases total MO 2018", "233 cases total MO 2019"],
        ),
        (
            "The hotline identified 423 victims in Missouri in 2019 in connection with 233 cases.",
            ["423 victims total MO 2019", "233 cases total MO 2019"],
        ),
        (
            "Of the 233 cases in Missouri in 2019, 183 concerned sex trafficking.",
            ["233 cases total MO 2019", "183 cases sex MO 2019"],
        ),
        ("The hotline does not only count minors. Missouri had 233 cases in 2019.", 233),
        # Compared with a number that is checked too.
        (
            "Missouri had 233 hotline cases in 2019, against 94 in Kansas.",
            ["233 cases total MO 2019", "94 cases total KS 2019"],
        ),
        (
            "The hotline identified 233 cases in Missouri in 2019, just as many as in 2018.",
            ["233 cases total MO 2019", "233 cases total MO 2018"],
        ),
        (
            "Missouri had 177 hotline cases in 2018, short of the 178 recorded in 2017.",
            ["177 cases total MO 2018", "178 cases total MO 2017"],
        ),
        (
            "Missouri's count of 233 hotline cases in 2019 was ahead of Kansas's 94.",
            ["233 cases total MO 2019", "94 cases total KS 2019"],
        ),
        (
            "Missouri had 233 hotline cases in 2019, more than the 177 of 2018.",
            ["233 cases total MO 2019", "177 cases total MO 2018"],
        ),
        (
            "Missouri had 183 sex trafficking cases in 2019, against 22 of labor trafficking.",
            ["183 cases sex MO 2019", "22 cases labor MO 2019"],
        ),
        (
            "Missouri had 272 hotline cases in 2024, more than the 126 in Kansas and the 160 in Oregon.",
            ["272 cases total MO 2024", "126 cases total KS 2024", "160 cases total OR 2024"],
        ),
        (
            "Missouri had 233 hotline cases in 2019, compared to Kansas's 94.",
            ["233 cases total MO 2019", "94 cases total KS 2019"],
        ),
        (
            "From 177 cases in 2018, Missouri went to 233 in 2019.",
            ["177 cases total MO 2018", "233 cases total MO 2019"],
        ),
        (
            "In its 2019 data for Missouri, the hotline lists 233 cases, a rise from the 177 of 2018.",
            ["233 cases total MO 2019", "177 cases total MO 2018"],
        ),
        (
            "Per the hotline, 233 cases were identified in Missouri in 2019 (2018: 177).",
            ["233 cases total MO 2019", "177 cases total MO 2018"],
        ),
        # What the hotline does, and what its numbers are called.
        ("The hotline was contacted 641 times from Missouri in 2019.", ["641 signals total MO 2019"]),
        ("Missouri's hotline total reached 233 cases in 2019.", 233),
        (
            "The nation's 11,364 cases of 2019, as counted by the hotline, included 1,236 of labor trafficking.",
            ["11364 cases total US 2019", "1236 cases labor US 2019"],
        ),
        (
            "Phone calls accounted for 438 of the signals the hotline got from Missouri in 2019, and emails for 14.",
            ["438 signals phone_call MO 2019", "14 signals email MO 2019"],
        ),
        (
            "Among the 233 cases that the hotline identified in Missouri in 2019, 183 were sex trafficking.",
            ["233 cases total MO 2019", "183 cases sex MO 2019"],
        ),
        (
            "Missouri's 233 cases and 423 victims in 2019 were both reported by the hotline.",
            ["233 cases total MO 2019", "423 victims total MO 2019"],
        ),
        # What only says more of a place.
        ("Missouri, the landlocked state, had 233 hotline cases in 2019.", 233),
        ("Our state, Missouri, had 233 cases in 2019 (source: humantraffickinghotline.org).", 233),
    ],
)
def test_a_plain_way_to_tell_a_count_is_understood(text: str, expected: list[str] | int) -> None:
    claims = list(read_claims(text, LEXICON))
    told = [
        f"{one.number.value} {one.measure} {one.category} {one.code.removeprefix('US-')} {one.period.year}"
        for one in claims
        if isinstance(one, Claim)
    ]
    assert len(told) == len(claims)
    assert told == ([f"{expected} cases total MO 2019"] if isinstance(expected, int) else expected)


@pytest.mark.parametrize(
    "text",
    [
        "Kansas had 95 cases in both 2018 and 2019 combined.",
        "In total, Kansas had 95 cases in both 2018 and 2019.",
        "Kansas had 95 cases across both 2018 and 2019.",
        "Kansas had 95 cases that it had in both 2018 and 2019.",
        "The hotline in Kansas and Missouri identified 94 and 233 cases respectively in 2019.",
        "Reports from Kansas and Missouri identified 94 and 233 cases respectively in 2019.",
        "Kansas, Missouri and Ohio had 94 and 233 cases respectively in 2019.",
        "Kansas and Missouri had 95 and 233 cases in 2018 and 2019 respectively.",
        "The hotline concerned 423 victims in Missouri in 2019.",
        "The hotline received 438 phone calls from Missouri in 2019, identifying 233 cases.",
        "Cases in Missouri hit 233 in 2019, then dropped to 177 in 2018.",
        "Kansas police and Missouri had 94 and 233 cases respectively in 2019.",
        "Missouri had respectively 233 cases in 2019.",
        "Compared with 177 arrests in 2018, Missouri had 233 cases in 2019.",
        "Compared with 177 in 2018, Missouri cases in 2019 involved 423 victims.",
        "Compared with 595 signals in 2018, Missouri had 233 cases in 2019.",
        "Along with 177 in 2018, there were 183 cases in Missouri in 2019 that were sex trafficking.",
        "The hotline, along with police, identified 233 cases in Missouri in 2019.",
        "The hotline's Missouri signals in 2019 included 438.",
        "The hotline's Missouri cases in 2019 included 423 victims.",
        "Ohio's 449 cases in 2019 included 233 cases in Missouri.",
        "Missouri's 641 signals in 2019 included 117 traffickers.",
        "Missouri's 272 cases in 2024 broke down into 177 in 2018 and 77 in 2013.",
        "Missouri's own data included 233 cases in 2019.",
        "The hotline's figures, which included Missouri, totaled 233 cases in 2019.",
        "Cases in Missouri in 2019 totaled 183 sex trafficking cases.",
        "Missouri accounted for 183 of the 233 cases in 2019.",
        "Signals from Missouri accounted for 641 of the 11,500 cases identified nationwide in 2019.",
        "117 traffickers identified 423 victims in Missouri cases in 2019.",
        "Missouri identified 423 victims in its cases in 2019.",
        "Missouri went from 177 cases in 2018 to 423 victims in 2019.",
        "Victims from Missouri were identified in cases in 2019: 423.",
        "423 victims were identified in some Missouri cases in 2019.",
        "The number of signals and cases in Maine rose from 22 in 2022 to 26 in 2023.",
        "The hotline received 438 phone calls from Missouri in 2019. From those, it identified 233 cases.",
        f"{MISSOURI} From those, it identified 94 cases in Kansas.",
        f"{MISSOURI} From those, it identified 423 victims.",
        f"{MISSOURI} Kansas is no exception. From those, it identified 94 cases.",
        f"{MISSOURI} It also received 242 signals from Kansas. From those, it identified 94 cases in total.",
        f"{MISSOURI} In North Carolina in 2021, victims or survivors made 318 of those contacts.",
        "The hotline received 242 signals from Kansas in 2019. Of those contacts, 57 were texts from Missouri.",
        f"{MISSOURI} From those from minors, it identified 233 cases.",
        f"{MISSOURI} The hotline handled 641 of those contacts.",
        "Missouri had 233 cases in 2019. Victims or survivors made 90 of those contacts.",
        "The hotline received 438 phone calls from Missouri in 2019. It got 95 of them from Kansas.",
        "The hotline received 438 phone calls from Missouri in 2019. In all, it received 95 from Kansas.",
        "The hotline received 438 phone calls from Missouri in 2019. Kansas as a whole sent 95.",
        "Our governor was born in Kansas. The hotline identified 94 cases in the state in 2019.",
        "Our own law copies one in Kansas. The hotline identified 94 cases in the state in 2019.",
        "Child victims in Missouri are many. There were 233 cases in the state in 2019.",
        "Thank you, Kansas. The hotline identified 94 cases in our state in 2019.",
        "We met colleagues from Kansas. The hotline identified 94 cases in our state in 2019.",
        "Kansas officials said that the hotline identified 272 cases in Missouri in 2024 and 233 in 2019 in our state.",
        "The National Human Trafficking Hotline's state figures show 11,999 cases in 2024.",
        "Police state figures for 2019 show 233 cases in Missouri.",
        "Officials, citing hotline data, put at 233 the cases that Missouri identified in 2019.",
        "Officials, citing hotline data, put 117 traffickers in Missouri in 2019 at the hotline.",
        "We know that we had 233 cases in Missouri in 2019.",
        "A local nonprofit, citing police, put the number of cases in Missouri in 2019 at 233.",
        "So much trafficking goes unreported: 233 cases in Missouri in 2019.",
        "Because so much trafficking is never reported, police counted 233 cases in Missouri in 2019.",
        "Missouri had 233 cases in 2019. This project will correct the tally.",
        "Missouri had 233 cases in 2019. This project would show that Polaris doubled Missouri by mistake.",
        "The figures do not only count cases but tips. Missouri had 233 cases in 2019.",
        "The data do not only count trafficking. Missouri had 233 cases in 2019.",
        "The hotline does not only count trafficking as cases, also smuggling. Missouri had 233 cases in 2019.",
        "Missouri had 233 cases against 117 traffickers in 2019.",
        "Missouri had 233 cases in 2019, against 94 in Kansas City.",
        "The hotline identified 233 cases in Missouri in 2019, half as many as in 2018.",
        "The hotline identified 233 cases in Missouri, the same as in 2018.",
        "Missouri had 178 hotline cases in 2018, short of the 177 recorded in 2017.",
        "Texas had 1,360 hotline cases in 2024, just ahead of Rhode Island's 19.",
        "Ohio had 449 hotline cases in 2019, a sharp rise from the 446 of 2018.",
        "Missouri had 272 hotline cases in 2024, more than the 126 in Kansas and the 832 in Florida.",
        "Missouri had 233 hotline cases in 2019, against 94 in Kansas, more than the 449 in Ohio.",
        "Missouri had 272 hotline cases in 2024, ahead of Kansas's 126, Oregon's 160 and Florida's 832.",
        "Missouri had 233 hotline cases in 2019, against 117 traffickers in Missouri.",
        # Two counts are not one that was revised.
        "Missouri had 178 cases in 2018, since revised to 233 in 2019.",
        "Missouri had 178 cases in 2018. It was later revised to 233 in 2019.",
        "Kansas had 94 cases in 2019, since updated to 233 in Missouri.",
        "Missouri's 233 cases in 2019 were later revised to 423 victims.",
        "Missouri's 2019 total was 233 cases, later revised to 233.",
        "Ohio had 446 cases in 2018, at first 365 in 2017.",
        "Missouri had 233 hotline cases in 2019 and was behind Kansas with its 94.",
        "Missouri had 423 victims in 2019, ahead of its 233 cases.",
        "Missouri was short of 233 hotline cases in 2019.",
        "Kansas was 94 cases short of Missouri's 233 in 2019.",
        "Kansas had 94 cases fewer than Missouri's 233 hotline cases in 2019.",
        "Missouri had 233 hotline cases in 2019, fewer than Kansas's 94.",
        "From 233 cases in 2019, Missouri went to 423 victims in 2021.",
        "The hotline says it took 438 phone calls from Missouri in 2019.",
        "The hotline has a rival in Missouri. It answered 438 phone calls in 2019.",
        "The hotline differs from NCMEC. It also reports 233 trafficking cases in Missouri in 2019.",
        "The hotline trains sheriffs. They list 233 trafficking cases in Missouri in 2019.",
        "In 2019, Missouri traffickers reached 117.",
        "Missouri's 233 cases in 2019 reached 423 victims.",
        "The sheriff was contacted 641 times from Missouri in 2019.",
        "The hotline was contacted in 233 cases in Missouri in 2019.",
        "The hotline gave 233 cases in Missouri in 2019 to prosecutors.",
        "The hotline gave 423 victims in Missouri in 2019 a home.",
        "Phone calls and texts accounted for 438 of the signals the hotline got from Missouri in 2019.",
        "Canada has a hotline. The nation's 11,364 cases of 2019 were reported to it.",
        "Georgia, the Black Sea state, had 428 hotline cases in 2019.",
        "Missouri, an imaginary state, had 233 hotline cases in 2019.",
        "Missouri, the rural part, had 233 hotline cases in 2019.",
        "Missouri, the state police, had 233 hotline cases in 2019.",
        "Across from my state, Missouri, the hotline identified 233 cases in 2019.",
    ],
)
def test_what_is_like_it_and_tells_something_else_is_not_understood(text: str) -> None:
    assert any(isinstance(one, NotUnderstood) for one in read_claims(text, LEXICON))
