import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { type Tone, toasts } from "@/ui/toast";

const ICONS = {
  success: <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent" />,
  info: <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-faint" />,
  failure: <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />,
};

/** Where toasts appear. F6 leads the focus to them. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts: shown } = Toast.useToastManager();
  return shown.map((one) => (
    <Toast.Root key={one.id} toast={one} swipeDirection={["right", "down"]} className="toast">
      <Toast.Content className="flex items-start gap-2 p-3">
        {ICONS[(one.type as Tone | undefined) ?? "info"]}
        <div className="min-w-0 flex-1">
          <Toast.Title className="text-sm font-medium break-words" />
          <Toast.Description className="mt-0.5 text-xs break-words text-muted" />
          {one.actionProps && (
            <Toast.Action className="mt-1.5 cursor-pointer text-xs font-semibold text-accent" />
          )}
        </div>
        <Toast.Close aria-label="Close" className="toast-close">
          <X className="size-3.5" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
