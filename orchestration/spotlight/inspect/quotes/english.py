"""The closed list of English words that a claim may hold beside its number, place, period and what it counts.

Belongs here: words of the language.
Not here: what publishers call a figure (`labels.csv`) and names of places (`jurisdictions.csv`).
"""

from __future__ import annotations

from enum import StrEnum


def words(listed: str) -> list[str]:
    """The words of a list that blanks divide."""
    return listed.split()


def phrases(listed: str) -> list[tuple[str, ...]]:
    """The words of each phrase of a list that commas divide."""
    return [tuple(phrase.split()) for phrase in listed.split(",") if phrase.strip()]


class Hedge(StrEnum):
    """How a claim's number stands to the number that it is made from."""

    NONE = "exactly"
    ABOUT = "about"
    OVER = "over"
    JUST_OVER = "just over"
    UNDER = "under"
    NEARLY = "nearly"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    UP_TO = "up to"


HEDGES = {
    Hedge.ABOUT: "about, around, roughly, approximately, approx, close to, some, circa, ~, ≈",
    Hedge.OVER: "over, more than, above, upwards of, >",
    Hedge.JUST_OVER: "just over, slightly over, slightly more than",
    Hedge.UNDER: "under, below, fewer than, less than, <",
    Hedge.NEARLY: "nearly, almost, just under, slightly under, slightly fewer than, slightly less than",
    Hedge.AT_LEAST: "at least, no fewer than, not fewer than, no less than, not less than, ≥",
    Hedge.AT_MOST: "at most, no more than, not more than, ≤",
    Hedge.UP_TO: "up to, as many as",
}
HEDGES_AFTER = {Hedge.ABOUT: "or so", Hedge.AT_LEAST: "or more, +, plus", Hedge.AT_MOST: "or fewer, or less"}
# Right before a number they change nothing of it.
EMPHASIS = frozenset({"only", "just", "exactly", "precisely"})

# Before a year they say a number again for it.
SAME = frozenset({"the same as in", "exactly the same as in", "as many as in", "just as many as in"})
# Whether the number before them is greater than that behind them, which is checked too; None where they leave it open.
COMPARISONS: dict[str, bool | None] = {
    **dict.fromkeys(("short of", "behind", "fewer than", "less than"), False),
    **dict.fromkeys(("ahead of", "more than"), True),
    "against": None,
}
# These and RESULTS join two claims only right before a number; these before its place too: "compared to Ohio's 449".
COMPARED = frozenset({"compared with", "compared to", "along with", "vs .", "versus"})
# Behind "the cases" they say which cases.
RELATIVES = frozenset(words("that which who we they"))
# They may be the first words of a sentence too: "From those, it identified 233 cases".
FROM_THEM = frozenset({"from them", "from those", "from these"})
# They join what came of contacts: cases, and those in them, of the same place and period.
_AND_FROM_THEM = {f"and {one}" for one in FROM_THEM}
RESULTS = (
    FROM_THEM | _AND_FROM_THEM | {"resulting in", "which resulted in", "leading to", "which led to", "identifying"}
)
OF_THE_CONTACTS = frozenset({"of those contacts", "of these contacts", "of those signals", "of these signals"})
# What they join is a part of what the number before them counts.
PARTS = frozenset({"including", "of which", "of whom", "of them", "of those", "of these", "among them"})
# They join two claims in one sentence.
LINKS = ", ".join(
    ("and, while, whereas, but, as well as, (, ;", *sorted(PARTS | COMPARED | RESULTS | COMPARISONS.keys()))
)

# What they join are two statements, each with its own place and period.
CLAUSES = frozenset({"while", "whereas", "but", ";"})

# A period beside them is when something was said, and not what the number is for.
SPEECH = frozenset({"said", "stated", "published", "announced"})
# People in a place do it to the hotline, or the hotline does it; of other things than contacts it means something else.
_LINES = ("hotline", "national hotline", "national trafficking hotline", "national human trafficking hotline")
CONTACT_VERBS = frozenset({"placed", "made", "sent", *(f"reached the {name}" for name in _LINES)})
HOTLINE_VERBS = frozenset({"took", "answered"})
PERSONS = frozenset({"victims", "traffickers"})

