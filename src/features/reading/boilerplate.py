"""Paragraphs that are not the article: invitations to newsletters and subscriptions, cookies, sharing, "Read more".

Only whole paragraphs go, and only those that say nothing else: a report on newsletters keeps every sentence.
"""

import re

# An invitation is short; the longest notices on cookies have some 60 words.
_LONGEST = 500
# A paragraph goes if one of these is all of it. Each begins with plain words, so that most paragraphs fail at once.
_WHOLE = (
    # Invitations to newsletters, apps and channels.
    r"(?:(?:please|click here to|get|to)\s)?(?:sign up|subscribe|register|sign in|log in)\s(?:now|today|here|for|to|with)\b"
    r"(?=[^.!?]{0,200}(?:newsletter|e-?mail alerts?|news alerts?|updates|our podcast|channel|subscription|\bour\s|"
    r"briefing|inbox|unlimited|to continue|to read))"
    r"[^.!?]{0,250}[.!?:]?(?:\s[^.!?]{0,120}[.!?]){0,2}",
    r"subscribe|sign up|sign in|log in|register|subscribe now|sign up now|log ?in / register",
    r"(?:already a subscriber|not a subscriber|already registered|already have an account|don['’]t have an account)\b.{0,150}",
    r"this (?:article|story|content) is (?:for|available to|only for|reserved for|exclusive to)"
    r" (?:our )?(?:subscribers|registered)\b.{0,150}",
    r"(?:get|receive) [^.!?]{0,120}\b(?:delivered|sent|straight|directly|right)? ?(?:to|in|into) your (?:inbox|e-?mail|mailbox)\b"
    r".{0,150}",
    r"download (?:our|the) [^.!?]{0,40}\bapps?\b.{0,120}",
    r"(?:follow|like|join|find) (?:us|our) (?:on|channel|page|whatsapp)\b.{0,200}",
    r"(?:join|follow) [^.!?]{0,60}\bon (?:whatsapp|telegram|facebook|twitter|instagram|google news)\b.{0,100}",
    r"(?:by )?(?:signing up|subscribing|clicking)[^.!?]{0,120}\byou (?:agree|accept|consent|will receive)\b.{0,250}",
    # Sharing and other marks of the page.
    r"share (?:this|on|via|the)(?: (?:article|story|post|page|facebook|twitter|x|whatsapp|linkedin|e-?mail|link|with|on))*\W*",
    r"(?:advertisement|advertisment|anzeige|werbung|publicité|publicidad|pubblicità|reklama|reklam|sponsored|promoted)"
    r"(?:\W+(?:-|–)?\W*(?:article continues below|scroll to continue|continue reading|story continues)[\w\s]{0,40})?\W*",
    r"(?:story|article) continues (?:below|after) ?(?:this |the )?(?:advertisement|ad|video|newsletter)?\W*",
    r"(?:click|tap) here (?:to|for) (?:read|subscribe|sign|join|continue|more|our|the full|follow|see)\b[^.!?]{0,120}[.!]?",
    r"(?:continue|keep) reading(?: below| the main story)?\W*",
    r"(?:most (?:read|popular)|recommended(?: (?:for you|stories|reading))?|related (?:articles?|stories|topics|content|news))\W*",
    # Links to other articles: "Read more: …", of one line.
    r"(?:read (?:more|also|next|the full story)|also read|see also|more|related|recommended|don['’]t miss|watch|in pictures)"
    r"(?: (?:on|about|from) [^:.!?\n]{0,40})?\s?[:|»>→][^\n]{0,200}",
    r"(?:read|see|learn|find out) more(?: here| about [^.!?\n]{0,60})?\W*",
    r"(?:lesen sie auch|lesen sie dazu|mehr zum thema|auch interessant|lire aussi|à lire aussi|à lire également|lea también|"
    r"lee también|leer más|te puede interesar|leggi anche|leggi tutto|leia também|leia mais|lees ook|läs mer|läs också|"
    r"läs även|les også|læs også|přečtěte si také|čtěte také|czytaj także|czytaj też|ayrıca okuyun|читайте также)"
    r"\s?(?:[:|»>→–-][^\n]{0,200}|\W*)",
    # Cookies, rights, scripts.
    r"(?:we|this (?:web)?site|our (?:web)?site|our partners)[^.!?]{0,60}\buses? (?:\w+ ){0,3}cookies\b.{0,400}",
    r"(?:accept|reject|manage) (?:all )?cookies\W*|cookie (?:settings|policy|preferences)\W*",
    r"(?:we value your privacy|your privacy (?:matters|is important))\b.{0,300}",
    r"(?:please )?(?:enable|turn on|activate) javascript\b.{0,200}|javascript (?:is|must be) (?:disabled|enabled|required)\b.{0,200}",
    r"(?:please )?(?:disable|turn off) your ad ?blocker\b.{0,200}",
    r"(?:(?:copyright )?(?:©|\(c\)|copyright) ?[^\n]{0,120})?\ball rights reserved\b.{0,160}",
    # The same invitations in other languages.
    r"(?:jetzt |hier )?(?:(?:unseren )?newsletter|abo|abonnement)[^.!?]{0,80}(?:abonnieren|bestellen|anmelden|testen)\W*",
    r"(?:abonnieren sie|melden sie sich)[^.!?]{0,120}newsletter[^.!?]{0,80}[.!]?",
    r"(?:abonnez-vous|inscrivez-vous)\b[^.!?]{0,200}[.!]?|cet article est réservé aux abonnés\W*",
    r"(?:suscríbete|suscríbase|apúntate)\b[^.!?]{0,200}[.!]?",
    r"(?:iscriviti|abbonati)\b[^.!?]{0,200}[.!]?",
    r"(?:assine|inscreva-se)\b[^.!?]{0,60}(?:newsletter|canal|conteúdo|boletim)[^.!?]{0,100}[.!]?",
    r"(?:meld je aan|schrijf je in)\b[^.!?]{0,60}nieuwsbrief[^.!?]{0,100}[.!]?",
)
# How the patterns above begin, four signs of it: most paragraphs of an article are passed over by this alone.
_BEGINNINGS = frozenset(
    beginning[:4]
    for beginning in (
        "please|click |get |to s|sign|subscribe|register|log |logi|already|not a|don't|don’t|this |receive|download|follow|"
        "like |join |find |by s|by c|clicking|share|advert|anzeige|werbung|publicit|pubblicit|reklam|sponsor|promoted|story |"
        "article |tap |continue|keep |most |recommended|related|read|also |see |more|watch|in pictures|learn|lesen|mehr |auch |"
        "lire |à li|lea |lee |leer|te p|leggi|leia|lees|läs |les |læs |přeč|čtět|czyt|ayrı|чита|we u|we v|our |"
        "accept|reject|manage|cookie|your|enable|turn|"
        "activate|java|disable|copyright|© 20|© 19|© co|©20|©19|(c) |all r|jetzt|hier |newsletter|abo|"
        "unseren|abonn|melden|inscri|cet |suscr|apúnt|iscri|abbon|assin|meld|schrijf"
    ).split("|")
)
# The same as they are written, and what may stand before them: both looked up at once, for most lines have neither.
_WRITTEN = frozenset(
    written
    for one in _BEGINNINGS
    for written in (one, one.capitalize(), one.title(), one.upper(), one[:1].upper() + one[1:])
)
_JUNK = re.compile("|".join(_WHOLE), re.IGNORECASE)
_PARAGRAPHS = re.compile(r"(\n[^\S\n]*(?:\n[^\S\n]*)*)")
# Bullets and quotation marks around an invitation; brackets too.
_AROUND = " \t\r\n\u00a0*•-–—>»|[]()“”\"'"
# Quotations begin many a line, and hardly an invitation.
_BEFORE = frozenset(_AROUND) - frozenset("“”\"'")


