"""What cannot be booked, and why."""


class AccountNotOpen(ValueError):
    """The account was never opened, so nothing can be booked on it."""


class AlreadyOpen(ValueError):
    """An account is opened once, and receives its opening cash once."""


class AccountIsClosed(ValueError):
    """The account has ended, so nothing can be booked on it any more."""


class BooksDisagree(ValueError):
    """Cash, cost and profit do not add up: nothing more may be booked until somebody looks."""
