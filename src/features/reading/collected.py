"""What was read so far: articles by their identity, and what was refused."""

import re
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from features import tables

# A date that is refused because of the day on which it is read: see `features.reading.dates`.
_OF_TODAY = re.compile(r"lies in the future$|'[1-9][0-9]{9}(?:[0-9]{3})?' is no date")
# The place of the first one stands behind it.
SAME_ARTICLE = "the same article as "
_MANY = 10_000


def name_reason(reason):
    """The kind of a reason, for counting: copies of different articles are refused for one reason.

    Parameters
    ----------
    reason : str
        As in the table REJECTED.

    Returns
    -------
    str
        The reason without the place of the first copy; any other reason as it is.

    Examples
    --------
    >>> name_reason("the same article as a.jsonl, line 1"), name_reason("no reader for '.zip'")
    ('the same article again', "no reader for '.zip'")
    """
    return "the same article again" if reason.startswith(SAME_ARTICLE) else reason


class Collected:
    """What was read so far: every piece is kept or refused, none is lost.

    Attributes
    ----------
    depends_on_today : bool
        Whether a date was refused that on a later day would not be.
    refused : list of (str, str, str)
        File, place and reason of each piece that was refused.
    """

    def __init__(self):
        self.depends_on_today = False
        self.refused = []
        self._kept = []
        self._first_met: dict[str, str] = {}

    def add(self, name, place, found):
        """Take one piece.

        Parameters
        ----------
        name, place : str
            The file, and where in it.
        found : Article or ValueError
            The article, or why it is refused.
        """
        if isinstance(found, Exception):
            self.refused.append((name, place, str(found)))
            return
        self.depends_on_today |= found.published is None and bool(_OF_TODAY.search(found.published_note))
        article_id = found.article_id
        if article_id in self._first_met:
            self.refused.append((name, place, SAME_ARTICLE + self._first_met[article_id]))
            return
        self._first_met[article_id] = f"{name}, {place}"
        self._kept.append(_row(article_id, found, name, place))

    def table(self):
        """Those that were kept.

        Returns
        -------
        pyarrow.Table, one row per article
            Table ARTICLES, in the order in which they were met.
        """
        columns = zip(*self._kept, strict=True) if self._kept else [[]] * len(tables.ARTICLES)
        arrays = [_array(column, field.type) for column, field in zip(columns, tables.ARTICLES, strict=True)]
        return pa.Table.from_arrays(arrays, schema=tables.ARTICLES)

    def articles(self):
        """Those that were kept.

        Returns
        -------
        DataFrame, one row per article
            Table ARTICLES, in the order of moment and identity.
        """
        return _in_order(self.table())

    def refuse(self, refused):
        """Take pieces that were refused elsewhere.

        Parameters
        ----------
        refused : list of (str, str, str)
            As the attribute of that name.
        """
        self.refused.extend(refused)

    def join(self, pieces):
        """Join what was read of all partitions; an article met again is refused.

        Parameters
        ----------
        pieces : list of pyarrow.Table
            As `table` gives them, in the order of the partitions.

        Returns
        -------
        DataFrame, one row per article
            As `articles` gives it.
        """
        if not pieces:
            return tables.empty(tables.ARTICLES)
        whole = pa.concat_tables(pieces)
        met_again = self._meet(whole.select(["article_id", "file", "place"]).to_pandas())
        return _in_order(whole.filter(pa.array(~met_again)) if met_again.any() else whole)

    def _meet(self, keys):
        """Refuse what was met in an earlier partition, and say which rows these are."""
        place = keys["file"] + ", " + keys["place"]
        again = keys["article_id"].duplicated()
        first = place[~again].set_axis(keys["article_id"][~again])
        firsts = SAME_ARTICLE + keys["article_id"][again].map(first)
        # What was refused as a copy of one of these is a copy of the first one too.
        moved = dict(zip(SAME_ARTICLE + place[again], firsts, strict=True))
        self.refused = [(file, where, moved.get(reason, reason)) for file, where, reason in self.refused]
        self.refused += zip(keys["file"][again], keys["place"][again], firsts, strict=True)
        return again.to_numpy()

    def refusals(self):
        """Those that were refused.

        Returns
        -------
        DataFrame, one row per piece that was refused
            Table REJECTED, in the order of the files.
        """
        table = pd.DataFrame(self.refused, columns=tables.REJECTED.names)
        # What a reader says twice of one place is two rows.
        times = table.groupby(["file", "place"]).cumcount()
        table.loc[times > 0, "place"] += " (" + (times[times > 0] + 1).astype(str) + ")"
        ordered = table.sort_values(["file", "place"], kind="stable", ignore_index=True)
        return tables.check(ordered, tables.REJECTED) if len(table) else tables.empty(tables.REJECTED)


def _array(column, kind):
    # Texts come in UTF-8 already.
    return pa.array(column, pa.large_binary()).cast(kind) if pa.types.is_large_string(kind) else pa.array(column, kind)


def _in_order(table):
    if not len(table):
        return tables.empty(tables.ARTICLES)
    # From one piece rows are taken five times as fast as from many.
    table = table.combine_chunks()
    order = pc.sort_indices(table, [("published", "ascending"), ("article_id", "ascending")])
    return tables.check(_take(table, order).to_pandas(), tables.ARTICLES)


def _take(table, order):
    """Rows in an order; of many the halves beside each other, for it is the processor’s memory that takes its time."""
    if len(order) < _MANY:
        return table.take(order)
    with ThreadPoolExecutor(2) as threads:
        half = len(order) // 2
        return pa.concat_tables(threads.map(table.take, (order[:half], order[half:])))


def _row(article_id, article, file, place):
    return (
        article_id,
        article.outlet,
        article.outlet_from,
        article.published,
        article.precision,
        article.offset_minutes,
        article.published_note,
        article.authors,
        article.title,
        article.url,
        article.encoded,
        "; ".join(article.flags) or None,
        None,
        file,
        place,
    )
