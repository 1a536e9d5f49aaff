"""Splits that companies announce, for all accounts of this process at once."""

from collections.abc import Iterator

from bus.handlers import Handlers, Occurrence
from events import CorporateActionAnnounced, CorporateActionEffective, Event
from risk.domain.companies import Company, Split

companies = Handlers[Company](key="symbol")


@companies.on(CorporateActionAnnounced)
def note(company: Company, said: CorporateActionAnnounced) -> Iterator[Event]:
    """Know of a split before its time; not of one that was over before anybody knew of it."""
    if said.effective_at is not None and said.new_shares and said.old_shares:
        company.news.append(
            Split(said.action_id, said.symbol, said.new_shares, said.old_shares, said.effective_at)
        )
    yield from ()


@companies.on_occurrences(CorporateActionEffective)
def note_effective(company: Company, occurrence: Occurrence) -> Iterator[Event]:
    """Market time has come."""
    said: CorporateActionEffective = occurrence.data
    if said.new_shares and said.old_shares:
        ratio = said.new_shares, said.old_shares
        company.news.append(
            Split(said.action_id, said.symbol, *ratio, said.market_time, occurrence.time)
        )
    yield from ()
