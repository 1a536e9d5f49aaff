import { cancelAll } from "@/state/order-actions";
import { Confirm } from "@/ui/dialog";
import { hide } from "./overlays";

export default function CancelAll() {
  return (
    <Confirm
      open
      onOpenChange={hide}
      title="Cancel all open orders?"
      confirmLabel="Cancel all orders"
      variant="danger"
      onConfirm={async () => {
        await cancelAll();
      }}
    >
      <p>All orders of this account that still wait are cancelled. Positions stay.</p>
    </Confirm>
  );
}
