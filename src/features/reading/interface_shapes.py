"""What the fields of records mean that the interfaces of papers and databases return: one function for each of them."""

from features.reading.documents import Parts
from features.reading.field_values import (
    join_byline,
    join_names,
    name_host,
    take_date,
    take_words,
)


def take_mediacloud(record):
    """Take a story of Media Cloud apart.

    Parameters
    ----------
    record : dict
        With its text, its sentences, or the description that the feed had.

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        If its words are none.

    Examples
    --------
    >>> take_mediacloud({"title": "Rain", "description": "It rained.", "media_name": "Wire"}).flags
    ('summary only',)
    """
    url, guid = join_names(record.get("url")), record.get("guid")
    is_comment = any("#comment-" in address for address in (url, guid) if isinstance(address, str))
    sentences = record.get("story_sentences")
    text, description = take_words(record.get("story_text")) or "", take_words(record.get("description")) or ""
    flags: tuple[str, ...] = ("comment",) if is_comment else ()
    if isinstance(sentences, list) and sentences and not text.strip():
        text = join_sentences(sentences)
    # The text of a comment's page is that of the article it stands under.
    if description.strip() and (is_comment or not text.strip()):
        text, flags = description, flags or ("summary only",)
    media = record.get("media_name") or record.get("media")
    return Parts(
        text,
        take_words(record.get("title")),
        join_names(media) or name_host(record.get("media_url"), url),
        take_date(record.get("publish_date")),
        None,
        url,
        flags,
    )


def join_sentences(sentences):
    """The sentences of a story of Media Cloud as one text, in their order.

    Parameters
    ----------
    sentences : list of dict
        With `sentence` and `sentence_number`.

    Returns
    -------
    str

    Examples
    --------
    >>> join_sentences([{"sentence": "It stopped.", "sentence_number": 2}, {"sentence": "It rained.", "sentence_number": 1}])
    'It rained. It stopped.'
    """
    found = [one for one in sentences if isinstance(one, dict) and isinstance(one.get("sentence"), str)]
    found.sort(key=lambda one: number if isinstance(number := one.get("sentence_number"), int | float) else 0)
    return " ".join(one["sentence"].strip() for one in found)


def take_guardian(record):
    """Take an article of the Guardian’s interface apart.

    Parameters
    ----------
    record : dict
        An element of "results".

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        If its words are none.
    """
    fields = record.get("fields") if isinstance(record.get("fields"), dict) else {}
    text = take_words(fields.get("bodyText")) or take_words(fields.get("body"))
    teaser = take_words(fields.get("trailText")) or ""
    return Parts(
        text or teaser,
        take_words(record.get("webTitle")),
        join_names(fields.get("publication")) or name_host(record.get("webUrl")),
        take_date(record.get("webPublicationDate")),
        join_byline(fields.get("byline")),
        join_names(record.get("webUrl")),
        () if text or not teaser else ("summary only",),
    )


def take_nyt(record):
    """Take an article of the New York Times’ interface apart.

    Parameters
    ----------
    record : dict
        An element of "docs": a headline and a teaser; the text is not in it.

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        If its words are none.
    """
    headline, byline = record.get("headline"), record.get("byline")
    teaser = next(
        (words for name in ("lead_paragraph", "abstract", "snippet") if (words := take_words(record.get(name)))), ""
    )
    return Parts(
        teaser,
        take_words(headline.get("main") if isinstance(headline, dict) else headline),
        join_names(record.get("source")) or name_host(record.get("web_url")),
        take_date(record.get("pub_date")),
        join_byline(byline.get("original") if isinstance(byline, dict) else byline),
        join_names(record.get("web_url")),
        ("summary only",) if teaser else (),
    )
