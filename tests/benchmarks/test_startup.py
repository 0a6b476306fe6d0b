"""Starts, with a stand-in for the processes."""

from contextlib import suppress

from benchmarks import startup
from features.__main__ import main


def test_the_first_start_compiles_and_the_later_ones_find_what_it_left(monkeypatch):
    commands, caches = [], set()

    def time_start(command, environment):
        commands.append(command)
        caches.add(environment["NUMBA_CACHE_DIR"])
        return float(len(commands))

    monkeypatch.setattr(startup, "_time_start", time_start)
    rows = startup.measure_startup(3)
    assert len(caches) == 1
    assert commands[0] == ["-c", startup.FIND_WORDS]
    # The first, one build unmeasured, then three of each: medians 4, 7, 10.
    assert [row["value"] for row in rows] == [1, 4, 7, 10]
    assert ["-m", "features", "--help"] in commands
    assert {(row["unit"], row["n"]) for row in rows} == {("s", 1)}


def test_what_is_started_runs(monkeypatch, capsys):
    codes = []

    def run_here(command, environment):
        if command[0] == "-c":
            exec(command[1], {})
        else:
            assert command[:2] == ["-m", "features"]
            with suppress(SystemExit):
                codes.append(main(command[2:]))
        return 1.0

    monkeypatch.setattr(startup, "_time_start", run_here)
    assert len(startup.measure_startup(1)) == 4
    assert set(codes) == {0}
    assert "usage: python -m features" in capsys.readouterr().out
