"""What all modules of handlers add theirs to, account by account."""

from bus.handlers import Handlers
from portfolio.domain.account import Account

handlers = Handlers[Account](key="account_id")
