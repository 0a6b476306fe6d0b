"""What a page says of itself: JSON-LD, meta elements and links, from a tree that is parsed already."""

import html
import json
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

# A page's JSON-LD has some 5 kB and some 100 objects; the bounds are what a hostile page may cost.
_LONGEST_SCRIPT, _MOST_SCRIPTS, _MOST_NODES = 1_000_000, 50, 5_000
_LONGEST_VALUE = 1_000
# Where a date stands that may be that of the last change.
VAGUE = "meta date"
# https://schema.org/Article and its kinds, in lower case.
_ARTICLES = frozenset(
    "article newsarticle analysisnewsarticle askpublicnewsarticle backgroundnewsarticle opinionnewsarticle "
    "reportagenewsarticle reviewnewsarticle advertisercontentarticle satiricalarticle scholarlyarticle "
    "medicalscholarlyarticle techarticle report blogposting liveblogposting socialmediaposting reportage".split()
)
_PAGES = frozenset("webpage itempage".split())
# Below these stand other articles than the page's own.
_OTHERS = frozenset(
    "itemListElement hasPart isPartOf mentions relatedLink comment review liveBlogUpdate citation about "
    "significantLink video image breadcrumb potentialAction subjectOf isBasedOn publisher author".split()
)
# A string, closed or not, is taken whole, so that no place is looked at twice.
_STRING = r'("(?:[^"\\]++|\\.)*+"?)'
_STRING_OR_COMMENT = re.compile(_STRING + r"|/\*.{0,2000}?\*/|//[^\n]*", re.DOTALL)
_STRING_OR_COMMA = re.compile(_STRING + r"|,(?=\s*(?:[}\],]|\Z))", re.DOTALL)
_MOST_COMMENTS = 100
_OPENING = re.compile(r"(?://)?\s*(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)")
_CLOSING = ("//-->", "-->", "//]]>", "/*]]>*/", "]]>")
# Of a block that cannot be read at all, at least the date; an Article's own stands first.
_BROKEN_DATE = re.compile(r'"datePublished"\s{0,20}:\s{0,20}"([^"\\]{8,40})"')


@dataclass
class Metadata:
    """What a page says of itself; the lists in the order in which they are to be believed.

    Parameters
    ----------
    published : list of (str, str)
        Where it stands, and the date as written.
    changed : list of str
        Dates of the last change, as written.
    authors : list of list of str
        Bylines: those of JSON-LD, those of meta elements.
    titles, outlets : list of str
        Headlines, and names of the outlet.
    url : str or None
        Its canonical address, http or https.
    body : str
        The article's text as JSON-LD has it, for pages that have it nowhere else.
    is_article : bool
        Whether it says that it is one article.
    """

    published: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    authors: list = field(default_factory=list)
    titles: list = field(default_factory=list)
    outlets: list = field(default_factory=list)
    url: str | None = None
    body: str = ""
    is_article: bool = False


def read_metadata(tree, url=None):
    """Read JSON-LD, meta elements and links of a page.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The whole page; it is not changed.
    url : str, optional
        Where the page was found, for addresses that are not whole.

    Returns
    -------
    Metadata
        What was found.

    Examples
    --------
    >>> import lxml.html
    >>> page = lxml.html.document_fromstring('<meta property="article:published_time" content="2026-03-06"><p>Rain.')
    >>> read_metadata(page).published
    [('meta', '2026-03-06')]
    """
    meta = _read_meta(tree)
    found = Metadata(url=_find_url(tree, meta, url))
    nodes, named = _read_scripts(tree, found)
    article, publishers = _choose_article(nodes, named, found.url)
    if article:
        found.is_article = _is_kind(article, _ARTICLES)
        # The date on which a page was made is believed less than that of its article.
        found.published += [("JSON-LD", written) for written in _texts(article.get("datePublished"))[:1]]
        found.changed += _texts(article.get("dateModified"))[:1]
        found.authors.append(_names(article.get("author") or article.get("creator")))
        found.titles += _texts(article.get("headline"))[:1]
        body = article.get("articleBody")
        found.body = html.unescape(body) if isinstance(body, str) else ""
    found.published += [("meta", written) for name in _META_PUBLISHED for written in meta.get(name, [])[:1]]
    found.published += [(VAGUE, written) for name in _META_VAGUE for written in meta.get(name, [])[:1]]
    found.changed += [written for name in _META_CHANGED for written in meta.get(name, [])[:1]]
    found.authors += [meta[name] for name in _META_AUTHORS if name in meta]
    found.titles += [title for name in _META_TITLES for title in meta.get(name, [])[:1]]
    found.outlets += [*meta.get("og:site_name", [])[:1], *publishers, *meta.get("application-name", [])[:1]]
    found.is_article |= "article" in meta.get("og:type", []) or "article:published_time" in meta
    return found


