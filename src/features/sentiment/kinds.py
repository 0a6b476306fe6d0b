"""What a word does to the tone of others, as a number: the kinds of words that the rules know."""

# A word of no kind; one that turns what follows; shifters, by whether what they act on becomes more, less, gone, avoided or not
# reached; what joins and hedges clauses; speech; what ends the reach of a shifter ahead; forms of “be”; pronouns that stand for
# somebody; adverbs of manner, which have a tone, but are nothing that is begun or ended.
NONE, NEGATION = 0, 1
INCREASE, BEGIN, KEEP, CAUSE = 2, 3, 4, 5
DECREASE, END, PREVENT, FAIL = 6, 7, 8, 9
BUT, DESPITE, HYPOTHETICAL, SPEECH = 10, 11, 12, 13
ADJUNCT, BEING, PRONOUN, ADVERB = 14, 15, 16, 17
# “Up” and “down” behind what they are about; what joins a noun to one before it; nouns that make of one before them a mere subject;
# what joins a circumstance rather than an object.
UP, DOWN, JOINT, SUBJECT, WITH = 18, 19, 20, 21, 22
# Added to a shifter that acts on its subject: “prices fell”.
ON_SUBJECT = 32
# Added to a form of it that is no noun: “fell”, “rising”, but not “fall”.
VERB = 64
PASTS = frozenset("fell rose grew sank shrank swelled slid sprang sped fallen risen grown sunk shrunk swollen".split())
KIND = 31
OF_SHIFTERS = {
    "increase": INCREASE,
    "begin": BEGIN,
    "keep": KEEP,
    "cause": CAUSE,
    "decrease": DECREASE,
    "end": END,
    "prevent": PREVENT,
    "fail": FAIL,
}
OF_CLAUSES = {"but": BUT, "despite": DESPITE, "hypothetical": HYPOTHETICAL, "speech": SPEECH}
NEGATIONS = frozenset(
    "no not never none nobody nothing neither nor nowhere cannot without hardly scarcely barely rarely seldom "
    "ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mightn't mustn't needn't shan't "
    "shouldn't wasn't weren't won't wouldn't".split()
) | {"no longer", "not any", "no more"}
# What begins a new statement about time, cause or circumstance: “eased after protests” eases no protests.
ADJUNCTS = frozenset("after before as amid amidst since because when following during until till than once".split())
FORMS_OF_BE = frozenset("is are was were be been being am get gets got getting".split())
JOINTS = frozenset("of in on for to against between from over about into within across".split())
CIRCUMSTANCES = frozenset("with at by".split())
# “Crime statistics”, “war museum”, “debt office”: what they are about has no tone.
SUBJECTS = frozenset(
    "figures data statistics report reports survey surveys index agency agencies office offices department ministry minister "
    "ministers court courts law laws lawyer lawyers act code expert experts official officials committee commission commissioner "
    "bureau board research researcher researchers museum memorial history studies study scientist scientists analyst analysts "
    "reporter reporters correspondent conference summit meeting hearing inquiry secretary adviser advisers ward hospital film novel "
    "book drama unit squad team insurance hotline helpline forecast forecasts estimates market markets policy policies".split()
)
PRONOUNS = frozenset("he she they him them".split())
# Nouns and adjectives in -ly.
_NO_ADVERBS = frozenset(
    "ally assembly anomaly bully family fly friendly jelly monopoly oligopoly rally reply supply ugly deadly".split()
)


def is_adverb(word):
    """Whether a word has the ending of an adverb of manner.

    Parameters
    ----------
    word : str
        Case folded.

    Returns
    -------
    bool
        True for “sharply”, False for “rally”.

    Examples
    --------
    >>> is_adverb("sharply"), is_adverb("rally")
    (True, False)
    """
    return word.endswith("ly") and len(word) > 4 and word not in _NO_ADVERBS
