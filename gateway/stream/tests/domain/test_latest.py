"""Prices on their way: shared text, newest wins, never more than kinds and symbols allow."""

from hypothesis import given
from hypothesis import strategies as st

from stream.domain.channels import ANY, Channel, Topic
from stream.domain.latest import Board, Frame, Latest, Price
from vocabulary import Symbol

SYMBOLS = [Symbol("IBM"), Symbol("BAC"), Symbol("SPY")]
KEEP = {Channel.QUOTES: 1, Channel.TRADES: 3}


def a_price(number: int, symbol: Symbol = SYMBOLS[0], channel: Channel = Channel.QUOTES) -> Price:
    frame = Frame(lambda: f"{channel} {symbol} {number}")
    return Price(Topic(channel, symbol), frame, keep=KEEP.get(channel, 1))


def drain(latest: Latest) -> list[str]:
    taken: list[str] = []
    while frame := latest.next():
        taken.append(frame.text)
    return taken


def test_text_is_written_once_and_only_if_it_is_sent() -> None:
    written: list[str] = []

    def write() -> str:
        written.append("once")
        return "text"

    frame = Frame(write)
    assert written == []
    assert [frame.text, frame.text] == ["text", "text"]
    assert written == ["once"]


def test_a_newer_quote_takes_the_place_of_the_one_that_waits() -> None:
    latest = Latest()
    first, second = SYMBOLS[:2]

    assert latest.offer(a_price(1, first)) == 0
    assert latest.offer(a_price(2, second)) == 0
    assert latest.offer(a_price(3, first)) == 1

    assert drain(latest) == ["quotes IBM 3", "quotes BAC 2"]


def test_the_newest_trades_are_all_kept_in_order() -> None:
    latest = Latest()
    replaced = sum(latest.offer(a_price(n, channel=Channel.TRADES)) for n in range(5))

    assert replaced == 2
    assert drain(latest) == ["trades IBM 2", "trades IBM 3", "trades IBM 4"]


def test_what_nobody_listens_to_any_more_is_not_sent() -> None:
    latest = Latest()
    for symbol in SYMBOLS:
        latest.offer(a_price(1, symbol))

    latest.drop([Topic(Channel.QUOTES, SYMBOLS[1])])

    assert drain(latest) == ["quotes IBM 1", "quotes SPY 1"]


OFFER = st.tuples(st.sampled_from(SYMBOLS), st.sampled_from(list(KEEP)))


@given(st.lists(OFFER | st.none()))
def test_a_client_gets_the_newest_of_everything_and_never_goes_back(
    steps: list[tuple[Symbol, Channel] | None],
) -> None:
    latest, offered, taken, replaced = Latest(), list[str](), list[str](), 0
    for number, step in enumerate(steps):
        if step is None:
            frame = latest.next()
            taken += [frame.text] if frame else []
        else:
            price = a_price(number, *step)
            replaced += latest.offer(price)
            offered.append(price.frame.text)
    waiting = drain(latest)
    taken += waiting

    assert len(waiting) <= len(SYMBOLS) * sum(KEEP.values())
    assert len(taken) + replaced == len(offered)
    for symbol in SYMBOLS:
        for channel in KEEP:
            about = f"{channel} {symbol} "
            sent = [text for text in taken if text.startswith(about)]
            made = [text for text in offered if text.startswith(about)]
            assert sent == [text for text in made if text in sent]
            assert sent[-1:] == made[-1:]


def test_the_board_shows_the_newest_of_every_kind_and_symbol() -> None:
    board = Board()
    for number, symbol in enumerate([*SYMBOLS, *SYMBOLS]):
        board.show(a_price(number, symbol))
    board.show(Price(Topic(Channel.BARS, SYMBOLS[0]), Frame(lambda: "closed"), "1Min True"))
    board.show(Price(Topic(Channel.BARS, SYMBOLS[0]), Frame(lambda: "growing"), "1Min False"))

    def shown(channel: Channel, symbol: Symbol) -> list[str]:
        return [price.frame.text for price in board.of(Topic(channel, symbol))]

    assert shown(Channel.QUOTES, SYMBOLS[1]) == ["quotes BAC 4"]
    assert shown(Channel.QUOTES, ANY) == ["quotes IBM 3", "quotes BAC 4", "quotes SPY 5"]
    assert shown(Channel.BARS, SYMBOLS[0]) == ["closed", "growing"]
    assert shown(Channel.TRADES, ANY) == shown(Channel.QUOTES, Symbol("none")) == []
