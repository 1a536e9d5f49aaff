"""One order takes the place of another."""

from order.domain.exchange.floor import Floor
from order.domain.exchange.order import Order
from order.domain.lifecycle import Happening
from order.domain.units import size_text
from vocabulary import OrderStatus


def replace(floor: Floor, old: Order, new: Order) -> bool:
    """Let ``new`` follow ``old``, or refuse it; true if it has to come to the floor by itself."""
    if refusal := _refusal(old, new):
        _refuse(floor, old, new, refusal)
        return False
    status = old.life.status
    new.carried = old.carried + old.filled
    new.size = old.open if _is_exit(old) else new.terms.size - new.carried
    new.replaces, old.replaced_by = old.order_id, new.order_id
    new.is_triggered = old.is_triggered
    new.mark = floor.watch.mark(old) or old.mark
    group = old.group
    keeps = _keeps_place(old, new)
    entry = old.entry
    if keeps and entry is not None:
        old.entry = None
        floor.matching(old).shrink(entry, old.open - new.size)
        new.number = old.number
    floor.end(old, Happening.REPLACE, "another order took its place")
    if group is not None:
        group.replace(old, new)
    if status is OrderStatus.HELD:
        floor.journal.write(new, Happening.HOLD, "waits until its entry is filled")
        return False
    if keeps and entry is not None:
        new.entry = entry
        floor.orders[new.number] = new
        reason = f"keeps its place in line, with {size_text(new.size)}"
        floor.journal.write(new, Happening.OPEN, reason)
        return False
    return True


def _refusal(old: Order, new: Order) -> str:
    """Why it cannot be, if so."""
    if not (old.life.is_live and new.life.is_live):
        one = "the order that it replaces" if new.life.is_live else "the replacement"
        return f"{one} is {(old if new.life.is_live else new).life.status.replace('_', ' ')}"
    if (new.terms.is_buy, new.terms.model) != (old.terms.is_buy, old.terms.model):
        return "an order keeps its side and its fill model"
    if new.terms.money or not old.size:
        return "an order for an amount of money cannot be replaced"
    filled = old.carried + old.filled
    # an exit trades what its entry has, whatever it says
    if new.size <= filled and not _is_exit(old):
        return f"{size_text(filled)} are filled already"
    return ""


def _is_exit(order: Order) -> bool:
    return order.group is not None and order is not order.group.entry


def _refuse(floor: Floor, old: Order, new: Order, reason: str) -> None:
    if new.life.is_live:
        floor.journal.write(new, Happening.REJECT, reason)
    if old.life.is_live:
        floor.journal.write(old, Happening.KEEP, f"it could not be replaced: {reason}")


def _keeps_place(old: Order, new: Order) -> bool:
    """Whether only the size differs, and is smaller, and the order stands in line."""
    if old.entry is None or old.entry.level is None:
        return False
    one, other = old.terms, new.terms
    same = (one.order_type, one.bound, one.display, one.time_in_force, one.model, one.is_extended)
    return new.size <= old.open and same == (
        other.order_type,
        other.bound,
        other.display,
        other.time_in_force,
        other.model,
        other.is_extended,
    )
