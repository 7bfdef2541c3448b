"""English words by which what stands around a claim is heard: who tells it, who else counts, what denies it.

Belongs here: words of the language.
Not here: words that a claim itself may hold (`english`).
"""

from __future__ import annotations

from orchestration.spotlight.inspect.quotes.english import MONTHS, WEEKDAYS, words

# What the National Hotline and those who run it are called.
OUR_NAMES = (
    "national human trafficking hotline", "national trafficking hotline", "human trafficking resource center",
    "nhth", "nhtrc", "polaris", "compass connections"
)  # fmt: skip
# With an unknown word right before it, or unknown itself, one of these is another hotline.
LINES = frozenset(words("hotline hotlines helpline lifeline safeline textline tipline"))
# A sentence with one of these, or with what is counted, is about another body if it names one of BODIES or the police;
# if it only has a name, it needs a word of COUNTING too.
STATISTICS = frozenset(words("data statistics figures numbers count counts report reports tally tallies records"))
COUNTING = frozenset(
    words(
        "count counts counted publish publishes published track tracks tracked tally tallies tallied collect collects "
        "collected compile compiles compiled keep keeps kept identified identifies record records recorded received "
        "receives answered answers took takes handled handles prosecute prosecutes prosecuted investigates"
    )
)
# Bodies that may count something, in small letters.
BODIES = frozenset(
    words(
        "agency association attorney bureau center clinic coalition commission department nonprofit office "
        "organization patrol shelter troopers university"
    )
)
# Somebody tells something. Right before the hotline these say that he spoke to it, or of it: "told the hotline of 233".
TELLING_TO = frozenset(
    words(
        "told tells warned reminded wrote writes mentioned mentions highlighted highlights emphasized stressed recalled"
    )
)
# "The senator noted that the hotline identified 233 cases."
TELLING = TELLING_TO | frozenset(
    words(
        "said says say noted notes note learned heard added adds explained testified announced stated tweeted posted "
        "reported argued argues acknowledged states remarked"
    )
)
POINTED_TO = frozenset({"pointed to", "points to", "pointing to"})
CITING = POINTED_TO | frozenset({"cited", "cites", "cite", "citing", "quoted", "quotes", "quoting"})
# Between "citing" and the number, or "said", only these and words for the source may stand.
AFTER_CITED = frozenset(words('a the of from in for to , : " that showing show shows listing lists'))
SAYING = frozenset(words("said says"))
# Right before a number they make cases of it in which somebody cited: "cited the hotline in 233 cases".
NOT_BEFORE_CITED = frozenset(words("in for to with"))
BY_HOTLINE = frozenset({"by", "to", "through", "via", "per"})
# Behind the name of a state they make a part of it: "the Washington County sheriff".
PARTS_OF_STATE = frozenset(words("city county district"))
# Before "hotline" they may make another of it.
NOT_THE = frozenset(words("a an its that"))
SOURCES = frozenset({"according to"})
# What is told begins behind one of these, and who tells it behind a claim.
BEFORE_TOLD = frozenset({"that", ":", '"', "'"})
BEFORE_SPEAKERS = frozenset({",", '"', "'", ")"})
# Alone they may be the period of the number: "in a month", "in July".
LONG_TIMES = MONTHS | {"week", "month", "year"}
# When somebody told it: "last week".
WHEN_TOLD = LONG_TIMES | WEEKDAYS | frozenset(words("today yesterday last this earlier recently morning time"))
# Letter → words. Who tells of a number, by the part that a word has: see `speakers`.
OF_SPEAKERS = {
    "A": frozenset(words("a an the his her its their our my")),
    "J": frozenset({"of"}),
    "Y": frozenset(words("for with and to by")),
    "I": frozenset(words("in at from during on")),
    "W": frozenset(words("he she they it")),
    "H": frozenset(words("has have had also was were")),
    "U": SOURCES,
    "Q": CITING,
    "B": frozenset({"."}),
    "M": frozenset(words(", ' \"")),
    "S": frozenset(
        words(
            "hearing meeting conference summit training testimony speech interview statement release newsletter post "
            "report article editorial column briefing forum panel lecture podcast sermon keynote memo letter video"
        )
    ),
    "K": frozenset(words("spokesperson spokeswoman spokesman")),
    "O": frozenset(
        words(
            """
            director official attorney general governor senator senators representative representatives congressman
            congresswoman assemblyman assemblywoman legislator legislators lawmaker lawmakers delegate delegates
            commissioner commissioners mayor council councilman councilwoman board committee audience crowd reporters
            residents sheriff sheriffs deputy deputies police officer officers chief detective detectives trooper
            troopers captain sergeant lieutenant prosecutor prosecutors judge justice department division bureau
            office agency administration commission officials executive president chair chairman chairwoman
            coordinator manager founder member members staff head leader leaders advocate advocates activist activists
            expert experts researcher researchers professor teacher teachers student students speaker speakers
            coalition organization nonprofit group groups network alliance association foundation task force school
            university college church hospital nurse nurses doctor doctors survivor paper newspaper handout brochure
            flyer annual press grant application proposal plan bill resolution sponsor sponsors supporters colleagues
            class county city state district anti trafficking human services health public safety social high local
            federal news floor territory resource center shelter proclamation
            """
        )
    )
    | {"trafficking", "human trafficking", "the state"},
}
# Between "the" and "state" they only say what kind of a state it is: "Rhode Island, the smallest state".
_MOST = "smallest largest biggest newest oldest youngest poorest richest coldest hottest driest wettest least most"
OF_STATES = frozenset(words(f"{_MOST} populous small rural border landlocked island coastal home"))
# Before a colon they say nothing of the number.
STATEMENTS = frozenset(
    {f"the need is {how}" for how in ("real", "documented", "urgent", "clear")}
    | {f"the problem is {how}" for how in ("real", "here", "growing")}
    | {f"human trafficking {how}" for how in ("happens here", "happens here too", "is happening here", "is real")}
    | {"our state is not immune", "our state is no exception"}
)
# Words for how a count develops, in a sentence without a number: "Cases in Oregon have been fairly steady".
TRENDS = frozenset(
    words(
        "grown growing risen rising climbed climbing increased increasing fallen falling dropped dropping decreased "
        "steady stable few rare common up down fairly slowly sharply steadily"
    )
) | {"their", "peak"}
# They say that a text is about one place, though not which: "the numbers for our state".
OURS = frozenset(words("our my local"))
# They point at the sentence beside them, in a denial: "That is not so".
POINTING_WORDS = frozenset(words("this that they so these those them such here none neither nobody"))
# In a claim they stand for something in the sentence before.
PRONOUNS = frozenset(words("it its they their we our"))
# Behind a sentence with a speaker they may stand for the speaker.
SPEAKERS_PRONOUNS = frozenset(words("they we our"))
# Behind a claim they stand for its number, or for what it counts.
POINTS_AT_FIRST = frozenset(words("this that they so all each every most nobody not none neither"))
POINTS_BACK = frozenset(words("these those them such here"))
# First words of a sentence that says what the hotline, its cases or the year of the claim before it are.
SAID_OF_IT = ("the hotline is ", "the hotline belongs ", "its ", "the year ")
# First words of a sentence about the numbers before it.
ALL_OF_THEM = frozenset(words("all both that these this those they"))
# "This project would open a home" says nothing of the number before it.
PROJECTS = frozenset(words("project program bill law grant proposal"))
PLANNED = frozenset(words("will would"))
BUILDING = frozenset(words("open build fund expand train provide"))
# Behind "this" they are the text of the claim.
TEXTS = frozenset(words("article document list page report speech study text"))
ABOUT_NUMBERS = frozenset(
    words(
        "figure figures number numbers count counts counted tally total values value data digit digits column row "
        "table legend chart map draft sentence paragraph misprint erratum retracted correction preceding above answer "
        "mean means claim"
    )
)
# What rises if it is named without what is counted: "the number grew to 287".
NUMBERS_OF_ALL = frozenset(words("number numbers figure figures count counts tally"))
REPORTED = frozenset(words("report reports record records data statistics spotlight"))
# In a sentence with a place they lead away from it: "She left Missouri for another state".
LEADING_AWAY = frozenset(
    words(
        "left border borders bordering neighbor neighbors neighboring north south east west another other moved near "
        "like unlike beside beyond"
    )
)
# Before "in" and a place they are what somebody did there: "was born in Kansas".
DONE_IN_PASSING = frozenset(words("born raised lived studied vacationed caught held arrested based trained trafficked"))
# Before "trafficking" they make another crime of it, or a part of it.
TRAFFICKED = frozenset(words("animal arms child drug fentanyl gun narcotics organ weapons wildlife"))
# In a heading they say that the numbers below it are of a part of the period.
OFTEN = frozenset(words("monthly weekly daily quarterly"))
# They are no counts, whatever is said of them.
NOT_COUNTED = frozenset(
    words(
        "average averages estimate estimates extrapolation extrapolations goal goals median medians projection "
        "projections sums target targets"
    )
)
# Behind "average" they are no count either way: "The average age of victims is not known".
OF_PEOPLE = frozenset(words("age cost family income person price sentence"))
# What is done to counts, which makes other numbers of them: "The figures were rounded".
MADE = frozenset(
    words(
        "adjusted annualized averaged deflated extrapolated imputed inflated interpolated modeled multiplied "
        "normalized perturbed pooled randomized rounded scaled simulated smooth smoothed summed weighted"
    )
)
# Behind "were" they are too: "The figures were combined", not "The number of cases doubled".
MADE_SO = MADE | frozenset(words("combined doubled halved tripled"))
# A text shows something itself: "We show averages", "This page gives shares".
SHOWING = frozenset(words("show shows present presents display displays give gives list lists publish report use"))
SHARES = frozenset(words("share shares rate rates percentage percentages proportion proportions ratios"))
OF_TEXT = frozenset(words("we i our this these here below what page"))
# What stands behind them may be said of all numbers of a text: "The figures are for children", "are counted in years".
TO_BE = frozenset(words("is are was were"))
COVERING = frozenset(
    words(
        "include includes included cover covers covered exclude excludes excluded omit omits leave leaves count counts"
    )
)
# Right before "since" they are of many years: "These are totals since 2007".
SUMS = frozenset(words("total totals figures numbers counts cases"))
MEASURED = frozenset(words("measured expressed given counted rounded shown stated"))
# In a few words behind a claim they ask for help, or lead to the next claim.
APPEALS = (
    "call the hotline", "call for help", "text befree", "thank you", "know the signs", "learn the signs", "learn more",
    "share this", "please share", "please call", "we can do", "we support the", "let us work", "anyone can call"
)  # fmt: skip
# In a short sentence beside a claim they deny it.
DENIALS = frozenset(
    words(
        "false untrue wrong incorrect lie lies lied fake hoax myth debunked nonsense actually truth far "
        "mistake mistaken error correction retracted misleading bogus joke joking fool fools kidding supposedly "
        "perjury hypothetical hypothetically misinformed invented withdrawn disputes disputed apologized imagine theory"
    )
)
# With one of these a denial is of what was told before: "There is no proof of any".
OF_TRUTH = frozenset(
    words(
        "proof evidence way happen happened believe believed true sure agree agrees agreed convinced accept accepts "
        "reproduce confirm confirmed support upheld stand stands"
    )
)
# They deny what they stand beside, which may be something else: "No child is safe".
NEGATIONS = frozenset({"no", "not", "never", "none"})
# They only look like denials or shares.
NO_DENIALS = (
    "not immune", "no exception", "not alone", "not just", "not only", "no state is untouched", "is not acceptable",
    "no one deserves", "no community is immune", "please share", "share this"
)  # fmt: skip
# A short sentence beside a claim with one of these and a word for something else says what every number counts.
SCOPES = frozenset(
    words("only all following figures numbers data counts statistics values study survey sample analysis")
)
# With a capital they are no names.
NO_NAMES = DENIALS | NOT_COUNTED | frozenset(words("fictional satire satirical phony retracts disputes invents rumor"))
