"""Shards on disk, found again by what they were made of; each appears whole or not at all."""

import hashlib
import json
import os
import shutil
import uuid
from pathlib import Path

_UNFINISHED = ".tmp"


def digest_of(*parts):
    """The address of what is decided by all of `parts`.

    Parameters
    ----------
    *parts : str, int, None or list of them
        What JSON can write.

    Returns
    -------
    str
        First 32 hexadecimal digits of a SHA-256.

    Examples
    --------
    >>> len(digest_of("code", 3, None))
    32
    """
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


class Store:
    """A folder of shards, each a folder of files named by its address.

    Parameters
    ----------
    folder : str or Path
        Where the shards lie; made when the first one is written.

    Notes
    -----
    An address is a digest of everything that decides the content: a shard that is there need not be made again. A shard is written
    under another name and renamed, so that a process that is ended at any instant leaves it whole or not at all.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store(Path(folder, "shards"))
    ...     store.write("1f2e", {"facts.json": b"{}"})
    ...     "1f2e" in store, "0000" in store, store.read("1f2e", "facts.json")
    (True, False, b'{}')
    """

    def __init__(self, folder):
        self.folder = Path(folder)

    def __contains__(self, address) -> bool:
        return (self.folder / address).is_dir()

    def write(self, address, files):
        """Keep a shard.

        Parameters
        ----------
        address : str
            The digest of what it was made of.
        files : dict of str to bytes
            Name of each file, and what is in it.

        Raises
        ------
        OSError
            If there is no room or no permission; then nothing is kept.
        """
        if address in self:
            return
        unfinished = self._apart(address)
        unfinished.mkdir(parents=True)
        for name, content in files.items():
            (unfinished / name).write_bytes(content)
            # A table that is published is the same file under another name: to be replaced, not changed in place.
            (unfinished / name).chmod(0o444)
        try:
            unfinished.rename(self.folder / address)
        except OSError:
            # Another process was sooner, with the same.
            if address not in self:
                raise
            shutil.rmtree(unfinished)

    def _apart(self, address):
        """A name that no other process uses, and that is no address."""
        return self.folder / f"{address}.{uuid.uuid4().hex}{_UNFINISHED}"

    def remove(self, address):
        """Remove a shard, if it is there.

        Parameters
        ----------
        address : str
            As in `write`.
        """
        if address in self:
            # Under another name first, so that no half of it is ever taken for the whole.
            gone = self._apart(address)
            (self.folder / address).rename(gone)
            shutil.rmtree(gone)

    def path(self, address, name):
        """Where a file of a shard lies.

        Parameters
        ----------
        address, name : str
            As in `write`.

        Returns
        -------
        Path
            The file.
        """
        return self.folder / address / name

    def read(self, address, name):
        """What is in a file of a shard.

        Parameters
        ----------
        address, name : str
            As in `write`.

        Returns
        -------
        bytes
            All of it.

        Raises
        ------
        FileNotFoundError
            If there is no such shard or file.
        """
        return self.path(address, name).read_bytes()

    def addresses(self, prefix=""):
        """The shards that are there.

        Parameters
        ----------
        prefix : str
            With what their addresses begin.

        Returns
        -------
        list of str
            In order.
        """
        if not self.folder.is_dir():
            return []
        names = (entry.name for entry in os.scandir(self.folder) if entry.is_dir())
        return sorted(name for name in names if name.startswith(prefix) and not name.endswith(_UNFINISHED))

    def keep_only(self, addresses):
        """Remove every other shard, and what an ended process left behind.

        Parameters
        ----------
        addresses : iterable of str
            Those to keep.
        """
        kept = set(addresses)
        if self.folder.is_dir():
            for entry in list(os.scandir(self.folder)):
                if entry.is_dir() and entry.name.endswith(_UNFINISHED):
                    shutil.rmtree(entry.path)
                elif entry.is_dir() and entry.name not in kept:
                    self.remove(entry.name)


def publish(sources, folder):
    """Make a folder of the files of one table, in place of the one that was there.

    Parameters
    ----------
    sources : sequence of Path
        One file per shard, in order. They are linked where the file system can, else copied.
    folder : Path
        Named after the table, as `articles.parquet`. Its files are named `00000.parquet`, `00001.parquet` and so on.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     one = Path(place, "one.parquet")
    ...     _ = one.write_bytes(b"rows")
    ...     publish([one], Path(place, "articles.parquet"))
    ...     [path.name for path in Path(place, "articles.parquet").iterdir()]
    ['00000.parquet']
    """
    unfinished = folder.with_name(folder.name + _UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    n_digits = max(len(str(len(sources))), 5)
    for number, source in enumerate(sources):
        _link(source, unfinished / f"{number:0{n_digits}d}.parquet")
    # An earlier build of another version left a file of that name.
    if folder.is_file():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def publish_file(source, path):
    """Put the file of one table in its place.

    Parameters
    ----------
    source : Path
        The file in the store; it is linked where the file system can, else copied.
    path : Path
        Named after the table, as `stories.parquet`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     one = Path(place, "one.parquet")
    ...     _ = one.write_bytes(b"rows")
    ...     publish_file(one, Path(place, "stories.parquet"))
    ...     Path(place, "stories.parquet").read_bytes()
    b'rows'
    """
    unfinished = path.with_name(path.name + _UNFINISHED)
    unfinished.unlink(missing_ok=True)
    _link(source, unfinished)
    os.replace(unfinished, path)
    # Where both are links to one file, nothing is replaced and both stay (POSIX, rename).
    unfinished.unlink(missing_ok=True)


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
