/** What went wrong with a request, as RFC 9457 says it, or as we do where there was no answer. */

export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

/** Codes of our own; all others are the server's. */
export type OwnCode = "offline" | "not_understood" | "other_account";

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly code: string,
    /** A sentence for people. */
    readonly detail: string,
    /** HTTP status; 0 if there was no answer. */
    readonly status = 0,
    readonly correlationId = "",
    readonly errors: readonly FieldError[] = [],
    /** Seconds to wait, if the server said. */
    readonly retryAfter: number | undefined = undefined,
  ) {
    super(detail);
  }

  /** Whether asking again may help: nothing is known to be wrong with the request. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** What was asked for is of an account that is no longer worked with. It was not sent. */
export function otherAccount(): Problem {
  const detail = "You have changed to another account meanwhile, here or in another tab.";
  return new Problem("other_account", `${detail} Nothing was sent.`, 409);
}

export const isOtherAccount = ({ code }: Problem): boolean => code === "other_account";

/** What is wrong with one field of a form, if the server named it. */
export function errorOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.errors.find((one) => one.field === field)?.detail;
}

/** Of an answer that is not a success. */
export function problemOf(response: Response, body: unknown): Problem {
  const said = isRecord(body) ? body : {};
  const id = text(said.correlation_id) || response.headers.get("X-Request-ID") || "";
  const wait = Number(response.headers.get("Retry-After"));
  return new Problem(
    text(said.code) || "not_understood",
    text(said.detail) || `The server answered ${response.status}.`,
    response.status,
    id,
    fieldErrors(said.errors),
    wait > 0 ? wait : undefined,
  );
}

/** Of whatever was thrown. A request that got no answer throws a TypeError. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError)
    return new Problem("offline", "The server cannot be reached. What you asked may not be done.");
  return new Problem("not_understood", error instanceof Error ? error.message : String(error));
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((one) => ({
    field: text(one.field).replace(/^(?:body|query|path)\./, ""),
    detail: text(one.message),
  }));
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
