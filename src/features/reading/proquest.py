"""Documents that ProQuest saves as HTML, or sends as mail: labels in bold, "Publication info", "Full text"."""

import re
from email import message_from_bytes, policy
from itertools import pairwise

from lxml import etree, html

from features.reading.dates import cut_moment
from features.reading.documents import Parts
from features.reading.encodings import decode

# Where each document begins.
_ANCHOR = re.compile(r"<a\s+name=[\"']?DocID_[^<>]*>", re.IGNORECASE)
_IN_HTML = re.compile(rb"<a\s+name=[\"']?DocID_|<title>\s*ProQuest (?:Export|Document)", re.IGNORECASE)
_BOUNDARY = re.compile(rb"multipart/\w+;\s*boundary=\"?([^\s\";]+)", re.IGNORECASE)
# The names of header fields, RFC 5322, that a saved mail begins with.
_MAIL = re.compile(
    rb"\s*(?:(?-i:From )\S+@|(?:received|return-path|from|to|subject|date|message-id|delivered-to|mime-version|content-type|x-[\w-]+"
    rb"|dkim-signature|arc-[\w-]+|authentication-results|reply-to|sender)[ \t]*:)",
    re.IGNORECASE,
)
# As the pages in English, Spanish, French, German, Portuguese and Italian have them, without colon, in small letters.
_MEANINGS = {
    "title": "title|título|titulo|titre|titel|titolo",
    "author": "author|authors|autor|autores|auteur|auteurs|autoren|verfasser|autore|autori",
    "info": "publication info|información de publicación|información de la publicación|informations sur la publication"
    "|infos sur la publication|publikationsinfo|publikationsinformationen|veröffentlichungsinformationen|informações da publicação"
    "|informações sobre a publicação|informazioni sulla pubblicazione|informazioni pubblicazione",
    "abstract": "abstract|resumen|résumé|zusammenfassung|kurzfassung|resumo|riassunto|sommario",
    "text": "full text|texto completo|texte intégral|texte complet|volltext|testo completo|testo integrale",
    "outlet": "publication title|título de publicación|título de la publicación|titre de la publication|titel der publikation"
    "|publikationstitel|título da publicação|titolo della pubblicazione|titolo pubblicazione",
    "day": "publication date|fecha de publicación|date de publication|publikationsdatum|veröffentlichungsdatum|erscheinungsdatum"
    "|data de publicação|data da publicação|data di pubblicazione|data pubblicazione",
    "url": "document url|url del documento|url du document|dokument-url|url do documento|url documento",
    "other": "links|subject|subjects|location|company / organization|company|people|classification|identifier / keyword|pages"
    "|publication year|section|publisher|place of publication|country of publication|publication subject|issn|source type"
    "|language of publication|language|document type|proquest document id|copyright|last updated|database|volume|issue"
    "|first page|dateline|column|materia|lugar|empresa / organización|personas|páginas|año de publicación|sección|editorial"
    "|lugar de publicación|país de publicación|materia de publicación|tipo de fuente|idioma de la publicación|idioma"
    "|tipo de documento|id del documento de proquest|última actualización|base de datos|sujet|lieu|société / organisation"
    "|personnes|année de publication|éditeur|lieu de publication|pays de publication|type de source|langue de publication"
    "|type de document|identificateur de document proquest|dernière mise à jour|base de données|thema|ort|firma / organisation"
    "|personen|seiten|erscheinungsjahr|rubrik|verlag|erscheinungsort|publikationsland|quellentyp|publikationssprache"
    "|dokumententyp|proquest-dokument-id|zuletzt aktualisiert|datenbank|assunto|local|ano de publicação|editora"
    "|local de publicação|tipo de fonte|tipo de documento|soggetto|luogo|anno di pubblicazione|editore|tipo di documento",
}
_LABELS = {label: meaning for meaning, labels in _MEANINGS.items() for label in labels.split("|")}
_BLOCKS = frozenset("p div br li tr td h1 h2 h3 h4 table ul ol text blockquote".split())
# Signs that no text has: the first ends a paragraph, the second begins the name of what follows.
_BREAK, _LABEL = "\u2029", "\ue000"
_SIGNS = re.compile("[\u2029\ue000\x00-\x08\x0b\x0e-\x1f]")
# A page within the page, as the full text often is: what follows its end would be lost.
_PAGE_TAGS = re.compile(r"</?(?:html|head|body)\b[^<>]*>", re.IGNORECASE)
_COUNT = re.compile(r"[^\W\d_]+ \d+ [^\W\d_]+ \d+")
_NOTICE = re.compile(r"Contact ProQuest$|Database copyright ©")
_SILENT = frozenset("script style title meta link head".split())
# "Los Angeles Times ; Los Angeles, Calif. [Los Angeles, Calif]08 May 2010: AA.2."
_DAY_IN_INFO = re.compile(
    r"(?:(?<=\])|(?<=[\s;,(]))\s*(\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,}\.?,?\s+(?:de\s+)?\d{4}|[^\W\d_]{3,}\.?\s+\d{1,2},\s+\d{4})"
)


