/** Whether each service is ready, as the gateway tells everybody. */

export const AREAS = [
  "auth",
  "market",
  "orders",
  "risk",
  "portfolio",
  "analytics",
  "stream",
] as const;
export type Area = (typeof AREAS)[number];

export interface Health {
  readonly isReady: boolean;
  /** What it said, or why nothing was heard of it. */
  readonly says: string;
  /** How long the answer took. */
  readonly milliseconds: number;
}

/** Never throws: that nobody answers is an answer. */
export async function healthOf(area: Area): Promise<Health> {
  const began = performance.now();
  try {
    const response = await fetch(`/healthz/${area}`, { cache: "no-store" });
    const milliseconds = performance.now() - began;
    const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    return { isReady: response.ok, says: said(response, body), milliseconds };
  } catch {
    const milliseconds = performance.now() - began;
    return { isReady: false, says: "The gateway cannot be reached.", milliseconds };
  }
}

function said({ ok, status }: Response, body: Record<string, unknown>): string {
  if (ok) return "ready";
  const detail = body.detail ?? body.status ?? body.title;
  return typeof detail === "string" ? `${status}: ${detail}` : `It answered ${status}.`;
}
