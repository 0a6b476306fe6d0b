"""The markup in which feeds come: XML that is often broken, and HTML inside it."""

import re
from html import escape, unescape
from html.entities import html5

from lxml import etree

from features.reading import encodings, files

_XML_DECLARATION = re.compile(r"""<\?xml\s(?:[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)["'])?[^>]{0,200}>""")
_TAG = re.compile(r"<[A-Za-z/!]")
_DEFINED = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')""")
_NAMED = re.compile(r"&([A-Za-z][\w.-]*);")
# XML's own names, which stay as they are.
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
# What a cut leaves of a tag.
_CUT_TAG = re.compile(r"<[^<>\s]{0,40}\Z")
_WEB_PAGE = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)
# Programs that take Windows-1252 for ISO 8859-1 write its quotation marks as control characters.
_CONTROLS = re.compile("[\x80-\x9f]")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse_markup(content, charset=None):
    """Read XML as far as it can be read; nothing that it names is fetched, and no entity grows.

    Parameters
    ----------
    content : bytes
        The document.
    charset : str, optional
        Its encoding, where a header says so; else the one its declaration names.

    Returns
    -------
    root : lxml element
        Of the tree; elements that were not closed are.
    text : str
        What was parsed.
    flags : tuple of str
        Keys of `documents.FLAGS`: "malformed" when the rules of XML are broken, and those of the encoding.

    Raises
    ------
    ValueError
        If it is no text or no XML, or defines entities that grow.

    Examples
    --------
    >>> root, _, flags = parse_markup(b"<rss><title>Rain & wind&nbsp;again</title>")
    >>> root[0].text, flags
    ('Rain & wind\\xa0again', ('malformed',))
    """
    declared = _XML_DECLARATION.search(content[:1024].replace(b"\x00", b"").decode("latin-1"))
    text, flags = encodings.decode(content, charset or (declared[1] if declared else None))
    stripped = text.lstrip()
    if not stripped:
        raise ValueError("expected a feed, found an empty file; save it again")
    # A declaration has to come first of all; many feeds begin with a blank line.
    is_broken = stripped.startswith("<?xml") and stripped != text
    # It names the encoding that the bytes were in.
    text = _replace_entities(_XML_DECLARATION.sub("", stripped, count=1))
    try:
        root = _parse(text, recover=False)
    except etree.XMLSyntaxError:
        is_broken = True
        text = _BARE_AMPERSAND.sub("&amp;", _CUT_TAG.sub("", _NOT_XML.sub("", text)))
        try:
            root = _parse(text, recover=True)
        except etree.XMLSyntaxError:
            root = None
        if root is None:
            found = "a web page" if _WEB_PAGE.match(text) else "no element of XML"
            raise ValueError(f"expected a feed, found {found}; save the feed itself") from None
    return root, text, (*flags, "malformed") if is_broken else flags


def words_of_markup(markup):
    """The words of a piece of HTML, without its tags.

    Parameters
    ----------
    markup : str
        HTML, or plain text with HTML's entities.

    Returns
    -------
    str
        Paragraphs separated by a blank line. Plain text keeps its lines as they are.

    Examples
    --------
    >>> words_of_markup("<p>Rain &amp; <b>wind</b>.</p><script>x()</script><div>Snow<br>later.</div>")
    'Rain & wind.\\n\\nSnow\\n\\nlater.'
    """
    from resiliparse.extract.html2text import extract_plain_text

    markup = _CONTROLS.sub(lambda sign: sign[0].encode("latin-1").decode("cp1252", "ignore"), markup)
    if not _TAG.search(markup):
        return unescape(markup).strip()
    text = extract_plain_text(markup, preserve_formatting=True, list_bullets=False, alt_texts=False)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)


def words_of_element(element):
    """The words of an element that holds plain text, HTML or more elements, as its type says.

    Parameters
    ----------
    element : lxml element
        A title, a text, a name.

    Returns
    -------
    str
        As `words_of_markup` gives them; empty for pictures and other data.

    Examples
    --------
    >>> words_of_element(etree.fromstring("<title>Rain &amp;amp; &lt;b>wind&lt;/b></title>"))
    'Rain & wind'
    """
    kind = (element.get("type") or "").lower()
    if kind.startswith(("image/", "audio/", "video/")) or element.get("mode") == "base64":
        return ""
    if len(element):
        # NITF, the markup of news agencies, repeats headline and summary around the body.
        body = next((child for child in element.iter(etree.Element) if child.tag.endswith("body.content")), element)
        inside = (etree.tostring(child, encoding="unicode", method="html") for child in body)
        return words_of_markup(escape(body.text or "") + "".join(inside))
    text = (element.text or "").strip()
    # Titles and texts of Atom are plain unless they say otherwise (RFC 4287, 3.1.1); all others are HTML.
    is_atom = "w3.org/2005/Atom" in element.tag or "purl.org/atom" in element.tag
    is_plain = kind in ("text", "text/plain") or (is_atom and not kind)
    return words_of_markup(escape(text, quote=False)) if is_plain else words_of_markup(text)


def outside_of_cdata(text):
    """XML without its CDATA sections, in which tags are words.

    Parameters
    ----------
    text : str
        XML.

    Returns
    -------
    str
        What is left.

    Examples
    --------
    >>> outside_of_cdata("<p><![CDATA[<item>]]></p>")
    '<p></p>'
    """
    first, *others = text.split("<![CDATA[")
    return first + "".join(other.partition("]]>")[2] for other in others)


def _parse(text, recover):
    # No entity is resolved and no DTD is loaded; lxml's limits on depth and on the length of a text stay.
    parser = etree.XMLParser(
        encoding="utf-8", recover=recover, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True
    )
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _replace_entities(text):
    """HTML's names (&eacute;), which XML does not know, and those that the feed itself defines, by what they mean."""
    own = {name: first or second for name, first, second in _DEFINED.findall(text)}
    longest = max(map(len, own.values()), default=0)
    # Entities that hold entities grow without bound, and so does a long one that is used often.
    if any(_NAMED.search(value) for value in own.values()) or longest * text.count("&") > files.MAX_PIECE_BYTES:
        raise ValueError("the feed defines entities that grow when they are read; no honest feed does; it is not read")

    def meaning(match):
        name = match[1]
        return match[0] if name in _OF_XML else own.get(name) or html5.get(name + ";", match[0])

    return _NAMED.sub(meaning, text)