def recognise(head, name):
    """Whether a document is HTML of ProQuest, or a mail with some.

    Parameters
    ----------
    head : bytes
        The first 64 KB of it.
    name : str
        Its file name; not looked at.

    Returns
    -------
    bool

    Examples
    --------
    >>> recognise(b'<div><a name="DocID_MSTAR_1"></a>', "a.html"), recognise(b"From: Ana\\r\\n\\r\\nrain", "b.eml")
    (True, False)
    """
    return (_is_mail(head) and b"proquest" in head.lower()) or _IN_HTML.search(head) is not None


def read_document(document):
    """Read the articles of HTML or a mail of ProQuest.

    Parameters
    ----------
    document : features.reading.documents.Document
        What `recognise` knows.

    Yields
    ------
    place : str
        "document 3": counted from 1 as they stand.
    parts : features.reading.documents.Parts or ValueError
        What was found, or why nothing was.

    Examples
    --------
    >>> from features.reading.documents import Document
    >>> saved = '''<a name="DocID_MSTAR_1"></a><p style="font-weight:bold;">Rain</p>
    ... <p><strong>Author: </strong>Lira, Ana</p><p><strong>Full text: </strong><text><p>It rained.</p></text></p>
    ... <p style=""><strong>Publication title: </strong>Tarn Courier; Tarn</p>
    ... <p style=""><strong>Publication date: </strong>May 8, 2010</p>'''
    >>> [(place, parts)] = read_document(Document(saved.encode()))
    >>> place, parts.title, parts.authors, parts.outlet, parts.written, parts.text
    ('document 1', 'Rain', ('Ana Lira',), 'Tarn Courier', '2010-05-08', 'It rained.')
    """
    try:
        pages = list(_pages(document))
    except ValueError as reason:
        yield "", reason
        return
    number = 0
    for page, flags in pages:
        starts = [match.start() for match in _ANCHOR.finditer(page)]
        for start, end in pairwise([*starts, len(page)]):
            number += 1
            try:
                yield f"document {number}", _parts(_sections(page[start:end]), flags)
            except (etree.LxmlError, ValueError) as error:
                yield f"document {number}", ValueError(str(error))
    if number and _is_cut(document.content):
        complaint = (
            "the mail is cut short, in or after that document; what was there is kept, for the rest send it again"
        )
        yield f"after document {number}", ValueError(complaint)
    if not number:
        yield (
            "",
            ValueError(
                "expected documents of ProQuest, with a link 'DocID_' each, found none; save or send them as HTML again"
            ),
        )


def _is_mail(content):
    return _MAIL.match(content[:200].removeprefix(b"\xef\xbb\xbf")) is not None


def _is_cut(content):
    """Whether the line is missing that ends a mail of several parts, RFC 2046."""
    boundary = _BOUNDARY.search(content[:65536]) if _is_mail(content) else None
    return boundary is not None and b"--" + boundary[1] + b"--" not in content


