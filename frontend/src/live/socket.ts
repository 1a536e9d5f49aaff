/** A WebSocket to where this page, or this worker, came from. */
import type { Socket } from "./call";

export function openSocket(): Socket {
  const url = new URL("/ws", globalThis.location.origin);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  return {
    // What is said to a connection that has just gone is of no use to anybody.
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    close: () => socket.close(),
    set onopen(listener: (() => void) | null) {
      socket.onopen = listener && (() => listener());
    },
    set onmessage(listener: ((message: { data: unknown }) => void) | null) {
      socket.onmessage = listener;
    },
    set onclose(listener: ((event: { code: number }) => void) | null) {
      socket.onclose = listener;
    },
  };
}
