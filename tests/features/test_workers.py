"""Results come in the order of the tasks, a few at a time, wherever they are made."""

import operator
import os
import signal
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features import parcels
from features.workers import Here, Ready, in_order, open_workers


def processes_beside():
    """Worker processes that this one has started and that still live."""
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if "popen_loky" in " ".join(child.cmdline()) and child.status() != psutil.STATUS_ZOMBIE
    ]


TASKS = [(number, 2) if number % 3 else Ready([f"known {number}"]) for number in range(40)]
RESULTS = [number**2 if number % 3 else [f"known {number}"] for number in range(40)]


@pytest.mark.parametrize("n_workers", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks_for_any_number_of_workers(n_workers):
    with open_workers(n_workers) as workers:
        assert len(processes_beside()) == 0  # none is started before there is something to do
        assert list(in_order(workers, pow, TASKS)) == RESULTS
        assert list(in_order(workers, pow, [])) == []
    assert processes_beside() == []


def test_steps_can_stand_one_in_the_other():
    with open_workers(2) as workers:
        squares = in_order(workers, pow, [(number, 2) for number in range(30)])
        sums = in_order(workers, operator.add, ((square, 1) for square in squares))
        assert list(sums) == [number**2 + 1 for number in range(30)]


class Elsewhere:
    """Workers whose results come when they are called for."""

    takes_part, takes_parcels, n_elsewhere = False, False, 2

    def __init__(self):
        self.under_way = []

    def submit(self, function, *arguments):
        self.under_way.append((Future(), function, arguments))
        return self.under_way[-1][0]

    def finish(self, place):
        future, function, arguments = self.under_way[place]
        future.set_result(function(*arguments))


def test_this_process_stands_back_where_it_is_told_to_and_works_where_there_is_no_other():
    workers = Elsewhere()
    workers.takes_part = True
    with ThreadPoolExecutor(1) as beside:
        found = beside.submit(list, in_order(workers, pow, [(number, 2) for number in range(12)], takes_part=False))
        for place in range(12):
            while len(workers.under_way) <= place:
                time.sleep(0.001)
            workers.finish(place)
        assert found.result() == [number**2 for number in range(12)]
    assert len(workers.under_way) == 12
    assert list(in_order(Here(), pow, [(2, 3), (3, 2)], takes_part=False)) == [8, 9]


@given(st.lists(st.booleans(), max_size=30))
def test_only_a_few_tasks_are_taken_before_a_result_is_given(kinds):
    taken = []

    def tasks():
        for number, is_known in enumerate(kinds):
            taken.append(number)
            yield Ready([number]) if is_known else (number, 1)

    for n_given, _ in enumerate(in_order(Here(), pow, tasks()), start=1):
        assert len(taken) <= n_given + 1


def test_no_more_is_under_way_than_two_tasks_for_each_worker():
    workers = Elsewhere()

    def tasks():
        for number in range(9):
            # When four are under way, a result is waited for: so one of three is finished before the fourth is given.
            assert sum(not future.done() for future, *_ in workers.under_way) < 4
            if number >= 3:
                workers.finish(number - 3)
            yield number, 2

    results = in_order(workers, pow, tasks())
    assert [next(results) for _ in range(6)] == [number**2 for number in range(6)]
    for place in (8, 7, 6):
        workers.finish(place)
    assert list(results) == [36, 49, 64]


def test_an_error_in_a_task_is_raised_where_its_result_is_asked_for():
    with open_workers(2) as workers:
        results = in_order(workers, divmod, [(7, 2), (7, 0), (7, 3)])
        assert next(results) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            next(results)


@pytest.mark.parametrize("n_workers", [0, -1])
def test_fewer_than_one_worker_is_refused(n_workers):
    with (
        pytest.raises(ValueError, match=f"the number of workers is a whole number from 1 on, got {n_workers}"),
        open_workers(n_workers),
    ):
        pass


def test_by_default_there_is_one_for_each_core_that_may_be_used():
    n_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with open_workers() as workers:
        assert workers.n_elsewhere == n_cores - 1


def test_a_worker_that_is_killed_at_its_work_is_told_with_the_way_out():
    with open_workers(2) as workers:
        asked = workers.submit(os.getpid)
        results = in_order(workers, time.sleep, [(0.2,) for _ in range(400)])
        next(results)
        os.kill(asked.result(), signal.SIGKILL)
        with pytest.raises(RuntimeError, match="ended from outside.*run the same command again, with fewer --workers"):
            list(results)
    assert processes_beside() == []


def test_a_worker_that_was_killed_between_two_tasks_is_told_too():
    with open_workers(2) as workers:
        asked = workers.submit(os.getpid)
        os.kill(asked.result(), signal.SIGKILL)
        # Until the pool has noticed: from then on it takes nothing.
        with suppress(RuntimeError):
            while True:
                workers.submit(pow, 2, 2)
                time.sleep(0.01)
        with pytest.raises(RuntimeError, match="ended from outside.*run the same command again, with fewer --workers"):
            list(in_order(workers, pow, [(2, 2)] * 50))


def test_whoever_stops_early_leaves_no_process_behind():
    with pytest.raises(KeyboardInterrupt), open_workers(3) as workers:
        for _ in in_order(workers, time.sleep, [(0.1,) for _ in range(1_000)]):
            raise KeyboardInterrupt
    assert processes_beside() == []


def test_large_tasks_and_results_come_whole_and_in_order_from_processes():
    tasks = [(number, bytes([number]) * 2**21) for number in range(8)]
    with open_workers(2) as workers:
        found = list(in_order(workers, large_of, tasks))
    assert found == [(number, number, bytes(2**21)) for number in range(8)]


def large_of(number, content):
    assert set(content) == {number} and len(content) == 2**21
    return number, content[0], bytes(2**21)


def test_a_result_that_is_gone_before_it_was_opened_is_made_again_here(monkeypatch):
    def too_late(sent):
        raise FileNotFoundError("given back")

    with open_workers(2) as workers:
        monkeypatch.setattr(parcels, "open_parcel", too_late)
        workers.takes_part = False
        assert list(in_order(workers, pow, [(2, 3), (3, 2)])) == [8, 9]
