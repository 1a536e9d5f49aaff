"""alpaca-py, imported in one place: it takes half a second, and warns of what it stands on."""

import warnings

from market_data.feeds.secrets import keep_frames_out_of_logs

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # its use of websockets.legacy
    from alpaca.common.exceptions import APIError
    from alpaca.common.rest import RESTClient
    from alpaca.data.enums import DataFeed
    from alpaca.data.historical import CryptoHistoricalDataClient, StockHistoricalDataClient
    from alpaca.data.live import CryptoDataStream, StockDataStream
    from alpaca.data.live.websocket import DataStream
    from alpaca.data.requests import (
        CryptoBarsRequest,
        CryptoLatestQuoteRequest,
        StockBarsRequest,
        StockLatestQuoteRequest,
    )
    from alpaca.data.timeframe import TimeFrame, TimeFrameUnit

keep_frames_out_of_logs()

__all__ = [
    "APIError",
    "CryptoBarsRequest",
    "CryptoDataStream",
    "CryptoHistoricalDataClient",
    "CryptoLatestQuoteRequest",
    "DataFeed",
    "DataStream",
    "RESTClient",
    "StockBarsRequest",
    "StockDataStream",
    "StockHistoricalDataClient",
    "StockLatestQuoteRequest",
    "TimeFrame",
    "TimeFrameUnit",
]
