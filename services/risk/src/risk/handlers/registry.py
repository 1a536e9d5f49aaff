"""What all modules of handlers add theirs to, account by account."""

from bus.handlers import Handlers
from risk.domain.account import TradingAccount

handlers = Handlers[TradingAccount](key="account_id")
