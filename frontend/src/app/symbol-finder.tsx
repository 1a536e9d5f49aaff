import { Dialog } from "@base-ui/react/dialog";
import { useRouter } from "@tanstack/react-router";
import { Suspense } from "react";
import { select } from "@/state/selection";
import { Skeleton } from "@/ui/states";
import { SymbolSearch } from "./features";
import { hide } from "./overlays";

/** Only symbols: all that the market knows, prices here or not. */
export default function SymbolFinder() {
  const router = useRouter();
  const choose = (symbol: string) => {
    hide();
    select(symbol);
    if (router.state.location.pathname !== "/")
      void router.navigate({ to: "/", search: { symbol } });
  };
  return (
    <Dialog.Root open onOpenChange={hide}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="palette p-3">
          <Dialog.Title className="sr-only">Find a symbol</Dialog.Title>
          <Suspense fallback={<Skeleton height="2rem" />}>
            <SymbolSearch onSelect={choose} autoFocus />
          </Suspense>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