# They change nothing of what is counted, where or when.
NEUTRAL = """
a an the of in for to by from on at with within during across throughout inside via
there that which who where it they we
had have has was were is are be been did do does
identified identifies recorded received receives logged counted documented found listed saw sees shows show showed
shown showing reads says said say stated published publishes announced tallied handled noted tracked fielded generated
got came come stands totaled totalled numbered stood reported lists listing located occurred occurring
its affecting involving involved involve involves placed made sent took answered
trafficking humantrafficking total totals overall altogether alone
also however meanwhile even because indicate indicates reveal reveals concerning
. , ! ? : - " ' ) [ ]
"""
POINTED_OUT = frozenset({"point out that", "points out that", "pointed out that"})
# Of a part they say that it is all of a place: "the whole of Ohio".
ALL_OF_PLACE = frozenset({"as a whole", "the whole of"})
NEUTRAL_PHRASES = f"""
according to, based on, human trafficking, he said, she said, in all, is it true that, it is true that,
which operates, which runs, operated by, run by, in their state,
identified as, reported as, recorded as, classified as, the state, state of, the state of, in the state, statewide,
of the cases, of these cases, of those cases, of all cases,
right here, tells us, based on information from,
{", ".join(sorted(POINTED_OUT | ALL_OF_PLACE))}, what we know is that, what we do know is that, less known is that,
officials say, officials said, advocates say, advocates said, comes from, came from,
as recorded by, as reported by, as identified by, as counted by, my home state of, my state of, in its,
run by polaris at the time, which then operated, which then ran, which ran, which operated, figures kept by,
data kept by, statistics kept by, numbers kept by,
according to its website, those cases involved, these cases involved, the cases involved, in those cases,
in these cases,
pointed to, points to, pointing to, heard of, heard about, learned of, learned about, accounted for, by comparison,
per polaris, per national human trafficking hotline, per hotline data, per hotline figures, per hotline statistics,
{", ".join(f"{one} the {line}" for one in ("per", "through", "reached", "we know", "we know that") for line in _LINES)},
back in, ended the year with, finished the year with, classed as, for example, for instance, by year :,
compares with, compares to, compare with, compare to, annual number of, annual count of,
is not immune, is no exception, is not alone, here are, here is, here in, on its website,
relating to, in connection with, appear in, did you know, did you know that,
broke down as, breaks down as, broke down into, breaks down into, {", ".join(sorted(OF_THE_CONTACTS))},
because so much trafficking is never reported, because so much trafficking goes unreported,
because so many victims never call, likely understate the problem, respectively, publishes online,
are likely an undercount, is likely an undercount, for its part, fyi :,
claim :, fact check :, the facts :, source :,
statement of need :, need statement :, background :, fact :, breaking :, update :
"""
# Before a verb of telling: which of several published numbers it is.
FIRST = frozenset(words("first initially originally"))
NOW = frozenset({"now"})
# The same, as whole phrases; before "by" or a year they may say who published it, or when.
VINTAGES = {
    **dict.fromkeys(("at first", "as first published", "first counted in", "first counted for"), "FIRST"),
    **{f"{since} {done} to": "NOW" for since in ("since", "since been", "later") for done in ("revised", "updated")},
    **dict.fromkeys(("now give", "now gives", "its current figure", "its current number", "its current count"), "NOW"),
    **{f"{early} hotline {one}": "EARLIER" for early in ("early", "earlier") for one in ("numbers", "figures", "data")},
    **{f"an {one} of the hotline": "EARLIER" for one in ("early edition", "earlier edition", "earlier release")},
}
BEFORE_VINTAGES = frozenset(words("it number figure count total is was were had , and"))
# Behind what is counted: how many of it there were.
AMOUNTING = (["made", "up"], ["came", "to"], ["amounted", "to"])
PUBLISHING = frozenset(words("reported published said counted listed put stands stood lists shows says reads puts"))
# Before "no cases", where that says that there were none.
BEFORE_NONE = frozenset(words(", and but that were was had identified reported recorded received saw"))
# Beside "no cases" they say that there were none. Any other verb may say that none were, say, published.
NONE_DONE = frozenset(words("identified reported recorded received documented found counted"))
OF_NONE = NONE_DONE | frozenset(
    words(
        "were was had has have there been did do says said a an the of in for to by from at on during across through "
        "via trafficking human hotline . , ! ? : - \" ' ( )"
    )
)
# These verbs and words may stand nowhere in such a sentence.
NOT_OF_NONE = frozenset(words(NEUTRAL)) - OF_NONE
# Of the hotline: where its numbers are listed, if the clause ends there, or goes on with one of AFTER_LISTINGS.
LISTINGS = frozenset(words("list table tables books website page pages"))
AFTER_LISTINGS = frozenset(words(". , ) in for as at now lists list shows show says say puts put"))
# Who work at the hotline, before what it does: "hotline staff identified".
STAFF = frozenset(words("staff advocates specialists operators"))
STAFF_DO = frozenset(
    words("identified received counted documented recorded logged fielded handled answered took say said")
)
# Behind a word for numbers, or before a kind of what is counted: "the figures for Vermont include seven traffickers".
INCLUDING = frozenset(words("include includes included list"))
# Around them all is of one place, one period and one measure.
DIVIDED = INCLUDING | {"broke down as", "breaks down as", "broke down into", "breaks down into"}
PUTS = frozenset({"put", "puts"})
# Right before a number, of a place or of what is counted: "Texas hit 1,000 cases".
REACHING = frozenset({"hit", "reached"})
# Right before a year: "Texas ended 2024 with 1,360 cases".
ENDINGS = frozenset({"ended", "finished"})
# They change nothing as the first word of a clause; within one they do: "were yet to be identified".
OPENERS = frozenset(words("still yet then besides though although"))
# After "the" it is the place that is named before, if it is one of these: "the island of Hawaii" is not the state.
ISLANDS = {"island": frozenset({"US-GU", "US-PR"}), "islands": frozenset({"US-AS", "US-HI", "US-MP", "US-VI"})}
# As tags below a post; behind a word of BEFORE_NAMES an organization may be called so.
SLOGANS = frozenset(words("endtrafficking stoptrafficking endhumantrafficking stophumantrafficking"))
BEFORE_NAMES = frozenset(words("by with to from at of for the said says"))
# As the hotline counts: right before what is counted. Anywhere else they are doubt.
POTENTIAL = frozenset({"potential", "likely"})
# Neutral too, unless what a number counts: "233 reports" are not cases.
NOUNS = """
data, figures, figure, statistics, breakdown, state page, state table, state tables, records, numbers, number,
count, counts, tally, new data, new figures, new statistics, own numbers, own figures, own data,
own statistics, own count, state statistics, state spotlight, state spotlights, spotlights,
report, reports, annual report, spotlight,
hotline, trafficking hotline, human trafficking hotline, national hotline, national trafficking hotline,
national human trafficking hotline, u.s. national human trafficking hotline,
national human trafficking hotline state figures, national human trafficking hotline state data,
national human trafficking resource center, nhth, nhtrc, polaris run national human trafficking hotline,
polaris, polaris project, compass connections
"""
# A report of 2019 may be about 2018. Right before a number they are its name ("report 233"), as "number" is.
REPORTS = frozenset({"report", "reports", "annual report"})
# With the name of a place they are another hotline than the national one.
HOTLINES = frozenset({"hotline", "trafficking hotline", "human trafficking hotline"})

