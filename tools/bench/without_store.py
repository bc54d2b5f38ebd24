"""`comity serve` with the same workers, around the application alone: every page is made anew for whoever asks."""

from __future__ import annotations

import sys

from comity.wsgi import of_django

__all__ = ["of_django"]

if __name__ == "__main__":
    from comity.cli import main, serving

    serving.APPLICATION = "tools.bench.without_store.of_django"
    sys.exit(main(["serve", *sys.argv[1:]]))
