"""alpaca-py, imported in one place: it takes half a second, and warns of what it stands on."""

import logging
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # its use of websockets.legacy
    from alpaca.common.exceptions import APIError
    from alpaca.trading.client import TradingClient
    from alpaca.trading.stream import TradingStream

# at DEBUG it logs every frame that is sent, and first the keys
logging.getLogger("websockets").setLevel(logging.INFO)

__all__ = ["APIError", "TradingClient", "TradingStream"]
