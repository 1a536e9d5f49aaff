# /// script
# requires-python = ">=3.11"
# dependencies = ["edgartools>=5.50", "iso4217>=1.16", "pyarrow>=20", "pytickersymbols>=1.17"]
# ///
"""Writes the catalogue of instruments, from packages and from the lists beside this file.

Who is listed where comes from the SEC (packed in edgartools), sectors and facts of companies from
Wikipedia (packed in pytickersymbols), names of currencies from ISO 4217. ``make instruments`` runs
it with those packages, which the service itself does not need.
"""

import csv
import gzip
import re
import runpy
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.metadata import distribution, version
from io import StringIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COLUMNS = [
    *("symbol", "name", "also", "class", "exchange", "sector", "tick", "lot", "guide"),
    *("cik", "industries", "headquarters", "founded", "employees", "website"),
]
EXCHANGES = {"NYSE": "NYSE", "Nasdaq": "NASDAQ", "CBOE": "CBOE"}
INDICES = ("S&P 500", "NASDAQ 100", "S&P 600")
SECTORS = {
    "Communication Services": "communication_services",
    "Consumer Discretionary": "consumer_discretionary",
    "Consumer Staples": "consumer_staples",
    "Energy": "energy",
    "Financials": "financials",
    "Health Care": "health_care",
    "Industrials": "industrials",
    "Information Technology": "information_technology",
    "Materials": "materials",
    "Real Estate": "real_estate",
    "Utilities": "utilities",
}
NOT_SHARES = re.compile(r"-(P[A-Z]?|WT[A-Z]?|UN|RI)$")
"""How the SEC writes preferred shares, warrants, units and rights of the NYSE."""
FIFTH_LETTERS = "MNOPRUW"
"""The same on Nasdaq, after the four letters of the share."""
FUND = re.compile(
    r"\b(ETF|ETN|UltraShort)\b|^(ProShares|iShares|Grayscale|21Shares|VS Trust|Teucrium"
    r"|Invesco (DB|CurrencyShares|Galaxy))"
    r"|\b(Bitcoin|Ether|Ethereum|Solana|XRP|Litecoin|Dogecoin|Crypto|Templeton Digital)\b"
    r".*(Trust|Fund)\b",
    re.IGNORECASE,
)
PLACE = re.compile(r"\s*/\s*(\w{0,3}|Delaware|Cayman Islands)\s*/?\s*$", re.IGNORECASE)
"""Where a company is registered, as the SEC adds it to the name."""
KEPT = re.compile(r"(A/S|SA/NV|S/A)$", re.IGNORECASE)
FORMS = {"inc": "Inc.", "corp": "Corp.", "co": "Co.", "ltd": "Ltd."}
SMALL = {"of", "and", "the", "for", "in", "de", "plc"}
LARGE = {"LLC", "LP", "L.P", "SA", "S.A", "NV", "N.V", "AG", "ETF", "REIT", "USA", "US"}
SHOUTED = 0.7
"""A name with a larger share of capitals is written in capitals, whatever it ends with."""
ROMAN = re.compile(r"[IVX]+$")


def rows_of(name: str) -> list[dict[str, str]]:
    """A list beside this file."""
    lines = (HERE / name).read_text().splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def library(name: str) -> Any:  # noqa: ANN401  # it is not installed where types are checked
    """A package that only this program needs."""
    return import_module(name)


def packed(package: str, path: str) -> Path:
    """A file of an installed package, which itself need not be imported."""
    return Path(str(distribution(package).locate_file(path)))


def listed() -> Iterator[dict[str, str]]:
    """Shares and funds on the exchanges, the largest first."""
    path = packed("edgartools", "edgar/reference/data/company_tickers.parquet")
    rows: list[dict[str, str]] = library("pyarrow.parquet").read_table(path).to_pylist()
    shares = [row for row in rows if row["exchange"] in EXCHANGES and is_share(row["ticker"])]
    by_company: defaultdict[str, set[str]] = defaultdict(set)
    for row in shares:
        by_company[row["cik"]].add(row["ticker"])
    for row in shares:
        if not is_fifth(row["ticker"], by_company[row["cik"]]):
            yield row | {"ticker": row["ticker"].replace("-", ".")}


def is_share(ticker: str) -> bool:
    """Whether its ticker does not say that it is something else."""
    return NOT_SHARES.search(ticker) is None


def is_fifth(ticker: str, others: Iterable[str]) -> bool:
    """Whether the fifth letter says that it is not a share; ``others`` are of the same company."""
    if len(ticker) != len("ABCDW") or ticker[-1] not in FIFTH_LETTERS:
        return False
    return any(ticker.startswith(other) for other in others if other != ticker)


def companies() -> dict[str, dict[str, Any]]:
    """What is known of the companies in the indices, by symbol."""
    path = packed("pytickersymbols", "pytickersymbols/indices_data.py")
    indices = runpy.run_path(str(path))["INDICES"]
    found: dict[str, dict[str, Any]] = {}
    for index in INDICES:
        for company in indices[index]["companies"]:
            found.setdefault(company["symbol"], company)
    return found


