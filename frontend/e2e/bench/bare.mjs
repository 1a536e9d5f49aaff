// The least that any page could do with the same ticks, which is what the terminal is measured by:
// each is written into a cell of its own when the next frame is drawn. No library, no policy.
export const BARE = `<!doctype html><title>bare</title><div role="grid"></div><script>
const grid = document.querySelector("[role=grid]");
const cells = new Map(), waiting = new Map();
function cellOf(symbol) {
  if (!cells.has(symbol)) {
    const row = document.createElement("div");
    row.setAttribute("role", "row");
    row.innerHTML = '<b data-symbol="' + symbol + '">' + symbol + '</b> <i data-bid> </i>';
    grid.append(row);
    cells.set(symbol, row.querySelector("[data-bid]").firstChild);
  }
  return cells.get(symbol);
}
function draw() {
  for (const [symbol, bid] of waiting) cellOf(symbol).data = bid;
  waiting.clear();
}
const socket = new WebSocket("ws://" + location.host + "/ws");
socket.onmessage = ({ data }) => {
  const frame = JSON.parse(data);
  if (frame.type !== "QUOTE") return;
  if (waiting.size === 0) requestAnimationFrame(draw);
  waiting.set(frame.data.symbol, frame.data.bid);
};
</script>`;
