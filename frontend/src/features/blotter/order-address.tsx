/** An order opens beside the blotter. It is in the address, so that Back closes it again. */
import { useNavigate } from "@tanstack/react-router";
import { type MouseEvent, type ReactNode, useCallback } from "react";

export function useOpenOrder(): (order: { readonly order_id: string }) => void {
  const navigate = useNavigate();
  return useCallback(
    ({ order_id: order }) => {
      const change = (before: object) => ({ ...before, order });
      void navigate({ to: ".", search: change as never });
    },
    [navigate],
  );
}

interface OrderLinkProps {
  orderId: string;
  children: ReactNode;
}

/** Leads to the order's page in another tab or window. It is in each row: the router's is too slow. */
export function OrderLink({ orderId, children }: OrderLinkProps) {
  const open = useOpenOrder();
  const press = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open({ order_id: orderId });
  };
  return (
    <a className="font-medium text-accent" href={`/orders/${orderId}`} onClick={press}>
      {children}
    </a>
  );
}
