"""Documents read in a process of their own, which is ended when it takes too long or too much memory.

The process is this module, run as a program: it imports no tables, answers one document at a time, and has nothing but the bytes that
it is given. `subprocess` rather than `multiprocessing`, which workers of Dask, being daemons, may not use.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from features.reading.documents import Document, Parts

# A web page takes some 30 ms and 100 MB.
SECONDS = 10
MEMORY_BYTES = 2**30
# No export of a press database holds more articles than a few hundred.
MOST_PIECES = 100_000
_SECONDS_TO_END = 0.2
# Exit codes of the process: one of its own, and the signal by which Linux ends what has used up its time.
OUT_OF_MEMORY, _OUT_OF_TIME = 77, 24
# What comes back may not be larger than a document may be, with the marks of JSON.
_MOST_ANSWERED = 2**27


class Isolated:
    """A process that reads documents; started when it is first needed, and again after it was ended.

    Parameters
    ----------
    seconds : float
        How long one document may take.
    memory : int
        How much memory the process may use, in bytes; where the system has no such limit (Windows), it is not limited.

    Examples
    --------
    >>> with Isolated() as isolated:
    ...     [(place, parts)] = isolated.read("features.reading.plain_text", Document(b"6 March 2026\\n\\nIt rained."))
    >>> parts.text, parts.written
    ('It rained.', '6 March 2026')
    """

    def __init__(self, *, seconds=SECONDS, memory=MEMORY_BYTES):
        self._seconds, self._memory = seconds, memory
        self._process = None
        self._lock = threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def read(self, module, document):
        """Read one document.

        Parameters
        ----------
        module : str
            Name of the module whose `read_document` reads it, as "features.reading.pages".
        document : Document
            What to read.

        Returns
        -------
        list of (str, Parts or ValueError)
            Place in the document, and what was found; one refusal where the process had to be ended.
        """
        with self._lock:
            return self._read(module, document)

    def close(self):
        """End the process."""
        if self._process is not None:
            # Where it has ended by itself, its exit code stays.
            with suppress(OSError):
                self._process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_SECONDS_TO_END)
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._process = None

    def _read(self, module, document):
        is_late = threading.Event()
        process = self._running()

        def end():
            is_late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.start()
        try:
            _send(process.stdin, module, document)
            answer = _receive(process.stdout)
        except (OSError, ValueError):
            answer = None
        finally:
            timer.cancel()
        if answer is not None and not is_late.is_set():
            return [(place, _found(found)) for place, found in answer]
        self.close()
        return [("", ValueError(self._why(is_late.is_set(), process.returncode)))]

    def _running(self):
        if self._process is None or self._process.poll() is not None:
            source = Path(__file__).parents[2]
            path = os.pathsep.join([str(source), *filter(None, [os.environ.get("PYTHONPATH")])])
            self._process = subprocess.Popen(
                # -P: a folder of articles that holds a file lxml.py, and in which the command was started, is not imported from.
                [sys.executable, "-P", "-m", "features.reading.isolation", str(self._seconds), str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": path},
            )
        return self._process

    def _why(self, is_late, code):
        if is_late or code == -_OUT_OF_TIME:
            return f"reading it took more than {self._seconds:g} seconds and was ended; leave it out, or split it"
        if code == OUT_OF_MEMORY:
            return f"reading it took more than {self._memory / 2**30:g} GiB of memory and was ended; leave it out, or split it"
        return f"its reader broke (exit code {code}); leave it out, and tell the makers of Tidings"


def _send(stream, module, document):
    head = [module, document.name, document.place, document.url, document.charset, len(document.content)]
    stream.write(json.dumps(head).encode() + b"\n" + document.content)
    stream.flush()


def _receive(stream):
    size = int(stream.readline(20))
    if size > _MOST_ANSWERED:
        raise ValueError("more came back than any article has")
    content = stream.read(size)
    return json.loads(content) if len(content) == size else None


def _found(found):
    return ValueError(found) if isinstance(found, str) else Parts.from_json(found)


def serve(requests, answers, seconds):
    """Answer requests until there are no more.

    Parameters
    ----------
    requests, answers : file objects of bytes
        Where they come from and go to.
    seconds : float
        How long one may take: twice as much time of a processor ends the process even when the one that asked is gone.
    """
    while head := requests.readline():
        module, name, place, url, charset, size = json.loads(head)
        document = Document(requests.read(size), name, place, url, charset)
        _limit_time(seconds)
        answer = json.dumps(_answer(module, document)).encode()
        if len(answer) > _MOST_ANSWERED:
            answer = json.dumps([["", "more text came out of it than any article has; split it"]]).encode()
        answers.write(b"%d\n" % len(answer) + answer)
        answers.flush()


def _answer(module, document):
    pieces: list[list] = []
    try:
        for place, found in import_module(module).read_document(document):
            if len(pieces) == MOST_PIECES:
                pieces.append(
                    [f"piece {MOST_PIECES + 1} and after", f"more than {MOST_PIECES:,} articles; split the file"]
                )
                break
            pieces.append([place, str(found) if isinstance(found, Exception) else found.to_json()])
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:
        # A library may raise anything over a broken file; the file is told by name, and the others are read.
        reason = f"cannot be read: {type(error).__name__}: {str(error)[:200]}"
        pieces.append(["" if not pieces else "what follows", reason])
    return pieces


def _limit_memory(n_bytes):
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds):
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + 2 * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if most == resource.RLIM_INFINITY else min(soft, most), most))


if __name__ == "__main__":
    _limit_memory(int(sys.argv[2]))
    # Whatever a library prints goes to no one: it would be taken for an answer.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    serve(sys.stdin.buffer, replies, float(sys.argv[1]))
