"""Words as they are found to words that can be stored, read and compared: signs that nobody sees, tags, marks of cut texts."""

import html
import re

# The bytes in UTF-8 of what is looked for below, and of little else: nothing is left of most texts but for these, or no byte at all.
_SUSPECT = {*range(9), *range(11, 32), 127, 0x81, 0x8B, *range(0xA8, 0xAF), 0xC2, 0xEF}
_HARMLESS = bytes(set(range(256)) - _SUSPECT)
# Every sign of ASCII that needs no look.
_USUAL = bytes({9, 10, *range(32, 127)})
_NEWLINES = re.compile("\r\n?|[\v\f\u2028]")
# Zero-width space and word joiner, soft hyphen, byte-order mark, and what turns the direction of writing (Unicode 16,
# section 23): a reader does not see them, and they part one word into two or show another one. The joiners of Persian,
# of Indian scripts and of emoji (U+200C, U+200D) and the marks of direction in Hebrew and Arabic (U+200E, U+200F) stay.
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
# The same, the newlines that are none, and U+2028 and U+2029, among the bytes that are not usual.
_ODD = re.compile(
    rb"[\x00-\x1f\x7f]|\xc2[\x80-\x9f\xad]|\xe2(?:\x80[\x8b\xa8-\xae]|\x81[\xa0\xa6-\xa9])|\xef\xbb\xbf",
)
# Of texts that are written in other letters than Latin all bytes are left; to look at their characters is then faster.
_MANY = 512
_ODD_SIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
# A byte of Windows-1252 that was taken for Latin-1 is a control character that nobody writes.
_C1 = re.compile("[\x80-\x9f]")
_OF_WINDOWS = {sign: bytes([sign]).decode("cp1252", "ignore") for sign in range(0x80, 0xA0)}

_BLOCKS = (
    "p|br|div|ul|ol|li|h[1-6]|table|tr|td|th|blockquote|article|section|figure|figcaption|hr|img|pre|header|footer|main|"
    "aside|body|html|head"
)
_INLINE = (
    "a|b|i|u|em|strong|span|small|sup|sub|font|cite|q|mark|code|abbr|center|strike|s|del|ins|label|button|video|audio"
)
# Clearly markup: what closes a tag, what opens a block of text, or a comment. "<crowd cheers>" is none, nor is "x < b > y".
_CLEAR = re.compile(
    rf"</(?:{_BLOCKS}|{_INLINE}|script|style|iframe)\s*>|<(?:{_BLOCKS})(?:\s[^<>]*|/?)>|<(?:script|style|iframe)\b|<!--",
    re.IGNORECASE,
)
_OPENS_A_BLOCK = re.compile(rf"<(?:{_BLOCKS})\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}[0-9]{0,2});")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_AROUND_NEWLINE = re.compile(r"[^\S\n]*\n[^\S\n]*")

# NewsAPI cuts after 200 characters and writes how many there were ("… [+1234 chars]"), blogs and feeds end with "[…]".
_CUT = re.compile(r"\s*(?:(?:…|\.\.\.)?\s*\[\+\d+ chars\]|\[(?:…|\.\.\.|&hellip;|&#8230;)\])\s*\Z")


def clean(written):
    """Make a name, a title or an address storable: what no table or file of text holds is taken out.

    Parameters
    ----------
    written : str or None
        As found.

    Returns
    -------
    str
        With one newline character, without what `clean_text` takes out silently or as "signs removed", with U+FFFD for half
        of a surrogate pair (Parquet and UTF-8 refuse it), and without blanks around; empty for None.

    Examples
    --------
    >>> clean(" one\\r\\ntwo ")
    'one\\ntwo'
    """
    if not written:
        return ""
    written = written.strip()
    # The signs in question are none that can be printed, and no-break spaces are the only others.
    return written if written.isprintable() else without_signs(written)[0].strip()


