// An act of the desk opens in its row: what does it is taken from the page that the link leads to, by the ids in data-here.
// Where that page does not answer, or no longer offers it, the reader is led there, as without this.
import { enhance } from "./combobox.js";

const POINTING = ["for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls"];
let opened = 0;

// What stands on a page once may stand on the desk in several rows: each has names of its own.
function namedApart(parts) {
  const mark = `-here-${opened += 1}`;
  for (const part of parts.querySelectorAll("[id]")) part.id += mark;
  for (const name of POINTING) {
    for (const part of parts.querySelectorAll(`[${name}]`)) {
      part.setAttribute(name, part.getAttribute(name).split(" ").map((id) => id + mark).join(" "));
    }
  }
}

async function taken({ href, dataset }) {
  const answer = await fetch(href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
  const parts = document.createElement("div");
  for (const name of dataset.here.split(" ")) parts.append(...page.querySelectorAll(`#${name}`));
  for (const form of parts.querySelectorAll("form[method=post]")) {
    if (!form.getAttribute("action")) form.setAttribute("action", new URL(href).pathname);
    const back = document.createElement("input");
    Object.assign(back, { type: "hidden", name: "back", value: location.pathname });
    form.append(back);
  }
  for (const part of parts.querySelectorAll("section")) part.setAttribute("role", "group");  // a landmark of its page, not of the desk
  namedApart(parts);
  return parts;
}

function foldOf(link) {
  const fold = document.createElement("details"), summary = document.createElement("summary");
  fold.className = "act-fold";
  summary.className = link.className;
  summary.append(...link.childNodes);
  fold.append(summary);
  fold.addEventListener("toggle", async () => {
    const parts = await taken(link).catch(() => null);
    if (!parts?.childElementCount) return location.assign(link.href);
    parts.className = "stack act-here";
    fold.append(parts);
    enhance(parts);
  }, { once: true });
  return fold;
}

for (const link of document.querySelectorAll("a[data-here]")) link.replaceWith(foldOf(link));
