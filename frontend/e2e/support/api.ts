/** The API beside the page: what the server itself says of what the page shows or did. */
import type { components as Orders } from "@/api/generated/orders";
import type { components as Portfolio } from "@/api/generated/portfolio";
import { ORIGIN } from "./origin";
import type { Person } from "./people";

export type Order = Orders["schemas"]["OrderResponse"];
export type PlaceOrder = Orders["schemas"]["PlaceOrderRequest"];
export type Summary = Portfolio["schemas"]["PortfolioResponse"];

const TRIES = 20;
const PAUSE_MS = 1000;

/** A second session of somebody. */
export class Api {
  private constructor(private readonly token: string) {}

  static async of(person: Person): Promise<Api> {
    const response = await fetch(`${ORIGIN}/api/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(person),
    });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    const { access_token } = (await response.json()) as { access_token: string };
    return new Api(access_token);
  }

  async get<T>(path: string): Promise<T> {
    return (await this.ask(path, {})) as T;
  }

  async put<T>(path: string, body: unknown, headers = {}): Promise<T> {
    return (await this.ask(path, { method: "PUT", body: JSON.stringify(body), headers })) as T;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    return (await this.ask(path, { method: "POST", body: JSON.stringify(body), headers })) as T;
  }

  place(order: PlaceOrder): Promise<Order> {
    return this.post<Order>("/api/orders", order);
  }

  async deposit(amount: string): Promise<void> {
    const { account_id: id } = await this.portfolio();
    await this.post(`/api/portfolio/accounts/${id}/deposits`, { amount });
  }

  async orders(): Promise<Order[]> {
    return (await this.get<{ items: Order[] }>("/api/orders?status=all&limit=100")).items;
  }

  portfolio(): Promise<Summary> {
    return this.get<Summary>("/api/portfolio");
  }

  /** Asked again while a service of the stack is down: that is waited out, and nothing else is. */
  private async ask(path: string, init: RequestInit): Promise<unknown> {
    const headers = { "Content-Type": "application/json", ...init.headers };
    const authorized = { ...headers, Authorization: `Bearer ${this.token}` };
    for (let left = TRIES; ; left -= 1) {
      const response = await fetch(ORIGIN + path, { ...init, headers: authorized }).catch(String);
      if (typeof response !== "string" && response.ok) return await response.json();
      const said = typeof response === "string" ? response : `${response.status}`;
      const isPassing = typeof response === "string" || response.status >= 500;
      if (left === 0 || !isPassing) throw new Error(`${path}: ${said}`);
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
}
