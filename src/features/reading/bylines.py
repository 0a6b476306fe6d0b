"""Bylines, as every format writes them, to the names of people.

What is surely no name is left out: addresses, handles, dates, roles, invitations to see more posts. An agency or a desk
is left out beside a person's name, and kept where it stands alone, for then it is all that is known of the author.
"""

import html
import re
from functools import lru_cache

# Nexis has bylines of some 60 names at most; 100 bound what a hostile list may cost.
MOST_NAMES = 100
_LONGEST_BYLINE = 10_000
# The longest names in use have some 60 characters; what is longer is a sentence.
_LONGEST_NAME, _MOST_WORDS = 80, 8

# Words that stand before a byline; those that may begin a name as well ("Von Miller") go only before two words.
_LEAD = re.compile(
    r"\s*(?:(?:(?:view|see|read)\s+(?:all|more)\s+(?:posts|articles|stories)|more\s+(?:posts|articles|stories)|"
    r"posts|articles|stories)\s+(?:by|from)|more\s+from|"
    r"(?:written|reported|words|text|story|reporting|report|posted|published|created|compiled|submitted)\s+by|"
    r"by|byline|authors?|autore?n?s?|text|published|posted)(?:\s*:\s*|\s+(?!\w+\s*$)|\s+(?=\S))",
    re.IGNORECASE,
)
_FOREIGN_LEAD = re.compile(
    r"\s*(?:von|par|por|di|door|av|af|przez|tekst|texte?|tekijä|yazan|текст|автор)\s*:?\s+(?=\S+\s+\S)", re.IGNORECASE
)
_WITHIN = re.compile(
    r"<(?:script|style)\b[^<]{0,500}|<[^<>]{0,500}>|\(mailto:[^()\s]{0,200}\)|(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){0,4}|"
    r"https?://\S+|www\.\S+|(?<!\S)@\w{1,60}|\([^()]{0,100}\)",
    re.IGNORECASE,
)
_SURE = re.compile(r"\s*[;|•·\r\n\t]+\s*|\s+/\s+|(?<=\w)/(?=\w)|\s+[-–—]+\s+")
_AND = re.compile(r"\s+(?:and|und|with|och|og|oraz|&)\s+|\s*&\s*(?=[^\W\d_])", re.IGNORECASE)
# These join two people, but also the halves of one name (Ortega y Gasset): only between two of at least two words.
_ALSO = re.compile(r"\s+(?:y|e|et|en|ve|i)\s+")
_COMMA = re.compile(r"\s*[,،、，]\s*(?:(?:and|und|et|y|&)\s+)?", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?\s?d|esq|mba|dr)\.?", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:in|for|at|from|via|of)\s+(?=[^\W\d_a-z]|the\s).*", re.DOTALL)
_OFFICE = re.compile(r"[^\W_]\s+of\s", re.IGNORECASE)
_ROLE_WORD = (
    r"(?:writers?|reporters?|correspondents?|editors?|columnists?|journalists?|contributors?|authors?|producers?|"
    r"photographers?|bureau|chief|staff|desk|newsroom|team|redaktion|redaktionen|redacci[oó]n|redazione|redakcja|"
    r"r[eé]daction|redactie|toimitus|haber merkezi|journaliste?|redakteur(?:in)?|korrespondent(?:in)?|"
    r"corresponsal|periodista|giornalista|analysts?|critic|intern|fellow|author|admin|administrator|webmaster)"
)
_ROLE_FIRST = (
    r"(?:the|our|a|an|former|senior|junior|chief|lead|deputy|associate|assistant|managing|executive|special|national|"
    r"international|foreign|political|politics|diplomatic|business|economics?|financial|finance|technology|tech|"
    r"science|health|education|environment|climate|energy|defen[cs]e|security|crime|court|legal|sports?|culture|arts|"
    r"entertainment|travel|food|home affairs|washington|white house|world|city|local|regional|news|online|digital|web|"
    r"data|video|photo|picture|opinion|features?|investigations?|investigative|general|assignment|breaking|"
    r"guest|freelance|contributing|editorial|night|day|staff|at large|in|of)"
)
_ROLE = re.compile(
    rf"(?:{_ROLE_FIRST}[\s-]+){{0,6}}{_ROLE_WORD}(?:[\s-]+(?:{_ROLE_WORD}|at large)){{0,3}}", re.IGNORECASE
)
_DESK = re.compile(rf"\b{_ROLE_WORD}\s*$", re.IGNORECASE)
_TEAM = re.compile(r"\b(?:desk|newsroom|bureau)$", re.IGNORECASE)
_ROLE_AFTER = re.compile(
    r"\s+(?:staff|special|senior|chief|political|foreign)\s+(?:writers?|reporters?|correspondents?|editors?)\W*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:view|see|show|read)\s+(?:all|more|full|bio|profile|posts?|articles?)\b.*|(?:all|more)\s+(?:posts?|articles?).*|"
    r"(?:updated?|published|posted|last\s+(?:updated|modified))\b.*|"
    r"(?:follow|share|comments?|subscribe|print|e-?mail|biography|"
    r"bio|profile|about\s+the\s+authors?|null|none|nan|n/?a|unknown|undefined|anonymous|no\s+author|not\s+available|"
    r"guest\s+post|by|author|editor|root|user|test|default|\[removed\]|\[deleted\])\b\W*(?:\d.*|on\b.*|at\b.*)?|"
    r"(?:photos?|fotos?|images?|pictures?|graphics?|video|bild|credit)\s*(?::|by\b|©).*|"
    r"[^\W_]{2,}(?:\.[\w-]+)*\.(?-i:[a-z]{2,12})(?:/\S*)?",
    re.IGNORECASE | re.DOTALL,
)
_DATED = re.compile(r"\d{3}|\d:\d|\d[./-]\d|^\W*[^\W\d_]{3,9}\.?\s\d{1,2}\W*$|^\W*\d{1,2}\W")
_AGENCY = re.compile(
    r"(?:the\s+)?(?:associated\s+press|ap|reuters|afp|agence\s+france-?presse|upi|united\s+press\s+international|dpa|"
    r"deutsche\s+presse-agentur|efe|ansa|pa|pa\s+media|press\s+association|aap|tass|xinhua|itar-tass|interfax|pti|"
    r"press\s+trust\s+of\s+india|ani|ians|kyodo|yonhap|anadolu\s+(?:agency|ajans[ıi])|bloomberg|sapa|ritzau|ntb|tt|stt|"
    r"apa|sda|keystone-sda|belga|ctk|čtk|pap|lusa|canadian\s+press|news\s+agenc(?:y|ies)|wire\s+reports?|agencies|"
    r"wires?|wire\s+services?|news\s+services?|getty(?:\s+images)?)(?:\s+(?:news|staff|reporters?|writers?))?",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\W_]+")
