// What is run inside a page, to see what it does. Each function is sent there whole.

/** Notes when each bid is painted, and tasks and frames that are long. */
export function watch() {
  const state = { paints: [], long: [], gaps: [], frames: 0 };
  globalThis.bench = state;
  const now = () => performance.timeOrigin + performance.now();
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) state.long.push(duration);
  }).observe({ type: "longtask" });
  let before = performance.now();
  const frame = (at) => {
    state.frames += 1;
    if (at - before > 50) state.gaps.push(at - before);
    before = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);

  const bidOf = (row) => {
    const marked = row.querySelector("[data-bid]");
    if (marked) return marked;
    const heads = [...row.closest("[role=grid]").querySelectorAll("[role=columnheader]")];
    return row.querySelectorAll("[role=gridcell]")[
      heads.findIndex((one) => /^Bid/.test(one.textContent))
    ];
  };
  // Looked for once: what measures must not take the time that it measures.
  const parts = new WeakMap();
  const partsOf = (row) => {
    if (parts.has(row)) return parts.get(row);
    const symbol = row?.querySelector("[data-symbol]")?.dataset.symbol;
    if (!symbol) return {};
    const found = { symbol, bid: bidOf(row) };
    parts.set(row, found);
    return found;
  };
  // A message is read after the frame in which it was sent has been painted.
  const { port1, port2 } = new MessageChannel();
  let painted = [];
  port1.onmessage = () => {
    const at = now();
    for (const [symbol, text] of painted) state.paints.push([symbol, text, at]);
    painted = [];
  };
  const note = (records) => {
    const rows = new Set(
      records.map(({ target }) => (target.parentElement ?? target).closest?.("[role=row]")),
    );
    for (const row of rows) {
      const { symbol, bid } = partsOf(row);
      const text = bid?.textContent.replace(/[^0-9.]/g, "");
      if (text) painted.push([symbol, text]);
    }
    if (painted.length > 0) port2.postMessage("");
  };
  const grid = document.querySelector("[role=grid]");
  const what = { subtree: true, childList: true, characterData: true };
  new MutationObserver(note).observe(grid, what);
}

/** What was noted since it was last asked. */
export function take() {
  const { paints, long, gaps, frames } = globalThis.bench;
  Object.assign(globalThis.bench, { paints: [], long: [], gaps: [], frames: 0 });
  return { paints, long, gaps, frames };
}

/** Scrolls an element for so long, to and fro; how long each frame took. */
export function scroll({ selector, milliseconds, pixels }) {
  const box = document.querySelector(selector);
  return new Promise((done) => {
    const times = [];
    const begin = performance.now();
    let before = begin;
    let step = pixels;
    const frame = (at) => {
      times.push(at - before);
      before = at;
      const most = box.scrollHeight - box.clientHeight;
      if (box.scrollTop + step > most || box.scrollTop + step < 0) step = -step;
      box.scrollTop += step;
      if (at - begin < milliseconds) requestAnimationFrame(frame);
      else done(times.slice(1));
    };
    requestAnimationFrame(frame);
  });
}

/** Leads a long list to its end, so that more of it is read, until it has so many rows. */
export function readAll({ selector, count }) {
  const box = document.querySelector(selector);
  return new Promise((done) => {
    const look = () => {
      box.scrollTop = box.scrollHeight;
      if (Number(box.getAttribute("aria-rowcount")) > count) done();
      else setTimeout(look, 100);
    };
    look();
  });
}