AFTER_PLACES = frozenset({"in", "during", "for", "from", "between"})

NATION = (
    "nationwide", "nationally", "across the country", "across the nation", "in the nation", "for the nation",
    "for the country", "national total", "national case count", "national count", "national figure", "national number",
    "america", "the nation", "the whole united states", "across the whole country"
)  # fmt: skip
CAPITALS = frozenset({"the nation capital", "in the nation capital"})
# In the seed for the rows of tables; in a sentence an adjective ("the national hotline").
NOT_NAMES = frozenset({"national"})
# As they are written of a place in a claim, and of other things in a document.
SHORT_NAMES = {
    "the nation capital": "US-DC", "in the nation capital": "US-DC", "the District": "US-DC",
    "the District of Columbia": "US-DC",
    "Ala .": "US-AL", "Ariz .": "US-AZ", "Ark .": "US-AR",
    "Calif .": "US-CA", "Colo .": "US-CO", "Conn .": "US-CT", "Del .": "US-DE", "Fla .": "US-FL", "Ga .": "US-GA",
    "Ill .": "US-IL", "Ind .": "US-IN", "Kan .": "US-KS", "Ky .": "US-KY", "La .": "US-LA", "Md .": "US-MD",
    "Mass .": "US-MA", "Mich .": "US-MI", "Minn .": "US-MN", "Miss .": "US-MS", "Mo .": "US-MO", "Mont .": "US-MT",
    "Neb .": "US-NE", "Nev .": "US-NV", "Okla .": "US-OK", "Ore .": "US-OR", "Pa .": "US-PA", "Tenn .": "US-TN",
    "Tex .": "US-TX", "Vt .": "US-VT", "Va .": "US-VA", "Wash .": "US-WA", "Wis .": "US-WI", "Wyo .": "US-WY"
}  # fmt: skip
AMBIGUOUS_CODES = {"LA": "is Louisiana or Los Angeles"}
_RISES = "up rise rises rose risen rising increase increased increasing grew grown growth climb climbed climbing"
_FALLS = "down fall falls fell fallen falling decrease decreased decreasing decline declined declining drop dropped"
# Before "from" or "to" and a number: whether what is counted rose; None where that is left open.
CHANGES = {
    **dict.fromkeys(words(f"{_RISES} jump jumped jumping surged soared"), True),
    **dict.fromkeys(words(f"{_FALLS} dropping plunged dip dipped slipped"), False),
    **dict.fromkeys(words("went gone going moved"), None),
}
TIMES = {"doubled": 2, "tripled": 3, "quadrupled": 4}
# In capitals in front of a dash they are where a newspaper's article was written.
CITIES_TOO = frozenset({"WASHINGTON", "NEW YORK"})
# Postal codes that are words too, where every letter of a sentence is a capital.
CODES_AND_WORDS = frozenset(words("as de hi id ma me oh ok or pa"))

