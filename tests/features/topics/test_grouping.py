"""Groups of articles, against decompositions, neighbours and k-means that were written slowly, and groups that are known."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from features.topics import grouping
from features.topics.grouping import (
    Joined,
    cut_groups,
    find_kept_edges,
    group_articles,
    join_neighbours,
    move_centres,
)
from features.topics.placing import to_length_one


def random_places(seed, n_articles, n_directions):
    return to_length_one(np.random.default_rng(seed).standard_normal((n_articles, n_directions)))


def known_groups(seed, sizes, noise=0.05):
    """Articles around as many corners as there are sizes, in any order, and the corner of each."""
    random = np.random.default_rng(seed)
    known = random.permutation(np.repeat(np.arange(len(sizes)), sizes))
    places = np.eye(len(sizes) + 2)[known] + noise * random.standard_normal((len(known), len(sizes) + 2))
    return to_length_one(places), known


def assert_same_groups(found, known):
    """The same ones, whatever they are called."""
    pairs = set(zip(np.asarray(found).tolist(), np.asarray(known).tolist(), strict=True))
    assert len(pairs) == len(set(known.tolist())) == len(set(np.asarray(found).tolist()))


# Neighbours


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 25), st.integers(1, 40))
def test_neighbours_are_those_that_are_found_by_looking_at_all(seed, n_articles, n_neighbours, at_once):
    places = random_places(seed, n_articles, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "AT_ONCE", at_once)
        graph = join_neighbours(places, n_neighbours)
    for article in range(n_articles):
        others = [(float(places[article] @ places[other]), other) for other in range(n_articles) if other != article]
        wanted = sorted(others, reverse=True)[:n_neighbours]
        found = graph.indices[graph.indptr[article] : graph.indptr[article + 1]].tolist()
        assert found == sorted(other for _, other in wanted)
        cosines = [max(cosine, 1e-6) for cosine, other in sorted(wanted, key=lambda one: one[1])]
        assert graph.data[graph.indptr[article] : graph.indptr[article + 1]].tolist() == pytest.approx(cosines)


def test_no_article_is_its_own_neighbour_not_even_among_copies():
    graph = join_neighbours(np.tile([[0.6, 0.8]], (5, 1)), 2)
    assert graph.diagonal().tolist() == [0] * 5
    assert graph.sum(axis=1).tolist() == pytest.approx([2] * 5)


@pytest.mark.parametrize("n_articles", [0, 1])
def test_an_article_alone_has_no_neighbours(n_articles):
    graph = join_neighbours(np.ones((n_articles, 1)))
    assert graph.shape == (n_articles, n_articles) and graph.nnz == 0


def test_edges_that_stay_in_a_group_are_told_beyond_chance():
    graph = csr_array(np.array([[0, 1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]]))
    # Groups of 3 and 1: three of the four edges stay inside; by chance (3/4)² + (1/4)² = 5/8 would: (3/4 − 5/8) / (3/8).
    assert find_kept_edges(graph, np.array([0, 0, 0, 1]), 2) == pytest.approx(1 / 3)
    assert find_kept_edges(graph, np.array([0, 0, 0, 0]), 1) == 1.0


# Spherical k-means


def cosines_to_centres(places, groups):
    """To the centre of each article’s own group."""
    centres = {group: np.sum(places[groups == group], axis=0) for group in set(groups.tolist())}
    return [
        float(place @ centres[group]) / np.linalg.norm(centres[group])
        for place, group in zip(places, groups.tolist(), strict=True)
    ]


def move_slowly(places, groups, n_groups):
    """Article by article; not where a group is empty."""
    for _ in range(30):
        centres = [
            sum(place for place, group in zip(places, groups, strict=True) if group == k) for k in range(n_groups)
        ]
        centres = [centre / np.sqrt(centre @ centre) for centre in centres]
        moved = [max(range(n_groups), key=lambda k, place=place: place @ centres[k]) for place in places]
        if moved == groups or len(set(moved)) < n_groups:
            return moved
        groups = moved
    return groups


@given(st.integers(0, 2**32 - 1), st.integers(6, 40), st.integers(2, 4))
def test_centres_move_as_in_k_means_written_slowly(seed, n_articles, n_groups):
    places = random_places(seed, n_articles, 3)
    start = np.arange(n_articles) % n_groups
    slowly = move_slowly(list(places), start.tolist(), n_groups)
    found = move_centres(places, start, n_groups)
    if len(set(slowly)) == n_groups:
        assert found.tolist() == slowly
    assert np.mean(cosines_to_centres(places, found)) >= np.mean(cosines_to_centres(places, start)) - 1e-9


@given(st.integers(0, 2**32 - 1), st.integers(4, 30), st.integers(1, 4), st.randoms(use_true_random=False))
def test_groups_follow_the_articles_and_the_names_that_they_begin_with(seed, n_articles, n_groups, random):
    places, start = random_places(seed, n_articles, 3), np.arange(n_articles) % n_groups
    found = move_centres(places, start, n_groups)
    order, names = list(range(n_articles)), list(range(n_groups))
    random.shuffle(order)
    random.shuffle(names)
    assert move_centres(places[order], start[order], n_groups).tolist() == found[order].tolist()
    assert move_centres(places, np.array(names)[start], n_groups).tolist() == np.array(names)[found].tolist()


@given(st.integers(0, 2**32 - 1), st.integers(1, 8), st.integers(0, 20))
def test_no_group_stays_empty_while_there_are_articles_for_it(seed, n_groups, n_more):
    places = random_places(seed, n_groups + n_more, 2)
    found = move_centres(places, np.zeros(len(places), dtype=int), n_groups)
    assert set(found.tolist()) == set(range(n_groups))


def test_an_empty_group_takes_the_article_that_fits_its_own_least_and_leaves_no_other_empty():
    places = to_length_one(np.array([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0], [-1.0, 0.0]]))
    # The last one is alone in its group, which must not lose it; of the others the third lies furthest from their centre.
    assert move_centres(places, np.array([0, 0, 0, 1]), 3, most_rounds=0).tolist() == [0, 0, 2, 1]


def test_copies_are_put_into_one_group_each():
    places = np.eye(3)[[0, 1, 2] * 4]
    assert move_centres(places, np.arange(12) % 3, 3).tolist() == [0, 1, 2] * 4


# All together


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(5, 40), min_size=2, max_size=5))
@settings(max_examples=25)
@example(0, [60, 50, 70, 65])  # more than are decomposed whole
@example(0, [60, 60, 60, 60])
@example(0, [150, 20])
def test_groups_that_lie_apart_are_found_in_any_order_and_of_any_size(seed, sizes):
    places, known = known_groups(seed, sizes)
    assert_same_groups(group_articles(places, len(sizes)), known)


@pytest.mark.parametrize("sizes", [[60, 50, 45], [30, 30, 30, 30]])
def test_where_the_graph_is_not_believed_groups_come_from_the_rotated_places(monkeypatch, sizes):
    seen = []
    average = grouping._average
    monkeypatch.setattr(grouping, "_average", lambda *given: seen.append(1) or average(*given))
    places, known = known_groups(0, sizes)
    assert_same_groups(group_articles(places, len(sizes)), known)
    assert not seen  # All edges stay inside.
    monkeypatch.setattr(grouping, "LEAST_KEPT", 1.1)
    assert_same_groups(group_articles(places, len(sizes)), known)
    assert seen


def test_articles_without_any_order_are_grouped_from_the_rotated_places_all_the_same(monkeypatch):
    seen = []
    average = grouping._average
    monkeypatch.setattr(grouping, "_average", lambda *given: seen.append(1) or average(*given))
    found = group_articles(random_places(0, 150, 60), 6)
    assert seen and set(found.tolist()) == set(range(6))


@pytest.mark.parametrize("n_articles", [24, 240])
def test_copies_are_grouped_alike_and_every_time_the_same(n_articles):
    known = np.random.default_rng(0).permutation(np.arange(n_articles) % 4)
    places = np.eye(7)[known]
    first = group_articles(places, 4)
    assert_same_groups(first, known)
    for _ in range(3):
        assert group_articles(places, 4).tolist() == first.tolist()


@pytest.mark.parametrize("n_groups", [1, 2])
def test_as_few_articles_as_groups_have_one_each(n_groups):
    assert sorted(group_articles(np.eye(2)[:n_groups], n_groups).tolist()) == list(range(n_groups))


# Rotation


def criterion(loads):
    """What varimax makes largest: how much the squares in each column differ."""
    return np.sum(np.var(loads**2, axis=0))


@given(st.integers(0, 2**32 - 1), st.integers(6, 60))
def test_no_other_turn_of_two_directions_has_a_larger_criterion(seed, n_articles):
    random = np.random.default_rng(seed)
    vectors = np.linalg.qr(random.standard_normal((n_articles, 2)) ** 3)[0]
    found = grouping._rotate(vectors, most_rounds=1_000)
    np.testing.assert_allclose(found @ found.T, vectors @ vectors.T, atol=1e-9)  # a turn, and nothing else
    angles = np.deg2rad(np.arange(0, 90, 0.5))
    turns = [np.array([[np.cos(one), -np.sin(one)], [np.sin(one), np.cos(one)]]) for one in angles]
    assert criterion(found) >= max(criterion(vectors @ turn) for turn in turns) - 1e-4 * criterion(found)
    assert ((found**3).sum(axis=0) >= 0).all()


def test_a_direction_whose_two_tails_are_alike_is_not_lost():
    found = grouping._rotate(np.array([[1.0], [-1.0]]) / np.sqrt(2))
    assert np.abs(found).ravel().tolist() == pytest.approx([0.5**0.5] * 2)


# Joined once


@pytest.mark.parametrize("least", [-1.0, 1.1], ids=["by the graph", "by the directions"])
def test_articles_that_were_joined_once_are_cut_into_any_number_of_groups(least, monkeypatch):
    monkeypatch.setattr(grouping, "LEAST_KEPT", least)
    places, known = known_groups(3, [60, 50, 40])
    joined = Joined(places)
    vectors = joined.find_vectors(6)
    for n_groups in (2, 3, 6):
        groups = cut_groups(joined, vectors, n_groups)
        assert_same_groups(groups, group_articles(places, n_groups))
    assert_same_groups(cut_groups(joined, vectors, 3), known)


def test_what_is_joined_is_joined_once_and_only_when_it_is_needed():
    joined = Joined(known_groups(0, [30, 30])[0])
    assert set(vars(joined)) == {"places"}
    # Of 60 articles no more than the graph is looked at.
    cut_groups(joined, joined.find_vectors(2), 2)
    assert set(vars(joined)) == {"places", "near", "graph"}
    assert joined.averaged is joined.averaged and joined.leading is joined.leading