# Names of meta elements that hold the day of publication; the surest first. From htmldate's list; those that some outlets
# set at every change come last.
_META_PUBLISHED = (
    "article:published_time article:published og:published_time og:article:published_time article.published datepublished "
    "parsely-pub-date sailthru.date pubdate publishdate publish_date publish-date published_time publication_date "
    "published-date published_at dc.date.issued dcterms.issued dc.date.created dcterms.created dc.created "
    "citation_publication_date citation_date cxenseparse:recs:publishtime bt:pubdate rbpubdate vr:published_time "
    "originalpublicationdate article_date_original shareaholic:article_published_time"
).split()
_META_CHANGED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
_META_VAGUE = ("dc.date", "dcterms.date", "date")
_META_AUTHORS = (
    "article:author author authors byl og:article:author parsely-author sailthru.author citation_author "
    "dc.creator dcterms.creator dc:creator cxenseparse:author shareaholic:article_author_name creator"
).split()
_META_TITLES = "og:title twitter:title dc.title title".split()


def _read_meta(tree):
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        value = " ".join((element.get("content") or "")[:_LONGEST_VALUE].split())
        if value:
            # Some pages write one name as property, another as itemprop.
            for key in ("property", "name", "itemprop"):
                if name := element.get(key):
                    values = meta.setdefault(name.lower()[:60], [])
                    if len(values) < 100 and value not in values:
                        values.append(value)
    return meta


def _find_url(tree, meta, url):
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    for written in (*links, *meta.get("og:url", []), url):
        address = (written or "").strip()
        # Some pages give the root of their site as the address of every article.
        if address and (whole := keep_address(address, url)) and urlsplit(whole).path.strip("/"):
            return whole
    return keep_address(url or "")


def keep_address(address, base=None):
    """The address if it leads to the web, whole; None for javascript:, data:, file: and what is no address.

    Parameters
    ----------
    address : str
        As written; may be relative.
    base : str, optional
        Where it was found.

    Returns
    -------
    str or None
        An http or https address.

    Examples
    --------
    >>> keep_address("javascript:alert(1)"), keep_address("/a/1", "https://courier.example/")
    (None, 'https://courier.example/a/1')
    """
    try:
        whole = urljoin(base or "", address[:2_000].strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.hostname and not re.search(r"[\s<>\"]", whole) else None


def _read_scripts(tree, found):
    """All objects of all blocks, the outermost first, and by identity."""
    level: list = []
    for script in list(tree.iterfind(".//script[@type]"))[:1_000]:
        if "ld+json" in script.get("type").lower() and len(level) < _MOST_SCRIPTS:
            text = script.text_content()
            blocks = parse_blocks(text)
            level += blocks
            if not blocks and (match := _BROKEN_DATE.search(text[:_LONGEST_SCRIPT])):
                found.published.append(("JSON-LD", match[1]))
    nodes: list[dict] = []
    named: dict[str, dict] = {}
    while level and len(nodes) < _MOST_NODES:
        below = []
        for item in level[:_MOST_NODES]:
            if isinstance(item, list):
                below += item[:_MOST_NODES]
            elif isinstance(item, dict):
                nodes.append(item)
                named.setdefault(str(item.get("@id"))[:_LONGEST_VALUE], item)
                below += [value for key, value in item.items() if key not in _OTHERS and isinstance(value, dict | list)]
        level = below
    return nodes, named


def parse_blocks(text):
    """Parse one block of JSON-LD, repaired where it breaks the rules of JSON.

    Parameters
    ----------
    text : str
        What stands in the script element.

    Returns
    -------
    list
        The values that stand in it, one after another; comments, commas too many and control signs are passed over.
        Empty where nothing can be read.

    Examples
    --------
    >>> parse_blocks('{"a": [1, 2,], /* b */ }')
    [{'a': [1, 2]}]
    """
    if len(text) > _LONGEST_SCRIPT:
        return []
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError):
        pass
    text = _unwrap(text)
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    if text.count("/*") <= _MOST_COMMENTS:
        text = _STRING_OR_COMMENT.sub(lambda match: match[1] or " ", text)
    text = _STRING_OR_COMMA.sub(lambda match: match[1] or " ", text).strip()
    decoder, place = json.JSONDecoder(strict=False), 0
    blocks: list = []
    try:
        while place < len(text) and len(blocks) < _MOST_SCRIPTS:
            value, place = decoder.raw_decode(text, place)
            blocks.append(value)
            while place < len(text) and text[place] in " \t\r\n;,":
                place += 1
    except (ValueError, RecursionError):
        pass
    return blocks


