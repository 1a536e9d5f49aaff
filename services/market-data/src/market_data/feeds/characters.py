"""How the instruments that everybody knows behave when they are simulated."""

from decimal import Decimal

from market_data.domain.instruments import Instrument
from market_data.domain.simulation.characters import (
    ALL_HOURS,
    MARKET,
    SESSION_HOURS,
    Character,
    Load,
)
from market_data.domain.simulation.derivation import HABITS
from vocabulary import AssetClass, Price, Quantity, Symbol

CENT = Price(Decimal("0.01"))
ROUND_LOT = Quantity(Decimal(100))


def _share(
    listing: str,
    name: str,
    opening: str,
    volatility: int,
    loads: tuple[Load, ...],
    *,
    lots: tuple[int, int] = (2, 25),
    spread: int = 1,
    asset_class: AssetClass = AssetClass.STOCK,
) -> Character:
    exchange, _, symbol = listing.partition(":")
    instrument = Instrument(Symbol(symbol), name, asset_class, exchange, CENT, ROUND_LOT)
    price = Price(Decimal(opening))
    return Character(instrument, price, spread, *lots, volatility, SESSION_HOURS, loads)


def _fund(
    symbol: str, name: str, opening: str, volatility: int, loads: tuple[Load, ...]
) -> Character:
    etf, lots = AssetClass.ETF, (5, 60)
    listing = f"ARCA:{symbol}"
    return _share(listing, name, opening, volatility, loads, lots=lots, asset_class=etf)


def _around_the_clock(
    symbol: str,
    name: str,
    asset_class: AssetClass,
    opening: str,
    volatility: int,
    *,
    tick: str,
    lot: str,
    spread: int,
) -> Character:
    exchange = "CRYPTO" if asset_class is AssetClass.CRYPTO else "OTC"
    sizes = Price(Decimal(tick)), Quantity(Decimal(lot))
    instrument = Instrument(Symbol(symbol), name, asset_class, exchange, *sizes)
    price, loads = Price(Decimal(opening)), HABITS[asset_class].loads
    return Character(instrument, price, spread, 1, 20, volatility, ALL_HOURS, loads)


_TECH = Load(MARKET, 40), Load("technology", 25)
_SHOPS = Load(MARKET, 35), Load("consumer", 15)
_BANKS = Load(MARKET, 40), Load("finance", 25)
_STAPLES = Load(MARKET, 20), Load("staples", 20)
_ENERGY = Load(MARKET, 20), Load("energy", 30)
_COIN, _METAL, _FX = AssetClass.CRYPTO, AssetClass.COMMODITY, AssetClass.FX

CHARACTERS = (
    _share("NASDAQ:AAPL", "Apple Inc.", "228.50", 26, _TECH),
    _share("NYSE:AIG", "American International Group Inc.", "78.20", 24, _BANKS),
    _share("NASDAQ:AMZN", "Amazon.com Inc.", "214.10", 31, _SHOPS),
    _share("NYSE:BAC", "Bank of America Corp.", "45.85", 25, _BANKS, lots=(20, 120)),
    _share("NASDAQ:GOOGL", "Alphabet Inc. Class A", "187.30", 29, _TECH),
    _share("NYSE:IBM", "International Business Machines Corp.", "251.40", 22, _TECH, spread=3),
    _share("NYSE:JPM", "JPMorgan Chase & Co.", "262.75", 23, _BANKS, spread=2),
    _share("NYSE:KO", "Coca-Cola Co.", "68.90", 15, _STAPLES, lots=(10, 60)),
    _share("NASDAQ:META", "Meta Platforms Inc.", "612.60", 33, _TECH, spread=5),
    _share("NASDAQ:MSFT", "Microsoft Corp.", "428.15", 24, _TECH, spread=2),
    _share("NASDAQ:NVDA", "NVIDIA Corp.", "136.40", 48, _TECH, lots=(5, 50)),
    _share("NASDAQ:TSLA", "Tesla Inc.", "338.20", 58, _SHOPS, spread=3),
    _share("NYSE:XOM", "Exxon Mobil Corp.", "111.35", 22, _ENERGY, lots=(5, 40)),
    _fund("IWM", "iShares Russell 2000 ETF", "224.80", 22, (Load(MARKET, 85),)),
    _fund("QQQ", "Invesco QQQ Trust", "517.25", 20, (Load(MARKET, 75), Load("technology", 20))),
    _fund("SPY", "SPDR S&P 500 ETF Trust", "593.70", 16, (Load(MARKET, 97),)),
    _around_the_clock("BTCUSD", "Bitcoin", _COIN, "96400", 55, tick=".01", lot=".01", spread=400),
    _around_the_clock("ETHUSD", "Ether", _COIN, "3350", 70, tick=".01", lot=".1", spread=25),
    _around_the_clock("EURUSD", "Euro", _FX, "1.0845", 8, tick=".00001", lot="100000", spread=6),
    _around_the_clock("XAUUSD", "Gold", _METAL, "2655", 14, tick=".01", lot="10", spread=18),
)
