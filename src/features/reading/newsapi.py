"""What NewsAPI returns: headlines, and the first 200 characters of each article."""

import re

from features.reading.documents import Parts
from features.reading.field_values import join_names, name_host, take_date, take_words

# A page that asks for consent was saved in place of the article.
_CONSENT = re.compile(
    r"\s*(?:we (?:and our partners )?use cookies and data to|we value your privacy|before you continue to|"
    r"(?:this|our) (?:web)?site uses cookies)\b",
    re.IGNORECASE,
)
# Words of a newspaper's name that its address may leave out.
_MOST_WORDS_OF_A_NAME = 8


def take_newsapi(record):
    """Take an article of NewsAPI apart.

    The name of the outlet, with which it ends its titles, is taken off. Where there is no text but a description, that is the
    text; where a page that asks for consent was saved, there is none.

    Parameters
    ----------
    record : dict
        An element of "articles".

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        If the article was removed, or its words are none.

    Examples
    --------
    >>> parts = take_newsapi({"source": {"id": None, "name": "Wire"}, "title": "It rained - Wire", "content": "Hard."})
    >>> parts.title, parts.outlet
    ('It rained', 'Wire')
    """
    title, text = take_words(record.get("title")) or "", take_words(record.get("content")) or ""
    if title.strip() == "[Removed]":
        raise ValueError("the article was removed by its source: nothing is left but '[Removed]'")
    source, url = record.get("source"), record.get("url")
    outlet = join_names(source)
    from_google = isinstance(source, dict) and source.get("id") == "google-news"
    flags: tuple[str, ...] = ()
    head, mark, tail = title.rpartition(" - ")
    if mark and head.strip() and (from_google or names_same(tail, outlet, url)):
        title, outlet = head, tail.strip() if from_google else outlet
    if _CONSENT.match(text):
        text = ""
    elif not text.strip() and (teaser := record.get("description")) and isinstance(teaser, str):
        text, flags = teaser, ("summary only",)
    return Parts(
        text,
        title,
        outlet,
        take_date(record.get("publishedAt")),
        record.get("author") and join_names(record["author"]),
        url,
        flags,
    )


def names_same(name, outlet, url):
    """Whether what stands behind the last dash of a title is the name of its outlet.

    Parameters
    ----------
    name : str
        What stands there.
    outlet : str or None
        The outlet's name, as the record has it.
    url : str or None
        The article's address: an outlet's address is often made of the beginnings of the words of its name.

    Returns
    -------
    bool

    Examples
    --------
    >>> names_same("New Tarn Daily News", "Ntdailynews.com", "https://www.ntdailynews.com/1")
    True
    >>> names_same("what comes next", "Wire", "https://wire.example/1")
    False
    """
    squashed = _squash(name)
    if not squashed:
        return False
    if outlet and squashed == _squash(re.sub(r"(?i)^the\s|\.\w{2,3}$", "", outlet.strip())):
        return True
    words = [_squash(word) for word in name.split()[:_MOST_WORDS_OF_A_NAME]]
    hosts = {name_host(url), name_host(outlet) if outlet and " " not in outlet else None}
    parts = {part for host in hosts if host for part in host.split(".")[:-1]}
    return any(_spells(tuple(filter(None, words)), _squash(part)) for part in parts if len(part) > 1)


def _squash(name):
    return "".join(filter(str.isalnum, name.casefold())).removeprefix("the")


def _spells(words, address):
    """Whether an address is made of the beginnings of words, one after the other; the first must have its part."""
    ends = {0}
    for place, word in enumerate(words):
        longer = {
            end + size
            for end in ends
            for size in range(0 if place else 1, len(word) + 1)
            if address.startswith(word[:size], end)
        }
        ends = longer
    return len(address) in ends
