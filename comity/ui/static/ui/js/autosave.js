// The minutes of an item save themselves. Every keystroke stays in this browser, locked, until the server has it, so that a
// dropped connection, a crash or a second writer loses nothing. Without this script the form is sent by its button.
import { draftsOf } from "./drafts.js";
import { openMerge } from "./merge.js";
import { isJson, post, refusal } from "./posting.js";

const CALM = 1200, LONGEST_WAIT = 60_000;

for (const form of document.querySelectorAll("form[data-autosave]")) keep(form);

function keep(form) {
  const box = form.elements.words, state = form.querySelector(".saved"), name = form.dataset.autosave;
  const drafts = draftsOf(form.dataset.draftKey);
  let timer = 0, tries = 0, isSending = false, panel = null, brought = "";

  const told = () => ({ words: box.value, was: form.elements.was.value, version: form.elements.read_version.value });
  const isDirty = () => box.value !== form.elements.was.value;
  const say = (words, kind = "") => { state.textContent = words; state.dataset.state = kind; };

  function remember() {
    isDirty() ? drafts.keep(name, told()) : drafts.forget(name);
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }

  function known(words, version) {
    form.elements.was.value = words;
    form.elements.read_version.value = version;
    tries = 0;
    remember();
  }

  // The panel of a clash holds these words, or somebody works in it: what the box has more waits until that is saved.
  const isBrought = () => panel !== null && (box.value === brought || !panel.isUntouched());

  async function send() {
    clearTimeout(timer);
    if (isSending || !isDirty() || isBrought()) return;
    isSending = true;
    if (!panel) say(form.dataset.saving);
    const sent = box.value;
    try {
      await answered(await post(form), sent);
    } catch {
      say(form.dataset.offline, "wrong");
      later(Math.min(LONGEST_WAIT, 2000 * 2 ** tries++));
    } finally {
      isSending = false;
    }
  }

  async function answered(response, sent) {
    if (response.ok && isJson(response)) {
      known(sent, (await response.json()).version);
      if (panel?.isUntouched()) { panel.close(); panel = null; }
      say(form.dataset.saved.replace("%s", clock()));
      if (isDirty()) later(CALM);
    } else if (response.status === 409) {
      const found = await response.json();
      if (isDirty() && (!panel || panel.isUntouched())) clash(found, sent);
    } else if (response.status >= 500) {
      throw new Error(response.status);
    } else {
      say(form.dataset.refused.replace("%s", await refusal(response, form)), "wrong");
    }
  }

  function clash(found, sent) {
    say(form.dataset.clash, "wrong");
    brought = sent;
    panel = openMerge(form, found, { settled, overtaken: (told) => clash(told, sent), typed: rememberMerged });
    if (box.value !== sent) later(CALM);
  }

  // After a crash the box begins with what was brought together, over the words that were met; unless it has more itself.
  function rememberMerged(merged) {
    if (box.value === brought) drafts.keep(name, merged);
  }

  // The panel was saved. Whatever was typed into the box after it was brought there meets the saved words in turn.
  function settled(words, version) {
    panel = null;
    if (document.activeElement === document.body) box.focus(); // it was on the button, which is gone
    if (box.value !== brought) {
      form.elements.was.value = brought;
      remember();
      return send();
    }
    box.value = words;
    known(words, version);
    say(form.dataset.saved.replace("%s", clock()));
  }

  box.addEventListener("input", () => { remember(); later(CALM); });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  addEventListener("online", () => { tries = 0; send(); });
  addEventListener("beforeunload", (event) => { if (isDirty()) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  restore();

  // What was typed before a crash, over the words that were read then: the server tells whether somebody wrote since.
  async function restore() {
    box.readOnly = true;
    const kept = await drafts.read(name);
    box.readOnly = false;
    if (!kept || kept.words === box.value) return remember();
    box.value = kept.words;
    form.elements.was.value = kept.was;
    form.elements.read_version.value = kept.version;
    say(form.dataset.restored);
    later(CALM);
  }
}

function clock() {
  return new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23", numberingSystem: "latn" }).format();
}