def clean_title(written):
    """Make a title plain words.

    Parameters
    ----------
    written : str or None
        As found.

    Returns
    -------
    title : str
        On one line, without tags and entities; empty for None.
    flags : tuple of str
        "markup removed", or nothing.

    Examples
    --------
    >>> clean_title("Rain &amp; <b>wind</b>\\nin Tarn")
    ('Rain & wind in Tarn', ('markup removed',))
    """
    title = clean(written)
    flags: tuple[str, ...] = ()
    if "&" in title or "<" in title:
        title, flags = _without_markup(title)
    return " ".join(title.split()) if "\n" in title else title, flags


def clean_text(written):
    """Make the body of an article plain words.

    Parameters
    ----------
    written : str or None
        As found.

    Returns
    -------
    text : str
        With one newline character and without blanks around. C1 control characters are read as the signs of Windows-1252
        that they were.
    encoded : bytes
        The same in UTF-8.
    flags : tuple of str
        Keys of `features.article.FLAGS`: "signs removed", "bytes replaced", "markup removed", "truncated".

    Examples
    --------
    >>> text, encoded, flags = clean_text("It ra\\u200bined &amp; <b>blew</b>\\r\\nhard… [+1234 chars]")
    >>> text, flags
    ('It rained & blew\\nhard', ('signs removed', 'markup removed', 'truncated'))
    """
    text = (written or "").strip()
    flags: tuple[str, ...] = ()
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        encoded = b"\0"  # half of a surrogate pair: looked at sign by sign
    before = text
    if encoded.translate(None, _HARMLESS) and _has_odd_signs(encoded, text):
        text, flags = without_signs(text)
    if "<" in text or "&" in text:
        text, found = _without_markup(text)
        flags += found
    if text.endswith("]") and (cut := _CUT.search(text[-60:])):
        text = text[: len(text) - len(cut[0])]
        flags += ("truncated",)
    if text is before:
        return text, encoded, flags
    text = text.strip()
    return text, text.encode(), flags


def _has_odd_signs(encoded, text):
    odd = encoded.translate(None, _USUAL)
    return _ODD.search(odd) if len(odd) < _MANY else _ODD_SIGN.search(text)


def without_signs(text):
    """Take out of a text what nobody sees in it, and make its newlines one character.

    Parameters
    ----------
    text : str
        As found.

    Returns
    -------
    text : str
        Blanks and tags as they were.
    flags : tuple of str
        "signs removed", "bytes replaced", or nothing.

    Examples
    --------
    >>> without_signs("It ra\\u200bined.\\r\\n")
    ('It rained.\\n', ('signs removed',))
    """
    flags: tuple[str, ...] = ()
    try:
        text.encode()
    except UnicodeEncodeError:
        text, flags = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), ("bytes replaced",)
    text = _NEWLINES.sub("\n", text.removeprefix("\ufeff")).replace("\u2029", "\n\n")
    if _HIDDEN.search(text):
        text = _HIDDEN.sub("", text.translate(_OF_WINDOWS) if _C1.search(text) else text)
        flags = ("signs removed", *flags)
    return text, flags


def _without_markup(text):
    """Text without tags and entities, and the flag for tags."""
    if not _CLEAR.search(text):
        # What is no markup by now may have been written with the marks of tags escaped, as feeds have it.
        unescaped = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text
        if unescaped == text:
            return text, ()
        text = without_signs(unescaped)[0]
        if not _CLEAR.search(text):
            return text, ()
    # Not at the top: the library is loaded in 30 ms, and most texts have no tags.
    from resiliparse.extract.html2text import extract_plain_text

    # Newlines mean paragraphs in plain words, and nothing between tags of blocks.
    marked = _BLANK_LINES.sub("<p>", text)
    if not _OPENS_A_BLOCK.search(text):
        marked = marked.replace("\n", "<br>")
    plain = extract_plain_text(
        marked,
        preserve_formatting=True,
        main_content=False,
        list_bullets=False,
        alt_texts=False,
        skip_elements=["script", "style", "template", "iframe", "button", "svg"],
    )
    plain = _BLANK_LINES.sub("\n\n", _AROUND_NEWLINE.sub("\n", without_signs(plain)[0]))
    return plain, ("markup removed",)
