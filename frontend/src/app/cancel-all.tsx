import { useState } from "react";
import { cancellingAll } from "@/state/order-actions";
import { Confirm } from "@/ui/dialog";
import { hide } from "./overlays";

export default function CancelAll() {
  const [cancel] = useState(() => cancellingAll());
  return (
    <Confirm
      open
      onOpenChange={hide}
      title="Cancel all open orders?"
      confirmLabel="Cancel all orders"
      variant="danger"
      onConfirm={cancel}
    >
      <p>All orders of this account that still wait are cancelled. Positions stay.</p>
    </Confirm>
  );
}
