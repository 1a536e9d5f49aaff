/** Short messages at the edge of the page. They pass: never the only record of anything. */
import { Toast } from "@base-ui/react/toast";
import type { Problem } from "@/api/problem";

export type Tone = "success" | "info" | "failure";

export interface ToastOptions {
  /** A toast with the same id is replaced. */
  id?: string;
  /** Toasts of a group become one, with a count. */
  group?: string;
  description?: string;
  action?: { label: string; onClick: () => void };
  /** Milliseconds; 0 stays until it is closed. */
  timeout?: number;
}

interface Data {
  group?: string;
  count: number;
}

export const toasts = Toast.createToastManager<Data>();

const SHOWN_MS = 5000;
/** Somebody has to be able to read why and copy the id. */
const FAILURE_MS = 10_000;

const open = new Map<string, number>();

function show(tone: Tone, title: string, options: ToastOptions): string {
  const { group } = options;
  const id = options.id ?? (group && `group-${group}`) ?? crypto.randomUUID();
  const isOpen = open.has(id);
  const count = isOpen && group ? (open.get(id) ?? 0) + 1 : 1;
  open.set(id, count);
  const content = looks(tone, title, count, options);
  if (isOpen) toasts.update(id, content);
  else toasts.add({ ...content, id, onClose: () => open.delete(id) });
  return id;
}

function looks(tone: Tone, title: string, count: number, options: ToastOptions) {
  const { group } = options;
  return {
    title: count > 1 ? `${title} (${count})` : title,
    ...(options.description && { description: options.description }),
    type: tone,
    timeout: options.timeout ?? (tone === "failure" ? FAILURE_MS : SHOWN_MS),
    priority: tone === "failure" ? ("high" as const) : ("low" as const),
    data: { count, ...(group && { group }) },
    ...(options.action && {
      actionProps: { children: options.action.label, onClick: options.action.onClick },
    }),
  };
}

export const toast = {
  success: (title: string, options: ToastOptions = {}) => show("success", title, options),
  info: (title: string, options: ToastOptions = {}) => show("info", title, options),
  /** Why something did not work. */
  failure: (problem: Problem, options: ToastOptions = {}) =>
    show("failure", problem.detail, {
      ...(problem.correlationId && { description: `Correlation id ${problem.correlationId}` }),
      ...options,
    }),
  close: (id: string) => toasts.close(id),
};
