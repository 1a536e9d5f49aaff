// What the service worker does with messages of the push service: sw.js, which Workbox writes, imports
// it. The payload is decrypted by the browser; the auth service made it.

self.addEventListener("push", (event) => {
  event.waitUntil(show(read(event.data)));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path));
});

/** Every push has to be shown, so one that cannot be read is, too. */
function read(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

/** Who sees the terminal is told by it, so a notification makes no sound then. */
async function show({ title, body, tag, path, at }) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const isSeen = pages.some((page) => page.focused);
  await self.registration.showNotification(title || "Outcry", {
    body: body || "Something has happened in your account.",
    ...(tag && { tag }), // what comes twice is there once
    timestamp: Date.parse(at) || Date.now(),
    silent: isSeen,
    icon: "/icons/icon-192.png",
    data: { path },
  });
}

/** A terminal that is open goes there by itself: loaded anew, it would lose a half-filled form. */
async function open(wanted) {
  const path = /^\/(?![/\\])/.test(wanted ?? "") ? wanted : "/alerts";
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => one.focused) ?? pages[0];
  if (!page) return self.clients.openWindow(path);
  page.postMessage({ type: "outcry.open", path });
  return page.focus();
}
