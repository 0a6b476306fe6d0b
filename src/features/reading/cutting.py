"""A file of any format to portions: cut, not read, so that reading can be done elsewhere."""

import atexit
import io
import json
from dataclasses import replace

from features.reading import formats
from features.reading.documents import Document
from features.reading.files import MAX_PIECE_BYTES, Source, Unreadable, read_whole
from features.reading.isolation import Isolated
from features.reading.portions import Portion
from features.reading.records import make_article_of

# An archive of an archive of an archive may be somebody's backup; what lies deeper was made to be deep.
MAX_DEPTH = 3
# So much of an archive inside another is held in memory: it cannot be read from its end otherwise.
_MOST_NESTED = 4 * MAX_PIECE_BYTES


def cut_source(source, *, columns=None):
    """Cut one file into portions, whatever its format; an archive into those of its members.

    Parameters
    ----------
    source : files.Source
        The file, or the folder that could not be searched.
    columns : dict of str to str, optional
        As in `features.reading.read_articles`.

    Yields
    ------
    Portion
        In the order of the file, never more than one held. What cannot be read at all is one of kind "pieces" that says why.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("It rained.")
    ...     [portion] = cut_source(Source(Path(folder, "a.txt"), "a.txt", None))
    >>> portion.kind, portion.n_pieces
    ('documents', 1)
    """
    if source.trouble is not None:
        yield _refusal(source, "whole folder", source.trouble)
        return
    try:
        head = source.head()
        form = formats.recognise(head, source.name, source.suffix)
        if form.kind == "stream":
            yield from formats.load(form).split(source, columns=columns)
        elif form.kind == "document":
            yield _of_documents(source, [(form, Document(read_whole(source), source.name))])
        elif form.kind == "archive":
            if not formats.load(form).recognise(head, source.name):
                raise Unreadable("expected a zip or tar archive, found neither; fetch it again, or pack it again")
            yield from _members(source, form, columns)
        else:
            yield from _records(source, form)
    except Unreadable as reason:
        yield _refusal(source, "whole file", reason)


def _members(source, form, columns):
    """The portions of what lies in an archive; nothing of it is written to disk."""
    if source.depth == MAX_DEPTH:
        raise Unreadable(f"it lies in {MAX_DEPTH} archives; unpack the outer ones")
    with source.open() as stream:
        packed = stream if source.opener is None else io.BytesIO(_read_nested(stream))
        is_empty = True
        for name, opener in formats.load(form).read_members(packed, source.n_packed()):
            is_empty = False
            if isinstance(opener, Exception):
                yield _refusal(source, f"member {name}" if name else "whole file", opener)
                continue
            path = source.path / name
            folder = path.parent.name if "/" in name else source.folder
            yield from cut_source(
                Source(path, f"{source.name}/{name}", folder, None, opener, source.depth + 1), columns=columns
            )
        if is_empty:
            raise Unreadable("nothing is in the archive but files that are passed over, as README")


def _read_nested(stream):
    content = stream.read(_MOST_NESTED + 1)
    if len(content) > _MOST_NESTED:
        raise Unreadable(f"an archive inside an archive of over {_MOST_NESTED >> 20} MiB; unpack the outer one")
    return content


def _records(source, form):
    with source.open_packed() as stream:
        for place, found in formats.load(form).read_records(stream, source.n_packed()):
            if isinstance(found, Exception):
                yield _refusal(source, place, found)
                continue
            try:
                inner = formats.recognise(found.content[: 2**16], found.name, "")
                if inner.kind != "document":
                    raise Unreadable(f"expected a page, a feed or text, found {inner.name}")
            except Unreadable as reason:
                yield _refusal(source, place, reason)
            else:
                yield _of_documents(source, [(inner, found)])


def _refusal(source, place, reason):
    return Portion("pieces", source.name, source.folder, 0, json.dumps([[place, str(reason)]]).encode(), 1)


def _of_documents(source, documents):
    heads = [
        [form.module, form.isolated, one.name, one.place, one.url, one.charset, list(one.flags), len(one.content)]
        for form, one in documents
    ]
    content = json.dumps(heads).encode() + b"\n" + b"".join(one.content for _, one in documents)
    kind = "isolated" if any(form.isolated for form, _ in documents) else "documents"
    return Portion(kind, source.name, source.folder, 0, content, len(documents))


# One process for this one, started when it is first needed.
_ISOLATED = Isolated()
atexit.register(_ISOLATED.close)


def read_documents(portion, *, not_after=None):
    """Read the documents of a portion.

    Parameters
    ----------
    portion : Portion
        Of kind "documents" or "isolated", as `cut_source` gives it.
    not_after : datetime, optional
        As in `features.reading.read_articles`.

    Yields
    ------
    place : str
        Where in the file; "whole file" where the file is the article.
    found : Article or ValueError
        The article, or why it is refused.
    """
    heads, content = portion.content.split(b"\n", 1)
    begin = 0
    for module, isolated, name, place, url, charset, flags, size in json.loads(heads):
        document = Document(content[begin : begin + size], name, place, url, charset)
        begin += size
        for within, found in _pieces(module, isolated, document):
            where = ", ".join(filter(None, (place, within))) or "whole file"
            yield where, _article_of(found, flags, portion.folder, not_after)


def _article_of(found, flags, folder, not_after):
    if isinstance(found, Exception):
        return found
    try:
        flagged = replace(found, flags=tuple(dict.fromkeys([*flags, *found.flags])))
        return make_article_of(flagged, folder, not_after=not_after)
    except ValueError as reason:
        return reason


def _pieces(module, isolated, document):
    if isolated:
        return _ISOLATED.read(f"features.reading.{module}", document)
    return formats.load(formats.by_module(module)).read_document(document)
