// As much of RFC 6455 as a source of ticks needs: it answers the handshake, says and hears texts.
import { createHash } from "node:crypto";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const TEXT = 0x81;
const SHORT = 126;
const MASK_BYTES = 4;

/** A text as the server says it: whole, and not masked. */
function framed(text) {
  const body = Buffer.from(text);
  if (body.length < SHORT) return Buffer.concat([Buffer.from([TEXT, body.length]), body]);
  const head = Buffer.from([TEXT, SHORT, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, body]);
}

/** The first frame of what came, and what is left behind it; `undefined` until it is whole. */
function unframed(bytes) {
  if (bytes.length < 2) return undefined;
  const kind = bytes[0] & 0x0f;
  const short = bytes[1] & 0x7f;
  const at = short < SHORT ? 2 : 4;
  if (bytes.length < at + MASK_BYTES) return undefined;
  const length = short < SHORT ? short : bytes.readUInt16BE(2);
  const begin = at + MASK_BYTES;
  if (bytes.length < begin + length) return undefined;
  const mask = bytes.subarray(at, begin);
  const body = Buffer.from(bytes.subarray(begin, begin + length));
  for (let index = 0; index < length; index += 1) body[index] ^= mask[index % MASK_BYTES];
  return { kind, text: body.toString(), rest: bytes.subarray(begin + length) };
}

/** Take over the connection of an upgrade; `hear` is given what the client says. */
export function accept(request, socket, hear) {
  const key = request.headers["sec-websocket-key"];
  const answer = createHash("sha1").update(`${key}${GUID}`).digest("base64");
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${answer}\r\n\r\n`,
  );
  socket.setNoDelay(true);
  let waiting = Buffer.alloc(0);
  const line = { say: (frame) => socket.writable && socket.write(framed(JSON.stringify(frame))) };
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (let one = unframed(waiting); one; one = unframed(waiting)) {
      waiting = one.rest;
      if (one.kind === 1) hear(JSON.parse(one.text), line);
      else if (one.kind === 8) socket.end();
    }
  });
  return line;
}
