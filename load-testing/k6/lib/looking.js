// What somebody looks at who opens the terminal, and now and then.
import { sleep } from 'k6';
import { read, self } from './crowd.js';

const PAGES = [
  ['quotes', (who) => `/api/market/quote/${who.symbol}`],
  ['bars', (who) => `/api/market/ohlcv/${who.symbol}?limit=100`],
  ['portfolio', () => '/api/portfolio'],
  ['orders', () => '/api/orders?limit=50'],
  ['risk', () => '/api/risk/account'],
];

// One page after the other, with the time it takes to read one.
export function lookAround(seconds, pause) {
  const until = Date.now() + seconds * 1000;
  for (let number = 0; Date.now() < until; number += 1) {
    const [name, path] = PAGES[number % PAGES.length];
    read(path(self()), name);
    sleep(pause * (0.5 + Math.random()));
  }
}
