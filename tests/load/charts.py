"""Line charts as SVG: figures over time, to be read in a report. None of them is money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from load.watch import Series

WIDTH, HEIGHT = 760, 300
LEFT, RIGHT, TOP, BOTTOM = 60, 170, 34, 36
TICKS = 5
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999")
"""Eight that colour-blind people can tell apart (Okabe and Ito)."""
LINES_MAX = len(COLOURS)


@dataclass(frozen=True, slots=True)
class Frame:
    """How far the axes go."""

    across: float
    up: float

    def x(self, value: float) -> float:
        """Where a value lies from the left."""
        return LEFT + (WIDTH - LEFT - RIGHT) * value / self.across

    def y(self, value: float) -> float:
        """Where a value lies from the top."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.up


def chart(title: str, unit: str, lines: Mapping[str, Series], across: str = "seconds") -> str:
    """A chart of some lines; of more than eight, those with the largest values."""
    chosen = sorted(lines, key=lambda name: max(lines[name].values, default=0), reverse=True)
    shown = {name: lines[name] for name in chosen[:LINES_MAX] if lines[name].values}
    frame = Frame(
        _above(max((max(one.seconds) for one in shown.values()), default=1)),
        _above(max((max(one.values) for one in shown.values()), default=1)),
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(title)}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="18" font-size="14">{escape(title)} ({escape(unit)})</text>',
        *_axes(frame, across),
    ]
    for number, (name, series) in enumerate(shown.items()):
        parts += _line(frame, series, COLOURS[number])
        parts += _label(number, name, COLOURS[number])
    return "\n".join([*parts, "</svg>", ""])


def _axes(frame: Frame, across: str) -> list[str]:
    parts: list[str] = []
    for number in range(TICKS + 1):
        value = frame.up * number / TICKS
        y = frame.y(value)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
        value = frame.across * number / TICKS
        x, below = frame.x(value), HEIGHT - BOTTOM + 16
        parts.append(f'<text x="{x:.1f}" y="{below}" text-anchor="middle">{value:g}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    return [
        *parts,
        f'<text x="{middle}" y="{HEIGHT - 4}" text-anchor="middle">{escape(across)}</text>',
    ]


def _line(frame: Frame, series: Series, colour: str) -> list[str]:
    points = zip(series.seconds, series.values, strict=True)
    path = " ".join(f"{frame.x(x):.1f},{frame.y(max(y, 0)):.1f}" for x, y in points)
    return [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>']


def _label(number: int, name: str, colour: str) -> list[str]:
    x, y = WIDTH - RIGHT + 12, TOP + 8 + 20 * number
    return [
        f'<rect x="{x}" y="{y - 8}" width="14" height="4" fill="{colour}"/>',
        f'<text x="{x + 20}" y="{y - 2}">{escape(name)}</text>',
    ]


def _above(value: float) -> float:
    """The next round number, so that ticks are round, too."""
    if value <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(value))
    steps: Sequence[float] = (1, 2, 2.5, 5, 10)
    return next(step * unit for step in steps if step * unit >= value * 0.999) or ceil(value)
