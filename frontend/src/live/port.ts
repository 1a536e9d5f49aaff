/** A MessagePort as a port of ours. */
import type { Port } from "./messages";

export function portOf<Sent, Received>(below: MessagePort): Port<Sent, Received> {
  const port: Port<Sent, Received> = {
    onmessage: null,
    post: (message) => below.postMessage(message),
  };
  below.onmessage = ({ data }: MessageEvent<Received>) => port.onmessage?.(data);
  return port;
}
