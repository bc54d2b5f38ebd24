// What was typed and not sent yet stays in this browser, locked: its key comes with the page, to whoever is signed in.
// Nobody else who uses the browser can read it; when its writer comes back, it is there. Signing out removes it.
const PREFIX = "comity.draft.", LONGEST = 14 * 24 * 60 * 60_000;
const store = (() => {
  try { localStorage.setItem("comity", "1"); localStorage.removeItem("comity"); return localStorage; } catch { return null; }
})();
let leaving = 0;

export function draftsOf(secret) {
  if (!store || !globalThis.crypto?.subtle) return { keep() {}, forget() {}, async read() { return null; } };
  const key = crypto.subtle.importKey("raw", bytesOf(secret), "AES-GCM", false, ["encrypt", "decrypt"]), newest = {};

  async function keep(name, told) {
    const mine = newest[name] = (newest[name] ?? 0) + 1, before = leaving, iv = crypto.getRandomValues(new Uint8Array(12));
    const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(JSON.stringify(told)));
    if (newest[name] !== mine || leaving !== before) return;
    try {
      store.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), iv: textOf(iv), locked: textOf(new Uint8Array(locked)) }));
    } catch { /* full: still sent */ }
  }

  function forget(name) {
    newest[name] = (newest[name] ?? 0) + 1;
    store.removeItem(PREFIX + name);
  }

  async function read(name) {
    try {
      const { iv, locked } = JSON.parse(store.getItem(PREFIX + name));
      const told = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(iv) }, await key, bytesOf(locked));
      return JSON.parse(new TextDecoder().decode(told));
    } catch { return null; }
  }

  return { keep, forget, read };
}

// Whoever signs out leaves nothing here, whether or not the server can be reached.
for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", () => {
    leaving += 1;
    if (store) { store.clear(); sessionStorage.clear(); }
  });
}

for (const name of Object.keys(store ?? {}).filter((name) => name.startsWith(PREFIX))) {
  if (!(Date.now() - atOf(name) < LONGEST)) store.removeItem(name);
}

function atOf(name) {
  try { return JSON.parse(store.getItem(name)).at; } catch { return 0; }
}

function textOf(bytes) {
  return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
}

function bytesOf(text) {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}
