"""Keys of vendors, which never leave the process: not in a log, an answer or a metric."""

import logging

from pydantic import SecretStr

HIDDEN = "**********"


class Secrets:
    """What must not be shown, wherever it turns up: some vendors repeat it in their errors."""

    def __init__(self, *keys: SecretStr | None) -> None:
        self._keys = [key.get_secret_value() for key in keys if key and key.get_secret_value()]

    def hide(self, text: str) -> str:
        """``text`` without them."""
        for key in self._keys:
            text = text.replace(key, HIDDEN)
        return text


def keep_frames_out_of_logs() -> None:
    """At DEBUG the library of both vendors' sockets logs all that it sends, and first the keys."""
    logging.getLogger("websockets").setLevel(logging.INFO)