def spellings(names: Iterable[str]) -> dict[str, str]:
    """How a word is written where not everything is in capitals."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        if not is_shouted(name):
            for word in name.split():
                bare = word.strip(",.()")
                counts[bare.upper()][bare] += 1
    return {word: seen.most_common(1)[0][0] for word, seen in counts.items()}


def is_shouted(name: str) -> bool:
    """Whether it is written in capitals, so that they say nothing."""
    letters = [sign for sign in name if sign.isalpha()]
    return sum(map(str.isupper, letters)) > SHOUTED * len(letters)


def tidy(name: str, known: dict[str, str]) -> str:
    """A name as people write it: no capitals throughout, no place of registration."""
    while not KEPT.search(name) and (cut := PLACE.sub("", name)) != name:
        name = cut
    words = [written(word, known, shouted=is_shouted(name)) for word in name.split()]
    text = " ".join(words)
    text = re.sub(r",(?= (Inc|Corp|Ltd|LLC|plc|LP|L\.P|S\.A|N\.V|Co)\b)", "", text)
    return text[:1].upper() + text[1:] if words[0] in SMALL else text


def written(word: str, known: dict[str, str], *, shouted: bool) -> str:
    """One word of a name."""
    bare = word.rstrip(".,")
    comma = "," if word.endswith(",") else ""
    if bare.lower() in FORMS:
        return FORMS[bare.lower()] + comma
    if shouted and bare.lower() in SMALL:
        return word.lower()
    if not shouted or bare in LARGE or ROMAN.match(bare) or re.search(r"\d", bare):
        return word
    if bare in known and not (known[bare].isupper() and len(bare) > len("ABCDE")):
        return known[bare] + word[len(bare) :]
    if len(bare) <= len("ABC") and not any(vowel in bare for vowel in "AEIOUY"):
        return word
    return re.sub(r"[A-Z]+(?:'[A-Z]+)?", lambda part: part[0].capitalize(), word)


def facts(company: dict[str, Any]) -> dict[str, str]:
    """What Wikipedia says of a company. What it does not say stays empty."""
    data = {key: str(told) for key, told in company.get("metadata", {}).items()}
    sectors = [SECTORS[one] for one in company["industries"] if one in SECTORS]
    others = [flat(one) for one in company["industries"] if one not in SECTORS]
    years = re.findall(r"\b(1[6-9]\d\d|20[0-2]\d)\b", data.get("founded", ""))
    return {
        "also": flat(company["name"]),
        "sector": sectors[0] if len(sectors) == 1 else "",
        "industries": "|".join(others),
        "headquarters": flat(data.get("headquarters", "")),
        "founded": years[0] if years else "",
        "employees": headcount(data.get("employees", "")),
        "website": data.get("website", "").split(" ")[0],
    }


def headcount(text: str) -> str:
    """How many people work there, if the first number says so."""
    text = re.sub(r"\([^)]*\)|\[[^]]*\]|\b(19|20)\d\d\b", "", text)
    found = re.match(r"\D*?([\d,]*\.?\d+)(\s*million)?", text)
    if found is None:
        return ""
    number = float(found[1].replace(",", "")) * (1_000_000 if found[2] else 1)
    return str(round(number)) if number.is_integer() else ""


def flat(text: str) -> str:
    """Without the spaces that a web page leaves around commas, and without coordinates."""
    text = re.sub(r"\s*\d+°.*", "", " ".join(text.split()))
    return re.sub(r"\s+([,.)])|(?<=\()\s+", r"\1", text).strip(" ,")


def letters_of(name: str) -> str:
    """Nothing but them, to compare."""
    return "".join(filter(str.isalnum, name.lower()))


def made_of_listed(curated: dict[str, dict[str, str]]) -> Iterator[dict[str, str]]:
    """The rows of everything on an exchange that was not described by hand."""
    rows, known = list(listed()), companies()
    said = {row["symbol"]: row for row in rows_of("names.csv")}
    also = [flat(company["name"]) for company in known.values()]
    words = spellings([row["name"] for row in rows] + also)
    for row in rows:
        symbol = row["ticker"]
        name = said[symbol]["name"] if symbol in said else tidy(row["name"], words)
        kind = "etf" if FUND.search(name) else "stock"
        told = facts(known[symbol]) if symbol in known else {}
        if symbol in said and said[symbol]["also"]:
            told["also"] = said[symbol]["also"]
        elif letters_of(told.get("also", "")) == letters_of(name):
            told["also"] = ""
        made = {"symbol": symbol, "name": name, "class": kind, "cik": str(int(row["cik"]))}
        sizes = {"exchange": EXCHANGES[row["exchange"]], "tick": "0.01", "lot": "100"}
        yield made | sizes | told | curated.pop(symbol, {})


def made() -> list[dict[str, str]]:
    """All rows: what is on an exchange, the largest first, and then what only we list."""
    curated = {row["symbol"]: row for row in rows_of("curated.csv")}
    for symbol, row in curated.items():
        if row["class"] == "fx":
            currency = library("iso4217").Currency(symbol.removesuffix("USD"))
            row["name"] = currency.currency_name
    return [*made_of_listed(curated), *curated.values()]


def main() -> None:
    """Write the file that is named on the command line."""
    rows = made()
    sources = [f"{name} {version(name)}" for name in ("edgartools", "pytickersymbols", "iso4217")]
    text = StringIO()
    text.write(
        f"# {len(rows)} instruments, made by `make instruments` from curated.csv, names.csv\n"
    )
    text.write(f"# and {', '.join(sources)}:\n")
    text.write("# listings of the SEC (public domain), facts of companies from Wikipedia.\n")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    target = Path(sys.argv[1])
    target.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{target}: {len(rows)} instruments, {target.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
