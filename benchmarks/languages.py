"""All four editions of the deck, cold, against English alone, with two workers each."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import compare, spread

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Print the ratio of wall time, pair by pair, and the peak memory of the largest process."""
    with tempfile.TemporaryDirectory() as scratch:
        base = [sys.executable, "-m", "briefgen", "--project", str(ROOT), "build", "deck"]
        base += ["--jobs", "2", "--fresh", "--quiet", "--output", scratch]
        pairs = compare([*base, "--language", "all"], [*base, "--language", "en"])
    print("wall seconds, four:   ", spread([four.wall for four, _ in pairs]))
    print("wall seconds, English:", spread([one.wall for _, one in pairs]))
    print("ratio (bound 2.6):    ", spread([four.wall / one.wall for four, one in pairs]))
    print("peak MiB (bound 400): ", spread([four.peak for four, _ in pairs]))


if __name__ == "__main__":
    main()
