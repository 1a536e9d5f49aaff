// 500 ticks a second in turns with none: what is seen of them, when, and what is left behind.
import { delays, line, percentile, ratio, slope } from "./figures.mjs";
import { take, watch } from "./watch.mjs";

const MIB = 1024 * 1024;
const ROUND_S = 60;
const SETTLE_MS = 5_000;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** What lives on the heap of a page after its rubbish was collected. */
async function heapOf(page) {
  const session = await sessionOf(page);
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "JSHeapUsedSize").value;
}

/** Seconds of a processor that the main thread of a page has had: others' work is not in it. */
async function workOf(page) {
  const session = await sessionOf(page);
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "ThreadTime").value;
}

const sessions = new Map();

async function sessionOf(page) {
  if (!sessions.has(page)) {
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    sessions.set(page, session);
  }
  return sessions.get(page);
}

/** So long with ticks or without: what the page did, and the delays of the ticks. */
async function slice(page, ticks, milliseconds, hasTicks) {
  await page.evaluate(take);
  const worked = await workOf(page);
  const from = Date.now();
  if (hasTicks) ticks.begin();
  await pause(milliseconds);
  ticks.end();
  await pause(200);
  const seen = await page.evaluate(take);
  const work = (await workOf(page)) - worked;
  return {
    ...seen,
    work,
    delays: delays(ticks.sent, seen.paints, from),
    seconds: milliseconds / 1000,
  };
}

/** One after the other, so that neither disturbs the other: bare, quiet, ticks. */
async function round({ terminal, bare, ticks }, seconds) {
  const part = (seconds * 1000) / 4;
  await bare.bringToFront();
  const least = await slice(bare, ticks, part, true);
  await terminal.bringToFront();
  await pause(1000);
  const quiet = await slice(terminal, ticks, part, false);
  const busy = await slice(terminal, ticks, seconds * 1000, true);
  return { least, quiet, busy };
}

const all = (rounds, kind, name) => rounds.flatMap((one) => one[kind][name]);
const sum = (rounds, kind, name) => rounds.reduce((total, one) => total + one[kind][name], 0);

function printDelays(rounds) {
  for (const [name, share] of [
    ["tick to paint, median, ms", 0.5],
    ["tick to paint, p95, ms", 0.95],
    ["tick to paint, p99, ms", 0.99],
  ]) {
    const [own, least] = ["busy", "least"].map((kind) =>
      percentile(all(rounds, kind, "delays"), share),
    );
    const goal = share === 0.95 ? "goal: < 100" : "";
    line(name, own.toFixed(1), least.toFixed(1), ratio(own, least), goal);
  }
  const [own, least] = ["busy", "least"].map((kind) => all(rounds, kind, "delays").length);
  line("  ticks counted", own, least);
}

/** Baselines of long tasks: the same page without ticks, and a bare page with them. */
function printLong(rounds) {
  const minutes = (kind) => sum(rounds, kind, "seconds") / 60;
  for (const kind of ["quiet", "least"]) {
    const own = all(rounds, "busy", "long").length / minutes("busy");
    const other = all(rounds, kind, "long").length / minutes(kind);
    const name = `tasks > 50 ms a minute (${kind === "quiet" ? "no ticks" : "bare page"})`;
    line(name, own.toFixed(1), other.toFixed(1), ratio(own, other), "goal: none");
  }
  const longest = (kind) => Math.max(0, ...all(rounds, kind, "long"));
  line("  the longest, ms (no ticks)", longest("busy").toFixed(0), longest("quiet").toFixed(0));
  const late = (kind) => all(rounds, kind, "gaps").length / minutes(kind);
  line(
    "frames > 50 ms a minute",
    late("busy").toFixed(1),
    late("least").toFixed(1),
    ratio(late("busy"), late("least")),
  );
  const rate = (kind) => sum(rounds, kind, "frames") / sum(rounds, kind, "seconds");
  line(
    "frames a second under ticks",
    rate("busy").toFixed(1),
    rate("least").toFixed(1),
    ratio(rate("busy"), rate("least")),
  );
}

/** Of a second: how long the main thread really ran, however many others wanted the processor. */
function printWork(rounds) {
  const share = (kind) => (1000 * sum(rounds, kind, "work")) / sum(rounds, kind, "seconds");
  const of = (kind) => share(kind).toFixed(0);
  line("main thread, ms a second (no ticks)", of("busy"), of("quiet"));
  line(
    "main thread, ms a second (bare page)",
    of("busy"),
    of("least"),
    ratio(share("busy"), share("least")),
  );
}

function printHeap(heaps) {
  const minutes = heaps.map(([at, own]) => [at, own / MIB]);
  const [[, first], [, last]] = [minutes[0], minutes.at(-1)];
  const bare = heaps.map(([, , least]) => least / MIB);
  line("heap at first, MiB", first.toFixed(2), bare[0].toFixed(2));
  line(
    "heap at last, MiB",
    last.toFixed(2),
    bare.at(-1).toFixed(2),
    ratio(last, first),
    "to the first",
  );
  const bareGrowth = slope(heaps.map(([at, , least]) => [at, least / MIB]));
  line(
    "  growth, MiB a minute",
    slope(minutes).toFixed(3),
    bareGrowth.toFixed(3),
    "",
    "goal: none",
  );
}

export async function ticking({ terminal, bare, ticks, seconds }) {
  const pages = [terminal, bare];
  for (const page of pages) await page.evaluate(watch);
  await slice(terminal, ticks, SETTLE_MS, true); // code and caches are warm from here on
  const begin = Date.now();
  const heaps = [];
  const weigh = async () =>
    heaps.push([(Date.now() - begin) / 60_000, await heapOf(terminal), await heapOf(bare)]);
  const rounds = [];
  await weigh();
  for (let left = seconds; left > 0; left -= ROUND_S) {
    rounds.push(await round({ terminal, bare, ticks }, Math.min(left, ROUND_S)));
    await weigh();
  }
  printDelays(rounds);
  printLong(rounds);
  printWork(rounds);
  printHeap(heaps);
}
