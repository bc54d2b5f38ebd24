// Asks for institutions of the registry that fit some letters, and takes the chosen one over.
const PAUSE = 200;
let waiting;

export function offered(address, letters) {
  clearTimeout(waiting);
  return new Promise((done) => {
    waiting = setTimeout(async () => {
      try {
        const answer = await fetch(`${address}?${new URLSearchParams({ q: letters })}`);
        done(answer.ok ? (await answer.json()).found : []);
      } catch {
        done([]);
      }
    }, PAUSE);
  });
}

export async function takenOver(select, ror) {
  const token = select.form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    const answer = await fetch(select.dataset.registry, { method: "POST", body: new URLSearchParams({ ror }),
      headers: { "X-CSRFToken": token } });
    if (answer.ok || answer.status === 409) return await answer.json();
  } catch { /* said below, like every other failure */ }
  return { refusal: select.dataset.failed };
}
