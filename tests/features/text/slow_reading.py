"""A slow and obvious reading of a text, sign by sign and with regular expressions: what the scanner is held to."""

import re
import unicodedata

from features.text.endings import BEFORE_A_NAME, FARTHEST, MAY_CLOSE, OPENERS

MAY_END = re.compile(
    r"(?P<paragraph>\n\s*\n\s*)"
    r"|(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[\"”’'»)\]]*+)"
    r"(?P<gap>(?=\s)[^\S\n]*+\n?+[^\S\n]*+)(?=[\"“‘'«(\[—–-]*+[^\W_a-zß-öø-ÿ])"
)
LAST_WORD = re.compile(r"[^\s\"“‘(\[—–]*\Z")
NEXT_WORD = re.compile(r"[\"“‘'«(\[—–-]*([^\W\d_]+)")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def split_slowly(text):
    """Where each sentence begins and ends, and the number of its paragraph."""
    found, start, paragraph = [], 0, 0

    def add(end):
        inside = text[start:end]
        begin = start + len(inside) - len(inside.lstrip())
        if inside.strip():
            found.append((begin, begin + len(inside.strip()), paragraph))

    for match in MAY_END.finditer(text):
        if match["paragraph"] is not None:
            add(match.start())
            start, paragraph = match.end(), paragraph + bool(found)
        elif is_end(text, match):
            add(match.end("close"))
            start = match.end()
    add(len(text))
    return found


def is_end(text, match):
    if match["stop"] != ".":
        return True
    written = LAST_WORD.search(text, max(0, match.start() - FARTHEST), match.start())[0]
    before = written.strip("'’”\"").rpartition("-")[2].casefold()
    if before in BEFORE_A_NAME:
        return False
    if match["close"].strip(")]") or "\n" in match["gap"]:
        return True
    if len(before) == 1 and is_letter(before) and before != "i":
        return False
    if before in MAY_CLOSE or ("." in before and INITIALS.fullmatch(before)):
        following = NEXT_WORD.match(text, match.end())
        return following is not None and following[1].casefold() in OPENERS
    return True


def fold(sign):
    return sign.casefold().replace("’", "'").replace("‐", "-")


def is_letter(sign):
    return fold(sign)[0].isalnum() and not fold(sign)[0].isdecimal()


def is_mark(sign):
    return unicodedata.category(fold(sign)[0]) in ("Mn", "Mc") and sign <= "\uffff"


def run(text, place, accepts):
    while place < len(text) and accepts(text[place]):
        place += 1
    return place


def end_of_acronym(text, place):
    """The end of "U.S." that begins at `place`, or `place` when there are not two letters with full stops."""
    end = place
    while end + 1 < len(text) and is_letter(text[end]) and len(fold(text[end])) == 1 and text[end + 1] == ".":
        end += 2
    return end if end - place >= 4 else place


def end_of_letters(text, place):
    end = run(text, place, lambda sign: is_letter(sign) or is_mark(sign))
    while text[end : end + 1] in ("'", "’", "-", "‐") and end + 1 < len(text) and is_letter(text[end + 1]):
        end = run(text, end + 1, lambda sign: is_letter(sign) or is_mark(sign))
    return end


def end_of_number(text, place):
    end = run(text, place, str.isdecimal)
    while text[end : end + 1] in (".", ",") and run(text, end + 1, str.isdecimal) > end + 1:
        end = run(text, end + 1, str.isdecimal)
    return end


def read_slowly(text):
    """Each word, case folded, and where it begins and ends."""
    found, place = [], 0
    while place < len(text):
        end = place + 1
        if is_letter(text[place]) or text[place].isdecimal():
            if text[place].isdecimal():
                end = end_of_number(text, place)
            else:
                acronym = end_of_acronym(text, place)
                end = acronym if acronym > place else end_of_letters(text, place)
            found.append(("".join(map(fold, text[place:end])), place, end))
        place = end
    return found