# Names of outlets, not of people; "The" begins no name.
_OUTLET = re.compile(
    r"the\s.+|(?-i:[A-Z]{2,5})|.*\s(?:news|times|post|journal|magazine|press|media|tv|radio|herald|tribune|gazette|daily|online|"
    r"network|agency|group|foundation|institute|university|wire|sons|partners|company)",
    re.IGNORECASE,
)
# What a byline must have before any of the above can matter.
_SUSPECT = re.compile(
    r"[,;|/•·\r\n\t@<>()&\d:،、，]|\s[-–—]|\s(?:and|und|with|och|og|oraz|y|e|et|en|ve|i|in|for|at|from|via|of)\s|^\s*(?:by|von|par"
    r"|por|di|door|av|af|przez|tekst|texte?|tekijä|yazan|текст|автор|written|reported|words|story|report|posted|published|view|see|"
    r"more|posts|articles|authors?|follow|read)\b|\b(?:posts|staff|admin|desk|team|unknown|null|none|nan|anonymous|"
    r"undefined)\b",
    re.IGNORECASE,
)


def split_byline(written):
    """Take the names out of a byline.

    Parameters
    ----------
    written : str, list, tuple or None
        As found: one name, several, or a line such as "By Ana Lira and Tom Berg, Staff Writers"; what else stands in a
        list (numbers, None, deeper lists) is passed over, but for strings in lists in it.

    Returns
    -------
    tuple of str
        Names in their order, each once, at most `MOST_NAMES`; a name without junk as it was written, "Lira, Ana" as
        "Ana Lira". Agencies ("AP"), desks and outlets' teams only where no one else is named. Never raises.

    Examples
    --------
    >>> split_byline("By Ana Lira and Tom Berg, Staff Writers")
    ('Ana Lira', 'Tom Berg')
    >>> split_byline(["Ana Lira", "View All Posts", "ana@courier.example", "AP"])
    ('Ana Lira',)
    >>> split_byline("Reuters"), split_byline(None)
    (('Reuters',), ())
    """
    people: list[str] = []
    others: list[str] = []
    seen: set[str] = set()
    for line in _lines(written):
        for name, key, is_person in _read_line(line):
            if key and key not in seen and len(seen) < MOST_NAMES:
                seen.add(key)
                (people if is_person else others).append(name)
    return tuple(people or others)


