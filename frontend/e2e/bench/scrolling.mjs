// 100,000 orders in the blotter, scrolled as by a hard push; beside it an empty box as high.
import { line, percentile, ratio } from "./figures.mjs";
import { COUNT } from "./orders.mjs";
import { readAll, scroll } from "./watch.mjs";

const MILLISECONDS = 5_000;
const PIXELS = 200; // a frame: 12,000 a second
const SELECTOR = '[role=grid][aria-label="Order history"]';
const EMPTY = "#bench-empty";

function addEmpty({ id, height }) {
  const box = document.createElement("div");
  box.id = id;
  box.style.cssText = "position:fixed;inset:0 auto auto 0;width:2px;height:300px;overflow:auto";
  box.append(document.createElement("div"));
  box.firstChild.style.height = `${height}px`;
  document.body.append(box);
}

const rateOf = (times) => 1000 / (times.reduce((sum, one) => sum + one, 0) / times.length);

export async function scrolling({ terminal }) {
  await terminal.getByRole("tab", { name: /^Order history/ }).click();
  await terminal.locator(SELECTOR).waitFor();
  const began = Date.now();
  await terminal.evaluate(readAll, { selector: SELECTOR, count: COUNT });
  const rows = Number(await terminal.locator(SELECTOR).getAttribute("aria-rowcount")) - 1;
  line(
    "rows in the blotter",
    rows,
    "",
    "",
    `read in ${((Date.now() - began) / 1000).toFixed(1)} s`,
  );
  const height = await terminal.locator(SELECTOR).evaluate((box) => box.scrollHeight);
  await terminal.evaluate(addEmpty, { id: EMPTY.slice(1), height });
  const measure = (selector) =>
    terminal.evaluate(scroll, { selector, milliseconds: MILLISECONDS, pixels: PIXELS });
  const empty = await measure(EMPTY);
  const own = await measure(SELECTOR);
  line(
    "frames a second while it scrolls",
    rateOf(own).toFixed(1),
    rateOf(empty).toFixed(1),
    ratio(rateOf(own), rateOf(empty)),
    "goal: 60",
  );
  const late = (times) => percentile(times, 0.95);
  line(
    "  p95 of a frame, ms",
    late(own).toFixed(1),
    late(empty).toFixed(1),
    ratio(late(own), late(empty)),
  );
}
