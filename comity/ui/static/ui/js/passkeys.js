// A browser that makes or uses no passkey says why to the script alone: here the person reads it, and what to do.
const REASONS = {
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  SecurityError: "address",
  InvalidStateError: "known",
};
const place = document.querySelector("[data-passkey-refusal]");

function reasonOf(exception) {
  if (!window.PublicKeyCredential || !navigator.credentials) return window.isSecureContext ? "unable" : "address";
  return REASONS[exception?.name] ?? "failed";
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // the person is told, so the console need not be
  const words = document.querySelector(`template[data-passkey="${reasonOf(event.detail.exception)}"]`);
  place.replaceChildren(words.content.cloneNode(true));
  place.scrollIntoView({ block: "nearest" });
});

// What was said before is taken away at the next attempt, so that the same words are told again.
document.getElementById(place.dataset.passkeyRefusal).addEventListener("click", () => place.replaceChildren());
