"""What class names and roles mean by convention, for saved pages without their style sheets.

Belongs here: names that common style libraries and content systems use. Not here: style rules (look).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.formats.html.parsing import Element, is_note_below_figure
from orchestration.spotlight.readers.grammar.dates import MONTHS

# fmt: off
_FOR_SCREEN_READERS = frozenset((
    "sr-only", "visually-hidden", "visuallyhidden", "visually-hidden-focusable", "screen-reader-text",
    "screen-reader-only", "screenreader-text", "element-invisible", "u-hidden-visually", "show-for-sr",
    "assistive-text", "a11y-hidden", "usa-sr-only", "sr-only-focusable", "is-sr-only", "hide-text", "ms-accessible",
))
_HIDDEN = frozenset((
    "d-none", "hidden", "hide", "invisible", "is-hidden", "is-invisible", "ng-hide", "uk-hidden", "u-hidden",
    "display-none", "js-hidden", "hidden-print-only", "visible-xs", "visible-sm", "visible-print", "print-only",
    "only-print", "show-for-print", "d-md-none", "d-lg-none", "d-xl-none", "hidden-md", "hidden-lg", "md:hidden",
    "lg:hidden", "xl:hidden", "show-for-small-only", "mobile-only", "visible-mobile", "opacity-0", "ms-hidden",
))
# fmt: on
_DOUBTFUL = re.compile(
    r"hid(?:e|den)|invisible|off-?screen|sr-?only|screen-?reader|conceal|odometer|rolling|flip-?clock"
)
_HARMLESS = re.compile(
    r"overflow|not-|un-?hid|no-hid|field--label-hid|(?:hid\w+|invisible)-(?:on-)?(?:xs|sm|small|mobile|phone|tablet|print)|"
    r"(?:xs|sm|small|mobile|phone|tablet|print)[:-](?:hid\w+|invisible)"
)
_SHOWN_AGAIN = re.compile(r"(?:d|display)-(?:sm|md|lg|xl)-(?!none)\w|(?:sm|md|lg|xl):(?:block|flex|grid|inline|table)")
# fmt: off
_FRAME_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar", "tablist", "dialog", "alertdialog",
    "button", "listbox", "combobox",
))
# fmt: on
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FRAME_TAGS = frozenset(["nav", "menu", "address", "datalist", "search"])
_FRAME_NAMES = re.compile(
    r"nav(?:bar(?:-\w+)?|igation)?|menu|breadcrumbs?|(?:site|page|global|main|top)-?(?:header|footer|nav|bar)|"
    r"masthead|weather(?:-widget)?|most-(?:popular|read|viewed)|"
    r"cookies?(?:-\w+)?|consent|gdpr|(?:mw-)?jump-link|skip-?link|skip-to-\w+|pagination|pager|social(?:-\w+)?|social-share-(?:buttons|icons|links)|share(?:-\w+)?|toolbar|"
    r"dropdown-menu|ms-core-listmenu-root|datatables_(?:info|paginate|filter|length)|modal|popover|tooltip|off-?canvas|lightbox|pop-?up|"
    r"newsletter(?:-\w+)?|copyright|back-to-top|print-only-url|quick-?exit|escape-button|language-switcher|toc|"
    r"table-of-contents|comments?(?:-\w+)?|tag-?cloud|cat-item(?:-\d+)?|post-count|block-facets|facet-(?:item|list)|"
    r"wp-block-(?:archives|categories|latest-(?:comments|posts)|tag-cloud)|"
    r"(?:dfp-|google-|tnt-)?ads?(?:-(?:banner|box|container|inline|slot|unit|wrapper))?|advert\w*|sponsored"
)
_AUTHOR = re.compile(r"(?:wp-block-post-|post-)?author(?:-\w+)?")
_MAKING_NAMES = re.compile(
    rf"meta|byline|dateline|timestamp|{_AUTHOR.pattern}|"
    r"(?:post|entry|article|page|node|document)-?(?:meta(?:data)?|date|info)"
)
_OF_MAKING = re.compile(
    r"(?:^\W*(?:created |photo |posted |published |reported |story |updated |written )?by (?-i:[A-Z])|"
    r"\b(?:comments?|filed|last modified|min(?:utes?)? read|posted|published|updated)\b|"
    r"(?:, (?:\w+ ){0,2}|\bstaff )(?:correspondent|editor|reporter|writer)\b|"
    rf"\b(?:{MONTHS})\b\.? [0-9]{{1,2}}, [0-9]{{4}}|\b[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}|"
    r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,2} (?:minutes?|hours?|days?|weeks?|months?|years?) ago\b)",
    re.IGNORECASE,
)
"""Who wrote it and when. Another text with such a class is judged: `First half of the year`."""
_NAMES_COUNTED = re.compile(r"\b(?:calls|cases|contacts|signals|texts|victims|minors)\b", re.IGNORECASE)
_NAME = re.compile(r"\s*(?:[A-Z][\w.'-]+\s+){1,3}[A-Z][\w.'-]+\s*(?:,.{1,40})?")
# fmt: off
_FRAME_IDS = frozenset((
    "nav", "menu", "footer", "toc", "topbar", "top-bar", "sidebar", "breadcrumb", "comments", "respond", "cookie",
    "cookies", "global-footer", "global-header", "site-footer",
))
# fmt: on
_OF_CHOICES = re.compile(r"(?:foot|footer|left|local|right|section|side|sub)-?nav|sheet-menu")
"""A frame if it holds nothing but links: `Unit: hundreds` may stand in it too."""
# What a web archive puts above a saved page: an address, other captures, a calendar.
_OF_ARCHIVES = re.compile(r"archive-(?:ipp|banner)|wm-ipp(?:-\w+)?|wm-disclaim-banner|_?wb_\w*banner")
_ACTIONS = re.compile(r"(?:page-)?actions")
_ACTION_WORDS = re.compile(
    r"(?:\s|\||·|api|cite|copy link|download|edit|email|export|follow|print|save|share|subscribe|view)+", re.IGNORECASE
)
_CONTROLS = frozenset(("mw-editsection", "headerlink", "header-link", "anchor-link", "anchorjs-link", "permalink"))
_ASIDE_NAMES = re.compile(r"sidebar|pull-?quote|related(?:-\w+)?|widget(?:-area)?|call-?out|testimonial|promo|teaser")
_CHOSEN = re.compile(r"active|current|on|selected")
_BADGES = re.compile(
    r"badge|pill|chip|tag|counter-badge|superscript|sup|exponent|footnote(?:-\w+)?|fn|noteref|note-ref|reference"
)
_LABEL = re.compile(r"((?:[\w-]*?(?:__|-|_))?)(?:category|k|key|label|lbl|name|term|text|title|type)")
_VALUE = re.compile(r"((?:[\w-]*?(?:__|-|_))?)(?:amount|count|data|figure|num|number|total|v|val|value)")
"""The class of a label and that of its value. The group is the prefix, which both must share: `bar__`."""
_UNFINISHED = re.compile(r"(?:\b(?:and|at|by|for|from|in|of|or|to)|[^\w\s):])$", re.IGNORECASE)
"""Ends a text that is no label by itself: `Cases by`, `Cases -`."""
_WHOLE_NUMBER = re.compile(r"\s*[0-9][0-9,]*\s*")
_PAIR = 2
_FEWEST_ENTRIES = 3
_NOTES = re.compile(r"references|reflist|foot-?notes?|endnotes?|table-notes?|fine-?print|disclaimer|source-?note")
_FROM_SITE = re.compile(r"\s*From [\w ,.'-]{1,60}(?:\bWiki(?:pedia)?|encyclopedia)\s*")
_ICONS = re.compile(
    r"(?:icon|fa|fas|far|fab|fal|glyphicon|material-icons(?:-\w+)?|material-symbols-\w+|dashicons|bi|mdi|icomoon|ico)|(?:icon|fa|bi|mdi|icomoon|glyphicon|dashicons)-[\w-]+"
)
_ROWS = re.compile(
    r"row|columns|cols|grid|flex|d-flex|card-(?:deck|group)|(?:stats?|tiles?|cards?)-(?:row|grid|list|container)|grid-x|l-grid"
)
_SPACES = re.compile(r"[\s|·•»/-]+")
_COUNT = re.compile(r"(?<![$£€\d.,])\d")
_SPREAD = frozenset(("justify-between", "justify-content-between"))
"""Classes that set the parts of a line at its two ends."""
_COUNTED = r"(?:calls?|cases?|contacts?|e-?mails?|reports?|signals?|texts?|traffickers?|victims?|webforms?|trafficking)"
_MAY_COUNT = re.compile(
    rf"\d\W+(?:(?:human|labor|phone|sex|and|total|trafficking)\W+){{0,4}}{_COUNTED}\b|\b{_COUNTED}\W{{1,9}}\d[\d,]{{0,12}}\W{{0,9}}$",
    re.IGNORECASE,
)
"""A count, as in `Victims: 97`, but not `5 signs of labor trafficking`."""
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_OF_FIGURES = re.compile(
    r"\b(?:corrected|correction|counts?|data|figures?|hotline|numbers?|statistics|stats)\b", re.IGNORECASE
)
_NOTE_TARGET = re.compile(r"#(?:.*(?:fn|foot|note|cite|ref)\w*|n[0-9]{1,2}$)", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\[[0-9a-z]{1,2}\]\s*")


def is_value_beside_label(element: Element) -> bool:
    """Whether an element and the one before it are by their classes a label and its value: `bar__name`, `bar__value`.

    Their style, which may not be saved with the page, sets them apart.
    """
    label, parent = element.getprevious(), element.getparent()
    # `<li class="d-flex justify-content-between">Texts<span>31</span></li>`, but not in a menu.
    is_spread = (
        parent is not None
        and not _SPREAD.isdisjoint((parent.get("class") or "").split())
        and next(element.iterancestors("nav", "aside", "footer"), None) is None
        and not any(one is not None and one.tag in ("a", "button") for one in (label, element))
    )
    if label is None and parent is not None and is_spread:
        return (
            len(parent) == 1 and bool(_WHOLE_NUMBER.fullmatch(element.text or "")) and not (element.tail or "").strip()
        )
    if label is None or parent is None or len(parent) != _PAIR or not _WHOLE_NUMBER.fullmatch(element.text or ""):
        return False
    if any(text and text.strip(" :\n\t") for text in (parent.text, label.tail, element.tail)):
        return False
    values, labels = (
        {match[1] for name in (one.get("class") or "").lower().split() if (match := form.fullmatch(name))}
        for one, form in ((element, _VALUE), (label, _LABEL))
    )
    text = "".join(label.itertext()).strip()
    is_whole = not (_UNFINISHED.search(text) or any(map(str.isdecimal, text)))
    return is_whole and (is_spread or not values.isdisjoint(labels))


def hidden_by_name(names: Collection[str]) -> str:
    """Why an element with these classes is not seen, judging by their names."""
    if _FOR_SCREEN_READERS.intersection(names):
        return "only for screen readers, by its class"
    if (found := _HIDDEN.intersection(names)) and not any(_SHOWN_AGAIN.match(name) for name in names):
        return f"its class `{min(found)}` hides it by convention"
    return ""


def doubtful_name(element: Element) -> str:
    """A class of an element whose name suggests hiding or rolling digits but is not a known one; otherwise empty."""
    names = (element.get("class") or "").split()
    return next((name for name in names if _DOUBTFUL.search(name) and not _HARMLESS.search(name)), "")


def _named(pattern: re.Pattern[str], element: Element) -> bool:
    return any(pattern.fullmatch(name) for name in (element.get("class") or "").lower().split())


def group_by_name(element: Element) -> GroupKind | None:
    """The group that an element's tag, role, class or id makes it: a frame, or beside the text; else None."""
    role = (element.get("role") or "").lower()
    if element.tag == "nav" and next(element.iter("a", "button", "li"), None) is None:
        return None
    # `h1.page-header` is the title of the page.
    has_frame_name = element.tag not in _HEADINGS and (_named(_FRAME_NAMES, element) or _says_who_made_it(element))
    # A `summary` is the heading of the part that it opens, even with the role of a button.
    is_frame = role in _FRAME_ROLES and element.tag != "summary"
    if element.tag in _FRAME_TAGS or is_frame or has_frame_name:
        return GroupKind.FRAME
    name = (element.get("id") or "").lower()
    if name in ("breadcrumbs", "breadcrumb-section") and _is_link(element):
        return GroupKind.FRAME
    if _named(_ACTIONS, element) and _ACTION_WORDS.fullmatch("".join(element.itertext())):
        return GroupKind.FRAME
    is_site = name == "sitesub" and _FROM_SITE.fullmatch("".join(element.itertext())) is not None
    if (
        name in _FRAME_IDS
        or ((_OF_CHOICES.fullmatch(name) or _named(_OF_CHOICES, element)) and _holds_only_choices(element))
        or is_site
        or _OF_ARCHIVES.fullmatch(name)
        or _is_bar_of_links(element)
        or _leads_elsewhere(element)
    ):
        return GroupKind.FRAME
    return GroupKind.ASIDE if _is_aside(element) else None


