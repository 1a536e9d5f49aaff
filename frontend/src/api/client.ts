/**
 * The API, typed by what the services say of themselves. `const quote = await call(api.market.GET(
 * "/api/market/quote/{symbol}", { params: { path: { symbol } } }))` is the answer or throws a Problem.
 */
import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { paths as Analytics } from "./generated/analytics";
import type { paths as Auth } from "./generated/auth";
import type { paths as Market } from "./generated/market";
import type { paths as Orders } from "./generated/orders";
import type { paths as Portfolio } from "./generated/portfolio";
import type { paths as Risk } from "./generated/risk";
import type { paths as Stream } from "./generated/stream";
import { asProblem, problemOf } from "./problem";
import { accessToken, forget, refresh } from "./session";

/** Shows the token, and once more with a new one when the server does not take it. */
const authorization: Middleware = {
  async onRequest({ request }) {
    const token = await accessToken();
    if (token) request.headers.set("Authorization", `Bearer ${token}`);
    return request;
  },
};

async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  const isOurs = request.headers.has("Authorization");
  if (response.status !== 401 || !isOurs) return response;
  try {
    const session = await refresh();
    again.headers.set("Authorization", `Bearer ${session.access_token}`);
  } catch (error) {
    if (asProblem(error).status === 401) forget();
    return response;
  }
  return fetch(again);
}

function client<Paths extends object>(): Client<Paths> {
  const one = createClient<Paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: send });
  one.use(authorization);
  return one;
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
