"""Groups of articles that use the same words: where the topics of a fit come from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array, diags_array

from features.topics.placing import DIRECTIONS_OF_GRAPH, sum_by_group, to_length_one

# Neighbours in the graph (10, 20, 40 tried), and those over which places are averaged (20, 50).
N_NEIGHBOURS, N_AVERAGED = 20, 50
# Neighbours are looked up for so many articles at once: 1,000 × 6,000 similarities are 24 MB.
AT_ONCE = 1_000
# Where neighbours in the graph mostly fall into one group, beyond chance, the graph is believed. It is 0.90 on BBC news (10
# groups; 0.85 to 0.88 on halves of it) and 0.72 (0.65) on 20 Newsgroups (20), where groups from the graph hold still less.
LEAST_KEPT = 0.78
MOST_ROUNDS = 30


def group_articles(places, n_groups):
    """Group articles that lie together.

    Parameters
    ----------
    places : ndarray of float, articles × directions
        As `features.topics.placing.place_articles` gives them, or unit vectors of another kind.
    n_groups : int
        How many groups, at most as many as articles that differ.

    Returns
    -------
    ndarray of int, one entry per article
        Its group, from 0.

    Notes
    -----
    Each article is joined to its 20 nearest neighbours by their cosine in the first 50 directions. The eigenvectors of the normalised
    graph are rotated to simple structure (varimax; Rohe and Zeng, JRSS B 2023), which gives a start without chance; spherical k-means
    from there gives the groups. Where fewer than 0.78 of the graph’s edges, beyond chance, stay inside a group, neighbours say too
    little to be cut into groups: then the places themselves are rotated, and k-means works on places that are averaged over the 50
    nearest in all directions.

    Examples
    --------
    >>> group_articles(np.eye(2)[[0, 1, 0, 1, 0, 1, 0, 1]], 2).tolist() in ([0, 1] * 4, [1, 0] * 4)
    True
    """
    joined = Joined(places)
    return cut_groups(joined, joined.find_vectors(n_groups), n_groups)


@dataclass(frozen=True)
class Joined:
    """Articles joined to their neighbours: what groups are cut from, whatever their number; each part is made when it is needed.

    Attributes
    ----------
    places : ndarray of float, articles × directions
        Rows of length 1.
    """

    places: np.ndarray

    @cached_property
    def near(self):
        """Places in the directions of the graph."""
        return to_length_one(self.places[:, :DIRECTIONS_OF_GRAPH])

    @cached_property
    def graph(self):
        """Each article and its nearest, as `join_neighbours` gives them."""
        return join_neighbours(self.near)

    @cached_property
    def leading(self):
        """Orthogonal directions of the places, the one in which they differ most first."""
        return np.linalg.svd(self.places, full_matrices=False)[0]

    @cached_property
    def averaged(self):
        """Places, averaged over the nearest in all directions."""
        return _average(self.places, join_neighbours(self.places, N_AVERAGED))

    def find_vectors(self, n_groups):
        """The first eigenvectors of the graph.

        Parameters
        ----------
        n_groups : int
            How many.

        Returns
        -------
        ndarray of float, articles × groups
            The one that varies least between neighbours first.
        """
        return _find_eigenvectors(self.graph, n_groups)


def cut_groups(joined, vectors, n_groups):
    """Groups of articles that were joined to their neighbours before.

    Parameters
    ----------
    joined : Joined
        The articles.
    vectors : ndarray of float, articles × at least so many
        As `Joined.find_vectors` gives them; of more than `n_groups` the first count.
    n_groups : int
        How many groups.

    Returns
    -------
    ndarray of int, one entry per article
        As `group_articles` gives them.

    Examples
    --------
    >>> joined = Joined(np.eye(2)[[0, 1, 0, 1, 0, 1, 0, 1]])
    >>> cut_groups(joined, joined.find_vectors(2), 2).tolist() in ([0, 1] * 4, [1, 0] * 4)
    True
    """
    near = joined.near
    groups = move_centres(near, _rotate(vectors[:, :n_groups]).argmax(axis=1), n_groups)
    if len(near) <= 2 * N_AVERAGED or find_kept_edges(joined.graph, groups, n_groups) >= LEAST_KEPT:
        return groups
    return move_centres(joined.averaged, _rotate(joined.leading[:, :n_groups]).argmax(axis=1), n_groups)


def join_neighbours(places, n_neighbours=N_NEIGHBOURS):
    """The nearest articles of each, by cosine.

    Parameters
    ----------
    places : ndarray of float, articles × directions
        Rows of length 1.
    n_neighbours : int
        How many of them, at most all others.

    Returns
    -------
    csr_array of float, articles × articles
        A row’s entries are the cosines of its neighbours, above 0.

    Examples
    --------
    >>> join_neighbours(np.array([[1.0, 0.0], [0.8, 0.6], [0.6, 0.8]]), 1).toarray().round(2).tolist()
    [[0.0, 0.8, 0.0], [0.0, 0.0, 0.96], [0.0, 0.96, 0.0]]
    """
    n_articles = len(places)
    n_neighbours = min(n_neighbours, max(n_articles - 1, 0))
    narrow = places.astype(np.float32)
    nearest = np.empty((n_articles, n_neighbours), dtype=np.int32)
    for begin in range(0, n_articles, AT_ONCE):
        cosines = narrow[begin : begin + AT_ONCE] @ narrow.T
        cosines[np.arange(len(cosines)), np.arange(begin, begin + len(cosines))] = -np.inf
        # Sorted by number, so that it makes no difference how the nearest were found.
        nearest[begin : begin + AT_ONCE] = np.sort(
            np.argpartition(-cosines, n_neighbours - 1, axis=1)[:, :n_neighbours], axis=1
        )
    article = np.repeat(np.arange(n_articles), n_neighbours)
    cosine = np.einsum("ij,ij->i", places[article], places[nearest.ravel()]).clip(1e-6)
    ends = np.arange(0, n_articles * n_neighbours + 1, n_neighbours) if n_neighbours else np.zeros(n_articles + 1, int)
    return csr_array((cosine, nearest.ravel(), ends), shape=(n_articles, n_articles))


def find_kept_edges(graph, groups, n_groups):
    """Share of the edges that join articles of one group, beyond chance.

    Parameters
    ----------
    graph : csr_array, articles × articles
        As `join_neighbours` gives it.
    groups : ndarray of int, one entry per article
        Their groups.
    n_groups : int
        How many.

    Returns
    -------
    float
        At most 1, which is all of them; 0 is as many as when articles were joined by chance.

    Examples
    --------
    >>> graph = csr_array(np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]))
    >>> find_kept_edges(graph, np.array([0, 0, 1, 1]), 2), find_kept_edges(graph, np.array([0, 1, 0, 1]), 2)
    (1.0, -1.0)
    """
    edges = graph.tocoo()
    kept = np.mean(groups[edges.row] == groups[edges.col])
    by_chance = np.sum((np.bincount(groups, minlength=n_groups) / len(groups)) ** 2)
    return float((kept - by_chance) / (1 - by_chance)) if by_chance < 1 else 1.0


def move_centres(places, groups, n_groups, most_rounds=MOST_ROUNDS):
    """Spherical k-means from given groups.

    Parameters
    ----------
    places : ndarray of float, articles × directions
        Rows of length 1.
    groups : ndarray of int, one entry per article
        Where it begins.
    n_groups : int
        How many. A group without articles takes the one that lies furthest from its centre.
    most_rounds : int
        It ends earlier where no article moves.

    Returns
    -------
    ndarray of int, one entry per article
        Their groups (Dhillon and Modha 2001).

    Examples
    --------
    >>> move_centres(np.array([[1, 0], [0.96, 0.28], [0.28, 0.96], [0, 1]]), np.array([0, 0, 0, 1]), 2).tolist()
    [0, 0, 1, 1]
    """
    groups = _fill(places, groups, n_groups)
    for _ in range(most_rounds):
        cosines = places @ to_length_one(sum_by_group(places, groups, n_groups)).T
        moved = _fill(places, cosines.argmax(axis=1), n_groups)
        if np.array_equal(moved, groups):
            break
        groups = moved
    return groups


def _fill(places, groups, n_groups):
    """No group stays empty: it takes the article that fits its own least."""
    size = np.bincount(groups, minlength=n_groups)
    if size.all():
        return groups
    groups = groups.copy()
    centres = to_length_one(sum_by_group(places, groups, n_groups))
    fit = np.einsum("ij,ij->i", places, centres[groups])
    for article in np.argsort(fit, kind="stable"):
        empty = np.flatnonzero(size == 0)
        if not len(empty):
            break
        if size[groups[article]] > 1:
            size[groups[article]] -= 1
            groups[article] = empty[0]
            size[empty[0]] += 1
    return groups


def _find_eigenvectors(graph, n_groups):
    """The first eigenvectors of the graph, with degrees evened out."""
    both = csr_array((graph + graph.T) / 2)
    degree = np.asarray(both.sum(axis=1)).ravel()
    even = diags_array(1 / np.sqrt(np.where(degree > 0, degree, 1)))
    both = csr_array(even @ both @ even)
    if len(degree) <= max(3 * n_groups, 200):
        return np.linalg.eigh(both.toarray())[1][:, ::-1][:, :n_groups]
    from scipy.sparse.csgraph import connected_components
    from scipy.sparse.linalg import LinearOperator, eigsh

    # Parts of the graph that are not joined have the largest eigenvalue in common, of which a search from one start finds only some
    # vectors; but they are known: one for each part. The largest parts come first.
    _, part = connected_components(both, directed=False)
    largest = np.argsort(-np.bincount(part), kind="stable")[:n_groups]
    apart = (part[:, None] == largest) * np.sqrt(degree)[:, None]
    known = apart / np.linalg.norm(apart, axis=0)
    n_left = n_groups - len(largest)
    if not n_left:
        return known
    rest = LinearOperator(both.shape, matvec=lambda one: both @ one - known @ (known.T @ one), dtype=float)
    # Where copies leave few different eigenvalues it begins again by chance: seeded, so that it is the same chance.
    sizes, vectors = eigsh(rest, k=n_left, v0=np.random.default_rng(0).standard_normal(len(degree)), which="LA", rng=0)
    return np.hstack([known, vectors[:, np.argsort(-sizes)]])


def _rotate(vectors, most_rounds=50):
    """Varimax (Kaiser 1958), with the sign that makes the long tail of each direction point up."""
    rotation = np.eye(vectors.shape[1])
    for _ in range(most_rounds):
        turned = vectors @ rotation
        # Multiplied out: a power of 3 costs ten times more.
        cubed = turned * turned * turned
        left, _, right = np.linalg.svd(vectors.T @ (cubed - turned * np.mean(turned**2, axis=0)))
        before, rotation = rotation, left @ right
        if np.abs(rotation - before).max() < 1e-6:
            break
    turned = vectors @ rotation
    # No direction is lost whose two tails are alike.
    return turned * np.where((turned**3).sum(axis=0) < 0, -1, 1)


def _average(places, graph):
    """Half of each article’s own place, half of its neighbours’."""
    total = np.asarray(graph.sum(axis=1))
    return to_length_one(places + (graph @ places) / np.where(total > 0, total, 1)[:, None])
