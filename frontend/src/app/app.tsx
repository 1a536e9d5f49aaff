import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";
import { queries } from "@/api/query";
import { Announcer } from "@/ui/announce";
import { Boundary } from "@/ui/boundary";
import { copyPlainNumbers } from "@/ui/copy";
import { Crash } from "./crash";
import { router } from "./router";
import { Toasts } from "./shell/toasts";
import { UpdatePrompt } from "./shell/update-prompt";
import { useTheme } from "./theme";

/** All there is. The policy of the gateway forbids style elements, so Base UI makes none. */
export function App() {
  useTheme();
  useEffect(copyPlainNumbers, []);
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <Tooltip.Provider delay={500}>
          <Boundary fallback={(error) => <Crash error={error} />}>
            <RouterProvider router={router} />
          </Boundary>
          <Toasts />
          <UpdatePrompt />
          <Announcer />
        </Tooltip.Provider>
      </QueryClientProvider>
    </CSPProvider>
  );
}
