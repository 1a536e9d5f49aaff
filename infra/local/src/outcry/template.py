"""Fill in ``${NAMES}`` and nothing else, as ``envsubst`` does to the same file in a container."""

import re
from collections.abc import Mapping

from outcry.errors import Problem

PLACEHOLDER = re.compile(r"\$\{([A-Z_]+)\}")


def render(template: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder replaced.

    Raises:
        Problem: a placeholder has no value.
    """
    if missing := sorted(set(PLACEHOLDER.findall(template)) - values.keys()):
        raise Problem(f"the template needs a value for {', '.join(missing)}")
    return PLACEHOLDER.sub(lambda found: values[found[1]], template)
