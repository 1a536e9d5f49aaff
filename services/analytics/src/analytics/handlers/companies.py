"""Splits of companies: what it would have returned to hold their shares goes on across them."""

from collections.abc import Iterable

from analytics.domain.company import Company, Split
from bus.handlers import Handlers
from events import CorporateActionEffective, Event

handlers = Handlers[Company](key="symbol")


@handlers.on(CorporateActionEffective)
def note_split(company: Company, said: CorporateActionEffective) -> Iterable[Event]:
    """Remember a split; of dividends only those that were paid to somebody count."""
    if said.new_shares and said.old_shares:
        about = said.action_id, said.symbol, said.new_shares, said.old_shares
        company.news.append(Split(*about, said.market_time))
    return ()
