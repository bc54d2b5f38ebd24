// Two people wrote the same item: the panel that brings both texts together, below the box, both kept whole. It takes
// the focus from nobody: whoever is writing goes on in the box, and hears of the panel from the status beside it.
import { isJson, post, refusal } from "./posting.js";

export function openMerge(form, found, { settled, overtaken, typed }) {
  const place = form.parentElement.querySelector("[data-merge]"), state = form.querySelector(".saved");
  const wasInIt = place.contains(document.activeElement);
  place.innerHTML = found.panel; // written by our own server, every word in it escaped
  const merge = place.querySelector("form[data-merged]"), box = merge.elements.words;
  let isPosting = false;
  if (wasInIt) box.focus();

  // Nobody works in it yet, so that it may be shown anew with what was typed above since.
  const isUntouched = () => !isPosting && box.value === box.defaultValue && !place.contains(document.activeElement);
  const close = () => place.replaceChildren();

  async function save() {
    const posted = box.value;
    let response;
    try {
      response = await post(merge);
    } catch {
      state.textContent = form.dataset.offline;
      return;
    }
    if (response.ok && isJson(response)) {
      await saved(posted, (await response.json()).version);
    } else if (response.status === 409) {
      const told = await response.json();
      // Somebody wrote once more meanwhile: what was merged so far is the new "mine", with all that was typed.
      return box.value === posted ? overtaken(told) : save();
    } else {
      state.textContent = form.dataset.refused.replace("%s", await refusal(response, form));
    }
  }

  async function saved(words, version) {
    if (box.value === words) {
      close();
      return settled(words, version);
    }
    // Typed in the panel while it was on its way: that goes after it.
    merge.elements.was.value = words;
    merge.elements.read_version.value = version;
    return save();
  }

  box.addEventListener("input", () => {
    typed({ words: box.value, was: merge.elements.was.value, version: merge.elements.read_version.value });
  });
  merge.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isPosting) return;
    isPosting = true;
    try { await save(); } finally { isPosting = false; }
  });
  return { isUntouched, close };
}
