"""Files of articles, in any supported format, to one table of articles and one of what was refused."""

from importlib import import_module

# Public name → module. Each is imported when it is first asked for: the process that reads pages in isolation is started often, and
# has no use for tables.
_PUBLIC = {
    "SAME_ARTICLE": "collected",
    "Collected": "collected",
    "Partition": "partitions",
    "Partitions": "partitions",
    "SeenFiles": "seen",
    "collect_partition": "collecting",
    "name_reason": "collected",
    "read_articles": "collecting",
    "split_articles": "collecting",
    "tabulate_partition": "collecting",
}
__all__ = list(_PUBLIC)


def __getattr__(name):
    if name not in _PUBLIC:
        raise AttributeError(f"features.reading has no {name!r}; it has {__all__}")
    return getattr(import_module(f"features.reading.{_PUBLIC[name]}"), name)


def __dir__():
    return __all__
