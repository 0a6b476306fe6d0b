"""What the fields of records and the columns of tables are called, and how to say so where they are called otherwise."""

# The names that exports of press databases, crawlers and teaching corpora use, in order of preference.
USUAL_NAMES = {
    "text": (
        "text",
        "content",
        "body",
        "maintext",
        "content_original",
        "article",
        "article_text",
        "full_text",
        "fulltext",
        "story",
    ),
    "title": ("title", "headline"),
    "outlet": (
        "outlet",
        "source",
        "publication",
        "publisher",
        "newspaper",
        "source_name",
        "outlet_name",
        "media_name",
        "site",
        "source_domain",
    ),
    "published": (
        "published",
        "published_at",
        "publishedat",
        "publish_date",
        "date_publish",
        "datepublished",
        "pub_date",
        "pubdate",
        "date",
        "datetime",
        "timestamp",
        "created_at",
    ),
    "authors": ("authors", "author", "byline", "creator"),
    "url": ("url", "link", "web_url"),
}


def check_columns(columns):
    """See to it that a mapping of columns names what an article has.

    Parameters
    ----------
    columns : dict of str to str, or None
        Meaning ("text", "title", "outlet", "published", "authors", "url") to the name of its column or field.

    Returns
    -------
    dict of str to str
        The same; empty for None.

    Raises
    ------
    ValueError
        If a meaning is unknown or a name is empty.

    Examples
    --------
    >>> check_columns({"body": "Text"})
    Traceback (most recent call last):
    ...
    ValueError: columns may be named for text, title, outlet, published, authors, url; got 'body'
    """
    for meaning, name in (columns or {}).items():
        if meaning not in USUAL_NAMES:
            raise ValueError(f"columns may be named for {', '.join(USUAL_NAMES)}; got {meaning!r}")
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"the column of {meaning} needs a name, as in {meaning}=Body; got {name!r}")
    return dict(columns or {})


def find_fields(names, columns=None):
    """Which of a record's field names may hold what.

    Parameters
    ----------
    names : iterable of str
        The names as written; case, blanks around, and blanks or hyphens for underscores make no difference. Of two
        that differ in nothing else the first is taken.
    columns : dict of str to str, optional
        Meaning to the one name that holds it, whatever the others are called.

    Returns
    -------
    dict of str to list of str
        One item per meaning ("text", "title", "outlet", "published", "authors", "url") for which there is a name: its
        names as written, the preferred one first.

    Raises
    ------
    ValueError
        If one of `columns` is not among the names, or for an unknown meaning.

    Examples
    --------
    >>> find_fields(["Publication", "Date", "body", "content"])
    {'text': ['content', 'body'], 'outlet': ['Publication'], 'published': ['Date']}
    >>> find_fields(["Publication", "body"], {"outlet": "publication", "title": "body"})["title"]
    ['body']
    """
    names = list(names)
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(_simplify(name), name)
    fields = {
        meaning: usual
        for meaning, choices in USUAL_NAMES.items()
        if (usual := [known[choice] for choice in choices if choice in known])
    }
    for meaning, name in check_columns(columns).items():
        found = name if name in names else known.get(_simplify(name))
        if found is None:
            raise ValueError(f"there is no column {name!r} for the {meaning}; found {names[:40]}")
        fields[meaning] = [found]
    return fields


def _simplify(name):
    return str(name).strip().casefold().replace(" ", "_").replace("-", "_")