def _unwrap(text):
    """A script without the comment or CDATA section around it, in which old pages hide scripts."""
    text = text.strip().rstrip(";").rstrip()
    if opening := _OPENING.match(text):
        text = text[opening.end() :]
    for closing in _CLOSING:
        text = text.removesuffix(closing).rstrip()
    return text.rstrip(";").strip()


def _choose_article(nodes, named, url):
    articles = [node for node in nodes if _is_kind(node, _ARTICLES)]
    same = [node for node in articles if url and url in _texts([node.get("url"), node.get("mainEntityOfPage")])]
    dated = [node for node in articles if node.get("datePublished")]
    pages = [node for node in nodes if _is_kind(node, _PAGES) and node.get("datePublished")]
    article = next(iter([*[node for node in same if node in dated], *dated, *articles, *pages]), None)
    publishers = _names(_resolve(article.get("publisher"), named)) if article else []
    if article:
        article = article | {"author": _resolve(article.get("author"), named)}
    return article, publishers[:1]


def _resolve(value, named):
    """Objects that are only named by their identity, as they stand elsewhere."""
    if isinstance(value, list):
        return [_resolve(item, named) if isinstance(item, dict) else item for item in value[:100]]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"][:_LONGEST_VALUE], value)
    return value


def _is_kind(node, kinds):
    return any(kind.rsplit("/", 1)[-1].lower() in kinds for kind in _texts(node.get("@type")))


def _texts(value):
    """The strings in a value: itself, in lists, and as "@id", "@value" or "url" of objects."""
    waiting = [value]
    texts: list[str] = []
    while waiting and len(texts) < 100:
        item = waiting.pop()
        if isinstance(item, str):
            texts.append(html.unescape(item[:_LONGEST_VALUE]).strip())
        elif isinstance(item, list):
            waiting += reversed(item[:100])
        elif isinstance(item, dict):
            waiting += [item.get("url"), item.get("@id"), item.get("@value")]
    return [text for text in texts if text]


def _names(value):
    """The names in a value, however deep the lists and objects in it are, to a bound."""
    waiting, steps = [value], 0
    names: list[str] = []
    while waiting and steps < 1_000:
        steps += 1
        item = waiting.pop()
        if isinstance(item, str) and item.strip():
            names.append(html.unescape(item[:_LONGEST_VALUE]).strip())
        elif isinstance(item, list):
            waiting += reversed(item[:100])
        elif isinstance(item, dict):
            given = [item.get("givenName"), item.get("familyName")]
            whole = " ".join(part for part in given if isinstance(part, str))
            waiting.append(item.get("name") or item.get("@value") or whole)
    return names
