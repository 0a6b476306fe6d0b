"""Bytes to text, whatever encoding they are in, and what must be said of it."""

import codecs
import re

from features.reading.files import Unreadable

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Looked at for what kind of bytes they are; 64 KB is some ten articles.
_HEAD = 2**16
# What text may hold below the blank: tab, newlines, form feed, the end mark of DOS (1A) and the escapes of ISO-2022 (0E, 0F, 1B).
_CONTROLS = bytes(sorted({*range(32), 127} - {9, 10, 11, 12, 13, 0x0E, 0x0F, 0x1A, 0x1B}))
# Text has next to none of these; in pictures and archives a tenth of the bytes are.
_SHARE_OF_BINARY = 0.01
_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x7fELF", "a program"),
)
# The WHATWG encoding standard reads what calls itself ISO 8859-1 or ASCII as Windows-1252, and so does every browser:
# the bytes 80 to 9F are quotation marks then, and not control characters.
_WINDOWS = "cp1252"
_CALLED_WESTERN = {"ascii", "iso8859-1", _WINDOWS}
# uchardet names these for short Western texts; hardly any news is written in one of them.
_RARE = re.compile(r"utf-?8|ascii|cp1258|iso8859[-_]?(?:1|3|4|10|13|14|15|16)|mac.*|hz|ibm.*|cp8\d\d|tis.*|viscii")
# A sign of Windows-1252 as Western words have it: a letter of French, Spanish, Portuguese, German or Nordic, or typography.
# The letters of Icelandic are left out: in Windows-1254 the same bytes are the most frequent letters of Turkish.
_WESTERN_LETTERS = "àáâãäåæçèéêëìíîïñòóôõöøœùúûüÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜŸŠšŽž"
_TYPOGRAPHY = "€‚„…‘’“”•–—™¡£§©«®°·»¿½¼¾\u00a0\u00ad¢´"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Marks that stand inside a word only when another alphabet was meant, as in "Za¿ó³æ".
_INSIDE_A_WORD = re.compile(r"(?<=[^\W\d_])[¡£§©«®°»¿½¼¾¢„€™•](?=[^\W\d_])")
_FEW = 0.05


def decode(content, declared=None):
    """Bytes to text.

    In this order: a byte-order mark; UTF-8; UTF-16 without a mark, by the NUL bytes it has for Latin letters, blanks and
    digits; the encoding that was declared, if every byte fits it; UTF-8 with some bytes that are none, for which U+FFFD
    stands; the encoding that uchardet recognises, where Windows-1252 is preferred for what looks Western in it.

    Parameters
    ----------
    content : bytes
        A whole file, or a stretch of one.
    declared : str, optional
        Name of the encoding that a header or the file itself gives.

    Returns
    -------
    text : str
        Without the mark; newlines as they are.
    flags : tuple of str
        Keys of `features.reading.documents.FLAGS`: "encoding guessed", "bytes replaced", or nothing.

    Raises
    ------
    Unreadable
        If the bytes are no text.

    Examples
    --------
    >>> decode("café".encode()), decode(b"caf\\xe9 \\x96 5 \\x80")
    (('café', ()), ('café – 5 €', ('encoding guessed',)))
    >>> decode(b"\\x89PNG\\r\\n\\x1a\\n\\x00\\x01\\x02")
    Traceback (most recent call last):
    ...
    features.reading.files.Unreadable: expected text, found binary data (a PNG picture); give the articles as text
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decode_wide(content[len(mark) :], name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_other(content, declared)
    if "\x00" in text and (name := _wide_without_mark(content)):
        return _decode_wide(content, name, "encoding guessed")
    if declared and "\x1b" in text and (read := _as_declared(content, declared)):
        return read, ()
    _refuse_binary(content)
    return text, ()


def guess(content):
    """Name the encoding of bytes that are not UTF-8.

    Parameters
    ----------
    content : bytes
        As much of it as there is: the more, the surer.

    Returns
    -------
    str
        As Python names it.

    Examples
    --------
    >>> guess("Цены на нефть упали после смягчения санкций".encode("cp1251")), guess(b"It\\x92s \\xa35bn")
    ('cp1251', 'cp1252')
    """
    from resiliparse.parse.encoding import detect_encoding

    try:
        text = content.decode(_WINDOWS)
    except UnicodeDecodeError:
        text = None
    if text is not None and _looks_western(text[: 2 * _HEAD]):
        return _WINDOWS
    # Not by the names of the web, which do not hold that of Korean (cp949).
    found = _python_name(detect_encoding(content, html5_compatible=False))
    if found is None or found in _CALLED_WESTERN or _RARE.fullmatch(found):
        return _WINDOWS
    # As the WHATWG standard has it: they differ only in that Windows-1254 has typography where ISO 8859-9 has controls.
    return "cp1254" if found == "iso8859-9" else found


def guess_lines(content):
    """Name the encoding of those lines that are not UTF-8: from all of them, for one line may be too short to tell.

    Parameters
    ----------
    content : bytes
        Lines.

    Returns
    -------
    str
        As Python names it; UTF-8 where all lines are.

    Examples
    --------
    >>> guess_lines("Café\\n".encode() + b"Caf\\xe9\\n"), guess_lines(b"Rain")
    ('cp1252', 'utf-8')
    """
    strange = [line for line in content.split(b"\n") if not line.isascii() and not _is_utf_8(line)]
    return guess(b"\n".join(strange)) if strange else "utf-8"


def decode_as(content, name):
    """A stretch of bytes to text, whose encoding `guess_lines` named from its neighbours.

    Parameters
    ----------
    content : bytes
        A line, or a cell.
    name : str
        The encoding that it has where it is not UTF-8.

    Returns
    -------
    text : str
        As `decode` gives it.
    flags : tuple of str
        As `decode` gives them; "encoding guessed" where `name` was needed.

    Raises
    ------
    Unreadable
        If the bytes are no text.

    Examples
    --------
    >>> decode_as(b"Caf\\xe9", "cp1252"), decode_as(b"Cafe", "cp1252")
    (('Café', ('encoding guessed',)), ('Cafe', ()))
    """
    if _is_utf_8(content):
        return decode(content)
    text, flags = decode(content, name)
    return text, flags or ("encoding guessed",)


def _is_utf_8(line):
    try:
        line.decode()
        return True
    except UnicodeDecodeError:
        return False


def _decode_other(content, declared):
    if b"\x00" in content and (name := _wide_without_mark(content)):
        return _decode_wide(content, name, "encoding guessed")
    _refuse_binary(content)
    name = _python_name(declared) if declared else None
    if name not in _CALLED_WESTERN and (read := _as_declared(content, name)):
        return read, ()
    if (read := _mostly_utf_8(content)) is not None:
        return read, ("bytes replaced",)
    # Every byte fits these, so that they are asked last.
    if name in _CALLED_WESTERN and (read := _as_declared(content, _WINDOWS)):
        return read, ()
    name = guess(content)
    try:
        return content.decode(name), ("encoding guessed",)
    except UnicodeDecodeError:
        return content.decode(name, "replace"), ("encoding guessed", "bytes replaced")


def name_wide(content):
    """Name the encoding of bytes that are UTF-16 or UTF-32.

    Parameters
    ----------
    content : bytes
        The beginning of a file.

    Returns
    -------
    str or None
        None where they are something else.

    Examples
    --------
    >>> name_wide("It rained.".encode("utf-16-le")), name_wide(b"It rained.")
    ('utf-16-le', None)
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            # The mark itself is read by these.
            return name[:6]
    return _wide_without_mark(content) if b"\x00" in content[:_HEAD] else None


