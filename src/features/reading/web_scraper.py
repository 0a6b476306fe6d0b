"""Tables of webscraper.io: one paragraph a row, the rows of a page in any order."""

from features.reading.field_names import USUAL_NAMES
from features.reading.field_values import name_host

# What stands in each of its tables.
_ORDER = "web-scraper-order"
# Selectors that hit more than the byline fill this column with headings.
_MOST_AUTHORS = 3


def recognise(names):
    """Whether these are the columns of such a table.

    Parameters
    ----------
    names : iterable of str
        The names.

    Returns
    -------
    bool

    Examples
    --------
    >>> recognise(["web-scraper-order", "web-scraper-start-url", "title"]), recognise(["title"])
    (True, False)
    """
    return _ORDER in names


def join_rows(rows):
    """Join the rows of each page to one record.

    Parameters
    ----------
    rows : iterable of tuple
        The place of each row, and its values by their names or the reason why it has none.

    Yields
    ------
    place : object
        Of the page's first row.
    found : dict or ValueError
        A record with the usual names.

    Examples
    --------
    >>> rows = [(2, {"web-scraper-order": "1-1", "a-href": "http://tarn.example/1", "title": "Rain", "content": "It rained."}),
    ...         (3, {"web-scraper-order": "1-2", "a-href": "http://tarn.example/1", "title": "Rain", "content": "Hard."})]
    >>> [(place, record["text"], record["outlet"]) for place, record in join_rows(rows)]
    [(2, 'It rained.\\n\\nHard.', 'tarn.example')]
    """
    pages: dict[tuple, list] = {}
    for place, row in rows:
        if isinstance(row, ValueError):
            yield place, row
            continue
        known = {name: "" if value is None or value == "null" else value for name, value in row.items()}
        pages.setdefault(_page_of(known), []).append((place, known))
    for (url, _), found in pages.items():
        ordered = [row for _, row in sorted(found, key=lambda piece: _order(piece[1]))]
        yield min(place for place, _ in found), _join(url, ordered)


def _page_of(row):
    """The address of the page that a row is from, else its title."""
    addresses = [value for name, value in row.items() if name.endswith("-href") and value]
    url = addresses[-1] if addresses else row.get("url", "")
    return url, "" if url else row.get("title", "")


def _order(row):
    """The number of a row among all: seconds and a counter, as in 1571536581-19436."""
    return [int(part) if part.isdigit() else 0 for part in str(row[_ORDER]).split("-")]


def _join(url, rows):
    text = "\n\n".join(dict.fromkeys(words for row in rows if (words := _first(row, USUAL_NAMES["text"]).strip())))
    authors = list(dict.fromkeys(name for row in rows if (name := _first(row, USUAL_NAMES["authors"]).strip())))
    return {
        "text": text,
        "title": _first_of(rows, USUAL_NAMES["title"]) or _first_of(rows, _link_texts(rows[0])),
        "published": _first_of(rows, USUAL_NAMES["published"]),
        "authors": authors if len(authors) <= _MOST_AUTHORS else [],
        "url": url,
        "outlet": name_host(url, rows[0].get("web-scraper-start-url")),
    }


def _link_texts(row):
    """The columns of the texts of links, the innermost first: a page whose title was missed is known by its link."""
    return [name.removesuffix("-href") for name in reversed(row) if name.endswith("-href")]


def _first_of(rows, names):
    return next((value for row in rows if (value := _first(row, names)).strip()), "")


def _first(row, names):
    return next((value for name in names if isinstance(value := row.get(name), str) and value.strip()), "")
