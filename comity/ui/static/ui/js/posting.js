// Send a form and ask for an answer that a script reads.
export function post(form) {
  return fetch(form.action, {
    method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
    credentials: "same-origin", redirect: "manual",
  });
}

// Why the server did not take it, in its own words where it gave some; what stands in front of it answers with pages.
export async function refusal(response, { dataset }) {
  if (isJson(response)) return (await response.json()).refused;
  return response.status === 413 ? dataset.tooLarge : dataset.signedOut;
}

export const isJson = (response) => (response.headers.get("Content-Type") ?? "").startsWith("application/json");
