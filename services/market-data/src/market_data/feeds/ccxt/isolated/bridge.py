# pyright: basic, reportMissingImports=false
# It runs where ccxt is installed, and nothing of ours is.
"""Speaks ccxt on one side, and lines of JSON on the other.

The first line that it reads says which exchange, and which symbols it is to tell of. It answers
``ready``, then tells quotes and trades, or answers each further line with bars.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import ccxt.pro

Say = Callable[..., None]
BARS_PER_REQUEST = 300


def say(**message: Any) -> None:  # noqa: ANN401
    """A line."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def moved(urls: Any, url: str) -> Any:  # noqa: ANN401
    """All addresses of an exchange, at another host: requests by http, sockets by ws."""
    if isinstance(urls, dict):
        return {name: moved(each, url) for name, each in urls.items()}
    if not isinstance(urls, str):
        return urls
    host, scheme = urlsplit(url).netloc, "ws" if urls.startswith("ws") else "http"
    return f"{scheme}://{host}{urlsplit(urls).path}"


async def quotes(exchange: Any, symbol: str) -> None:  # noqa: ANN401
    """For ever: the best bid and offer, as they change, or as often as the exchange lets us ask."""
    watched = exchange.has.get("watchTicker")
    while True:
        one = await (exchange.watch_ticker if watched else exchange.fetch_ticker)(symbol)
        names = ("timestamp", "bid", "bidVolume", "ask", "askVolume")
        say(quote=symbol, **{name: one[name] for name in names})


async def trades(exchange: Any, symbol: str) -> None:  # noqa: ANN401
    """For ever: what was traded."""
    while True:
        for one in await exchange.watch_trades(symbol):
            say(trade=symbol, **{name: one[name] for name in ("timestamp", "price", "amount")})


async def bars(exchange: Any, wanted: dict[str, Any]) -> list[Any]:  # noqa: ANN401
    """All bars from ``since`` on and before ``until``, in milliseconds."""
    symbol, frame, since = wanted["symbol"], wanted["timeframe"], wanted["since"]
    step = exchange.parse_timeframe(frame) * 1000
    found: dict[int, Any] = {}
    while since < wanted["until"]:
        some = await exchange.fetch_ohlcv(symbol, frame, since, BARS_PER_REQUEST)
        found |= {bar[0]: bar for bar in some if since <= bar[0] < wanted["until"]}
        since += BARS_PER_REQUEST * step
    return [found[start] for start in sorted(found)]


async def answer(exchange: Any, lines: asyncio.StreamReader) -> None:  # noqa: ANN401
    """One line for each that is read."""
    while line := await lines.readline():
        try:
            say(bars=await bars(exchange, json.loads(line)))
        except (ccxt.RateLimitExceeded, ccxt.DDoSProtection) as error:
            say(refused="rate_limited", reason=str(error))
        except ccxt.BadSymbol as error:
            say(refused="unknown_symbol", reason=str(error))
        except ccxt.BaseError as error:
            say(refused="vendor_away", reason=str(error))


async def hang_up(lines: asyncio.StreamReader) -> None:
    """When the one who began this ends."""
    while await lines.readline():
        pass


async def serve(given: dict[str, Any], lines: asyncio.StreamReader) -> None:
    """Until somebody hangs up, or something breaks."""
    exchange = getattr(ccxt.pro, given["exchange"])()
    exchange.number = str  # exact, as the exchange wrote it
    if given["url"]:
        exchange.urls["api"] = moved(exchange.urls["api"], given["url"])
    try:
        await exchange.load_markets()
        if missing := sorted(set(given["symbols"]) - set(exchange.symbols)):
            raise ccxt.BadSymbol(f"{given['exchange']} has no {', '.join(missing)}")
        say(ready=True)
        if not given["symbols"]:
            await answer(exchange, lines)
            return
        told: list[Awaitable[None]] = [hang_up(lines)]
        for symbol in given["symbols"]:
            told.append(quotes(exchange, symbol))
            if exchange.has.get("watchTrades"):
                told.append(trades(exchange, symbol))
        tasks = [asyncio.ensure_future(one) for one in told]
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await exchange.close()


async def main() -> None:
    """Everything, and why it ended."""
    lines = asyncio.StreamReader()
    reading = asyncio.StreamReaderProtocol(lines)
    await asyncio.get_running_loop().connect_read_pipe(lambda: reading, sys.stdin)
    try:
        await serve(json.loads(await lines.readline()), lines)
    except (ccxt.BaseError, AttributeError) as error:
        say(failed=f"{type(error).__name__}: {error}")
        sys.exit(1)


if __name__ == "__main__":
    asyncio.run(main())
