"""While nobody knows how a symbol trades, nothing of it does."""

import json

from exchanging import Trying, price, terms

from order.domain.exchange.inputs import act
from order.domain.exchange.memory import freeze, thaw
from vocabulary import Auction, InstrumentStatus, OrderType, TimeInForce

OPG = TimeInForce.OPG


def doubt(trying: Trying) -> None:
    trying.hear(act(trying.book, ["u", "X", trying.at]))
    trying.book = thaw(json.loads(json.dumps(freeze(trying.book))))


def know(trying: Trying) -> None:
    trying.hear(act(trying.book, ["k", "X", trying.at]))


def test_fresh_quotes_and_trades_do_not_trade_until_all_is_known() -> None:
    trying = Trying()
    resting, stop = trying.buy("100", "10"), trying.sell("5", order_type=OrderType.STOP, stop="9.9")
    doubt(trying)

    trying.quote("500@9.7", "500@9.8")
    trying.trade("500@9.7")
    late, at_once = trying.buy("7", "10"), trying.buy("7", "10", time_in_force=TimeInForce.IOC)
    assert trying.fills == []
    assert trying.why(late) == "waits until it is known how the symbol trades"
    assert trying.life(at_once) == ["canceled"]
    trying.depth("500@9.7", "500@9.75")
    know(trying)

    ids = [trying.book.find(one.order_id) for one in (resting, stop, late)]
    assert ids == [None, None, None]
    assert next(fill.price for fill in trying.fills) == price("9.75")


def test_our_orders_do_not_meet_either() -> None:
    trying = Trying()
    first, later = trying.buy("100", "10"), trying.buy("1", "9")
    doubt(trying)
    seller = trying.sell("100", "10")
    assert trying.fills == []

    trying.hear(trying.book.status(trying.at, InstrumentStatus.HALTED))
    know(trying)
    assert trying.fills == []
    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))

    assert [fill.order.order_id for fill in trying.fills] == [first.order_id, seller.order_id]
    assert later.life.status == "new"


def test_bands_that_were_told_meanwhile_hold() -> None:
    trying = Trying()
    order = trying.buy("100", "10")
    doubt(trying)
    trying.hear(trying.book.band(trying.at, price("8"), price("9")))

    know(trying)

    assert trying.book.shown(is_buy=True) == [(price("9"), order.size)]


def test_an_auction_that_nobody_witnessed_is_over_without_us() -> None:
    for sees_print in (True, False):
        trying = Trying()
        trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
        buyer, seller = trying.buy("9", "10", time_in_force=OPG), trying.sell("9", "10")
        doubt(trying)

        if sees_print:
            trying.trade("500@10", Auction.OPENING)
        trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))
        know(trying)

        assert trying.fills == []
        assert trying.life(buyer)[-1] == "expired"
        assert trying.life(seller)[-1] == "new"


def test_to_know_twice_changes_nothing() -> None:
    trying = Trying()
    trying.place(terms("buy", "100", "10"))
    before = freeze(trying.book)

    know(trying)

    assert freeze(trying.book) == before