def _says_who_made_it(element: Element) -> bool:
    """Whether an element is by its class and its words the line of who wrote a page, and when."""
    if not _named(_MAKING_NAMES, element):
        return False
    text = "".join(element.itertext())
    is_name = _named(_AUTHOR, element) and _NAME.fullmatch(text) is not None
    # `By Staff Reports` counts nothing.
    is_of_figures = _OF_FIGURES.search(text) is not None or _NAMES_COUNTED.search(text) is not None
    return (is_name or _OF_MAKING.search(text) is not None) and not is_of_figures


def _holds_only_choices(element: Element) -> bool:
    """Whether all texts are links or headings, but for the choice of the page itself."""
    texts = element.xpath(".//text()[normalize-space()]")
    # The text behind an element is called its tail.
    around = [text.getparent().getparent() if text.is_tail else text.getparent() for text in texts]
    others = [one for one in around if not any(outer.tag in ("a", *_HEADINGS) for outer in (one, *one.iterancestors()))]
    return bool(around) and all(one.tag == "li" and _named(_CHOSEN, one) for one in others) and len(others) <= 1


def _is_aside(element: Element) -> bool:
    """Whether it stands beside the page's own text. What the hotline says of its data in a quotation is part of it."""
    is_quoted = element.tag == "blockquote" and not _dates_the_hotline("".join(element.itertext()))
    is_by_role = is_quoted or element.tag == "aside" or (element.get("role") or "").lower() == "complementary"
    return is_by_role or _named(_ASIDE_NAMES, element)


