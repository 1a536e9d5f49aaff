import "./app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { refresh } from "@/api/session";
import { App } from "./app";

// Whether somebody is signed in is asked at once, beside the loading of the page.
void refresh().catch(() => undefined);

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
