/** One order, its life, and the id under which logs know it. */
import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { useEvents } from "@/live/events";
import { useAccountId } from "@/state/accounts";

const params = (orderId: string) => ({ params: { path: { order_id: orderId } } });

export function useOrder(orderId: string) {
  const accountId = useAccountId();
  return useQuery({
    queryKey: [accountId, "order", orderId],
    queryFn: () => call(api.orders.GET("/api/orders/{order_id}", params(orderId))),
    enabled: accountId !== "",
  });
}

export function useHistory(orderId: string) {
  const accountId = useAccountId();
  return useQuery({
    queryKey: [accountId, "order-events", orderId],
    queryFn: async () =>
      (await call(api.orders.GET("/api/orders/{order_id}/events", params(orderId)))).items,
    enabled: accountId !== "",
  });
}

/** Of the newest thing that was heard of the order here; events do not say it later. */
export function useCorrelation(orderId: string): string | undefined {
  const events = useEvents();
  const heard = events.find(
    ({ frame }) => "order_id" in frame.data && frame.data.order_id === orderId,
  );
  return heard?.frame.correlationid;
}
