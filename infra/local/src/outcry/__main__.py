"""``python -m outcry``: the same as ``outcry``."""

from outcry.cli import main

if __name__ == "__main__":
    main()
