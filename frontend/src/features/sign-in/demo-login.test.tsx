import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useDemoLogin } from "./demo-login";

it("keeps the login of the link, and the address forgets it", () => {
  history.replaceState(null, "", "/sign-in?next=%2Frisk#demo=a%40b.example:secret");
  const login = { email: "a@b.example", password: "secret" };
  expect(renderHook(useDemoLogin).result.current).toEqual(login);
  expect(location.href).not.toContain("secret");
  expect(location.search).toBe("?next=%2Frisk");
  expect(renderHook(useDemoLogin).result.current).toEqual(login);
});
