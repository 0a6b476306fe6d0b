"""The bytes of files in blocks, UTF-16 and UTF-32 turned into UTF-8: for readers that look for single signs of ASCII."""

import codecs

from features.reading.encodings import name_wide

BLOCK = 4 * 2**20


def read_blocks(source):
    """Read a file block by block.

    Parameters
    ----------
    source : files.Source
        The file.

    Yields
    ------
    bytes
        Without NUL; in UTF-8 where it was UTF-16 or UTF-32, else as they are.

    Raises
    ------
    Unreadable
        As `Source.open` does, at the block that cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from features.reading.files import Source
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.csv").write_bytes("text".encode("utf-16"))
    ...     b"".join(read_blocks(Source(Path(folder, "a.csv"), "a.csv", None)))
    b'text'
    """
    with source.open() as stream:
        block = stream.read1(BLOCK)
        name = name_wide(block)
        decoder = codecs.getincrementaldecoder(name)("replace") if name else None
        while block:
            yield decoder.decode(block).encode("utf-8", "replace") if decoder else block.replace(b"\x00", b"")
            block = stream.read1(BLOCK)
        if decoder:
            yield decoder.decode(b"", final=True).encode("utf-8", "replace")