def _dates_the_hotline(text: str) -> bool:
    """Whether a quotation names the hotline, and then a year."""
    at = text.casefold().find("hotline")
    return at >= 0 and _YEAR.search(text, at) is not None


def _leads_elsewhere(element: Element) -> bool:
    """Whether an item is a link among links beside the text: `5 myths`, `11 signs`. Its number is not a count."""
    if element.tag != "li" or not _may_be_title("".join(element.itertext())):
        return False
    beside = [one for one in (element.getprevious(), element.getnext()) if one is not None]
    return bool(beside) and all(map(_is_link, (element, *beside))) and any(map(_is_aside, element.iterancestors()))


def _may_be_title(text: str) -> bool:
    return any(map(str.isdecimal, text)) and not (_MAY_COUNT.search(text) or _OF_FIGURES.search(text))


def _is_link(item: Element) -> bool:
    linked = "".join("".join(link.itertext()) for link in item.iter("a"))
    return _SPACES.sub("", "".join(item.itertext())) == _SPACES.sub("", linked)


def _is_bar_of_links(element: Element) -> bool:
    """Whether an element at the top of the page holds only links: `The Courier`, `Subscribe for $1 a week`."""
    parent = element.getparent()
    if element.tag not in ("div", "p", "ul") or parent is None or parent.tag not in ("body", "form"):
        return False
    before = element.itersiblings(preceding=True)
    if any(next(one.iter(*_HEADINGS, "p", "table"), None) is not None for one in before):
        return False
    return _holds_only_links(element, fewest=2)


