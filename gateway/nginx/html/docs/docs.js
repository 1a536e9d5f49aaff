// List the operations of every service from its OpenAPI document.
"use strict";

const AREAS = ["auth", "market", "orders", "risk", "portfolio", "analytics", "stream"];
const METHODS = ["get", "post", "put", "patch", "delete"];

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.append(text, ...children);
  return made;
}

function operationsOf(document_) {
  return Object.entries(document_.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ method, path, ...item[method] })),
  );
}

function row(operation) {
  const method = element("code", operation.method.toUpperCase());
  method.dataset.method = operation.method;
  const text = operation.description || operation.summary || "";
  const answers = Object.keys(operation.responses ?? {}).join(" ");
  return element(
    "tr",
    element("td", method, " ", element("code", operation.path)),
    element("td", text),
    element("td", answers),
  );
}

async function section(area) {
  const made = element("section", element("h2", area));
  made.id = area;
  try {
    const answer = await fetch(`/api/${area}/openapi.json`);
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const body = element("tbody", "", ...operationsOf(await answer.json()).map(row));
    const headings = ["Operation", "What it does", "Answers"].map((text) => element("th", text));
    made.append(element("table", element("thead", element("tr", "", ...headings)), body));
  } catch (error) {
    made.append(element("p", `not available now (${error.message})`));
  }
  return made;
}

async function showAll() {
  document.getElementById("areas").append(...(await Promise.all(AREAS.map(section))));
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

showAll();