def _mostly_utf_8(content):
    """As UTF-8 with U+FFFD for the bad bytes, when more of its characters are good than bad; else None."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Cut within a character, as a download that was broken off; one byte alone may be the é of another encoding.
        cut = error.reason == "unexpected end of data" and len(content) - error.start > 1
    text = content.decode("utf-8-sig", "replace")
    bad = text.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    good = len(_NOT_ASCII.findall(text)) - bad
    return text if good >= bad or (cut and bad == 1) else None


def _decode_wide(content, name, *flags):
    try:
        return content.decode(name).removeprefix("\ufeff"), flags
    except UnicodeDecodeError:
        text = content.decode(name, "replace").removeprefix("\ufeff")
    if text.count("\ufffd") > _SHARE_OF_BINARY * len(text) + 1:
        raise Unreadable(
            f"expected text, found the mark of {name.upper()} before binary data; give the articles as text"
        )
    return text, (*flags, "bytes replaced")


def _wide_without_mark(content):
    """UTF-16 without its mark: NUL is the first byte of each Latin letter, or the second, and hardly ever the other one."""
    head = content[:_HEAD]
    even, odd, pairs = head[::2].count(0), head[1::2].count(0), len(head) // 2
    name = "utf-16-be" if even > odd else "utf-16-le"
    # Of running text in any alphabet one sign in twenty is a blank, a digit or a mark.
    if max(even, odd) < max(pairs / 20, 3) or 10 * min(even, odd) > max(even, odd):
        return None
    text = head[: 2 * pairs].decode(name, "replace")
    controls = sum(map(text.count, map(chr, _CONTROLS)))
    if head.startswith(tuple(signature for signature, _ in _SIGNATURES)):
        return None
    return name if controls + text.count("\ufffd") <= _SHARE_OF_BINARY * len(text) + 1 else None


def _refuse_binary(content):
    head = content[:_HEAD]
    kind = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    n_controls = len(head) - len(head.translate(None, _CONTROLS))
    if kind is None and n_controls <= max(_SHARE_OF_BINARY * len(head), 4):
        return
    raise Unreadable(f"expected text, found binary data{f' ({kind})' if kind else ''}; give the articles as text")


def _as_declared(content, name):
    try:
        return content.decode(name) if name else None
    except (UnicodeError, LookupError):
        return None


def _python_name(name):
    try:
        return codecs.lookup(str(name).strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None


def _looks_western(text):
    """Whether the signs beyond ASCII are few, and such as stand in English, French, Spanish or German news."""
    signs = _NOT_ASCII.findall(text)
    if len(signs) > _FEW * len(text) + 4 or _INSIDE_A_WORD.search(text):
        return False
    return all(sign in _WESTERN_LETTERS or sign in _TYPOGRAPHY for sign in signs)
