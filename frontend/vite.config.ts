import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

const GATEWAY = process.env.OUTCRY_ORIGIN ?? "http://localhost:8080";

/** What the gateway answers itself: never a page of ours, never out of a cache. */
const SERVED_BY_GATEWAY = /^\/(api|ws|docs|events|healthz|event-schemas)(\/|$|\?)/;

/** Installable, and there without a network; a new version waits until it is asked for. */
const pwa = VitePWA({
  registerType: "prompt",
  injectRegister: false, // main.tsx registers it: an inline script would be against the policy
  includeAssets: ["icons/*"],
  manifest: {
    id: "/",
    name: "Outcry",
    short_name: "Outcry",
    description: "A self-hosted paper exchange: trade simulated markets with paper money.",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#0a0d12",
    theme_color: "#10141b",
    categories: ["finance", "education"],
    icons: [
      { src: "/icons/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  },
  workbox: {
    globPatterns: ["**/*.{js,css,html,svg,png}"],
    globIgnores: ["push.js"],
    importScripts: ["/push.js"], // the browser keeps it with the service worker
    navigateFallback: "/index.html",
    navigateFallbackDenylist: [SERVED_BY_GATEWAY],
    runtimeCaching: [], // quotes and orders are never kept
    cleanupOutdatedCaches: true,
  },
});

const DOCUMENT = {
  include: ["src/**/*.test.tsx"],
  environment: "jsdom",
  setupFiles: ["src/app/test-setup.ts"],
};

export default defineConfig({
  plugins: [react(), tailwindcss(), pwa],
  resolve: { alias: { "@": `${import.meta.dirname}/src` } },
  build: { target: "es2022", sourcemap: false, assetsDir: "assets", manifest: true },
  server: {
    proxy: {
      "/api": { target: GATEWAY, changeOrigin: true },
      "/healthz": GATEWAY,
      "/ws": { target: GATEWAY, ws: true, changeOrigin: true, rewriteWsOrigin: true },
    },
  },
  test: {
    restoreMocks: true,
    testTimeout: 20_000, // roles of a whole page are found slowly on a busy machine
    projects: [
      // To make a document and to import everything anew takes longer than most tests: only what
      // renders gets one, and files share both.
      { extends: true, test: { name: "node", include: ["src/**/*.test.ts"], isolate: false } },
      {
        extends: true,
        test: { ...DOCUMENT, name: "document", exclude: ["src/app/**"], isolate: false },
      },
      // But the router and the session of the whole app begin anew.
      {
        extends: true,
        test: { ...DOCUMENT, name: "app", include: ["src/app/**/*.test.tsx"] },
      },
    ],
  },
});
