"""Where the portfolio service answers, and how it refuses what is wrong everywhere."""

from typing import Any

AREA = "portfolio"

Answers = dict[int | str, dict[str, Any]]
REFUSED: Answers = {
    401: {"description": "`not_signed_in`: sign in again"},
    404: {"description": "`account_not_open`: come back in a moment"},
}
