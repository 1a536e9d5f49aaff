"""Who did best, as everybody sees it: names of those who gave one, and nobody's account."""

from typing import Annotated, Self
from unicodedata import normalize

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from analytics.domain.leaderboard import Season
from analytics.queries.leaderboard import Board
from analytics.schemas.ratios import Ratio
from vocabulary import AccountId

NAME_CHARACTERS_MAX = 40
SHOWN_MAX = 100


def _one_line(text: str) -> str:
    name = " ".join(normalize("NFC", text).split())
    if not 0 < len(name) <= NAME_CHARACTERS_MAX or not name.isprintable():
        raise ValueError(f"a name has 1 to {NAME_CHARACTERS_MAX} printable characters")
    return name


class NameRequest(BaseModel):
    """How the account is to be called on the leaderboard: whoever asks for it agrees to be seen."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[
        str,
        Field(
            max_length=160,
            examples=["Ada"],
            json_schema_extra={
                "maxLength": NAME_CHARACTERS_MAX,
                "pattern": r"^[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9])?$",
            },
        ),
        AfterValidator(_one_line),
    ]


class BoardRequest(BaseModel):
    """Which season: a month of market time like ``2013-10``, or ``all`` of it."""

    season: Annotated[str, Field(pattern=r"^(all|\d{4}-\d{2})$", examples=["all"])] = "all"


OwnBoard = Annotated[BoardRequest, Query()]


class StandingResponse(BaseModel):
    """One place on the leaderboard. Who gave no name has none; ``is_own`` says that it is yours."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "rank": 1,
                "name": "Ada",
                "is_own": False,
                "total_return": "0.0431",
                "max_drawdown": "-0.012",
                "days": 17,
            }
        }
    )

    rank: int
    name: str | None
    is_own: bool
    total_return: Ratio
    max_drawdown: Ratio
    days: int


class BoardResponse(BaseModel):
    """The best of a season, and the caller's own place wherever it is.

    Ranks go by the time-weighted return since the account last began; ``accounts`` counts all.
    """

    season: str
    accounts: int
    standings: list[StandingResponse]
    own: StandingResponse | None

    @classmethod
    def of(cls, season: Season, board: Board, me: AccountId) -> Self:
        """The board as the owner of one account sees it."""
        everybody = [
            StandingResponse(
                rank=one.rank,
                name=board.names.get(one.entry.account_id),
                is_own=one.entry.account_id == me,
                total_return=one.entry.total_return,
                max_drawdown=one.entry.max_drawdown,
                days=one.entry.days,
            )
            for one in board.standings
        ]
        return cls(
            season=season.name,
            accounts=len(everybody),
            standings=everybody[:SHOWN_MAX],
            own=next((one for one in everybody if one.is_own), None),
        )
