"""Plots of an evaluation as inline SVG: text stays text, and its colour is that of the page.

matplotlib comes with the extra `plots` and is only loaded here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate.calibration import Bin, Threshold

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Counts = Mapping[str, Mapping[str, int]]
COLOURS = ("#3b82c4", "#c4661f", "#8f62c4")
INK = "#010203"
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "factwire",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "legend.frameon": False,
}
MARKED = (0.9, 0.8, 0.7, 0.5)
APART = 0.06
TICKS = 12
LOWEST = 0.08
Z95 = 1.96


class Canvas:
    """An empty plot, and the SVG that it has become once it is closed.

    Attributes:
        axes: Where to draw.
        svg: The SVG element, after the `with` block of `canvas`.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self.svg = ""


@contextmanager
def canvas(label: str, width: float = 5.2, height: float = 3.6) -> Iterator[Canvas]:
    """Open an empty plot.

    Args:
        label: What the picture shows, for those who cannot see it.
        width: In inches.
        height: In inches.

    Raises:
        FactwireError: E045 if matplotlib is not installed.
    """
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as error:
        raise FactwireError(E.E045, feature="the plots", package="matplotlib", extra="plots") from error
    with rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        opened = Canvas(figure.add_subplot())
        yield opened
        stream = io.StringIO()
        nothing: dict[str, Any] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(stream, format="svg", transparent=True, metadata=nothing)
    opened.svg = _inline(stream.getvalue(), label)


def precision_recall(curves: Mapping[str, Sequence[Threshold]]) -> str:
    """Draw precision against recall as the least confidence falls; some confidences are marked.

    Args:
        curves: Name → thresholds from the highest confidence down.
    """
    with canvas("Precision against recall by least confidence") as drawn:
        for (name, curve), colour in zip(curves.items(), COLOURS, strict=False):
            drawn.axes.plot([t.recall for t in curve], [t.precision for t in curve], color=colour, label=name)
            for mark, reached in marks(curve).items():
                place = (reached.recall, reached.precision)
                drawn.axes.plot(*place, "o", color=colour, markersize=4)
                drawn.axes.annotate(
                    f"{mark:.1f}", place, xytext=(0, 5), textcoords="offset points", ha="center"
                )
        _unit_axes(drawn.axes, "recall", "precision")
        drawn.axes.legend(loc="lower left")
    return drawn.svg


def reliability_diagram(bins: Sequence[Bin]) -> str:
    """Draw the share of right facts against their confidence, with Wilson's 95% intervals."""
    with canvas("Share of right facts by confidence") as drawn:
        drawn.axes.plot([0, 1], [0, 1], "--", color=INK, linewidth=0.8, label="as it should be")
        means, shares = [b.confidence for b in bins], [b.right for b in bins]
        bounds = [wilson(b.right, b.count) for b in bins]
        below = [max(0.0, b.right - low) for b, (low, _) in zip(bins, bounds, strict=True)]
        above = [max(0.0, high - b.right) for b, (_, high) in zip(bins, bounds, strict=True)]
        drawn.axes.errorbar(
            means, shares, [below, above], fmt="o-", color=COLOURS[0], capsize=3, label="facts, 95%"
        )
        for found, (low, high) in zip(bins, bounds, strict=True):
            above_it = low < LOWEST
            place, shift = (found.confidence, high if above_it else low), 4 if above_it else -13
            drawn.axes.annotate(
                str(found.count), place, xytext=(0, shift), textcoords="offset points", ha="center"
            )
        _unit_axes(drawn.axes, "confidence", "share that is right")
        drawn.axes.legend(loc="upper left")
    return drawn.svg


def bars(counts: Counts, kinds: Sequence[str], label: str) -> str:
    """Draw lying bars, parted by kind, the first on top.

    Args:
        counts: Name of the bar → kind → number.
        kinds: The kinds, in the order of their parts.
        label: What the picture shows.
    """
    with canvas(label, height=0.9 + 0.3 * len(counts)) as drawn:
        names, totals = list(counts), [0] * len(counts)
        for kind, colour, sizes, start in _stacked(counts, kinds):
            drawn.axes.barh(names, sizes, left=start, color=colour, label=kind)
            totals = [a + b for a, b in zip(start, sizes, strict=True)]
        for place, total in enumerate(totals):
            drawn.axes.annotate(
                str(total), (total, place), xytext=(4, 0), textcoords="offset points", va="center"
            )
        drawn.axes.invert_yaxis()
        drawn.axes.margins(x=0.1)
        _legend_above(drawn.axes)
    return drawn.svg


def columns(counts: Counts, kinds: Sequence[str], label: str) -> str:
    """Draw standing columns in a row, parted by kind; a share of them is named.

    Args:
        counts: Name of the column → kind → number.
        kinds: The kinds, in the order of their parts.
        label: What the picture shows.
    """
    with canvas(label, width=8) as drawn:
        names = list(counts)
        for kind, colour, sizes, start in _stacked(counts, kinds):
            drawn.axes.bar(range(len(names)), sizes, bottom=start, color=colour, label=kind)
        shown = range(0, len(names), -(-len(names) // TICKS))
        drawn.axes.set_xticks(list(shown), [names[i] for i in shown], rotation=45, ha="right")
        drawn.axes.set_ylabel("facts")
        drawn.axes.locator_params(axis="y", integer=True)
        _legend_above(drawn.axes)
    return drawn.svg


def _stacked(counts: Counts, kinds: Sequence[str]) -> Iterator[tuple[str, str, list[int], list[int]]]:
    """Give each kind with its colour, and for each bar its size and where it starts."""
    start = [0] * len(counts)
    for kind, colour in zip(kinds, COLOURS, strict=False):
        sizes = [count.get(kind, 0) for count in counts.values()]
        yield kind, colour, sizes, start
        start = [a + b for a, b in zip(start, sizes, strict=True)]


def marks(curve: Sequence[Threshold]) -> dict[float, Threshold]:
    """Return the confidences to be marked on a curve, with what each reaches; near ones are left out."""
    found: dict[float, Threshold] = {}
    for mark in MARKED:
        kept = [t for t in curve if t.confidence >= mark]
        if kept and all(abs(kept[-1].recall - other.recall) > APART for other in found.values()):
            found[mark] = kept[-1]
    return found


def wilson(share: float, count: int) -> tuple[float, float]:
    """Return Wilson's 95% interval of a share of so many cases."""
    square = Z95 * Z95
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z95 * (share * (1 - share) / count + square / (4 * count * count)) ** 0.5 / (1 + square / count)
    return middle - half, middle + half


def _unit_axes(axes: Axes, x: str, y: str) -> None:
    axes.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel=x, ylabel=y)


def _legend_above(axes: Axes) -> None:
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(COLOURS))


def _inline(text: str, label: str) -> str:
    """Return the SVG element of a file for a page: named, in the page's colour, with no spare ids."""
    text = text[text.index("<svg") :].strip()
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    used = set(re.findall(r"""(?:url\(|href=")#([^)"]+)""", text))
    text = re.sub(r' id="([^"]+)"', lambda m: m[0] if m[1] in used else "", text)
    text = re.sub(r"<!--.*?-->\n?", "", text, flags=re.DOTALL).replace(INK, "currentColor")
    return text.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)
