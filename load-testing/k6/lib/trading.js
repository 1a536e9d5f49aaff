// A trader who listens, and places a market order every so often, whatever became of the last one.
import { Rate, Trend, Counter } from 'k6/metrics';
import { authorized, self, send } from './crowd.js';
import { listen } from './stream.js';

const placed = new Trend('order_placed_ms', true);
const filled = new Trend('order_filled_ms', true);
const onTime = new Rate('orders_on_time');
const unheard = new Rate('orders_unheard');
const fills = new Counter('orders_filled');
const rejections = new Counter('orders_rejected');

const SECOND = 1000;
const PATIENCE_SECONDS = 15;
const FILLED = '{"type":"ORDER_FILLED"';
const REJECTED = '{"type":"ORDER_REJECTED"';

// Trade for so many seconds, about `rate(seconds since the start)` orders a second.
export function trade(seconds, rate, { lag, step }) {
  const who = self();
  const waiting = new Map();
  const began = Date.now();
  let due = began + (Math.random() * SECOND) / rate(0);
  let side = 'buy';

  function next(socket) {
    const late = (Date.now() - began) / SECOND;
    if (late >= seconds) return;
    const now = Date.now();
    if (now >= due) {
      const tags = { step: step ? step(late) : 'all' };
      place(tags, now);
      due = skipped(due + SECOND / rate(late), now, SECOND / rate(late), tags);
    }
    socket.setTimeout(() => next(socket), Math.max(1, due - Date.now()));
  }

  function place(tags, now) {
    const order = JSON.stringify({
      symbol: who.symbol, side, type: 'market', quantity: '1',
    });
    const answer = send('POST', '/api/orders', order, authorized(who), 'place');
    onTime.add(true, tags);
    if (answer.status !== 201) return;
    placed.add(answer.timings.duration, tags);
    side = side === 'buy' ? 'sell' : 'buy';
    waiting.set(answer.json('order_id'), { now, tags });
  }

  function told(text) {
    const isFilled = text.startsWith(FILLED);
    if (!isFilled && !text.startsWith(REJECTED)) return;
    const id = JSON.parse(text).data.order_id;
    const order = waiting.get(id);
    if (order === undefined) return;
    waiting.delete(id);
    unheard.add(false, order.tags);
    if (isFilled) {
      filled.add(Date.now() - order.now, order.tags);
      fills.add(1, order.tags);
    } else rejections.add(1, order.tags);
  }

  listen(who, seconds + PATIENCE_SECONDS, {
    channels: ['orders', 'quotes'],
    symbols: [who.symbol],
    lag,
    subscribed: next,
    told,
    isOver: () => Date.now() - began > seconds * SECOND && waiting.size === 0,
  });
  for (const order of waiting.values()) unheard.add(true, order.tags);
}

// Moments that passed while an answer was waited for are not made up for: they are counted.
function skipped(due, now, period, tags) {
  let next = due;
  while (next <= now - period) {
    onTime.add(false, tags);
    next += period;
  }
  return next;
}
