"""Pages that hold several articles: each becomes its own where it is whole, with its heading, its date and its text."""

from features.reading.bylines import split_byline
from features.reading.dates import parse_moment
from features.reading.documents import Parts
from features.reading.page_metadata import keep_address

_HEADINGS = ("h1", "h2", "h3", "h4")
# A teaser has a sentence or two, some 100 letters; the bound on entries is what a hostile page may cost.
_TEASER, _MOST_ENTRIES = 150, 200
# Where one has more of the text than this, the page is that article and the others are teasers beside it.
_ONE_HAS_MOST = 0.7
_TOO_FEW_TO_FLAG = 3


def find_entries(tree, url=None):
    """The articles of a page that lists several, and whether it is such a page.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The whole page, which does not say that it is one article; it is not changed.
    url : str, optional
        Where it was found, for links that are not whole.

    Returns
    -------
    entries : list of features.reading.documents.Parts
        At least two, each with its own heading, date and text; else empty.
    is_list : bool
        Whether it looks like a list of articles. With no entries, they cannot be told apart surely.

    Examples
    --------
    >>> import lxml.html
    >>> entry = '<article><h2>Rain {0}</h2><time datetime="2026-03-0{0}">x</time><p>' + "It rained. " * 20 + "</p></article>"
    >>> entries, _ = find_entries(lxml.html.document_fromstring(entry.format(1) + entry.format(2)))
    >>> [(entry.title, entry.written) for entry in entries]
    [('Rain 1', '2026-03-01'), ('Rain 2', '2026-03-02')]
    """
    entries: list[Parts] = []
    for article in tree.iter("article"):
        if len(entries) == _MOST_ENTRIES:
            break
        if next(article.iterancestors("article"), None) is None and (entry := _read_entry(article, url)):
            entries.append(entry)
    lengths = [len(entry.text) for entry in entries]
    if len(entries) < 2 or max(lengths) > _ONE_HAS_MOST * sum(lengths):
        return [], False
    whole = [entry for entry in entries if entry.written]
    if len(whole) == len(entries):
        return entries, True
    return [], len(entries) >= _TOO_FEW_TO_FLAG


def _read_entry(article, url):
    heading = next(article.iter(*_HEADINGS), None)
    paragraphs = [" ".join(paragraph.text_content().split()) for paragraph in article.iter("p")]
    text = "\n\n".join(filter(None, paragraphs))
    if heading is None or len(text) < _TEASER:
        return None
    link = next(heading.iter("a"), None)
    if link is None and heading.getparent() is not None and heading.getparent().tag == "a":
        link = heading.getparent()
    address = (link.get("href") or "") if link is not None else ""
    byline = next(
        iter(article.xpath(".//*[@rel='author' or @itemprop='author' or @class='author' or @class='byline']")), None
    )
    return Parts(
        text=text,
        title=" ".join(heading.text_content().split()) or None,
        written=next(filter(None, map(_read_day, article.iter("time"))), None),
        authors=split_byline(byline.text_content()) if byline is not None else (),
        url=keep_address(address, url) if address else None,
    )


def _read_day(element):
    for written in (element.get("datetime"), element.text_content()):
        try:
            parse_moment(written)
        except ValueError:
            continue
        return written.strip()
    return None
