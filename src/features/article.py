"""One news article, valid by construction."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

OUTLET_SOURCES = ("data", "folder", "lead", "missing")
PRECISIONS = ("moment", "local time", "day", "missing")
# What may be said of an article that was kept all the same; the column `flagged` of ARTICLES holds some of these.
FLAGS = {
    "truncated": "the source itself cut the text short, as press interfaces do after some 200 characters",
    "cut short": "the file or the page ends in the middle; what was there is kept",
    "date conflict": "two places in the source name different days; the one taken may be wrong",
    "encoding guessed": "the bytes are not UTF-8 and their encoding is not written; it was recognised",
    "bytes replaced": "some bytes are no text in any encoding; U+FFFD stands for them",
    "signs removed": "NUL, zero-width or direction-changing characters were taken out of the words",
    "markup removed": "tags stood in what should be plain words",
    "boilerplate removed": "lines that invite to newsletters, cookies or sharing were taken out of the text",
    "summary only": "only a summary or teaser of the article was there, not its body",
    "comment": "it is a reader's comment or a reply, not an article of the outlet",
    "list page": "the page lists several articles; the text may mix them",
    "malformed": "the file breaks the rules of its format and could be read all the same",
}


@dataclass(frozen=True)
class Article:
    """One article as its outlet published it.

    Parameters
    ----------
    outlet : str
        Who published it.
    published : datetime or None
        When, with its zone; in UTC as the readers make it. None when no date is known, and then `published_note` says why.
    text : str
        The body, paragraphs separated by a blank line. May be empty when there is a title.
    title, url : str or None
        As written by the outlet.
    authors : str or None
        The names of its authors, "; " between them.
    outlet_from : {"data", "folder", "lead", "missing"}
        How the outlet was learned.
    precision : {"moment", "local time", "day", "missing"}
        How much of `published` is known: an instant; a clock time whose offset was not written (kept as if it were
        UTC); a day (kept as midnight UTC); nothing.
    offset_minutes : int or None
        Offset from UTC as written, −1439 to 1439 minutes, east positive; None when none was written, as with seconds
        since 1970.
    published_note : str or None
        Why `published` is missing, or, beside a date, what makes it doubtful.
    flags : tuple of str
        Keys of `FLAGS`: what must be known of an article that was kept all the same.

    Raises
    ------
    ValueError
        If there is neither text nor title, no outlet, a date without zone, a missing date without reason, or an unknown flag.

    Examples
    --------
    >>> noon = datetime(2026, 3, 6, 12, tzinfo=UTC)
    >>> Article("Tarn Courier", noon, "It rained.").article_id
    '7a7bf4722f78232c'
    """

    outlet: str
    published: datetime | None
    text: str
    title: str | None = None
    authors: str | None = None
    url: str | None = None
    outlet_from: str = "data"
    precision: str = "moment"
    offset_minutes: int | None = None
    published_note: str | None = None
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip() and not (self.title or "").strip():
            raise ValueError("an article needs words: both its text and its title are empty")
        if not self.outlet.strip():
            raise ValueError("an article needs an outlet, got an empty one; write 'unknown' and outlet_from='missing'")
        if self.outlet_from not in OUTLET_SOURCES:
            raise ValueError(f"outlet_from is one of {OUTLET_SOURCES}, got {self.outlet_from!r}")
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision is one of {PRECISIONS}, got {self.precision!r}")
        if (self.published is None) != (self.precision == "missing"):
            raise ValueError(f"published {self.published} and precision {self.precision!r} contradict each other")
        if self.published is None and not self.published_note:
            raise ValueError("a missing date needs a reason in published_note")
        if self.published is not None and self.published.tzinfo is None:
            raise ValueError(f"published {self.published} has no time zone; give one, as in datetime(..., tzinfo=UTC)")
        if self.flags and not FLAGS.keys() >= set(self.flags):
            raise ValueError(f"a flag is one of {list(FLAGS)}, got {self.flags}")

    @cached_property
    def article_id(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of outlet, moment in UTC, title and text.

        The same article read twice, or from two files, has the same identity. The title is part of it because
        an article may consist of nothing else.

        Examples
        --------
        >>> Article("Wire", None, "Rain.", precision="missing", published_note="none written").article_id
        'a4ea815a44d75200'
        """
        return identify(self.outlet, self.published, self.title, self.encoded)

    @cached_property
    def encoded(self) -> bytes:
        """Its text in UTF-8.

        Examples
        --------
        >>> Article("Wire", None, "Öl.", precision="missing", published_note="none written").encoded
        b'\\xc3\\x96l.'
        """
        return self.text.encode()


def identify(outlet, published, title, text):
    """The identity of an article, from its parts: for who has its text in UTF-8 already.

    Parameters
    ----------
    outlet : str
        As of the article.
    published : datetime or None
        As of the article.
    title : str or None
        As of the article.
    text : bytes
        In UTF-8.

    Returns
    -------
    str
        Its `article_id`.

    Examples
    --------
    >>> identify("Tarn Courier", datetime(2026, 3, 6, 12, tzinfo=UTC), None, b"It rained.")
    '7a7bf4722f78232c'
    """
    moment = published.astimezone(UTC).isoformat() if published else ""
    identity = hashlib.sha256("\x1f".join([outlet, moment, title or "", ""]).encode())
    identity.update(text)
    return identity.hexdigest()[:16]
