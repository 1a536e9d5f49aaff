import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** What can be relied on, and what is known to be missing. */
export default function AccessibilityPage() {
  return (
    <article className="mx-auto max-w-2xl space-y-4 p-6 text-sm leading-relaxed text-muted">
      <h1 className="text-xl font-semibold text-ink">Accessibility</h1>
      <p>
        This terminal is built to meet the Web Content Accessibility Guidelines 2.2 at level AA. An
        automatic check (axe) runs over its pages in the dark, the light and the high-contrast
        theme; what such a check cannot find is tried by hand with the keyboard. How to go through
        it with NVDA or VoiceOver, step by step, stands in docs/screen-readers.md.
      </p>
      <Points />
      <Limits />
      <p>
        <Link to="/">To the workspace</Link> · <Link to="/settings">Settings</Link>
      </p>
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 text-base font-semibold text-ink">{title}</h2>
      <ul className="list-disc space-y-1 pl-5">{children}</ul>
    </section>
  );
}

function Points() {
  return (
    <>
      <Part title="By keyboard">
        <li>Everything can be reached and done without a pointer, orders too.</li>
        <li>Tables are one stop: arrows move the row, Enter opens it, Tab leads to its buttons.</li>
        <li>Shortcuts can be changed one by one, and single keys can be switched off.</li>
        <li>
          An order is moved by its line in the chart with arrows and Enter, or from the blotter.
        </li>
        <li>Enter sends an order only from the button that says so.</li>
      </Part>
      <Part title="To hear">
        <li>Fills and rejections are said at once, other news waits; bursts are put together.</li>
        <li>Prices are not read out by themselves: a key reads the quote.</li>
        <li>The chart can be read as a table, as a summary in words, and heard as tones.</li>
        <li>How much is said is a setting; sounds are off until you want them.</li>
      </Part>
      <Part title="To see">
        <li>Up and down have a sign and an arrow; their colours can be chosen.</li>
        <li>Text has a contrast of 4.5 to 1 and more in all themes.</li>
        <li>It works from 320 pixels of width and at 400 % zoom.</li>
        <li>Motion stops if your system, or you here, say so.</li>
      </Part>
    </>
  );
}

function Limits() {
  return (
    <Part title="Known limits">
      <li>
        The picture of the chart is a canvas: use its table or its tones instead, which have the
        same figures.
      </li>
    </Part>
  );
}
