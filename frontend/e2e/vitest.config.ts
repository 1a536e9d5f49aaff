import { defineConfig } from "vitest/config";

/** A real browser against the real stack: one file after the other, and time enough for each. */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  resolve: { alias: { "@": `${import.meta.dirname}/../src` } },
  test: {
    environment: "node",
    include: [mode === "screenshots" ? "screenshots.ts" : "**/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
}));
