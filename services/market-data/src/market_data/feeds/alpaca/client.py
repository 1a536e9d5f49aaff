# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# The library says Dict and List without saying of what.
"""alpaca-py's clients for requests, a little more careful."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter

from market_data.feeds.alpaca.library import (
    APIError,
    CryptoHistoricalDataClient,
    RESTClient,
    StockHistoricalDataClient,
)
from market_data.feeds.feed import FeedRefused
from market_data.feeds.vendors.asking import TIMEOUT_SECONDS, refusal

Answer = Mapping[str, Any]


class _Patient(HTTPAdapter):
    """The library would wait for an answer for ever."""

    def send(  # noqa: PLR0917
        self,
        request: PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002  # as it is in requests
        timeout: object = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002
        cert: Any = None,  # noqa: ANN401
        proxies: Any = None,  # noqa: ANN401
    ) -> Response:
        """What it does, and gives up in time."""
        del timeout
        return super().send(request, stream, TIMEOUT_SECONDS, verify, cert, proxies)


class Client(RESTClient):
    """Without the library's own second tries, and with the headers of the newest answer."""

    headers: Mapping[str, str] = {}

    def _one_request(self, method: str, url: str, opts: dict[str, Any], retry: int) -> Any:  # noqa: ANN401
        del retry
        if not isinstance(self._session.get_adapter(url), _Patient):
            self._session.mount(self._base_url, _Patient())
            self._session.hooks["response"].append(self._note)
        return super()._one_request(method, url, opts, 0)

    def _note(self, response: Response, **_options: object) -> None:
        self.headers = response.headers


class Stocks(Client, StockHistoricalDataClient):
    """Of stocks and funds."""


class Coins(Client, CryptoHistoricalDataClient):
    """Of coins."""


def told(fetch: Callable[[], object]) -> Answer:
    """What a client answers.

    Raises:
        TooMany: Alpaca counts.
        FeedRefused: it does not answer, or refuses.
    """
    try:
        return cast(Answer, fetch())
    except APIError as error:
        response = cast(Response, error.response)
        raise refusal(response.status_code, str(error), response.headers) from error
    except RequestException as error:
        raise FeedRefused("vendor_away", str(error)) from error
