/* A field that finds a place as one types. Belongs here: the pattern of a combobox with a list. Not here: what a choice does. */

import { at, h } from "./elements.js";

const NONE = "No place of this name has figures.";

/* As it is compared: "D.C." is DC. */
const plain = (text) => text.trim().toLowerCase().replace(/[.,]/g, "");
/* `entries()` gives [{code, name, postal, aliases}]; `chosen(code)` is called with a choice. */
export const placeChoice = (input, list, entries, chosen) => {
  let [active, found] = [-1, []];
  const isOpen = () => !list.hidden;
  const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = (n) => {
    active = n;
    [...list.children].forEach((option, m) => option.setAttribute("aria-selected", String(m === n)));
    const option = found[n] && list.children[n];
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const take = (n) => {
    const entry = found[n];
    if (!entry) return;
    close();
    chosen(entry.code);
  };
  const open = (wanted) => {
    const words = plain(wanted);
    const fit = ({ code, name, postal, aliases }) => {
      const [lower, others] = [plain(name), (aliases ?? "").split("|").filter(Boolean).map(plain)];
      if ([plain(code), postal && plain(postal), ...others].includes(words)) return 0;
      return lower.startsWith(words) ? 1 : [...lower.split(/[\s-]+/), ...others].some((word) => word.startsWith(words)) ? 2 : lower.includes(words) ? 3 : 9;
    };
    found = entries().map((entry) => [words ? fit(entry) : 1, entry]).filter(([n]) => n < 9).sort(([a], [b]) => a - b).map(([, entry]) => entry);
    list.replaceChildren(...found.map((entry, n) => h("li", { role: "option", id: `${list.id}-${n}`, "aria-selected": "false",
      onmousedown: (event) => { event.preventDefault(); take(n); } }, entry.name)));
    if (!found.length) list.replaceChildren(h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, NONE));
    list.hidden = false;
    input.setAttribute("aria-expanded", String(isOpen()));
    mark(words && found.length ? 0 : -1);
    at("said").textContent = found.length ? `${found.length} ${found.length === 1 ? "place" : "places"}` : NONE;
  };
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { if (!isOpen()) open(""); });
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("blur", () => { close(); input.value = input.dataset.shown ?? ""; });
  input.addEventListener("keydown", (event) => {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (!isOpen()) open("");
      else if (found.length) mark((active + moves[event.key] + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isOpen()) take(Math.max(active, 0));
    } else if (event.key === "Escape") {
      close();
      input.value = input.dataset.shown ?? "";
    }
  });
};
