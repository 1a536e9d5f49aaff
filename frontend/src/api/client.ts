/**
 * The API, typed by what the services say of themselves. `const quote = await call(api.market.GET(
 * "/api/market/quote/{symbol}", { params: { path: { symbol } } }))` is the answer or throws a Problem.
 */
import createClient, { type Client } from "openapi-fetch";
import type { paths as Analytics } from "./generated/analytics";
import type { paths as Auth } from "./generated/auth";
import type { paths as Market } from "./generated/market";
import type { paths as Orders } from "./generated/orders";
import type { paths as Portfolio } from "./generated/portfolio";
import type { paths as Risk } from "./generated/risk";
import type { paths as Stream } from "./generated/stream";
import { asProblem, otherAccount, problemOf } from "./problem";
import { accessToken, forget, refresh, useSession } from "./session";

/**
 * Sends a request for the account that was worked with when it was asked for, once more with a new
 * token if the server does not take the old one. A token may be renewed on the way, and then it is
 * of the account that another tab has changed to: whatever changes anything is not sent to that.
 */
async function send(request: Request): Promise<Response> {
  const account = accountNow();
  const again = request.clone();
  const token = await accessToken();
  sure(request, account);
  if (!token) return fetch(request);
  request.headers.set("Authorization", `Bearer ${token}`);
  const response = await fetch(request);
  if (response.status !== 401) return response;
  try {
    const session = await refresh();
    again.headers.set("Authorization", `Bearer ${session.access_token}`);
  } catch (error) {
    if (asProblem(error).status === 401) forget();
    return response;
  }
  sure(again, account);
  return fetch(again);
}

const accountNow = (): string | undefined => useSession.getState().session?.account_id;

function sure({ method }: Request, account: string | undefined): void {
  const isRead = method === "GET" || method === "HEAD";
  const now = accountNow();
  if (isRead || !account || !now || now === account) return;
  throw otherAccount();
}

function client<Paths extends object>(): Client<Paths> {
  return createClient<Paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: send });
}

export const api = {
  auth: client<Auth>(),
  market: client<Market>(),
  orders: client<Orders>(),
  risk: client<Risk>(),
  portfolio: client<Portfolio>(),
  analytics: client<Analytics>(),
  stream: client<Stream>(),
};

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body. @throws Problem */
export async function call<T>(asked: Promise<Outcome<T>>): Promise<T> {
  const { data } = await callWhole(asked);
  return data;
}

/** The answer's body and headers, for an ETag. @throws Problem */
export async function callWhole<T>(
  asked: Promise<Outcome<T>>,
): Promise<{ data: T; headers: Headers; status: number }> {
  let outcome: Outcome<T>;
  try {
    outcome = await asked;
  } catch (error) {
    throw asProblem(error);
  }
  const { data, error, response } = outcome;
  if (!response.ok) throw problemOf(response, error);
  return { data: data as T, headers: response.headers, status: response.status };
}
