// Asks what fits some letters: of the records that are here, and of the registry; takes a chosen institution over.
const PAUSE = 200;
let waiting;

export function asked(address, letters) {
  clearTimeout(waiting);
  return new Promise((done) => {
    waiting = setTimeout(async () => {
      const at = new URL(address, location);
      at.searchParams.set("q", letters);
      try {
        const answer = await fetch(at);
        done(answer.ok ? await answer.json() : {});
      } catch {
        done({});
      }
    }, PAUSE);
  });
}

export async function offered(address, letters) {
  return (await asked(address, letters)).found ?? [];
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
