// What every page does beyond plain HTML; without it everything still works.
import "./once.js";
import "./zone.js";
import "./combobox.js";
import "./drafts.js";
import "./here.js";
