"""What Nexis and Lexis call the parts of a document, in the languages of their pages, and the parts made of it."""

import re

from features.reading.dates import cut_moment
from features.reading.documents import Parts

# In this order: English, German, French, Spanish, Italian, Portuguese, Dutch, with and without their accents.
_HEADER = {
    "title": "headline titel überschrift titre titular título titulo titolo kop",
    "byline": "byline autor verfasser auteur autore autora",
    "length": "length länge laenge longueur longitud lunghezza comprimento tamanho lengte",
    "section": "section rubrik rubrique sección seccion sezione seção secção secao sectie rubriek",
    "dateline": "dateline ort lieu lugar luogo local",
    "highlight": "highlight hervorhebung accroche destacado",
    "other": "series serie série contributor distribution column url type pub-type publication-type source",
}
_BODY = "body text hauptteil textkörper texte corps corps-du-texte cuerpo texto testo corpo corpo-del-testo tekst hoofdtekst"
_FOOTER = (
    "load-date language publication-type journal-code graphic subject organization company ticker industry person geographic "
    "document-type correction-date acc-no "
    "update sprache grafik zeitungs-code publikationsart pub-typ ladedatum schlagwörter firma "
    "langue date-chargement date-de-chargement type-publication type-de-publication graphique sujet graphisme "
    "idioma fecha-carga fecha-de-carga tipo-publicación tipo-de-publicación gráfico grafico tema "
    "lingua data-caricamento data-di-caricamento tipo-pubblicazione tipo-di-pubblicazione grafica "
    "data-carga data-de-carregamento tipo-de-publicação taal laaddatum publicatietype"
)
# Nobody begins a paragraph of an article with these; the others say so only below or beside these.
_SURE = frozenset("language sprache langue idioma lingua taal graphic grafik graphique gráfico grafico grafica".split())
HEADER = {name: meaning for meaning, names in _HEADER.items() for name in names.split()}
BODY = frozenset(_BODY.split())
FOOTER = frozenset(_FOOTER.split())
_LABEL = re.compile(r"\s*([^\W\d_][^\W\d_]*(?:[ \u00a0-][^\W\d_]+){0,3})\s*:[ \u00a0\t]*")
_RIGHTS = re.compile(
    r"\s*(?:copyright\b|\(c\)|©)|.*\ball rights reserved\b|.*\balle rechte vorbehalten\b", re.IGNORECASE | re.DOTALL
)
_CITY = re.compile(r"(?<=\w)\((?=\w)")
# Old exports break lines at 70 to 80 signs, as on a terminal.
_TERMINAL = 82
_ENDS = re.compile(r"[.!?:;][\"'”’»)\]]*$")


def split_label(block, *, capitals):
    """Split a block into its label and what is said under it.

    Parameters
    ----------
    block : str
        A paragraph, as "BYLINE: Ana Lira".
    capitals : bool
        Whether only a label in capitals is one, as in the older exports.

    Returns
    -------
    label : str or None
        In small letters, with hyphens for blanks; None if the block begins with no label that is known.
    value : str
        The rest, or the whole block.

    Examples
    --------
    >>> split_label("LOAD-DATE: June 19, 1995", capitals=True), split_label("Note: it rained", capitals=True)
    (('load-date', 'June 19, 1995'), (None, 'Note: it rained'))
    """
    match = _LABEL.match(block)
    if match is None or (capitals and not match[1].isupper()):
        return None, block
    label = re.sub(r"[ \u00a0]", "-", match[1].lower())
    if label in HEADER or label in FOOTER or label in BODY:
        return label, block[match.end() :].strip()
    return None, block


def is_rights_line(block):
    """Whether a block says whose the text is.

    Parameters
    ----------
    block : str
        A paragraph.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_rights_line("Copyright 2010 The Tarn Courier All Rights Reserved"), is_rights_line("Copyright is a right.")
    (True, False)
    """
    if len(block) > 400 or _RIGHTS.match(block) is None:
        return False
    return re.search(r"\d{4}|reserved|vorbehalten", block, re.IGNORECASE) is not None


