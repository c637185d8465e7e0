"""`python -m requite.front`."""

from __future__ import annotations

from requite.front.server import main

if __name__ == "__main__":
    main()
