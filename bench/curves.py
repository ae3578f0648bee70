#!/usr/bin/env python3
"""Draws the curves of docs/BENCHMARKS.md: curves.py FOLDER reads FOLDER/load.csv and writes one SVG for each kind of work.

Left, how many in a second, right, the time that one in a hundred exceeds, over the number of clients; one line for each engine. The colours
are read on white and on black; each line has a mark of its own besides, and its name at its end. Nothing but Python's own library.
"""

import csv
import math
import pathlib
import sys
from collections import defaultdict

WIDTH, HEIGHT = 960, 400
PANEL, TOP, BOTTOM = 330, 74, 340
LEFTS = (70, 540)
# Of each engine: its colour, its mark.
LINES = {
    "SQLite + disk": ("#c2571a", "circle"),
    "PostgreSQL + disk": ("#2f7fd0", "square"),
    "PostgreSQL + Garage": ("#2c9153", "triangle"),
    "PostgreSQL + Garage, two servers": ("#a45bc9", "diamond"),
}
# The text follows the reader's colours where the picture is shown by itself, and is grey enough for both elsewhere.
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #6b7280 }
.title { font-size: 16px; font-weight: 600 }
.grid { stroke: #9ca3af; stroke-opacity: .35 }
@media (prefers-color-scheme: dark) { text { fill: #c3c8d0 } }
@media (prefers-color-scheme: light) { text { fill: #4b5563 } }
"""


def points(path):
    """The middle of all rounds of each point: {work: {engine: {clients: (rate, p99)}}}."""
    rounds = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = rounds[row["work"]][row["engine"]][int(row["clients"])]
            found.append((float(row["per_second"]), float(row["p99_ms"])))
    middle = lambda pairs: tuple(sum(values) / len(values) for values in zip(*pairs))
    return {
        work: {engine: {clients: middle(pairs) for clients, pairs in sorted(by.items())} for engine, by in engines.items()}
        for work, engines in rounds.items()
    }


def ticks(least, most):
    """1, 2 and 5 times the powers of ten that enclose these values; fewer when they are many."""
    every = [m * 10.0**e for e in range(-3, 7) for m in (1, 2, 5)]
    low = max((t for t in every if t <= least), default=every[0])
    high = min((t for t in every if t >= most), default=every[-1])
    chosen = [t for t in every if low <= t <= high]
    if len(chosen) > 8:
        chosen = [t for t in chosen if math.log10(t).is_integer() or t in (low, high)]
    return low, high, chosen


def mark(kind, x, y, colour):
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    corners = {
        "square": [(-3.7, -3.7), (3.7, -3.7), (3.7, 3.7), (-3.7, 3.7)],
        "triangle": [(0, -5), (4.6, 3.6), (-4.6, 3.6)],
        "diamond": [(0, -5.4), (5.4, 0), (0, 5.4), (-5.4, 0)],
    }[kind]
    told = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{told}" fill="{colour}"/>'


def panel(engines, which, left, title):
    """One pair of axes, both logarithmic, and a line for each engine."""
    values = [pair[which] for by in engines.values() for pair in by.values()]
    clients = sorted({count for by in engines.values() for count in by})
    low, high, shown = ticks(min(values), max(values))
    span = math.log(max(clients) / min(clients)) or 1.0
    across = lambda count: left + PANEL * math.log(count / min(clients)) / span
    up = lambda value: BOTTOM - (BOTTOM - TOP) * math.log(value / low) / (math.log(high / low) or 1.0)
    out = [f'<text class="title" x="{left}" y="{TOP - 18}">{title}</text>']
    for value in shown:
        out.append(f'<line class="grid" x1="{left}" y1="{up(value):.1f}" x2="{left + PANEL}" y2="{up(value):.1f}"/>')
        out.append(f'<text x="{left - 8}" y="{up(value) + 4:.1f}" text-anchor="end">{value:g}</text>')
    for count in clients:
        out.append(f'<text x="{across(count):.1f}" y="{BOTTOM + 20}" text-anchor="middle">{count}</text>')
    for engine, by in engines.items():
        colour, kind = LINES[engine]
        told = " ".join(f"{across(count):.1f},{up(pair[which]):.1f}" for count, pair in by.items())
        out.append(f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out.extend(mark(kind, across(count), up(pair[which]), colour) for count, pair in by.items())
    return out


def legend(engines):
    out, x = [], LEFTS[0]
    for engine in engines:
        colour, kind = LINES[engine]
        out.append(mark(kind, x, 18, colour))
        out.append(f'<text x="{x + 11}" y="22">{engine}</text>')
        x += 35 + 7.2 * len(engine)
    return out


def draw(work, engines):
    engines = {engine: engines[engine] for engine in LINES if engine in engines}
    body = legend(engines)
    body += panel(engines, 0, LEFTS[0], f"{work} in a second")
    body += panel(engines, 1, LEFTS[1], "99 of 100 take less, ms")
    body.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 14}" text-anchor="middle">clients at a time</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">'
    return "\n".join([head, f"<title>{work}, by number of clients</title>", f"<style>{STYLE}</style>", *body, "</svg>", ""])


def main():
    folder = pathlib.Path(sys.argv[1])
    figures = folder / "load.csv"
    if not figures.exists():
        return
    for work, engines in points(figures).items():
        (folder / f"{work.replace(' ', '-').lower()}.svg").write_text(draw(work, engines), encoding="utf-8")


main()
