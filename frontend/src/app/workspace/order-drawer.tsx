import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense } from "react";
import { Boundary } from "@/ui/boundary";
import { Drawer } from "@/ui/dialog";
import { Skeleton } from "@/ui/states";
import { OrderDetail } from "../features";

/** The order that the address names, over the workspace; its page is for links. */
export function OrderDrawer() {
  const { order }: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const orderId = typeof order === "string" ? order : undefined;
  const close = () => {
    const change = ({ order: _, ...others }: Readonly<Record<string, unknown>>) => others;
    void navigate({ to: ".", search: change as never });
  };
  return (
    <Drawer open={orderId !== undefined} onOpenChange={(open) => open || close()} title="Order">
      {orderId && (
        <Boundary resetKey={orderId}>
          <Suspense fallback={<Skeleton lines={8} />}>
            <OrderDetail orderId={orderId} />
          </Suspense>
        </Boundary>
      )}
    </Drawer>
  );
}
