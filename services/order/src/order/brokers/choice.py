"""Which brokers this deployment lets orders go to, and the way there."""

from order.brokers.broker import Broker
from order.domain.routing.keys import BrokerKeys, BrokerName
from order.settings import OrderSettings

_REACHABLE = {
    "off": frozenset[BrokerName](),
    "paper": frozenset({BrokerName.ALPACA_PAPER}),
    "live": frozenset({BrokerName.ALPACA_PAPER, BrokerName.ALPACA_LIVE}),
}


class SwitchedOff(Exception):
    """The deployment lets no order go to this broker."""


def reachable(settings: OrderSettings) -> frozenset[BrokerName]:
    """The brokers that orders may go to."""
    return _REACHABLE[settings.live_routing]


def open_broker(settings: OrderSettings, name: BrokerName, keys: BrokerKeys) -> Broker:
    """An account at a broker. Nothing is sent yet.

    Raises:
        SwitchedOff: no order may go there.
    """
    if name not in reachable(settings):
        raise SwitchedOff(f"ORDER_LIVE_ROUTING={settings.live_routing} does not reach {name}")
    # the library takes half a second, which a deployment without brokers does not have to wait
    from order.brokers.alpaca.account import AlpacaAccount  # noqa: PLC0415

    is_live = name is BrokerName.ALPACA_LIVE
    url = settings.alpaca_live_url if is_live else settings.alpaca_paper_url
    return AlpacaAccount(url.rstrip("/"), keys)