# A paper's writers are few and write often; the same line need not be read twice.
@lru_cache(maxsize=4096)
def _read_line(line):
    return tuple((name, _MARKS.sub(" ", name).strip().casefold(), not _is_no_person(name)) for name in _names(line))


def _is_no_person(name):
    return any(pattern.fullmatch(name) for pattern in (_AGENCY, _OUTLET)) or bool(_DESK.search(name))


def _lines(written):
    waiting, lines, steps = [written], [], 0
    while waiting and steps < 10 * MOST_NAMES:
        steps += 1
        item = waiting.pop()
        if isinstance(item, str):
            lines.append(item[:_LONGEST_BYLINE])
        elif isinstance(item, list | tuple):
            waiting.extend(reversed(item[: 10 * MOST_NAMES]))
    return lines


def _names(line):
    line = line.strip()
    if not _SUSPECT.search(line):
        return [line] if _may_be_name(line) else []
    line = html.unescape(line)
    line = _WITHIN.sub(" ", _WITHIN.sub(" ", line)) if len(line) < _LONGEST_BYLINE else line[:_LONGEST_BYLINE]
    line = _without_lead(line)
    names = []
    pieces = [piece for piece in _SURE.split(line) if piece.strip()]
    turned = len(pieces) > 1 and ";" in line
    for piece in pieces[: 2 * MOST_NAMES]:
        names += _of_piece(_without_lead(piece), turned)
    return [name for name in map(_clean, names) if _may_be_name(name)]


def _without_lead(line):
    match = _LEAD.match(line)
    if match and match.end() < len(line):
        return line[match.end() :]
    match = _FOREIGN_LEAD.match(line)
    return line[match.end() :] if match else line


def _of_piece(piece, turned):
    parts = [part for part in _COMMA.split(piece) if part]
    # "Lira, Ana": the family name first, as libraries and press databases write it.
    if len(parts) == 2 and not _AND.search(piece) and _is_turned(parts[0], parts[1], turned):
        return [f"{parts[1]} {parts[0]}"]
    names: list[str] = []
    for part in parts:
        if names and _SUFFIX.fullmatch(part):
            names[-1] = f"{names[-1]}, {part}"
            continue
        if names and _OFFICE.search(part):
            continue
        # "Kestrel & Quill Wire" is one agency.
        halves = [part] if "&" in part and _OUTLET.fullmatch(part) else _AND.split(part)
        for half in halves:
            halves = _ALSO.split(half)
            names += halves if all(len(words.split()) > 1 for words in halves) else [half]
    return names


def _is_turned(family, given, turned):
    words = (family.split(), given.split())
    plain = family[0].isupper() and not any(
        pattern.fullmatch(part) for part in (family, given) for pattern in (_ROLE, _AGENCY, _SUFFIX, _NO_NAME)
    )
    short = len(words[0]) == len(words[1]) == 1 or (turned and len(words[0]) <= 3 and len(words[1]) <= 2)
    return plain and short and not _DATED.search(family + given)


def _clean(name):
    name = " ".join(name.split()).strip(' ,;:|*-–—"“”')
    name = _ROLE_AFTER.sub("", _TAIL.sub("", name))
    # The point of an initial or of "Jr." belongs to the name.
    return name[:-1] if name.endswith(".") and len(name.split()[-1]) > 4 else name


def _may_be_name(name):
    return (
        0 < len(name) <= _LONGEST_NAME
        and len(name.split()) <= _MOST_WORDS
        and any(sign.isalpha() for sign in name)
        and not _DATED.search(name)
        and not _NO_NAME.fullmatch(name)
        and not (_ROLE.fullmatch(name) and not _TEAM.search(name))
    )
