"""How much proofs try: in every run enough to find what was just broken, and more when asked.

``make test-thorough`` asks, by ``OUTCRY_THOROUGH=1``.
"""

import os
from typing import TypeVar

T = TypeVar("T")
IS_THOROUGH = os.environ.get("OUTCRY_THOROUGH") == "1"


def tries(usually: T, thoroughly: T) -> T:
    """As much as is asked for."""
    return thoroughly if IS_THOROUGH else usually
