/** Signing up and in, by the pages that do it. */
import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Somebody whom the stack has not seen yet. */
export function stranger(): Person {
  const id = randomUUID();
  return { email: `trader-${id}@example.org`, password: `long and plain ${id}` };
}

/** Opens an account, and puts the tour away. */
export async function signUp(page: Page, person = stranger()): Promise<Person> {
  await page.goto("/sign-up");
  await fill(page, person);
  await page.getByRole("button", { name: "Open an account" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  await page
    .getByRole("complementary", { name: "Tour" })
    .getByRole("button", { name: "Skip" })
    .click();
  await page.getByRole("form", { name: "Order ticket" }).waitFor();
  return person;
}

export async function signIn(page: Page, person: Person, next = "/"): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await fill(page, person);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname === next);
}

async function fill(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
}
