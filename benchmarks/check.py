"""What `briefgen check` costs on the whole content, and that it imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from measure import run, spread

ROOT = Path(__file__).parents[1]
HEAVY = ("matplotlib", "pptx", "docx")


def main() -> None:
    """Print CPU seconds over seven runs, and the heavy libraries that were imported (none is right)."""
    command = [sys.executable, "-m", "briefgen", "--project", str(ROOT), "check"]
    run(command)
    print("CPU seconds (bound 1.5):", spread([run(command).cpu for _ in range(7)]))
    probe = (
        "import sys, briefgen.cli\n"
        f"try: briefgen.cli.main(['--project', {str(ROOT)!r}, 'check'])\n"
        f"except SystemExit: print('IMPORTED', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    print("heavy imports:", done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    main()
