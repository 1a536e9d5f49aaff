"""What requests need to know of brokers: which can be reached, and how keys are sealed."""

from order.brokers.choice import reachable
from order.brokers.sealing import Seal, WrongKey
from order.domain.routing.keys import BrokerKeys, BrokerName
from order.settings import OrderSettings
from vocabulary import AccountId


class BrokerDesk:
    """The settings' brokers and key. Without a key there are no brokers either."""

    def __init__(self, settings: OrderSettings) -> None:
        self.reachable: frozenset[BrokerName] = reachable(settings)
        key = settings.broker_key_bytes
        self._seal = Seal(key) if key else None

    def close(self, keys: BrokerKeys, account_id: AccountId) -> bytes:
        """The keys as they are stored.

        Raises:
            WrongKey: there is no key to seal them with.
        """
        if self._seal is None:
            raise WrongKey("there is no ORDER_BROKER_KEY")
        return self._seal.close(keys, account_id)

    def open(self, sealed: bytes, account_id: AccountId) -> BrokerKeys | None:
        """The keys that are stored; ``None`` if nobody can read them any more."""
        try:
            return None if self._seal is None else self._seal.open(sealed, account_id)
        except WrongKey:
            return None
