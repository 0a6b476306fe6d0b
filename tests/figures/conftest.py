"""A corpus that fits in the head: two outlets, two kinds of articles."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from features import tables
from features.build import build

OIL = "The tanker left with oil. It was good news for the port. Crude prices rose."
# Without these the articles of a kind would be the same to a model of topics.
REMARKS = [
    "Rain fell in the valley.",
    "Trains ran late.",
    "A band played outside.",
    "Schools stayed closed.",
    "Snow lay on the hills.",
]
VOTE = "The vote failed. Angry voters left the hall. It was a bad night for the party."


@pytest.fixture(autouse=True)
def style():
    plt.style.use("figures.style")
    yield
    plt.close("all")
    plt.style.use("default")


@pytest.fixture
def axes():
    _, axes = plt.subplots()
    return axes


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Tables of twelve made-up articles, six of oil and six of votes, from two outlets, one a month."""
    folder = tmp_path_factory.mktemp("built")
    lines = pd.DataFrame(
        {
            "outlet": ["Tarn Courier", "Fell Herald"] * 6,
            "published": pd.date_range("2024-01-01", periods=12, freq="MS", tz="UTC").strftime("%Y-%m-%dT%H:%M:%SZ"),
            "title": [f"Headline {number}" for number in range(12)],
            "text": [
                f"{OIL if number < 6 else VOTE} {REMARKS[number % 5]} {REMARKS[number % 4 + 1]}" for number in range(12)
            ],
        }
    )
    lines.to_json(folder / "articles.jsonl", orient="records", lines=True)
    build(folder / "articles.jsonl", folder / "tables", n_topics=2)
    return {path.stem: tables.read(path) for path in (folder / "tables").glob("*.parquet")}


@pytest.fixture
def nothing():
    """The same tables without rows."""
    return {name.lower(): tables.empty(schema) for name, schema in tables.TABLES.items()}
