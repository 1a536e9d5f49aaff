// What a JSON Schema allows, as rows of a table: field, type, whether it is there, what it means.

import { element, prose, table } from "/events/elements.js";

// The schema behind a reference; what stands beside the reference goes before.
export function resolve(document_, schema) {
  if (!schema.$ref) return schema;
  const path = schema.$ref.slice(2).split("/");
  const target = path.reduce((part, name) => part[name.replaceAll("~1", "/")], document_);
  const { $ref, ...beside } = schema;
  return { ...resolve(document_, target), ...beside };
}

// Messages add facts to an envelope by allOf: the later part says it more precisely.
function merged(document_, schema) {
  const whole = resolve(document_, schema);
  const parts = (whole.allOf ?? []).map((part) => merged(document_, part));
  return {
    ...whole,
    properties: Object.assign({}, ...parts.map((part) => part.properties), whole.properties),
    required: parts.flatMap((part) => part.required ?? []).concat(whole.required ?? []),
  };
}

function words(document_, schema) {
  const known = resolve(document_, schema);
  const choices = known.anyOf ?? known.oneOf;
  if (choices) return choices.map((one) => words(document_, one)).join(" or ");
  if ("const" in known) return `\`${known.const}\``;
  if (known.enum) return known.enum.map((value) => `\`${value}\``).join(", ");
  if (known.type === "array") return `list of ${words(document_, known.items ?? {})}`;
  return known.format ?? known.type ?? "anything";
}

function children(document_, schema) {
  const known = resolve(document_, schema);
  const inner = known.type === "array" ? resolve(document_, known.items ?? {}) : known;
  return inner.properties ? [inner, known.type === "array" ? "[]." : "."] : [null, ""];
}

// Every field, and those within it, as [path, schema, required].
export function fieldsOf(document_, schema, before = "") {
  const { properties, required } = merged(document_, schema);
  return Object.entries(properties).flatMap(([name, one]) => {
    const [inner, joint] = children(document_, one);
    const own = [before + name, resolve(document_, one), required.includes(name)];
    return inner ? [own, ...fieldsOf(document_, inner, before + name + joint)] : [own];
  });
}

export function fieldTable(document_, schema) {
  const rows = fieldsOf(document_, schema).map(([path, one, required]) => [
    element("code", {}, path),
    [...prose(words(document_, one)), required ? "" : element("em", {}, " optional")],
    prose(one.description ?? ""),
  ]);
  return table(["Field", "Type", "What it says"], rows);
}
