"""Readers that break in every way, for the process that reads documents in isolation: the document says how."""

import ctypes
import os
import re
import sys
import time

from features.reading.documents import Parts


def read_document(document):
    what = document.content.decode()
    if what == "sleep":
        time.sleep(60)
    elif what == "spin":
        # A regular expression that never comes back does not let other threads of its process run.
        re.match(r"(a+)+$", "a" * 60 + "b")
    elif what == "memory":
        _ = [bytearray(10**8) for _ in range(40)]
    elif what == "crash":
        ctypes.string_at(0)
    elif what == "exit":
        os._exit(3)
    elif what == "raise":
        yield "first", Parts("It rained.")
        raise KeyError("the reader's own mistake")
    elif what == "print":
        print("not an answer")
        sys.stdout.flush()
        yield "", Parts("It rained.")
    elif what == "many":
        yield from ((f"{number}", Parts("It rained.")) for number in range(100_010))
    elif what == "much":
        yield "", Parts("x" * 2**27)
    else:
        yield "here", Parts(f"{document.name} {document.url} {document.charset} {what}", authors=("Ana Lira",))
        yield "there", ValueError("no words")
