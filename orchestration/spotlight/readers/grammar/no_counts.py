"""What plainly is not a count, by its form: telephone numbers, shares, page numbers, times, years in a phrase.

Belongs here: the forms, each in a group that says what it is. Not here: dates (dates), what words beside them mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from orchestration.spotlight.readers.grammar.dates import MONTHS

_LAW = r"[0-9]{1,4}(?:[:.-][0-9A-Z]{1,6}){1,3}"
_SEASON = f"spring|summer|fall|autumn|winter|{MONTHS}"
YEAR_FORM = r"(?:19|20)[0-9]{2}"
_WHOLE = re.compile(r"[0-9][0-9,]{0,9}$")
_LONGEST = 10
"""The most characters of a number."""
_PEOPLE = "adults|boys|children|females?|girls|males?|men|minors|survivors|victims|women|youth"
"""Parts that leave a count whole: `340, of them 78 minors`. A part from another place or hotline would reduce it."""
_NO_COUNT = re.compile(
    rf"""
    (?<![0-9][.,])(?:
      (?P<contact>
        \bext(?:ension|\.)?[ ]?[0-9]{{1,5}}\b |
        (?<![\w.-])(?:\+?1[-. ])?\([0-9]{{3}}\)[ ]?[0-9]{{3}}[-. ][0-9]{{4}}(?!\w)
      | (?<![\w.-])(?:\+?1[-. ])?[0-9]{{3}}[-. ][0-9]{{3}}[-. ][0-9]{{4}}(?![\w-])
      | (?<![\w.,-])[2-9][0-9]{{2}}-[0-9]{{4}}(?![\w-])
      | \b1-[0-9]{{3}}-(?-i:(?=[0-9-]{{0,10}}[A-Z])[0-9A-Z-]{{5,10}})(?:[ ]?\([0-9-]{{4,12}}\))?(?!\w)
      | \btty[ ]?[:/]?[ ]?711\b | \b7-1-1\b
      | \b(?:233733|741741|838255)\b
      | \b(?:at|call|calling|dial|emergency[,:]?|text|crime[ ]in[ ]progress:)[ ](?:911|988)\b
      | \bp\.?[ ]?o\.?[ ]box[ ][0-9]{{1,9}}\b
      | (?:,[ ](?-i:[A-Z][\w.']*(?:[ ][A-Z][\w.']*){{0,2}}))?
          ,[ ](?-i:[A-Z]{{2}}|[A-Z][a-z]+(?:[ ][A-Z][a-z]+)?)[ ]{{1,2}}[0-9]{{5}}(?:-[0-9]{{4}})?\b
      | ,[ ](?-i:[A-Z][a-z]+(?:[ ][A-Z][a-z]+)?[ ][A-Z]{{2}})[ ]{{1,2}}[0-9]{{5}}(?:-[0-9]{{4}})?\b
      | (?<![\w.,])[0-9]{{1,5}}(?:[ ](?:(?-i:[A-Z][\w.']*)|[0-9]{{1,3}}(?:st|nd|rd|th))){{1,4}}[ ]
          (?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|highway|hwy|square|plaza|parkway|court|way|place
            |terrace|circle|trail|pike)\b\.?
          (?:[ ](?-i:NW|NE|SW|SE|N|S|E|W)\b\.?)?
      | \b(?:suite|ste\.|floor|room|apt\.|unit[ ]\#)[ ]?[0-9]{{1,5}}[a-z]?\b
      )
    | (?P<share>
        (?<![\w.,])[<>~≈+-]?[ ]?[0-9]{{1,9}}(?:[.,][0-9]{{1,9}})?[ ]?
        (?:%|‰|percent\b|per[ ]cent\b|pct\b\.?|percentage[ ]points?\b)
      | \b[0-9]{{1,2}}[ ](?:in|out[ ]of)[ ](?:every[ ])?[0-9]{{1,3}}\b(?=[ ][a-z])
      | \bper[ ](?:[0-9][0-9,]*k?\b|million\b|capita\b)
      )
    | (?P<money> [$€£][ ]?[0-9][0-9,.]{{0,20}} )
    | (?P<span>
        \b[0-9][0-9,.]{{0,9}}[ ](?:hours|days|minutes?|mins?|seconds)(?:[ ](?:a|per)[ ](?:day|week|year)|[ ]read)?\b
      # `days a week` stands on the next line.
      | (?<=24[ ]hours[ ]a[ ]day,[ ])7$ )
    | (?P<noise>
        # Votes
        (?:(?<![^\n])|(?<=[.;:][ ])|(?<=\bmotion[ ])|(?<=\bminutes[ ]))
        (?:adopted|approved|carried|defeated|failed|passed|vote[ds]?)[ ,:]{{1,2}}(?:by[ ])?[0-9]{{1,3}}-[0-9]{{1,3}}
        (?:,[ ][0-9]{{1,2}}[ ]abst\w+)?(?=[.,;)]|[ ]{{0,99}}$)
      |
        # Pages, slides, tables and pictures
        \b(?:(?:(?:printed|saved|scanned)[ ])?page|p\.|pp\.)[ ]?[0-9]{{1,4}}(?:[ ]?(?:of|/)[ ]?[0-9]{{1,4}})?\b
      | \b(?:chapters|exercises|pages|pp\.|questions|sections|slides)[ ][0-9]{{1,3}}(?:,[ ][0-9]{{1,3}})*
          (?:,?[ ]?(?:-|and|to|through)[ ]?[0-9]{{1,3}})(?=[.,;:)]|[ ]{{0,99}}$)
      | ^[ ]{{0,99}}-[ ]{{0,3}}[0-9]{{1,4}}[ ]{{0,3}}-[ ]{{0,99}}$
      | ^[ ]{{0,99}}(?:[‹«<][ ])?[0-9]{{1,3}}[ ]?/[ ]?[0-9]{{1,3}}(?:[ ][›»>])?[ ]{{0,99}}$
      | \b(?:https?://|www\.)\S{{1,300}}[ \t]{{1,99}}[0-9]{{1,3}}/[0-9]{{1,3}}[ ]{{0,99}}$
      | ^[^\w\n]{{0,20}}(?:slide|frame|panel|screen|episode)[ ](?:no\.?[ ]|number:?[ ])?\#?[0-9]{{1,3}}
          (?:[ ]?(?:of|/)[ ]?[0-9]{{1,3}})?(?:(?=[ ]?[:.])|[ ]?(?:\]|\|)(?=[ ])|[ ]-(?=[ ][A-Z])|[^\w\n]{{0,20}}$)
      | \b(?:chapter|lesson|module|number|profile|question|session|step|unit)[ ][0-9]{{1,3}}[ ]of[ ][0-9]{{1,3}}\b
      | \b(?:course|reader[ ]for|syllabus[ ]for)[ ](?!(?:cases?|calls?|emails?|signals?|texts?)\b)
          (?-i:[A-Z]{{2,5}})[ ][0-9]{{3,4}}\b
      | \bfigure[ ][0-9]{{1,2}}(?:[.:](?![0-9])|(?=\)|[ ]-))
      | ^[ ]{{0,99}}figure[ ][0-9]{{1,2}}(?=[ ](?-i:[A-Z]))
      | \b(?:table|chart|exhibit|graph|appendix|fig\.)[ ]?(?-i:[A-H][.-]?)?
          [0-9]{{1,2}}[a-z]?(?:[.-][0-9]{{1,2}}){{0,2}}\b[.:)]?
      | ^[ ]{{0,99}}bar[ ][0-9]{{1,2}}(?=:[ ])
      | \bshowing[ ][0-9]{{1,4}}[ ](?:to|-)[ ][0-9]{{1,4}}[ ]of[ ][0-9]{{1,4}}[ ](?:entries|records|results|rows)\b
      | \bshowing[ ]rows[ ][0-9]{{1,4}}[ ](?:to|-)[ ][0-9]{{1,4}}[ ](?:out[ ])?of[ ][0-9]{{1,4}}(?=[ ]{{0,99}}$)
      | (?-i:\bCC(?:0|[ ]BY(?:-[A-Z]{{2}}){{0,2}})[ -][1-4]\.0\b)
      | \b(?:rows|columns)[ ]?:[ ]?[0-9]{{1,4}}\b(?![-/.][0-9])
        # Times, and how long something took
      | (?<![\w:])[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:[ ]?[ap]\.?m\b\.?)?(?![\w:])
      | (?<![\w:])[0-9]{{1,2}}[ ]?(?:a\.m\.|p\.m\.|am\b|pm\b)
      | \b[0-9]{{1,2}}(?:\.[0-9]{{1,2}})?[ ](?:contact|credit|clock|ceu?|cle|cme)[ ](?:hours?|units?|credits?)\b
      | \bwho[ ]ha(?:s|ve|d)[ ][a-z][a-z ]{{2,60}}[ ]for[ ](?:(?:almost|more[ ]than|nearly|over|the[ ]past)[ ])?
          [0-9]{{1,2}}[ ]years\b
      | (?<!\w)24[/-]7(?!\w)
        # Years of copyrights, of issues and of the papers of others
      | (?:©|\(c\)|\bcopyright)[ ]?(?:©[ ]?|\(c\)[ ]?)?{YEAR_FORM}(?:[ ]?[-,][ ]?{YEAR_FORM})*\b
      | ^[ ]{{0,99}}(?!Washington)(?-i:[A-Z][\w'-]{{1,30}},[ ](?:[A-Z]\.[ ,]{{0,2}}){{1,3}})
          [^\n0-9]{{0,150}}(?<=[\w.]\.)[ ]{YEAR_FORM}\.
          (?=[ ](?-i:["“]|[A-Z][a-z]+[ ](?:[A-Z]|of|and|in)))
      | \b(?:volume|vol\.?)[ ][0-9]{{1,3}}[ ]?[,|•·:;-]?[ ]?(?:number|no\.?|issue)[ ]\#?[0-9]{{1,4}}\b
          (?:[ \t|•·,-]{{1,99}}(?:{_SEASON})(?:[-/](?:{_SEASON}))?[ ]{YEAR_FORM}\b)?
      | \b(?:newsletter|bulletin|magazine|digest|edition|issue|quarterly|monthly
            |letter[ ]to[ ](?:donors|friends|members|supporters))
          (?:[ ](?:no\.?|number|issue)[ ]\#?[0-9]{{1,4}})?[ ]?[,|·:-]?[ ](?:{_SEASON})[ ]
          {YEAR_FORM}(?:[/-][0-9]{{2}})?\b
      | \b(?:newsletter|bulletin|magazine)[ \t]{{1,99}}(?:{_SEASON})[ ]{YEAR_FORM}(?:[/-][0-9]{{2}})?\b
      | ^[ ]{{0,99}}(?:{_SEASON})[ ]{YEAR_FORM}[ ][|•·][ ]news[ ]from\b
      | ^[ ]{{0,99}}(?:the[ ])?(?:bulletin|journal|magazine|newsletter|quarterly)[ ]of[ ]
          (?![^\n]{{0,99}}\b(?:data|figures|hotline|numbers|statistics)\b)[^\n0-9]{{1,80}}
          (?:\t|[ ]{{2,99}}|[ ][|•·–-][ ])(?:{_SEASON})[ ]{YEAR_FORM}[ ]*$
      | \b(?:{_SEASON})[ ]{YEAR_FORM}[ ]?[,|•·-][ ](?:issue|no\.?|number|vol(?:ume|\.)?)[ ]\#?[0-9]{{1,4}}\b
      | \b(?:{_SEASON})[ ]{YEAR_FORM}[ ](?:newsletter|bulletin|magazine|digest|edition|issue)\b
      | ^[ ]{{0,99}}(?:church[ ]|parish[ ]|sunday[ ]|weekly[ ])?(?:bulletin|newsletter)[ ]{{0,3}}[-,:|]?[ ]{{1,3}}
          (?:for[ ]the[ ])?week[ ]of[ ](?:{MONTHS})[ ][0-9]{{1,2}}(?:,[ ]{YEAR_FORM})?\b
      | \b(?:rev(?:ised|ision)?|updated|ver(?:sion)?|edition)\b[.: ]{{0,3}}(?:0?[1-9]|1[0-2])/{YEAR_FORM}\b
      | \bversion[ ][0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,2}}\b
      | (?<![\w,.$-]){YEAR_FORM}(?='s\b)
      | \bsince[ ]1[78][0-9]{{2}}\b
      | \([0-9]{{1,4}}[ ]pages\)
      | \bn[ ]?=[ ]?[0-9][0-9,]*\b
      | \bepisode[ ][0-9]{{1,4}}(?=:) | \bsession[ ][0-9]{{1,2}}(?=:)
      | \bhuman[ ]trafficking[ ]101(?=[ ](?:for|training|workshop)\b|:)
      | \b(?:senate|house|p\.?o\.?)[ ]box[ ][0-9]{{1,6}}\b
      | \b(?:views|downloads)[: ]{{1,3}}[0-9][0-9,]*\b
        # Numbers of papers, of their parts, and of laws
      | \b(?:sheet|brief|note|bulletin|issue|volume|vol\.|handout|annex|attachment|enclosure|part|no\.|circular
          |(?:agenda[ ])?item|tab\.?|packet|folder|box|panel|poster|map|photo|image|insert|infographic|display
          |(?:staff[ ])?memo(?:randum)?)[ ](?:no\.?[ ])?\#?[0-9]{{1,4}}(?:-[0-9]{{1,4}})?\b
          (?=[ ]?[:.,;)]|[ ]\(|[ ]-[ ]|[ ]*$)
        # `Lesson 44` alone may count lessons.
      | \b(?:leaflet|lecture|lesson|module)[ ][0-9]{{1,3}}(?=:[ ]|[ ]\(|[ ]-[ ])
      | (?<=[a-z|·-][ ])tab[ ][0-9]{{1,3}}[a-h]\b
      | \b(?:part|section|chapter|annex|appendix|volume|handout|exhibit|attachment|enclosure|schedule|tab)
          [ ](?-i:[IVX]{{1,4}}|[A-H])\b
      | \b(?:item|file|docket|bill|resolution|ordinance|request|ticket|inquiry|invoice)[ ]
          (?:(?:no\.?[ ]|\#)?[0-9]{{2,4}}-[0-9]{{3,6}}|\#[0-9]{{2,6}})\b
      | (?<=\[)(?:request|ticket|inquiry|reference)[ ][0-9]{{2,8}}(?=\])
      | (?<![\w.])(?-i:[A-Z][\w.]{{0,8}}[ ]?)?(?:r\.s\.|rev\.[ ]stat\.|stat\.|code)[ ](?:ann\.[ ])?§{{0,2}}[ ]?
          {_LAW}(?:(?:,|[ ]and)[ ]§{{0,2}}[ ]?{_LAW})*\b
      | \b(?-i:[A-Z]{{1,3}}-[0-9]{{1,3}}[A-Z]?)\b(?![-/])
      | \b(?:title|section|article|chapter|act[ ]of|public[ ]law|h\.r\.|u\.s\.c\.|§)[ ]?[0-9]{{1,4}}(?:-[0-9]{{1,4}})?\b
      | \b(?:(?:house|senate|assembly)[ ](?:(?:concurrent|joint)[ ])?(?:bill|file|memorial|resolution)
          |(?-i:[HS]\.?(?:B|CR|F|JR|R)\.?))[ ](?:no\.?[ ])?[0-9]{{1,5}}\b
      | ^[ ]{{0,99}}call[ ]number[ .:\t]{{1,40}}
          (?-i:[A-Z]{{1,3}}[ ]?[0-9]{{1,4}}(?:[ .]{{1,2}}[A-Z0-9][A-Z0-9.]{{0,9}}){{0,4}})[ ]{{0,99}}$
      | \b501[ ]?\(c\)[ ]?\([0-9]{{1,2}}\)
      | \b[0-9]{{1,3}}[ ](?:u\.s\.c\.|usc\b|c\.f\.r\.)(?:[ ]?§{{0,2}}[ ]?[0-9]{{1,5}})?
        # Styles of citing
      | (?-i:\b(?:APA|MLA)[ ][1-9][0-9]?\b)
        # Streets and roads that are numbered, ranks, names, and what readers did
        # Only the number of a road: `along`, `Highway` and `Interstate` may say where the figures are from.
      | (?:(?<=\bhighway[ ])|(?<=\binterstate[ ])|(?<=\broute[ ])|(?<=\balong[ ])u\.s\.[ ])[1-9][0-9]{{0,2}}
          (?![\w,.-]*[0-9])
      | (?<![\w,])[1-9][0-9]{{1,4}}[ ](?:North|South|East|West|[NSEW]\.?)[ ][1-9][0-9]{{2,4}}[ ]
          (?:North|South|East|West|[NSEW]\b\.?)(?=[ ]?[,(\n]|[ ]{{0,99}}$)
      | (?<!\w)[0-9]{{1,3}}(?:st|nd|rd|th)\b | \btop[ ][0-9]{{1,2}}\b | \bcovid-19\b
      | \b(?:hymns?|offertory|psalms?)\b:?[ ](?:no\.?[ ]|\#[ ]?)?[0-9]{{1,4}}\b
      | \b[0-9]{{1,3}}\+?[ ](?:(?:additional|more|other)[ ])?languages\b
      | \bnext[ ]item:[ ][0-9]{{1,2}}\b
      | \b[0-9][0-9,.]{{0,9}}k?[ ](?:views|likes|comments|replies|reply|shares|retweets)\b
      | (?<![a-z:]):(?:\+1|clap|eyes|fire|heart|joy|pray|raised_hands|rocket|sob|tada|thumbsup|wave):[ ]
          [0-9]{{1,3}}(?![\w,.])
        # Beside a count: that of another year or of an earlier print, and a part of it
      | ^[ ]{{0,99}}(?:[▲▼△▽↑↓]|up|down)[ ]?[0-9]{{1,3}}(?:\.[0-9])?[ ]?(?:%|percent)
          [ ](?:from|since|than[ ]in|over|vs\.?|versus|compared[ ](?:to|with))[ ]{YEAR_FORM}[ ]{{0,99}}$
      | \((?:up|down)[ ][0-9]{{1,3}}(?:\.[0-9])?[ ]?(?:%|percent|per[ ]cent)[ ](?:from|on|over|since)
            [ ](?:the[ ](?:year[ ]before|(?:previous|prior)[ ]year)|last[ ]year)\)
      | [(,]?[ ]?\b(?:(?:up|down)[ ]from|compared[ ](?:with|to)|(?:vs\.?|versus|against)|an?[ ](?:in|de)crease[ ]from)
          [ ][0-9][0-9,]{{0,9}}[ ](?:in[ ]{YEAR_FORM}\b|the[ ](?:year[ ]before|previous[ ]year)\b|last[ ]year\b)\)?
      | \((?:in[ ])?{YEAR_FORM}[ ]?[:=-]?[ ]?[0-9][0-9,]{{0,9}}\) | \([0-9][0-9,]{{0,9}}[ ]in[ ]{YEAR_FORM}\)
      | (?<=[0-9][ ])[(\[](?:(?:revised|corrected|changed|updated)[ ]from|was|before|earlier
            |(?:first(?=[ ][a-z])|originally|previously|formerly|earlier|initially)
              (?:[ ](?:counted|given|listed|printed|published|reported|shown|stated)(?:[ ](?:as|at))?)?)
          :?[ ][0-9][0-9,]{{0,9}}[)\]]
      | (?<=[0-9])(?:,[ ]|[ ]\()(?:of[ ](?:which|whom|them|these)|including|among[ ]them)[ ](?P<part>[0-9][0-9,]{{0,9}})
          [ ](?:(?:are|were|came[ ]from|from|of[ ]them)[ ])?(?:{_PEOPLE})(?:[ ](?:and|or)[ ](?:{_PEOPLE}))?
          \)?(?=[.;]?[ ]{{0,99}}$)
      )
    | (?P<bound> \b(?:through|until|till|before|after|up[ ]to|prior[ ]to|by)[ ]
        (?:the[ ]end[ ]of[ ])?{YEAR_FORM}\b(?![,-])
      | \b(?:parts?|portion|most|much|some|rest|remainder|months|weeks|days)[ ]of[ ](?:the[ ]year[ ])?{YEAR_FORM}\b
      | (?<![\w/.-]){YEAR_FORM}[ ](?:
            (?:and|or)[ ](?:after(?:wards)?|before|beyond|earlier|later|on|previous|prior|since|up)
            |onwards?|in[ ]part|season|so[ ]far|ytd
            |(?:except|excluding|through|thru|till|to|until|up[ ]to|without)[ ](?:{MONTHS}|q[1-4]|date|now|today))\b
      | \b(?:from[ ]{YEAR_FORM}[ ]on(?:wards?)?|half[ ]of[ ]{YEAR_FORM})\b
      | \bq[1-4][ ]?(?:-|&|and|through|thru|to)[ ]?q[1-4](?:[ ]of)?,?[ ]{YEAR_FORM}\b
      | ^[ ]{{0,99}}from[ ]{YEAR_FORM}(?:[ ]on(?:wards?)?)?[ ]{{0,99}}$ )
    | (?P<since> \bsince[ ](?:the[ ]year[ ])?{YEAR_FORM}\b )
    | (?P<year>
        ^[ ]{{0,99}}(?:[-*•·][ ]{{1,9}})?{YEAR_FORM}[ ]?[:-](?=[ ][0-9][0-9,]{{0,9}}[ ][a-z]) |
        \b(?:in|during|for)\n{YEAR_FORM}(?=[.;]|,[ ][a-z]) |
        \b(?:in|during|for|year|cy|throughout)[ ]
        (?:(?:the[ ])?(?:calendar[ ])?year[ ])?{YEAR_FORM}\b(?!-|,[0-9]|,[ ]{YEAR_FORM}\b)(?![ ]?[-/])
      | \b(?:(?:all|the)[ ](?:(?:12|twelve)[ ])?months|(?:the[ ])?whole|all)[ ]of[ ](?:the[ ]year[ ])?{YEAR_FORM}\b
      | \bcy{YEAR_FORM}\b
      | \({YEAR_FORM}\)
      ))
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)


def no_counts(text: str) -> Iterator[re.Match[str]]:
    """The matches that plainly are not counts. `850` in `86, including 850 minors` stays: one number is a misprint."""
    for match in _NO_COUNT.finditer(text):
        whole = _WHOLE.search(text[max(0, match.start() - _LONGEST) : match.start()])
        if not match["part"] or (whole is not None and _value(match["part"]) <= _value(whole[0])):
            yield match


def _value(number: str) -> int:
    return int(number.replace(",", ""))
