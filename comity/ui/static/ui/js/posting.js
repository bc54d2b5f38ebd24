// Send a form and ask for an answer that a script reads.
export function post(form) {
  return fetch(form.action, {
    method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
    credentials: "same-origin", redirect: "manual",
  });
}

export const isJson = (response) => (response.headers.get("Content-Type") ?? "").startsWith("application/json");
