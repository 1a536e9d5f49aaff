// The AsyncAPI document for reading: contents, search, and a link to every event.

import { blocks, element } from "/events/elements.js";
import { envelopeEntry, eventEntry, eventsOf, socketEntries } from "/events/entries.js";

const form = document.getElementById("find");
const words = form.elements.words;

async function load() {
  const answer = await fetch("/event-schemas/asyncapi.json");
  if (!answer.ok) throw new Error(`The document cannot be had now (HTTP ${answer.status}).`);
  return answer.json();
}

// Groups of sections: [title, id, text, sections].
function groupsOf(document_) {
  const events = eventsOf(document_);
  const owners = [...new Set(events.map((event) => event.owner))].sort();
  const socket = document_.channels.websocket;
  return [
    ...owners.map((owner) => {
      const own = events.filter((event) => event.owner === owner);
      return [owner, `by-${owner}`, "", own.map((event) => eventEntry(document_, event))];
    }),
    ["On the wire", "wire", "", [envelopeEntry(document_)]],
    [`WebSocket ${socket.address}`, "websocket", socket.description, socketEntries(document_)],
  ];
}

function show(document_) {
  document.getElementById("about").append(...blocks(document_.info.description));
  for (const [title, id, text, sections] of groupsOf(document_)) {
    const heading = element("h2", { id }, title);
    const group = element("div", { class: "group" }, heading, text ? blocks(text) : [], sections);
    document.getElementById("entries").append(group);
    document.getElementById("contents").append(contentsOf(title, id, sections));
  }
}

function contentsOf(title, id, sections) {
  const items = sections.map((section) => {
    const link = element("a", { href: `#${section.id}` }, section.querySelector("h3").textContent);
    return element("li", {}, link);
  });
  const top = element("a", { href: `#${id}` }, title);
  return element("div", { class: "group" }, element("h2", {}, top), element("ul", {}, items));
}

// Every word has to stand somewhere in a section; groups without any are left out.
function find() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const sections = [...document.querySelectorAll(".entry")];
  const hits = sections.filter((section) => {
    const text = section.textContent.toLowerCase();
    section.hidden = !wanted.every((word) => text.includes(word));
    return !section.hidden;
  });
  for (const link of document.querySelectorAll("#contents li a")) {
    link.parentElement.hidden = document.getElementById(link.hash.slice(1)).hidden;
  }
  for (const group of document.querySelectorAll(".group")) {
    group.hidden = !group.querySelector(".entry:not([hidden]), li:not([hidden])");
  }
  const text = hits.length === 1 ? "1 found" : `${hits.length} found`;
  document.getElementById("found").textContent = wanted.length ? text : "";
}

// A link leads to its section even if the search has hidden it.
function follow() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest("[hidden]")) {
    words.value = "";
    find();
  }
  target.scrollIntoView();
}

words.addEventListener("input", () => {
  find();
  scrollTo(0, 0);
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", follow);

try {
  show(await load());
  if (location.hash) location.replace(location.hash); // now that there is something to mark
  follow();
} catch (error) {
  document.getElementById("trouble").textContent = error.message;
}
