"""The register of formats, and which of them a file is in: its content decides, its name only where that says nothing."""

from importlib import import_module
from typing import NamedTuple

from features.reading.files import Unreadable


class Format(NamedTuple):
    """One format.

    Attributes
    ----------
    name : str
        For people.
    module : str
        In `features.reading`.
    kind : {"stream", "document", "archive", "web archive"}
        What its module can do: cut a file into portions; read one document; list the members of an archive; list the records of
        a crawl.
    suffixes : tuple of str
        Endings that decide where the content does not.
    isolated : bool
        Whether it is read in a process of its own, which can be ended.
    """

    name: str
    module: str
    kind: str
    suffixes: tuple[str, ...] = ()
    isolated: bool = False


# In the order in which they are asked. What is narrower comes first: a Factiva page is a web page too, a DOCX file a zip archive.
FORMATS = (
    Format("Parquet", "parquet", "stream", (".parquet", ".pq")),
    Format("web archive", "web_archives", "web archive", (".warc", ".arc")),
    Format("Lexis DOCX", "lexis_docx", "document", (".docx",), isolated=True),
    Format("archive", "archives", "archive", (".zip", ".tar", ".tgz", ".tbz2", ".txz")),
    Format("Nexis", "nexis", "document", isolated=True),
    Format("Factiva", "factiva", "document", isolated=True),
    Format("ProQuest", "proquest", "document", (".eml",), isolated=True),
    Format("JSON Feed", "json_feed", "document", isolated=True),
    Format("feed", "feeds", "document", (".rss", ".atom", ".rdf"), isolated=True),
    Format("JSON Lines", "json_lines", "stream", (".jsonl", ".ndjson")),
    Format("JSON", "json_documents", "stream", (".json",)),
    Format("web page", "pages", "document", (".html", ".htm", ".xhtml", ".mhtml"), isolated=True),
    Format("CSV", "delimited", "stream", (".csv", ".tsv", ".tab")),
    Format("text", "plain_text", "document", (".txt", ".text", "")),
)
# What people keep among articles and Tidings does not read, by how it begins, with the way out.
_NOT_READ = {
    b"%PDF-": "a PDF file; save the articles as web pages, text or Word from where they came",
    b"\x89PNG": "a picture (PNG), binary data; leave it out",
    b"\xff\xd8\xff": "a picture (JPEG), binary data; leave it out",
    b"GIF8": "a picture (GIF), binary data; leave it out",
    b"RIFF": "sound, film or a picture, binary data; leave it out",
    b"\xd0\xcf\x11\xe0": "a file of old Word or Excel; save it as DOCX, CSV or text",
    b"{\\rtf": "a file of Rich Text; save it as DOCX or text",
    b"7z\xbc\xaf": "a 7-Zip archive; pack it as zip or tar.gz",
    b"Rar!": "a RAR archive; pack it as zip or tar.gz",
    b"\x28\xb5\x2f\xfd": "a file packed by Zstandard; unpack it, or pack it by gzip",
    b"SQLite format 3": "an SQLite database; export the table of articles as CSV",
}

# A feed that is none is told so by the reader of feeds; a column of a table may hold the marks of a press database.
_NOT_INSTEAD_OF = {"feed": {"web page", "text"}, "CSV": {"Nexis", "Factiva", "ProQuest", "text"}}


def name_suffixes():
    """All endings of file names that are known.

    Returns
    -------
    list of str
        In the order of the formats.

    Examples
    --------
    >>> ".warc" in name_suffixes(), "" in name_suffixes()
    (True, False)
    """
    return [suffix for form in FORMATS for suffix in form.suffixes if suffix]


def by_module(module):
    """The format that a module reads.

    Parameters
    ----------
    module : str
        Its name in `features.reading`.

    Returns
    -------
    Format
        One of `FORMATS`.

    Examples
    --------
    >>> by_module("pages").name
    'web page'
    """
    return next(form for form in FORMATS if form.module == module)


def load(form):
    """The module of a format.

    Parameters
    ----------
    form : Format
        One of `FORMATS`.

    Returns
    -------
    module
        It is imported when it is first needed, for some libraries take long.
    """
    return import_module(f"features.reading.{form.module}")


def recognise(head, name, suffix):
    """The format of a file.

    Parameters
    ----------
    head : bytes
        Its first bytes, some 64 KiB of them.
    name : str
        Its name.
    suffix : str
        The ending of its name, in small letters, without that of gzip.

    Returns
    -------
    Format
        The first whose module knows the content, else the one whose suffix it has.

    Raises
    ------
    Unreadable
        If Tidings does not read such files.

    Examples
    --------
    >>> recognise(b'{"text": "It rained."}', "wire.dat", ".dat").name
    'JSON'
    >>> recognise(b"%PDF-1.4", "a.txt", ".txt")
    Traceback (most recent call last):
    ...
    features.reading.files.Unreadable: found a PDF file; save the articles as web pages, text or Word from where they came
    """
    for mark, found in _NOT_READ.items():
        if head.startswith(mark):
            raise Unreadable(f"found {found}")
    by_suffix = next((form for form in FORMATS if suffix in form.suffixes), None)
    passed_over = _NOT_INSTEAD_OF.get(by_suffix.name if by_suffix else "", {"text"})
    for form in FORMATS if head.strip() else ():
        if form.name not in passed_over and load(form).recognise(head, name):
            # A page that is called a table may be one of a press database, which a table was not asked for.
            return form if form.name != "web page" or suffix in form.suffixes else recognise(head, name, ".html")
    if by_suffix is None:
        raise Unreadable(
            f"no reader for {suffix!r} and nothing known in it; Tidings reads {', '.join(name_suffixes())}, plain or .gz"
        )
    return by_suffix