def _pages(document):
    """Each page of HTML, and the flags it needs."""
    if not _is_mail(document.content):
        yield decode(document.content, document.charset)
        return
    try:
        mail = message_from_bytes(document.content, policy=policy.compat32)
        for part in mail.walk():
            content = part.get_payload(decode=True)
            if part.get_content_type() == "text/html" and content:
                yield decode(content, part.get_content_charset())
    # The parser of the standard library meets broken mails with these.
    except (LookupError, AttributeError, TypeError, RecursionError) as error:
        raise ValueError(
            f"expected a mail, found one that breaks its rules ({error}); save the documents as HTML"
        ) from None


def _sections(source):
    """The paragraphs under each label, by what it means, in the order of the page; those above the first are its title."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True)
    root = html.document_fromstring(_PAGE_TAGS.sub(" ", _SIGNS.sub(" ", source)).encode(), parser=parser)
    meaning = "title"
    for element in list(root.iter(etree.Element)):
        tag = element.tag.lower()
        if tag in _SILENT:
            element.text = None
        if tag in ("strong", "b") and (found := _meaning(element, meaning)):
            meaning = found
            for child in list(element):
                element.remove(child)
            element.text = f"{_BREAK}{_LABEL}{meaning}{_BREAK}"
        elif tag in _BLOCKS:
            element.text = _BREAK + (element.text or "")
            element.tail = _BREAK + (element.tail or "")
    sections: dict[str, list[str]] = {"title": []}
    current = sections["title"]
    for piece in "".join(root.itertext()).split(_BREAK):
        if piece.startswith(_LABEL):
            current = sections.setdefault(piece[1:], [])
        elif words := " ".join(piece.split()):
            current.append(words)
    return sections


def _meaning(element, current):
    """What a label means; a line in bold within the full text is none, however it is called."""
    label = " ".join("".join(element.itertext()).split())
    if not label.endswith(":") or (current == "text" and element.getparent().get("style") is None):
        return None
    return _LABELS.get(label.rstrip(": ").lower())


def _parts(sections, flags):
    first = {meaning: " ".join(paragraphs) for meaning, paragraphs in sections.items() if paragraphs}
    paragraphs = [words for words in sections.get("text", []) if not _NOTICE.match(words)]
    if paragraphs and paragraphs[0].startswith("html>"):
        paragraphs[0], flags = paragraphs[0].removeprefix("html>").strip(), (*flags, "malformed")
    is_summary = not any(paragraphs) and "abstract" in first
    if is_summary:
        paragraphs, flags = sections["abstract"], (*flags, "summary only")
    title = next((words for words in sections["title"] if not _COUNT.fullmatch(words)), None)
    if not title and not any(paragraphs):
        raise ValueError("expected a title or a full text, found neither")
    info = first.get("info", "")
    written, conflict = _written(first.get("day", ""), info)
    return Parts(
        text="\n\n".join(filter(None, paragraphs)),
        title=title,
        outlet=(first.get("outlet") or info).split(";")[0].strip() or None,
        written=written,
        authors=_authors(first.get("author", "")),
        url=first.get("url"),
        flags=(*flags, "date conflict") if conflict else flags,
    )


def _written(day, info):
    """The day of publication, and whether the two places where it stands name different ones."""
    in_info = next((found for words in reversed(_DAY_IN_INFO.findall(info)) if (found := cut_moment(words))), None)
    of_label = cut_moment(day)
    return of_label or in_info or day or None, bool(of_label and in_info and of_label != in_info)


def _authors(written):
    """The names, first names first, of "Reckard, E Scott; Hsu, Tiffany"."""
    names = []
    for name in filter(None, map(str.strip, written.split(";"))):
        last, comma, first = name.partition(",")
        names.append(f"{first.strip()} {last.strip()}" if comma and "," not in first else name)
    return tuple(names) or None
