// The small computation that is asked for while very many answers come (ALTCHA's scheme, PBKDF2 in the browser's own
// code): looks for a number whose derived key begins as wanted, then sends the form.
const form = document.querySelector("[data-work]");
const status = form.querySelector("[role=status]");
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (one) => one.toString(16).padStart(2, "0")).join("");

async function derived({ nonce, salt, cost, keyLength }, counter) {
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(bytes(nonce));
  new DataView(password.buffer).setUint32(nonce.length / 2, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const asked = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  return hex(await crypto.subtle.deriveBits(asked, key, keyLength * 8));
}

async function solved(challenge) {
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await derived(challenge.parameters, counter);
    if (derivedKey.startsWith(challenge.parameters.keyPrefix)) return { challenge, solution: { counter, derivedKey } };
  }
}

status.textContent = form.dataset.working;
try {
  form.elements.proof.value = btoa(JSON.stringify(await solved(JSON.parse(form.dataset.work))));
  status.textContent = form.dataset.worked;
  form.submit();
} catch {
  status.textContent = form.dataset.failed;
}
