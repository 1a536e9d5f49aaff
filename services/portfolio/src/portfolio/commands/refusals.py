"""Why a wish about an account is not granted."""

from chassis.errors import Conflict, NotFound, Unprocessable


class AccountNotFound(NotFound):
    """There is no such account, or it is not the caller's."""

    code = "account_not_found"


class NoAccount(NotFound):
    """The caller has no account, yet or any more; the first one comes a moment after signing up."""

    code = "account_not_open"


class AccountClosed(Conflict):
    """The account has ended: nothing about it changes any more."""

    code = "account_closed"


class AccountWindingUp(Conflict):
    """The account is being reset or closed; that comes first."""

    code = "account_winding_up"


class LastAccount(Conflict):
    """It is the only account that the caller has; open another one before."""

    code = "last_account"


class TooManyAccounts(Conflict):
    """The caller has as many open accounts as anybody may have."""

    code = "too_many_accounts"


class AmountTooLarge(Unprocessable):
    """More dollars than may be moved at once, or than an account may begin with."""

    code = "amount_too_large"


class KeyReused(Unprocessable):
    """The ``Idempotency-Key`` was used before, for something else."""

    code = "key_reused"
