// Two people wrote the same item: the panel that brings both texts together, below the box, both kept whole.
import { isJson, post, refusal } from "./posting.js";

export function openMerge(form, found, settled) {
  const place = form.parentElement.querySelector("[data-merge]");
  place.innerHTML = found.panel; // written by our own server, every word in it escaped
  const merge = place.querySelector("form[data-merged]");
  place.querySelector("h3").focus();
  merge.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = merge.elements.words.value;
    const state = form.querySelector(".saved");
    let response;
    try {
      response = await post(merge);
    } catch {
      state.textContent = form.dataset.offline;
      return;
    }
    if (response.status === 409) {
      // Somebody wrote once more meanwhile; what was merged so far is the new "mine".
      openMerge(form, await response.json(), settled);
    } else if (response.ok && isJson(response)) {
      place.replaceChildren();
      settled(words, (await response.json()).version);
    } else {
      state.textContent = form.dataset.refused.replace("%s", await refusal(response, form));
    }
  });
}
