"""Title, authors and outlet of a page, from what it says of itself and, where it says nothing, from what it shows."""

import re
from urllib.parse import urlsplit

from lxml.etree import XPath

from features.reading.bylines import split_byline

_BYLINES = XPath(
    "//body//*[@rel='author' or contains(@itemprop, 'author') or contains(@class, 'author') or contains(@class, 'Author')"
    " or contains(@class, 'byline') or contains(@class, 'Byline')]"
)
# Attribute (rel, itemprop, class) and how it marks an author, the surest first.
_MARKS_OF_AUTHOR = tuple(
    (place, re.compile(mark, re.IGNORECASE))
    for place, mark in (
        (0, r"(?:^|\s)author(?:\s|$)"),
        (1, r"author"),
        (2, r"(?:author|byline)s?[-_]*(?:name|link)s?(?:$|[\s_-])"),
        (2, r"(?:^|[\s_-])(?:by-?lines?|authors?)(?:$|\s)"),
        (2, r"by-?line|author"),
    )
)
# Boxes beside the article, with the names of others.
_BOXES = ("div", "section", "aside", "ul", "ol", "footer", "nav", "figure", "figcaption", "li")
_BESIDE = re.compile(
    r"comment|related|recommend|sidebar|widget|most-?read|popular|newsletter|footer|menu|image|photo|caption", re.I
)
_MOST_BYLINES, _MOST_LIKE, _LONGEST_BYLINE = 100, 10, 300
# Two to five words that begin with a capital, where the script has any, but for particles. One word alone is rarely a
# name here, but an icon's label or a section.
_PERSON = re.compile(
    r"(?:(?:(?![a-zà-öø-ÿ])[^\W\d_][\w.'’-]*|von|van|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ten|ter|zu|y|e)"
    r"(?:,?\s+|$)){2,5}"
)
# A title has some 100 letters, an outlet's name some 20.
_OUTLET_BEHIND = re.compile(r"(?P<head>\S.*\S)\s+[-–—|•·:»]\s+(?P<tail>[^|•·»]{1,80})", re.DOTALL)


def find_authors(tree, metadata, outlet):
    """The names in the first byline that has a person's; else the first name that has any.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The whole page; it is not changed.
    metadata : features.reading.page_metadata.Metadata
        What the page says of itself.
    outlet : str or None
        Its outlet, which is no author if another is named.

    Returns
    -------
    tuple of str
        Names.
    """
    alone = ()
    for byline in metadata.authors:
        names = split_byline(byline)
        people = tuple(name for name in names if not outlet or name.casefold() != outlet.casefold())
        if people:
            return people
        alone = alone or names
    return _read_shown(tree) or alone


def _read_shown(tree):
    """The names in the byline that readers see: the surest mark of one first."""
    marked: list[list] = [[] for _ in _MARKS_OF_AUTHOR]
    for element in _BYLINES(tree)[:_MOST_BYLINES]:
        rank = _rank(element)
        if rank is not None and not any(_BESIDE.search(_marks(above)) for above in element.iterancestors(*_BOXES)):
            marked[rank].append(element)
    for elements in marked:
        for element in elements:
            # The authors of one article are marked alike and stand together.
            like = [other for other in elements if _marks(other) == _marks(element)][:_MOST_LIKE]
            texts = ["\n".join(other.itertext()) for other in like]
            names = split_byline([text for text in texts if len(text) <= _LONGEST_BYLINE])
            if people := tuple(name for name in names if _PERSON.fullmatch(name)):
                return people
    return ()


def _marks(element):
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _rank(element):
    values = (element.get("rel") or "", element.get("itemprop") or "", element.get("class") or "")
    return next((rank for rank, (place, mark) in enumerate(_MARKS_OF_AUTHOR) if mark.search(values[place])), None)


def find_outlet(metadata):
    """The outlet's name: as the page has it, else the host of its address without "www.".

    Parameters
    ----------
    metadata : features.reading.page_metadata.Metadata
        What the page says of itself.

    Returns
    -------
    str or None
        The name.
    """
    for name in metadata.outlets:
        if 1 < len(name) <= 80 and "/" not in name:
            return name
    host = urlsplit(metadata.url or "").hostname
    return host.removeprefix("www.") if host else None


def find_title(tree, metadata, outlet):
    """The title: as the page names it, else its only first-level heading, else its title element.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The whole page; it is not changed.
    metadata : features.reading.page_metadata.Metadata
        What the page says of itself.
    outlet : str or None
        Its outlet, whose name behind the title is left out.

    Returns
    -------
    str or None
        The title.
    """
    headings = [" ".join(heading.text_content().split()) for heading in list(tree.iter("h1"))[:2]]
    element = tree.find(".//title")
    shown = [" ".join(element.text_content().split())] if element is not None else []
    first = headings if len(headings) == 1 else []
    for written in (*metadata.titles, *first, *shown, *headings):
        if title := _without_outlet(written, outlet, headings):
            return title
    return None


def _without_outlet(title, outlet, headings):
    """A title without the outlet's name behind it, as in "Rain - The Courier"."""
    title = title[:1_000].strip()
    match = _OUTLET_BEHIND.fullmatch(title)
    if match and ((outlet and _same_name(match["tail"], outlet)) or match["head"] in headings):
        return match["head"]
    return title


def _same_name(one, other):
    one, other = (re.sub(r"^the|\.\w{2,4}$|[\W_]", "", name.strip().casefold()) for name in (one, other))
    return bool(one) and one == other
