/**
 * Keys, in one table: a feature says what an action does (`useShortcut`), the user which keys it
 * has (settings), and one listener of the shell finds the action to a key. Typing in a field takes
 * all keys but those with Ctrl, and a dialog takes these too: what is under it is out of reach.
 */
import { type RefObject, useEffect, useRef } from "react";
import { preferences } from "./preferences";

/** Those of "Depth" and "Chart" are only keys while the ladder or the chart has the focus. */
export type Scope = "Everywhere" | "Go to" | "Order ticket" | "Depth" | "Chart";
const LOCAL: readonly Scope[] = ["Depth", "Chart"];

interface Definition {
  readonly label: string;
  readonly scope: Scope;
  readonly keys: string;
}

const entry = (scope: Scope, label: string, keys: string): Definition => ({ scope, label, keys });

/** `mod` is Ctrl, or Cmd on a Mac. Keys after another have a space between: "g o". */
export const SHORTCUTS = {
  palette: entry("Everywhere", "Commands and search", "mod+k"),
  search: entry("Everywhere", "Find a symbol", "/"),
  help: entry("Everywhere", "These shortcuts", "?"),
  theme: entry("Everywhere", "Next theme", "shift+t"),
  readQuote: entry("Everywhere", "Read the quote out", "q"),
  cancelLast: entry("Everywhere", "Cancel the newest open order", "x"),
  cancelAll: entry("Everywhere", "Cancel all open orders", "shift+x"),
  goWorkspace: entry("Go to", "Workspace", "g w"),
  goPortfolio: entry("Go to", "Portfolio", "g p"),
  goOrders: entry("Go to", "Orders", "g o"),
  goChart: entry("Go to", "Chart", "g c"),
  goAnalytics: entry("Go to", "Analytics", "g a"),
  goRisk: entry("Go to", "Risk", "g r"),
  goAlerts: entry("Go to", "Alerts", "g l"),
  goSettings: entry("Go to", "Settings", "g s"),
  buy: entry("Order ticket", "Buy", "b"),
  sell: entry("Order ticket", "Sell", "s"),
  market: entry("Order ticket", "Market order", "m"),
  limit: entry("Order ticket", "Limit order", "l"),
  priceUp: entry("Order ticket", "Price one tick up", "arrowup"),
  priceDown: entry("Order ticket", "Price one tick down", "arrowdown"),
  priceUpTen: entry("Order ticket", "Price ten ticks up", "shift+arrowup"),
  priceDownTen: entry("Order ticket", "Price ten ticks down", "shift+arrowdown"),
  submit: entry("Order ticket", "Send the order", "mod+enter"),
  depthUp: entry("Depth", "One price up", "arrowup"),
  depthDown: entry("Depth", "One price down", "arrowdown"),
  depthCentre: entry("Depth", "Centre on the spread", "space"),
  chartBack: entry("Chart", "One bar back", "arrowleft"),
  chartOn: entry("Chart", "One bar on", "arrowright"),
  chartBackTen: entry("Chart", "Ten bars back", "shift+arrowleft"),
  chartOnTen: entry("Chart", "Ten bars on", "shift+arrowright"),
  chartFirst: entry("Chart", "The oldest bar", "home"),
  chartLast: entry("Chart", "The newest bar", "end"),
  chartZoomIn: entry("Chart", "Zoom in", "+"),
  chartZoomOut: entry("Chart", "Zoom out", "-"),
} as const satisfies Record<string, Definition>;

export type ShortcutId = keyof typeof SHORTCUTS;
type Handler = (event: KeyboardEvent) => void;

interface Action {
  readonly handle: Handler;
  /** Where the focus has to be, unless it is nowhere. */
  readonly inside: RefObject<Element | null> | undefined;
}

const actions = new Map<ShortcutId, Action[]>();

/** The keys that an action has now; "" if it has none. */
export const keysOf = (id: ShortcutId): string => preferences().shortcuts[id] ?? SHORTCUTS[id].keys;

/**
 * What `id` does while this component is there. The one mounted last has it. Where `inside` is said
 * it does nothing while the focus is elsewhere.
 */
export function useShortcut(
  id: ShortcutId,
  handler: Handler,
  isOn = true,
  inside?: RefObject<Element | null>,
): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!isOn) return;
    const own: Action = { handle: (event) => latest.current(event), inside };
    actions.set(id, [...(actions.get(id) ?? []), own]);
    return () => {
      const others = (actions.get(id) ?? []).filter((one) => one !== own);
      actions.set(id, others);
    };
  }, [id, isOn, inside]);
}

