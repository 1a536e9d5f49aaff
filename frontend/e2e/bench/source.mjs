// The origin that the page is opened at: the stack's own answers, but ticks and a long list of
// orders of an exact size, so that a run can be repeated. What hears and draws them is the client.
import { request as ask, createServer } from "node:http";
import { BARE } from "./bare.mjs";
import { orders } from "./orders.mjs";
import { accept } from "./web-socket.mjs";

export const SYMBOLS = Array.from({ length: 50 }, (_, index) => `BENCH${index}`);
const PER_SECOND = 10;
const TURN_MS = 20;
const FIRST_CENTS = 10_000;

const PREFERENCES = {
  isTourDone: true,
  watchlists: { lists: [{ id: "bench", name: "Bench", symbols: SYMBOLS }], shown: "bench" },
  // So that the bids, whose painting is measured, are in sight and not right of the panel's edge.
  tables: { watchlist: { hidden: ["last", "change_percent", "change", "spread"] } },
};

/** Ticks in even turns, with the moment of each: a bid is the number of the tick in cents. */
export class Ticks {
  lines = new Set();
  /** By symbol: when each tick was sent, in milliseconds of `Date.now()`. */
  sent = new Map(SYMBOLS.map((symbol) => [symbol, []]));
  #next = 0;
  #owed = 0;
  #timer;

  begin() {
    let before = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#owed += ((now - before) / 1000) * PER_SECOND * SYMBOLS.length;
      before = now;
      for (; this.#owed >= 1; this.#owed -= 1) this.#tick();
    }, TURN_MS);
  }

  end() {
    clearInterval(this.#timer);
  }

  #tick() {
    const symbol = SYMBOLS[this.#next % SYMBOLS.length];
    this.#next += 1;
    const moments = this.sent.get(symbol);
    const cents = FIRST_CENTS + moments.length;
    moments.push(performance.timeOrigin + performance.now());
    const frame = {
      type: "QUOTE",
      data: {
        symbol,
        sequence: moments.length,
        time: new Date().toISOString(),
        bid: (cents / 100).toFixed(2),
        bid_size: "100",
        ask: ((cents + 2) / 100).toFixed(2),
        ask_size: "100",
        stale: false,
      },
    };
    for (const line of this.lines) line.say(frame);
  }
}

/** Which tick a text on the screen is of. */
export const tickOf = (text) => Math.round(Number(text) * 100) - FIRST_CENTS;

function hear(message, line) {
  if (message.action === "authenticate") line.say({ type: "authenticated", expires_in: 86_400 });
  if (message.action === "subscribe") {
    line.say({ type: "subscribed", channels: {}, epoch: "bench", seq: 0 });
  }
  if (message.action === "ping") line.say({ type: "pong", epoch: "bench", seq: 0 });
}

function json(response, body, headers = {}) {
  response.writeHead(200, { "Content-Type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** What is not left to the stack; `undefined` if it is. */
function own({ method, url }) {
  const { pathname, searchParams } = new URL(url, "http://bench");
  const all = searchParams.get("status") === "all";
  if (pathname === "/bench") return (response) => bare(response);
  if (pathname === "/api/auth/preferences")
    return (response) => json(response, PREFERENCES, { ETag: '"1"' });
  if (pathname === "/api/market/snapshot") return (response) => json(response, []);
  if (pathname === "/api/orders" && method === "GET" && all)
    return (response) => json(response, orders(searchParams));
  return undefined;
}

function bare(response) {
  response.writeHead(200, { "Content-Type": "text/html" });
  response.end(BARE);
}

/** Hand a request on to the stack, as if the page were its own. */
function proxy(origin, request, response) {
  const headers = { ...request.headers, host: origin.host, "accept-encoding": "identity" };
  if (headers.origin) headers.origin = origin.origin;
  const { method, url } = request;
  const isSymbols = url.startsWith("/api/market/symbols");
  const onward = ask(new URL(url, origin), { method, headers }, (answer) => {
    if (isSymbols && answer.statusCode === 200) {
      withOurs(answer, response);
      return;
    }
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", (error) => response.writeHead(502).end(String(error)));
  request.pipe(onward);
}

/** The stack's instruments, and fifty more that are like the first. */
async function withOurs(answer, response) {
  let text = "";
  for await (const part of answer) text += part;
  const known = JSON.parse(text);
  const [first] = known;
  json(response, [
    ...known,
    ...SYMBOLS.map((symbol) => ({ ...first, symbol, name: symbol, tick_size: "0.01" })),
  ]);
}

/** @returns the server, listening on a port of its own, and the ticks that it sends */
export async function openSource(stack) {
  const origin = new URL(stack);
  const ticks = new Ticks();
  const server = createServer((request, response) => {
    const answer = own(request);
    if (answer) answer(response);
    else proxy(origin, request, response);
  });
  server.on("upgrade", (request, socket) => {
    const line = accept(request, socket, hear);
    ticks.lines.add(line);
    socket.on("close", () => ticks.lines.delete(line));
  });
  await new Promise((ready) => server.listen(0, "localhost", ready));
  return { server, ticks, origin: `http://localhost:${server.address().port}` };
}
