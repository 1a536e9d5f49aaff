// One WebSocket: ticket, subscription, and what its frames say. `k6/ws` is in old and new k6.
import ws from 'k6/ws';
import { Rate, Trend, Counter } from 'k6/metrics';
import { ORIGIN, authorized, send } from './crowd.js';

export const priceAge = new Trend('price_age_ms', true);
export const frames = new Counter('frames');
const lost = new Rate('sockets_lost');

const SECOND = 1000;
const PING_SECONDS = 10;
const QUOTE = '{"type":"QUOTE"';
const TIME = /"time":"([^"]+)"/;

// Listen for so many seconds, or until all is over; `told` hears every frame that is not a quote.
export function listen(who, seconds, { channels, symbols, lag, subscribed, told, isOver }) {
  const ticket = send('POST', '/api/stream/ticket', null, authorized(who), 'ticket');
  if (ticket.status >= 300) {
    lost.add(true);
    return;
  }
  const url = `${ORIGIN.replace('http', 'ws')}/ws`;
  let expected = false;
  let opened = false;
  ws.connect(url, { tags: { name: 'stream' } }, (socket) => {
    const say = (message) => socket.send(JSON.stringify(message));
    socket.on('open', () => {
      opened = true;
      say({ action: 'authenticate', ticket: ticket.json('ticket') });
      say({ action: 'subscribe', channels, symbols });
      if (subscribed) subscribed(socket);
    });
    socket.on('message', (text) => {
      frames.add(1);
      if (text.startsWith(QUOTE)) aged(text, lag);
      else if (told) told(text);
    });
    const leave = () => {
      expected = true;
      socket.close();
    };
    socket.setInterval(() => socket.ping(), PING_SECONDS * SECOND);
    socket.setTimeout(leave, seconds * SECOND);
    if (isOver) socket.setInterval(() => isOver() && leave(), SECOND);
  });
  lost.add(!(opened && expected));
}

// A number more than once a second is enough: thousands of clients hear the same quote.
let lastLook = 0;
function aged(text, lag) {
  const now = Date.now();
  if (now - lastLook < SECOND / 2) return;
  lastLook = now;
  priceAge.add(Math.max(0, now - Date.parse(TIME.exec(text)[1]) - lag));
}