/** A key as it is written here: "shift+x", "mod+k", "?". "" for Shift, Ctrl… alone. */
export function nameOf(event: KeyboardEvent): string {
  const { key } = event;
  if (!key || ["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(key)) return "";
  const isLetter = /^[a-z]$/i.test(key);
  const isSymbol = key.length === 1 && !isLetter && key !== " ";
  const name = key === " " ? "space" : key.toLowerCase();
  const before = [
    (event.ctrlKey || event.metaKey) && "mod",
    event.altKey && "alt",
    event.shiftKey && !isSymbol && "shift", // a symbol says by itself that Shift was down
  ].filter(Boolean);
  return [...before, name].join("+");
}

const isIn = (target: EventTarget | null, places: string): boolean =>
  target instanceof Element && target.closest(places) !== null;

const FIELDS = "input, select, textarea, [contenteditable=true]";
const LISTS = "[role=menu], [role=listbox]";
const DIALOGS = "[role=dialog], [role=alertdialog]";

/** The focus is nowhere: what is pressed is meant for the page, or for what covers it. */
const isNowhere = (target: EventTarget | null): boolean => target === document.body;
const isInDialog = (target: EventTarget | null): boolean =>
  isNowhere(target) ? document.querySelector(DIALOGS) !== null : isIn(target, DIALOGS);

/** Keys that a focused control, a grid or a chart uses itself. */
const OWN = /^(shift\+)?(arrow|enter$|space$|home$|end$|page)/;
const CONTROLS = "button, a, [role=grid], [role=tab], [role=radio], [tabindex='0']";
/** Keys with Ctrl by which text is edited. */
const EDITS = /^mod\+(shift\+)?([acvxyz]$|arrow|home$|end$|backspace$|delete$)/;

/** Whether nobody else wants this key where the focus is. */
function isFree(name: string, target: EventTarget | null): boolean {
  if (isInDialog(target)) return false;
  if (name.startsWith("mod+")) return !(EDITS.test(name) && isIn(target, FIELDS));
  if (!preferences().areShortcutsOn || isIn(target, `${FIELDS}, ${LISTS}`)) return false;
  return !(OWN.test(name) && isIn(target, CONTROLS));
}

function isWithin({ inside }: Action, target: EventTarget | null): boolean {
  if (!inside || isNowhere(target)) return true;
  return target instanceof Node && inside.current?.contains(target) === true;
}

const SEQUENCE_MS = 1000;
let before = "";
let beforeAt = 0;

function found(keys: string): ShortcutId | undefined {
  const ids = Object.keys(SHORTCUTS) as ShortcutId[];
  return ids.find((id) => keysOf(id) === keys && (actions.get(id)?.length ?? 0) > 0);
}

/** Does what the key is for. Answers whether there was anything. */
export function onKey(event: KeyboardEvent): boolean {
  const name = nameOf(event);
  if (!name || event.defaultPrevented || event.isComposing) return false;
  if (!isFree(name, event.target)) return false;
  const isSequence = before !== "" && Date.now() - beforeAt < SEQUENCE_MS;
  const id = (isSequence && found(`${before} ${name}`)) || found(name);
  before = id ? "" : name;
  beforeAt = Date.now();
  const action = id && actions.get(id)?.at(-1);
  if (!action || !isWithin(action, event.target)) return false;
  event.preventDefault();
  action.handle(event);
  return true;
}

/** Mounted once, by the shell. */
export function useShortcutKeys(): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => void onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

/** What a key means to the ladder or the chart, which has the focus. They stay on without Ctrl:
 * there is no other way in them, and they take nothing from anybody else. */
export function localAction(scope: Scope, event: KeyboardEvent): ShortcutId | undefined {
  const keys = nameOf(event);
  const ids = Object.keys(SHORTCUTS) as ShortcutId[];
  return keys ? ids.find((id) => SHORTCUTS[id].scope === scope && keysOf(id) === keys) : undefined;
}

/** Where the keys of an action count: in a part of the page, or on all of it. */
const placeOf = (id: ShortcutId): Scope => {
  const { scope } = SHORTCUTS[id];
  return LOCAL.includes(scope) ? scope : "Everywhere";
};

/** Another action that has these keys already, where they count. */
export function conflict(id: ShortcutId, keys: string): ShortcutId | undefined {
  if (!keys) return undefined;
  const ids = Object.keys(SHORTCUTS) as ShortcutId[];
  const isRival = (one: ShortcutId) => one !== id && placeOf(one) === placeOf(id);
  return ids.find((one) => isRival(one) && keysOf(one) === keys);
}

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

const SHOWN: Record<string, string> = {
  mod: isMac ? "⌘" : "Ctrl",
  shift: "Shift",
  alt: isMac ? "⌥" : "Alt",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  enter: "Enter",
  space: "Space",
};

/** For people: [["Ctrl", "K"]], and one list for each key of a sequence. */
export function shownKeys(keys: string): string[][] {
  if (!keys) return [];
  return keys
    .split(" ")
    .map((key) => key.split(/\+(?=.)/).map((part) => SHOWN[part] ?? part.toUpperCase()));
}
