"""Response shapes."""

from pydantic import BaseModel, Field


class TicketResponse(BaseModel):
    """The first message on `/ws` shows it: `{"action": "authenticate", "ticket": "…"}`."""

    ticket: str = Field(description="Good for one connection.", examples=["GqX0b3…"])
    expires_in: int = Field(description="Seconds left to use it.", examples=[30])