def drop_boilerplate(text):
    """Take out the paragraphs and lines that only invite to newsletters, cookies, sharing or other articles.

    Parameters
    ----------
    text : str
        An article's body.

    Returns
    -------
    text : str
        The same object where nothing was taken out; else without those lines, and without the blank lines they leave.
    dropped : bool
        Whether anything was taken out. A text that would be left empty is given back as it was.

    Examples
    --------
    >>> drop_boilerplate("It rained.\\n\\nSign up for our newsletter.\\n\\nIt stopped.")
    ('It rained.\\n\\nIt stopped.', True)
    >>> drop_boilerplate("She said the newsletter was sold, and readers may subscribe to it.")
    ('She said the newsletter was sold, and readers may subscribe to it.', False)
    """
    # Written out here, for it is done for every line of every article: a call for each would cost as much again.
    doubtful = [line for line in text.split("\n") if line[:4] in _WRITTEN or line[:1] in _BEFORE]
    dropped = {line.strip() for line in doubtful if _is_boilerplate(line)}
    if not dropped:
        return text, False
    pieces = _PARAGRAPHS.split(text)
    kept = [place for place in range(0, len(pieces), 2) if pieces[place].strip() not in dropped]
    if not any(pieces[place].strip() for place in kept):
        return text, False
    left = [pieces[kept[0]]]
    for place in kept[1:]:
        left += pieces[place - 1 : place + 1]
    return "".join(left), True


def _is_boilerplate(line):
    if len(line) > _LONGEST:
        return False
    line = line.strip(_AROUND)
    return line[:4].lower() in _BEGINNINGS and _JUNK.fullmatch(line) is not None
