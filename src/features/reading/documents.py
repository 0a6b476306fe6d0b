"""What travels between a file and its articles: a document as bytes, and the parts of an article as they were written."""

from dataclasses import asdict, dataclass

from features.article import FLAGS


@dataclass(frozen=True)
class Document:
    """A file, a member of an archive or a record of a crawl: what one reader of documents is given.

    Parameters
    ----------
    content : bytes
        As it stands, unpacked.
    name : str
        Its file name, for its suffix; may be empty.
    place : str
        Where it stands in the file that was given: empty for the file itself, "record 12", "member a/b.html".
    url : str or None
        Its address, where the container says so.
    charset : str or None
        Its encoding, where the container says so (the header of an HTTP response).
    flags : tuple of str
        Keys of `FLAGS` that hold for every article in it, whatever its reader says.

    Examples
    --------
    >>> Document(b"<html>", "a.html").place
    ''
    """

    content: bytes
    name: str = ""
    place: str = ""
    url: str | None = None
    charset: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parts:
    """The parts of one article as they were written, before they are cleaned and the date understood.

    Only what JSON knows, so that it can come from another process.

    Parameters
    ----------
    text : str
        The body; paragraphs separated by a blank line.
    title, outlet, url : str or None
        As written.
    written : str, int, float or None
        The date as `features.reading.dates.parse_moment` takes it, as exact as the source has it.
    authors : tuple of str, str or None
        Names, or the byline as written.
    flags : tuple of str
        Keys of `features.article.FLAGS`.
    note : str or None
        What must be known of the date, when it is in doubt or missing for a reason that the source shows.

    Examples
    --------
    >>> Parts("It rained.", written="2026-03-06").to_json()["written"]
    '2026-03-06'
    """

    text: str = ""
    title: str | None = None
    outlet: str | None = None
    written: str | int | float | None = None
    authors: tuple[str, ...] | str | None = None
    url: str | None = None
    flags: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        unknown = [flag for flag in self.flags if flag not in FLAGS]
        if unknown:
            raise ValueError(f"a flag is one of {list(FLAGS)}, got {unknown[0]!r}")

    def to_json(self) -> dict:
        """As a dict that JSON can hold; `from_json` makes the same parts of it.

        Returns
        -------
        dict
            Field to value; tuples become lists on the way through JSON.
        """
        return asdict(self)

    @classmethod
    def from_json(cls, fields):
        """Make parts of what `to_json` gave.

        Parameters
        ----------
        fields : dict
            Field to value.

        Returns
        -------
        Parts
            The same.

        Examples
        --------
        >>> import json
        >>> parts = Parts("Rain.", authors=("Ana Lira",), flags=("truncated",))
        >>> Parts.from_json(json.loads(json.dumps(parts.to_json()))) == parts
        True
        """
        authors = fields.get("authors")
        authors = tuple(authors) if isinstance(authors, list) else authors
        return cls(**fields | {"authors": authors, "flags": tuple(fields.get("flags") or ())})