# What stands for who made contact: "26 signals from Maine were from victims or survivors of trafficking themselves".
_WHO = [
    f"{who}{of}{themselves}"
    for who in ("victims or survivors", "victims and survivors", "survivors or victims")
    for of in ("", " of trafficking", " of human trafficking")
    for themselves in ("", " themselves")
]
_FROM_WHOM = "from, were from, came from, came directly from, directly from, were made by, made by, sent by"
CALLERS = [
    *(f"{' '.join(verb)} {who}" for verb in phrases(_FROM_WHOM) for who in _WHO),
    *(f"{who} made" for who in _WHO),
]

# What stands for a type of trafficking where another number of the sentence names one: "183 sex and 22 labor cases".
SHORT_TYPES = {"sex": "sex", "labor": "labor", "both": "sex_and_labor", "unspecified": "not_specified"}

TYPES = frozenset(SHORT_TYPES.values())

# Beside a number of cases they say that no type is meant.
ALL = frozenset({"in all", "total", "overall", "altogether"})
# Beside "in both 2018 and 2019" or "respectively" only these and the hotline may stand.
BESIDE_LISTS = frozenset(
    words("the there at by in with had saw was were identified recorded reported generated stood to data count , .")
) | {"according to", "statistics"}

# A sentence with one of these may claim something of ours, whatever else is in it.
SUBJECT = frozenset(
    words(
        "trafficking trafficked trafficker hotline polaris nhtrc arrests convictions prosecutions survivors tips "
        "investigations minors"
    )
)

# What the hotline does with cases, and with contacts.
OF_CASES = frozenset(words("identified"))
OF_CONTACTS = frozenset(words("answered got made placed received receives sent took"))
# With them a number counts people, or reports.
OF_OTHERS = frozenset({"involve", "involved", "involves", "involving", "in those cases", "in these cases", "published"})
# Before "Kansas" and behind one of these, "neighboring" says nothing.
BEFORE_NEIGHBORING = frozenset({",", ";", "and", "but", "by comparison", "in", "while"})
_STATE = {"the state", "in the state", "in their state", "my state of", "my home state of", "state page"}
OF_STATE = _STATE | frozenset(words("statewide island islands"))
# Behind them "there" is no place.
AFTER_THERE = frozenset(words("is are was were has have had been"))
# They are wider than a state: neither "there" nor "the state" is one of them.
WIDER_PLACES = frozenset(words("states nation country countries world abroad"))