def _holds_only_links(element: Element, *, fewest: int) -> bool:
    """Whether all words of an element are links, and none of them holds a count, as in a menu."""
    is_menu = len(list(element.iter("a"))) >= fewest and _is_link(element)
    return is_menu and not _COUNT.search("".join(element.itertext()))


def is_entry_between_links(item: Element) -> bool:
    """Whether all other items of a list are links, and this one is bold instead: the page itself in a site's menu."""
    menu = item.getparent()
    if menu is None or len(menu) < _FEWEST_ENTRIES:
        return False
    is_bold = len(item) == 1 and item[0].tag in ("b", "strong") and not f"{item.text or ''}{item[0].tail or ''}".strip()
    if not is_bold or next(item.iter("a"), None) is not None or _COUNT.search("".join(item.itertext())):
        return False
    return all(_holds_only_links(one, fewest=1) for one in menu if one is not item)


def is_badge(element: Element) -> bool:
    """Whether an element is a small mark that touches a word or number without being part of it."""
    return element.get("role") == "doc-noteref" or _named(_BADGES, element) or is_note_link(element)


def is_note_link(element: Element) -> bool:
    """Whether an element is a link from a mark to its note."""
    target = element.get("href") or ""
    text = "".join(element.itertext()).strip(" \n\t[]()")
    return (
        element.tag == "a"
        and len(text) <= 2
        and target.startswith("#")
        and bool(_NOTE_TARGET.match(target) or not text.isdecimal())
    )


def is_bracketed(element: Element) -> bool:
    """Whether an element is `[1]` as a link to its note, wherever a style puts it."""
    return (
        element.tag == "a" and is_note_link(element) and _BRACKETED.fullmatch("".join(element.itertext())) is not None
    )


def is_note(element: Element) -> bool:
    """Whether an element is a footnote or several."""
    if element.tag == "figcaption" and is_note_below_figure(element):
        return True
    return (element.get("role") or "") in ("note", "doc-footnote", "doc-endnotes") or _named(_NOTES, element)


def is_heading_link(element: Element) -> bool:
    """Whether an element is a link inside a heading that edits it or points at it."""
    return not _CONTROLS.isdisjoint((element.get("class") or "").split())


def is_icon(element: Element) -> bool:
    """Whether an element is a picture from an icon font."""
    return _named(_ICONS, element)


def is_row(element: Element) -> bool:
    """Whether the children of an element stand side by side, by its class."""
    return _named(_ROWS, element)
