// One section for each event, and for each message of the WebSocket, from the AsyncAPI document.

import { blocks, element, prose } from "/events/elements.js";
import { fieldTable, resolve } from "/events/fields.js";

const NOBODY = "nobody yet";

function link(id, text = id) {
  return element("a", { href: `#${id}` }, text);
}

function listed(items) {
  return items.flatMap((item, index) => (index ? [", ", item] : [item]));
}

function facts(pairs) {
  const shown = pairs.filter(([, value]) => value.length);
  return element(
    "dl",
    {},
    shown.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
}

function exampleOf(message) {
  return (message.examples ?? []).map(({ payload }) =>
    element(
      "details",
      {},
      element("summary", {}, "Example"),
      element("pre", {}, element("code", {}, JSON.stringify(payload, null, 2))),
    ),
  );
}

function entry(id, title, text, ...children) {
  const heading = element("h3", {}, link(id, title));
  return element("section", { id, class: "entry" }, heading, blocks(text), children);
}

// What services send over the broker: name, description, and who says and hears it.
export function eventsOf(document_) {
  const operations = Object.values(document_.operations);
  return Object.entries(document_.channels)
    .filter(([, channel]) => channel.bindings.amqp)
    .map(([name, channel]) => {
      const own = operations.filter((one) => one.channel.$ref === `#/channels/${name}`);
      const who = (action) => own.filter((one) => one.action === action);
      return {
        name,
        channel,
        message: document_.components.messages[name],
        frame: document_.components.messages[`${name}.frame`],
        owner: who("send").map((one) => one["x-service"])[0],
        hearers: who("receive").map((one) => one["x-service"] ?? "whoever listens"),
      };
    });
}

export function eventEntry(document_, event) {
  const { payload } = event.message;
  const one = payload.items ?? payload; // a strip of the tape travels alone
  const schema = one.allOf ? one.allOf[1].properties.data : one; // and prices without an envelope
  const [text, order] = event.channel.description.split("\n\n");
  const raw = `/event-schemas/${event.name}.json`;
  return entry(
    event.name,
    event.name,
    text,
    facts([
      ["Said by", event.owner],
      ["Heard by", event.hearers.join(", ") || NOBODY],
      ["Order", prose(order ?? "")],
      ["Routing key", element("code", {}, event.channel.address)],
      ["Exchange", element("code", {}, event.channel.bindings.amqp.exchange.name)],
      ["Browser", event.frame ? link("websocket", "told on the WebSocket") : ""],
      ["Schema", element("a", { href: raw }, raw)],
    ].map(([name, value]) => [name, value instanceof Node ? [value] : value])),
    fieldTable(document_, schema),
    exampleOf(event.message),
  );
}

export function envelopeEntry(document_) {
  const schema = document_.components.schemas.Envelope;
  return entry("envelope", "Envelope", schema.description, fieldTable(document_, schema));
}

function messageEntry(document_, message, facts_) {
  return entry(
    `ws-${message.name}`,
    message.name,
    message.summary,
    facts_,
    fieldTable(document_, message.payload),
    exampleOf(message),
  );
}

function messagesOf(document_, references) {
  return references.map((one) => resolve(document_, resolve(document_, one)));
}

// What goes over the WebSocket: each message of the client with its answer, then what comes unasked.
export function socketEntries(document_) {
  const operations = Object.values(document_.operations).filter(
    (one) => one.channel.$ref === "#/channels/websocket",
  );
  return operations.flatMap((operation) => {
    const answers = messagesOf(document_, operation.reply?.messages ?? []);
    const messages = messagesOf(document_, operation.messages);
    const events = messages.filter((one) => one.name in document_.channels);
    if (events.length) return [frames(document_, operation, events)];
    const answer = [["Answer", listed(answers.map((one) => link(`ws-${one.name}`, one.name)))]];
    return [
      ...messages.map((one) => messageEntry(document_, one, facts([from(operation), ...answer]))),
      ...answers.map((one) => messageEntry(document_, one, facts([["From", "the server"]]))),
    ];
  });
}

function from(operation) {
  return ["From", operation.action === "receive" ? "the client" : "the server"];
}

// Frames that carry an event are alike but for their facts, which are described above.
function frames(document_, operation, messages) {
  const [first] = messages;
  const { $ref } = first.payload.allOf[0];
  const name = $ref.split("/").at(-1);
  return entry(
    `ws-${name}`,
    name,
    operation.summary,
    facts([from(operation), ["Events", listed(messages.map((one) => link(one.name)))]]),
    fieldTable(document_, { $ref }),
    exampleOf(first),
  );
}
