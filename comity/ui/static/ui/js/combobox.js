// A select marked data-combobox becomes a box in which a few letters, of any language, narrow the options down.
// Each option carries its names, folded, with a dot between them, in data-names. The select stays in the form and holds the value.
// With data-choices the page holds only what is chosen: the others are asked for there as letters are typed.
// Letters of which nothing was chosen stay in the box and are sent as they are: the form takes a name, or refuses it.
// With data-registry institutions that are not here yet are offered too; choosing one takes it over (registry.js).
import { asked, offered, takenOver } from "./registry.js";
import { tell } from "./told.js";

const SHOWN = 12;
const OPTION = "[role=option]:not([aria-disabled])";
const TWINS = { "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا", "ـ": "", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i" };

const fold = (words) => words.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
  .replace(/[ىیکةٱـßøłæœđı]/g, (sign) => TWINS[sign]).replace(/[^\p{L}\p{N}_]+/gu, " ").trim();

function make(tag, attributes, inside = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = inside;
  return made;
}

class Combobox {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].filter((option) => option.value);
    const { id } = select;
    this.box = make("input", { id, type: "text", role: "combobox", autocomplete: "off", dir: "auto",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list` });
    this.list = make("ul", { id: `${id}-list`, class: "combo-list", role: "listbox", hidden: "" });
    this.chosen = make("ul", { class: "combo-chosen" });
    if (!select.multiple && select.options[0] && !select.options[0].value) this.box.placeholder = select.options[0].text;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.box.setAttribute(name, select.getAttribute(name));
    }
    const label = document.querySelector(`label[for="${id}"]`);
    if (label) {
      label.id ||= `${id}-label`;
      this.list.setAttribute("aria-labelledby", label.id);
    }
    this.required = select.required || "required" in select.dataset;
    Object.assign(select, { id: `${id}-kept`, required: false, hidden: true });
    const frame = make("div", { class: "combo" });
    select.before(frame);
    frame.append(...(select.multiple ? [this.chosen] : []), this.box, this.list, select);
    this.listen();
    this.show();
    this.box.value ||= select.dataset.typed ?? "";
    if (select.autofocus) this.box.focus();
  }

  listen() {
    this.box.addEventListener("input", () => this.open());
    this.box.addEventListener("click", () => this.open());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest(OPTION);
      if (item) this.choose(item);
    });
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.show()));
    this.select.form?.addEventListener("formdata", ({ formData }) => this.send(formData));
  }

  open() {
    const asIs = !this.select.multiple && this.box.value === this.label();
    const words = asIs ? [] : fold(this.box.value).split(" ").filter(Boolean);
    if (this.select.dataset.choices) return this.ask(words.length ? this.box.value.trim() : "");
    const namesOf = (option) => ` · ${option.dataset.names ?? fold(option.text)}`;
    const begun = (word) => [` ${word}`, ...(word.length > 2 ? [` al${word}`, ` ال${word}`] : [])];
    const fits = (option) => words.every((word) => begun(word).some((one) => namesOf(option).includes(one)));
    const begins = (option) => namesOf(option).includes(` · ${words.join(" ")}`);
    const found = this.options.filter((option) => this.isFree(option) && fits(option));
    if (words.length) found.sort((one, other) => begins(other) - begins(one));
    this.draw(found.slice(0, SHOWN), words.length);
    if (!asIs) this.offer(this.box.value.trim());
  }

  typed() {
    const words = this.box.value.trim();
    return this.select.multiple || words !== this.label().trim() ? words : "";
  }

  // The space behind it tells the form that digits are letters of a name, and not the number of what was chosen.
  send(formData) {
    if (!this.typed()) return;
    if (!this.select.multiple) formData.delete(this.select.name);
    formData.append(this.select.name, `${this.typed()} `);
  }

  isFree(option) {
    return !(this.select.multiple && option.selected);
  }

  draw(found, isNarrowed) {
    this.list.replaceChildren(...found.map((option) => this.item(option)));
    if (isNarrowed && this.select.dataset.new) this.list.append(this.newOne());
    if (!found.length) {
      this.list.prepend(this.line(this.select.dataset.none));
      tell(this.select.dataset.none);
    }
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    this.point(isNarrowed && found.length ? 0 : -1);
  }

  line(words) {
    return make("li", { class: "combo-none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, words);
  }

  // Until the answer is here nothing is pointed at, so that Enter chooses nothing that was offered for other letters.
  async ask(letters) {
    const { choices, hint } = this.select.dataset;
    this.point(-1);
    if (!letters || this.list.hidden) this.list.replaceChildren(this.line(hint));
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    if (!letters) return;
    const { found = [], more } = await asked(choices, letters);
    if (this.list.hidden || this.box.value.trim() !== letters) return;
    const known = new Map(this.options.map((option) => [option.value, option]));
    this.draw(found.map(({ number, label }) => known.get(String(number)) ?? new Option(label, number))
      .filter((option) => this.isFree(option)), true);
    if (more) this.list.insertBefore(this.line(this.select.dataset.more), this.list.querySelector(".combo-new"));
    this.offer(letters);
  }

  async offer(letters) {
    const { registry, elsewhere } = this.select.dataset;
    const found = registry && letters.length > 2 ? await offered(registry, letters) : [];
    if (this.list.hidden || this.box.value.trim() !== letters || !found.length) return;
    this.list.querySelector(".combo-none:first-child")?.remove();
    for (const one of found) {
      const item = make("li", { id: `${this.list.id}-${one.ror}`, role: "option", class: "combo-elsewhere", dir: "auto",
        "aria-selected": "false" }, one.label);
      item.append(make("small", {}, elsewhere));
      item.institution = one;
      this.list.insertBefore(item, this.list.querySelector(".combo-new"));
    }
    if (this.at < 0) this.point(0);
  }

  async take({ ror }) {
    const { refusal, number, label, names } = await takenOver(this.select, ror);
    if (!number) {
      this.list.replaceChildren(this.line(refusal));
      return tell(refusal);
    }
    const option = new Option(label, number);
    option.dataset.names = names;
    this.choose({ option });
    tell(label);
  }

  item(option) {
    const item = make("li", { id: `${this.list.id}-${option.value}`, role: "option", dir: "auto",
      "aria-selected": "false" }, option.text);
    item.option = option;
    return item;
  }

  // Last of all: what nobody has entered yet is entered in another tab, and offered here when the reader is back.
  newOne() {
    const item = make("li", { id: `${this.list.id}-new`, class: "combo-new", role: "option", dir: "auto",
      "aria-selected": "false" }, this.select.dataset.newWords.replace("%s", () => this.box.value.trim()));
    item.isNew = true;
    return item;
  }

  enter() {
    open(`${this.select.dataset.new}?name=${encodeURIComponent(this.box.value.trim())}`, "_blank");
    addEventListener("focus", () => this.renew(), { once: true });
  }

  async renew() {
    if (this.select.dataset.choices) return document.activeElement === this.box && this.open();
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const known = new Set(this.options.map((option) => option.value));
    const added = [...page.querySelectorAll(`#${CSS.escape(this.box.id)} option`)]
      .filter((option) => option.value && !known.has(option.value)).map((option) => document.adoptNode(option));
    this.select.append(...added);
    this.options.push(...added);
    if (document.activeElement === this.box && added.length) this.open();
  }

  close() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }

  point(index) {
    const items = [...this.list.querySelectorAll(OPTION)];
    this.at = items.length ? (index + items.length) % items.length : -1;
    if (index < 0) this.at = -1;
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === this.at)));
    if (this.at < 0) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", items[this.at].id);
    items[this.at].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return this.open();
      const last = this.list.querySelectorAll(OPTION).length - 1;
      this.point(event.key === "ArrowDown" ? this.at + 1 : this.at < 1 ? last : this.at - 1);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      if (this.at >= 0) this.choose(this.list.querySelectorAll(OPTION)[this.at]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.show();
    }
  }

  choose({ option, institution, isNew }) {
    if (isNew) return this.enter();
    if (institution) return this.take(institution);
    if (!option.parentNode) {
      this.select.add(option);
      this.options.push(option);
    }
    option.selected = true;
    this.show();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  leave() {
    if (!this.select.multiple && !this.box.value.trim() && this.select.value) {
      this.select.value = "";
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.close();
  }

  label() {
    return this.select.value ? this.select.selectedOptions[0].text : "";
  }

  show() {
    this.close();
    this.box.value = this.select.multiple ? "" : this.label();
    this.box.required = this.required && !this.select.selectedOptions.length;
    if (!this.select.multiple) this.box.required = this.required;
    this.drawChosen();
  }

  drawChosen() {
    this.chosen.replaceChildren(...[...this.select.selectedOptions].map((option) => this.token(option)));
  }

  token(option) {
    const words = make("span", { dir: "auto" }, option.text);
    const out = make("button", { type: "button", class: "combo-out", "aria-label": `${this.select.dataset.remove} ${option.text}` }, "×");
    out.addEventListener("click", () => {
      option.selected = false;
      this.drawChosen();
      this.box.focus();
      tell(`${this.select.dataset.removed} ${option.text}`);
    });
    const item = make("li", {});
    item.append(words, out);
    return item;
  }
}

export function enhance(part) {
  for (const select of part.querySelectorAll("select[data-combobox]:not([hidden])")) new Combobox(select);
}

enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
