"""Growth, with stand-ins for systems: nothing here is timed."""

import doctest

import pytest

from benchmarks import growth
from benchmarks.growth import Point, extrapolate, fit_exponent, measure_growth
from benchmarks.measuring import COLUMNS
from benchmarks.processes import Usage
from benchmarks.systems import System


@pytest.fixture
def measure(monkeypatch, tmp_path):
    """Measure with usages that are written down by system and size; sizes stand for files of articles."""
    monkeypatch.setattr(growth, "write_corpus", lambda pool, n, folder, seed: n)

    def run_with(usages, *systems, sizes=(1000, 10000), larger=(), limit=100):
        asked = []

        def run(work, n, limit):
            asked.append((work, n, limit))
            usage = usages[work, n]
            if isinstance(usage, Exception):
                raise usage
            return usage

        rows = measure_growth(None, systems, sizes, larger, limit, tmp_path, run=run)
        assert all(tuple(row) == COLUMNS for row in rows)
        return rows, asked

    return run_with


def _values(rows, unit):
    return {(row["measure"], row["n"]): row["value"] for row in rows if row["unit"] == unit}


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(growth)
    assert results.attempted and not results.failed


@pytest.mark.parametrize("exponent", [0.5, 1.0, 1.7, 2.0])
def test_the_exponent_of_a_power_is_found(exponent):
    points = [Point(n, 0.003 * n**exponent) for n in (1_000, 10_000, 100_000)]
    assert fit_exponent(points) == pytest.approx(exponent)


def test_seconds_memory_and_exponents_are_rows(measure):
    # Ten times the articles, 20 and then 10 times the seconds: exponents log10(200) / 2 = 1.1505 and 1.
    usages = {
        ("work", 1_000): Usage(1_000, 2.0, 1.9, 50_000_000),
        ("work", 10_000): Usage(10_000, 40.0, 39.0, 80_000_000),
        ("work", 100_000): Usage(100_000, 400.0, 390.0, 200_000_000),
    }
    rows, _ = measure(usages, System("Peer", "done", "work"), sizes=(1_000, 10_000, 100_000), limit=1_000)
    assert _values(rows, "s") == {
        ("done", 1_000): 2,
        ("done, processor time", 1_000): 1.9,
        ("done", 10_000): 40,
        ("done, processor time", 10_000): 39,
        ("done", 100_000): 400,
        ("done, processor time", 100_000): 390,
    }
    assert set(_values(rows, "MB").values()) == {50, 80, 200}
    assert _values(rows, "exponent") == {
        ("growth exponent, done, 1,000 to 100,000 articles", 100_000): 1.151,
        ("growth exponent, done, 10,000 to 100,000 articles", 100_000): 1,
    }


def test_a_stopped_peer_says_how_far_it_came_and_how_it_was_extrapolated(measure):
    usages = {
        ("work", 1_000): Usage(1_000, 50.0, 49.0, None),
        ("work", 2_000): Usage(400, 100.5, 100.0, 90_000_000, stopped=True),
    }
    rows, _ = measure(usages, System("Peer", "done", "work"), sizes=(1_000, 2_000))
    # 100.5 s for 400 of 2,000 articles.
    measure_said = "done, extrapolated in proportion from 400 articles (stopped at 100 s)"
    [row] = [row for row in rows if row["measure"] == measure_said]
    assert (row["value"], row["unit"], row["n"], row["seconds"]) == (502.5, "s", 2_000, 100.5)
    assert _values(rows, "MB") == {("done, most memory held until stopped", 2_000): 90}
    assert _values(rows, "exponent") == {}


def test_a_peer_that_does_not_say_how_far_it_came_is_extrapolated_from_smaller_sizes(measure):
    usages = {
        ("work", 300): Usage(300, 20.0, 20.0),
        ("work", 1_000): Usage(1_000, 55.0, 55.0),
        ("work", 2_000): Usage(0, 101.0, 0.0, stopped=True),
    }
    rows, _ = measure(usages, System("Peer", "done", "work", more_sizes=(300, 3_000)), sizes=(1_000, 2_000))
    # 5 s an article more for each 100: 55 + 50.
    how = "done, extrapolated in a straight line from 300 and 1,000 articles (stopped at 100 s)"
    assert _values(rows, "s")[how, 2_000] == 105


def test_a_hopeless_size_is_not_started_and_its_row_says_so(measure):
    rows, asked = measure({("work", 1_000): Usage(1_000, 50.0, 49.0)}, System("Peer", "done", "work"))
    assert asked == [("work", 1_000, 100)]
    how = "done, extrapolated in proportion from 1,000 articles (not started with a limit of 100 s)"
    assert _values(rows, "s")[how, 10_000] == 500
    assert rows[-1]["seconds"] == 0


def test_a_peer_stopped_at_its_first_size_took_at_least_that_long(measure):
    usages = {("work", 1_000): Usage(0, 100.2, 0.0, stopped=True)}
    rows, _ = measure(usages, System("Peer", "done", "work"), sizes=[1_000])
    assert _values(rows, "s") == {("done, at least (stopped at 100 s)", 1_000): 100.2}


def test_ours_has_no_limit_and_the_larger_sizes(measure):
    usages = {(work, n): Usage(n, n / 1_000, 1.0) for work in ("ours", "theirs") for n in (1_000, 5_000)}
    systems = System(growth.OURS, "built", "ours"), System("Peer", "done", "theirs")
    _, asked = measure(usages, *systems, sizes=[1_000], larger=[5_000])
    # Once unmeasured, to compile.
    assert asked == [("ours", 1_000, None)] * 2 + [("ours", 5_000, None), ("theirs", 1_000, 100)]


def test_a_missing_peer_is_said_and_skipped(measure, capsys):
    rows, asked = measure({}, System("Peer", "done", "work", modules=("json", "no_such_module")))
    assert (rows, asked) == ([], [])
    assert "missing    Peer: no module no_such_module" in capsys.readouterr().out


def test_a_peer_that_fails_loses_its_own_row_only(measure, capsys):
    usages = {
        ("work", 1_000): RuntimeError("it failed"),
        ("work", 10_000): Usage(10_000, 7.0, 7.0),
        ("other", 1_000): Usage(1_000, 1.0, 1.0),
        ("other", 10_000): Usage(10_000, 1.0, 1.0),
    }
    rows, _ = measure(usages, System("Peer", "done", "work"), System("Other", "done", "other"))
    assert _values([row for row in rows if row["system"] == "Peer"], "s")["done", 10_000] == 7
    assert "failed     Peer, 1,000 articles: it failed" in capsys.readouterr().out


def test_a_failure_of_ours_is_no_result(measure):
    with pytest.raises(RuntimeError, match="it failed"):
        measure({("ours", 1_000): RuntimeError("it failed")}, System(growth.OURS, "built", "ours"))


def test_one_size_extrapolates_in_proportion():
    assert extrapolate([Point(10, 2.0)], 50).seconds == 10