def count_body(blocks, *, capitals):
    """How many of the blocks are the body, before the labels of the classification.

    Parameters
    ----------
    blocks : list of str
        What follows the header.
    capitals : bool
        As `split_label` takes it.

    Returns
    -------
    int

    Examples
    --------
    >>> count_body(["It rained.", "PERSON: ANA LIRA", "LANGUAGE: ENGLISH", "Copyright 2010 Wire"], capitals=True)
    1
    """
    labels = [split_label(block, capitals=capitals) for block in blocks]
    end = next((number for number, (label, value) in enumerate(labels) if _is_sure(label, value)), len(blocks))
    while end and (is_rights_line(blocks[end - 1]) or (capitals and _is_index(*labels[end - 1]))):
        end -= 1
    return end


def _is_index(label, value):
    """What an article is about is written in capitals, as "PERSON: ANA LIRA (79%)"; a paragraph of it is not."""
    return label in FOOTER and value.isupper()


def _is_sure(label, value):
    if label not in FOOTER:
        return False
    # The day of loading is an UPDATE in German; in English it may be how a report begins.
    return (
        "-" in label or (label in _SURE and len(value) < 1000) or (label == "update" and cut_moment(value) is not None)
    )


def name_outlet(written):
    """The outlet as the database names it, without what the export lets stick to it.

    Parameters
    ----------
    written : str or None
        As found.

    Returns
    -------
    str or None

    Examples
    --------
    >>> name_outlet("The Tarn Courier(London)"), name_outlet("Courier.example.")
    ('The Tarn Courier (London)', 'Courier.example')
    """
    name = _CITY.sub(" (", " ".join((written or "").split())).rstrip(".;, ")
    return name or None


def join_paragraphs(paragraphs):
    """One text of the paragraphs; what was broken into lines of a terminal is put together again.

    Parameters
    ----------
    paragraphs : iterable of str
        In their order.

    Returns
    -------
    str
        Paragraphs separated by a blank line.

    Examples
    --------
    >>> join_paragraphs(["It  rained.", " ", "It stopped."])
    'It rained.\\n\\nIt stopped.'
    """
    kept = [words for paragraph in paragraphs if (words := " ".join(paragraph.split()))]
    if _are_lines_of_a_terminal(kept):
        kept = _join_lines(kept)
    return "\n\n".join(kept)


def _are_lines_of_a_terminal(paragraphs):
    """A text of paragraphs has ends of sentences at most of their ends, and long ones among them."""
    if len(paragraphs) < 8 or max(map(len, paragraphs)) > _TERMINAL:
        return False
    open_ended = sum(_ENDS.search(paragraph) is None for paragraph in paragraphs)
    return open_ended > len(paragraphs) / 2 and sum(map(len, paragraphs)) / len(paragraphs) > _TERMINAL / 2


def _join_lines(lines):
    joined, pending = [], []
    for line in lines:
        pending.append(line)
        if _ENDS.search(line):
            joined.append(" ".join(pending))
            pending = []
    return [*joined, " ".join(pending)] if pending else joined


def make_parts(*, title, outlet, dated, authors, paragraphs, flags=()):
    """The parts of one document of Nexis or Lexis.

    Parameters
    ----------
    title, outlet, dated, authors : str or None
        As written.
    paragraphs : iterable of str
        The body.
    flags : tuple of str, default ()
        Keys of `features.reading.documents.FLAGS`.

    Returns
    -------
    features.reading.documents.Parts

    Examples
    --------
    >>> make_parts(title="Rain", outlet="Wire.", dated="June 17, 1995, CITY EDITION", authors=None, paragraphs=["It rained."]).written
    '1995-06-17'
    """
    return Parts(
        text=join_paragraphs(paragraphs),
        title=" ".join((title or "").split()) or None,
        outlet=name_outlet(outlet),
        written=(cut_moment(dated) or dated) if dated else None,
        authors=" ".join((authors or "").split()) or None,
        flags=flags,
    )
