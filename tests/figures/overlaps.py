"""Do labels lie on each other? Asked of the artists, not of pixels."""


def overlapping(texts):
    """Pairs of labels that lie on each other."""
    figure = texts[0].figure
    figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text()]
    return [
        (one, other)
        for place, (one, first) in enumerate(boxes)
        for other, second in boxes[place + 1 :]
        if first.overlaps(second)
    ]
