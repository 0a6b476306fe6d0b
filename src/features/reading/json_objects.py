"""Where the articles are in a JSON file, whatever lies around them."""

import json
from itertools import chain

from features.reading import files, web_scraper
from features.reading.field_names import find_fields
from features.reading.json_scanning import Damaged, Scanner
from features.reading.shapes import refuse_without_text

# Under these names interfaces and programs keep arrays of articles, and under those further objects with such an array.
_ARRAYS = {"articles", "items", "results", "data", "stories", "posts", "docs", "documents", "hits", "news", "entries",
           "records", "rows", "value", "values", "article", "content_items", "newsArticles"}  # fmt: skip
_OUTER = {"response", "data", "result", "results", "hits", "body", "payload", "feed"}
_MOST_LEVELS = 4
_WORDS = {"text", "title"}
# Of arrays whose elements have to be put together, all have to be there; this is some ten thousand pages.
_MOST_JOINED = 16 * files.MAX_PIECE_BYTES


def find_objects(source, columns=None):
    """Find the articles of a JSON file.

    Parameters
    ----------
    source : files.Source
        The file.
    columns : dict of str to str, optional
        As in `field_names.find_fields`; with it, rows are not put together and no file is refused for its fields.

    Yields
    ------
    raw : bytes
        An object of JSON, as it stands or as it was put together.
    alone : bool
        Whether it is not an element of an array.

    Raises
    ------
    ValueError
        Where nothing can be read from there on, with the reason.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.json").write_text('{"response": {"n": 1, "docs": [{"text": "It rained."}]}}')
    ...     list(find_objects(files.Source(Path(folder, "a.json"), "a.json", None)))
    [(b'{"text": "It rained."}', False)]
    """
    scanner = Scanner(source)
    if not scanner.peek():
        raise Damaged("expected JSON, found an empty file")
    while sign := scanner.peek():
        if scanner.take("["):
            yield from ((raw, False) for raw in _of_array(scanner, columns))
        elif scanner.take("{"):
            raw = yield from _of_object(scanner, columns)
            if raw is not None:
                yield from _of_one(raw, columns)
        else:
            raise Damaged(f"expected an object or an array of articles, found {sign!r}")


def _of_array(scanner, columns):
    """The elements of an array, put together where one article is in several of them."""
    elements = scanner.elements()
    first = next(elements, None)
    if first is None:
        return
    value = first[0]
    if not isinstance(value, dict):
        raise Damaged(f"expected an array of articles, found one of {type(value).__name__}")
    raws = (raw for _, raw in chain([first], elements))
    if not columns:
        refuse_without_text(value)
        if web_scraper.recognise(value):
            yield from _join_pages(raws)
            return
        if {"sentence", "stories_id"} <= value.keys():
            yield from _join_stories(raws)
            return
    yield from raws


def _of_object(scanner, columns, level=1):
    """The articles in the arrays of an object; it gives back the object itself where there is no such array."""
    members: list[bytes] = []
    names: list[str] = []
    is_holder = False
    for name, raw_name in scanner.members():
        scanner.expect_colon()
        # An article may have an array of pictures that is called so too; looked at only then, for an object may have many names.
        is_article = (name in _ARRAYS or name in _OUTER) and "text" in find_fields(names)
        names.append(name)
        if not is_article and name in _ARRAYS and scanner.peek() == "[":
            scanner.take("[")
            if scanner.peek() in ("{", "]"):
                is_holder = True
                yield from ((raw, False) for raw in _of_array(scanner, columns))
                continue
            raw = b"[" + b",".join(raw for _, raw in scanner.elements()) + b"]"
        elif not is_article and name in _OUTER and level < _MOST_LEVELS and scanner.take("{"):
            raw = yield from _of_object(scanner, columns, level + 1)
            if raw is None:
                is_holder = True
                continue
        else:
            raw = scanner.value()[1]
        members.append(raw_name + b": " + raw)
    return None if is_holder else b"{" + b", ".join(members) + b"}"


def _of_one(raw, columns):
    """One object that holds no array of articles: an article, an error, or sentences of Media Cloud by story."""
    found = _load(raw)
    if reason := _error_in(found):
        raise ValueError(f"API error saved as data: {reason}")
    if not columns and found and all(map(_is_sentences, found.values())):
        yield from ((_dump_story(number, sentences), False) for number, sentences in found.items())
        return
    records = [] if columns else _records_of_pandas(found)
    yield from ((json.dumps(record).encode(), False) for record in records) if records else [(raw, True)]


def _records_of_pandas(found):
    """The rows of a table, each under its number or name, or each column with its values under these; else nothing."""
    if not found or not all(isinstance(value, dict) for value in found.values()):
        return []
    if not _WORDS & find_fields(found).keys():
        return list(found.values()) if all(_WORDS & find_fields(value).keys() for value in found.values()) else []
    return [{name: column.get(row) for name, column in found.items()} for row in next(iter(found.values()))]


def _error_in(found):
    """What an interface says that went wrong, where an error was saved in place of articles."""
    inner = found.get("response") if isinstance(found.get("response"), dict) else found
    error = inner.get("error") or inner.get("errors") or inner.get("fault")
    if str(inner.get("status")).lower() not in ("error", "failed", "failure", "fail") and not error:
        return None
    if "text" in find_fields(found):
        return None
    said = [error] if isinstance(error, str) else list(error.values()) if isinstance(error, dict) else []
    said = [inner.get("code"), *said, inner.get("message")]
    return ": ".join(str(part)[:200] for part in said if isinstance(part, str | int)) or "no message"


def _is_sentences(value):
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "sentence" in one for one in value)


def _dump_story(number, sentences):
    date = next((one["publish_date"] for one in sentences if one.get("publish_date")), None)
    return json.dumps(
        {"stories_id": number, "title": None, "publish_date": date, "story_sentences": sentences}
    ).encode()


def _join_stories(raws):
    stories: dict[object, list] = {}
    for one in _all_of(raws):
        stories.setdefault(str(one.get("stories_id")), []).append(one)
    yield from (_dump_story(number, sentences) for number, sentences in stories.items())


def _join_pages(raws):
    for _, record in web_scraper.join_rows((0, one) for one in _all_of(raws)):
        yield json.dumps(record).encode()


def _all_of(raws):
    n_bytes = 0
    for raw in raws:
        n_bytes += len(raw)
        if n_bytes > _MOST_JOINED:
            raise Damaged(f"over {_MOST_JOINED >> 20} MiB of rows that have to be put together; split the file")
        found = _load(raw)
        if isinstance(found, dict):
            yield found


def _load(raw):
    """An object in whatever encoding."""
    try:
        return json.loads(raw)
    except UnicodeDecodeError:
        return json.loads(raw.decode("cp1252", "replace"))
