# pyright: reportMissingTypeStubs=false
"""The library ``massive``, imported in one place: it adds handlers of its own to the log."""

from logging import getLogger

from massive import RESTClient, WebSocketClient
from massive.websocket import Market

from market_data.feeds.secrets import keep_frames_out_of_logs

for name in ("RESTClient", "WebSocketClient"):
    getLogger(name).handlers.clear()  # ours write what it logs; its own would write it twice

keep_frames_out_of_logs()

__all__ = ["Market", "RESTClient", "WebSocketClient"]