# Before a place, a year or a number they make another place, period or number of it.
NOT_BEFORE_PLACES = frozenset(
    {
        "to", "by", "via", "including", "according to", "run by", "operated by", "figures kept by", "data kept by",
        "statistics kept by", "numbers kept by", "as recorded by", "as reported by", "as identified by", "as counted by"
    }
)  # fmt: skip
NOT_BEFORE_PERIODS = frozenset({"by", "from", "to", "on", "at", "with", "via", "including"})
NOT_BEFORE_NUMBERS = frozenset({"by", "from", "to"})

_TO_NINE = "zero one two three four five six seven eight nine"
_TO_NINETEEN = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
UNITS = {word: value for value, word in enumerate(words(f"{_TO_NINE} {_TO_NINETEEN}"))}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: 10 * value for value, word in enumerate(words(_TENS), start=2)}
MULTIPLES = {"thousand": 1_000, "million": 1_000_000}
SUFFIXES = {"k": 1_000, "m": 1_000_000}

# To which people send a text for the hotline.
SHORT_CODE = "233733"
TO_SHORT_CODE = frozenset({"befree", "help", "info", "to", "at", "(", "'", '"'})

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

# They end no sentence.
ABBREVIATIONS = frozenset(
    words(
        "mr mrs ms dr st ste mt ft lt sgt capt det col gov sen rep rev gen atty dept dist approx est no vs co corp "
        "inc jr sr jan feb mar apr jun jul aug sept sep oct nov dec ala ariz ark calif colo conn del fla ga ill ind "
        "kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo"
    )
)

# An unknown sentence with one of these, or with an unknown name, may be about another place than the one before it.
PLACE_WORDS = frozenset(
    words(
        "city cities county counties metro region regions area areas town towns country countries states "
        "nation world abroad elsewhere district districts here local island"
    )
)

# Why a word cannot be accounted for, where more can be said than that it is not known.
_REASONS = (
    (
        "a share or a rate, and counts are held",
        "% percent percentage percentages per share shares rate rates ratio proportion fraction majority half third "
        "quarter most times",
    ),
    (
        "an average or an estimate, and counts as published are held",
        "average averaged averaging mean median estimated estimate estimates estimation projected projection",
    ),
    (
        "a comparison, and only counts as published are checked",
        "up down more fewer less than increase increased increases increasing decrease decreased rise rose risen "
        "rising fell fallen drop dropped doubled tripled compared higher lower highest lowest jumped grew growth surge "
        "surged climbed additional another new further",
    ),
    ("a rank, and only counts are checked", "rank ranked ranks ranking top worst first second"),
    ("a negation, and only statements are checked", "not no never none neither nor without false untrue wrong"),
    (
        "doubt or a condition, and only statements are checked",
        "if would could may might should whether suppose allegedly alleged reportedly suspected perhaps possibly maybe "
        "probably expected expects will unless confirmed unconfirmed unreported",
    ),
    ("not an exact number", "hundreds thousands millions dozen dozens several many few numerous"),
    (
        "something else than cases, victims, traffickers, businesses and signals as the hotline counts them",
        "conviction convictions arrest arrests arrested charge charges charged prosecution prosecutions prosecuted "
        "child children minor minors teen teens girl girls boy boys woman women man men people person persons adult "
        "adults survivor survivors tip tips investigation investigations investigated incident incidents murder drug",
    ),
    (
        "another body, and what the National Human Trafficking Hotline counts is held",
        "police fbi sheriff prosecutors dhs hhs ice doj",
    ),
    (
        "not the whole of a state, a territory or the nation",
        "city county metro region area town district rural suburb suburbs prison northern southern eastern western "
        "central north south east west greater outside worldwide world global globally abroad elsewhere international",
    ),
    (
        "a period that is not said in full",
        "since before after until through last this next previous past year years month months monthly week daily "
        "today now early late mid fiscal fy annually annual date as weekend weekends night nights season",
    ),
)
REASONS = {word: reason for reason, listed in _REASONS for word in words(listed)}
# Why what a sentence is about is not counted here, nor what the next one takes from it.
OTHER_THINGS = frozenset(REASONS[word] for word in ("%", "average", "thousands", "children", "police"))
OTHER_SUBJECTS = frozenset(REASONS[word] for word in ("average", "children", "police"))
"""The place of such a sentence need not be that of the next: "Child trafficking grows in Kansas"."""
WEEKDAYS = frozenset(words("monday tuesday wednesday thursday friday saturday sunday"))
MONTHS = frozenset(words("january february march april may june july august september october november december"))
