"""A folder of labelled news small enough to be read, and phrases and sentences of the project beside it."""

import json

from features.sentiment.examples import FILES

GOOD = ["thrived", "flourished", "prospered"]
BAD = ["crumbled", "withered", "perished"]
NAMES = ["Lira", "Duarte", "Ruiz", "Costa"]


def row(number, text, target, label, split="train", **changes):
    start = text.index(target) if target else None
    place = {"from": start, "to": start + len(target)} if target else {"from": None, "to": None}
    return {"id": number, "text": text, "target": target, **place, "label": label, "split": split, **changes}


def write_lines(folder, name, rows):
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")


def write_news(folder):
    """Twelve sentences of each label in each file: some thrived, some withered, some sat."""
    folder.mkdir()
    for file, splits, *_ in FILES:
        rows = []
        for number in range(12):
            name, other = NAMES[number % 4], NAMES[(number + 1) % 4]
            for label, verbs in ((1, GOOD), (-1, BAD), (0, ["sat"])):
                text = f"On day {number} old {name} {verbs[number % len(verbs)]} beside the {other} house of {file}."
                rows.append(row(f"{file}_{number}_{label + 1}_0", text, name, label, splits[0]))
        write_lines(folder, file, rows)
    return folder


def write_own(folder):
    """Phrases of which two good and two bad ones, and sentences in which targets are marked."""
    folder.mkdir()
    (folder / "phrases.tsv").write_text(
        "1\ttrade prospered\n1\tthe town flourished\n-1\ttrade withered\n-1\tthe bridge crumbled\n0\ta day\n",
        encoding="utf-8",
    )
    (folder / "sentences.tsv").write_text(
        "1\t{1 Lira} thrived beside {0 the house}.\n-1\tThe hopes of {-1 Ana Ruiz} perished.\n", encoding="utf-8"
    )
    return folder
