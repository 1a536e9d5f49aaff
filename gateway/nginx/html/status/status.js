// Ask the gateway every few seconds which services are ready, and show it in the table.
"use strict";

const EVERY_MS = 5000;
const rows = [...document.querySelectorAll("tr[data-area]")];

async function isReady(area) {
  try {
    const answer = await fetch(`/healthz/${area}`, { cache: "no-store" });
    return answer.ok;
  } catch {
    return false;
  }
}

async function show(row) {
  const ready = await isReady(row.dataset.area);
  const cell = row.querySelector(".state");
  cell.textContent = ready ? "ready" : "not ready";
  cell.dataset.state = ready ? "ready" : "away";
  return ready;
}

async function showAll() {
  const ready = (await Promise.all(rows.map(show))).filter(Boolean).length;
  const text = ready === rows.length ? "all ready" : `${ready} of ${rows.length} ready`;
  const summary = document.getElementById("summary");
  if (summary.textContent !== text) summary.textContent = text;
  setTimeout(showAll, EVERY_MS);
}

showAll();
