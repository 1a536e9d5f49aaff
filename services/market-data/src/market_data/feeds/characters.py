"""How the instruments that everybody knows behave when they are simulated."""

from decimal import Decimal

from market_data.domain.instruments import Instrument
from market_data.domain.simulation.symbol import Character
from vocabulary import AssetClass, Price, Quantity, Symbol

SESSION_HOURS = 252 * 13 // 2
"""Trading hours of a stock in a year: 252 days of six and a half."""
ALL_HOURS = 365 * 24
CENT = Price(Decimal("0.01"))
ROUND_LOT = Quantity(Decimal(100))


def _share(
    symbol: str,
    name: str,
    exchange: str,
    opening: str,
    volatility: int,
    *,
    lots: tuple[int, int] = (2, 25),
    spread: int = 1,
    asset_class: AssetClass = AssetClass.STOCK,
) -> Character:
    instrument = Instrument(Symbol(symbol), name, asset_class, exchange, CENT, ROUND_LOT)
    price = Price(Decimal(opening))
    return Character(instrument, price, spread, *lots, volatility, SESSION_HOURS)


def _fund(symbol: str, name: str, opening: str, volatility: int) -> Character:
    etf, lots = AssetClass.ETF, (5, 60)
    return _share(symbol, name, "ARCA", opening, volatility, lots=lots, asset_class=etf)


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
    return Character(instrument, Price(Decimal(opening)), spread, 1, 20, volatility, ALL_HOURS)


_COIN, _METAL, _FX = AssetClass.CRYPTO, AssetClass.COMMODITY, AssetClass.FX

CHARACTERS = (
    _share("AAPL", "Apple Inc.", "NASDAQ", "228.50", 26),
    _share("AIG", "American International Group Inc.", "NYSE", "78.20", 24),
    _share("AMZN", "Amazon.com Inc.", "NASDAQ", "214.10", 31),
    _share("BAC", "Bank of America Corp.", "NYSE", "45.85", 25, lots=(20, 120)),
    _share("GOOGL", "Alphabet Inc. Class A", "NASDAQ", "187.30", 29),
    _share("IBM", "International Business Machines Corp.", "NYSE", "251.40", 22, spread=3),
    _share("JPM", "JPMorgan Chase & Co.", "NYSE", "262.75", 23, spread=2),
    _share("KO", "Coca-Cola Co.", "NYSE", "68.90", 15, lots=(10, 60)),
    _share("META", "Meta Platforms Inc.", "NASDAQ", "612.60", 33, spread=5),
    _share("MSFT", "Microsoft Corp.", "NASDAQ", "428.15", 24, spread=2),
    _share("NVDA", "NVIDIA Corp.", "NASDAQ", "136.40", 48, lots=(5, 50)),
    _share("TSLA", "Tesla Inc.", "NASDAQ", "338.20", 58, spread=3),
    _share("XOM", "Exxon Mobil Corp.", "NYSE", "111.35", 22, lots=(5, 40)),
    _fund("IWM", "iShares Russell 2000 ETF", "224.80", 22),
    _fund("QQQ", "Invesco QQQ Trust", "517.25", 20),
    _fund("SPY", "SPDR S&P 500 ETF Trust", "593.70", 16),
    _around_the_clock("BTCUSD", "Bitcoin", _COIN, "96400", 55, tick=".01", lot=".01", spread=400),
    _around_the_clock("ETHUSD", "Ether", _COIN, "3350", 70, tick=".01", lot=".1", spread=25),
    _around_the_clock("EURUSD", "Euro", _FX, "1.0845", 8, tick=".00001", lot="100000", spread=6),
    _around_the_clock("XAUUSD", "Gold", _METAL, "2655", 14, tick=".01", lot="10", spread=18),
)
