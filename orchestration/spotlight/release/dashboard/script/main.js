/* Puts the page together. Belongs here: which view is shown, and the browser's history. Not here: drawing, wording. */

import { at, h, show } from "./elements.js";
import { day } from "./words.js";
import { hasTypes, load, periodName, placeName, periodOf, store, unpack } from "./store.js";
import { format, parse, rowOf } from "./address.js";
import { drawLead, drawNotice, nameOf } from "./lead.js";
import { drawCaveats, drawChannels, drawReconciled, drawShares, drawSources, drawTypes } from "./details.js";
import { drawFrame, frame } from "./frame.js";
import { placeChoice } from "./choice.js";

let view = null;
let problems = [];
const chosenRow = () => rowOf(view.place, view.period);

const drawPicker = (row) => {
  at("place").value = placeName(row.place);
  at("place").dataset.shown = placeName(row.place);
  show("period", [...store.spotlightsOfPlace.get(row.place)].reverse()
    .map((one) => h("option", { value: periodOf(one) }, periodName(one, day) + (hasTypes(one) ? " (with types)" : ""))));
  at("period").value = periodOf(row);
};
const draw = ({ isWhole = true } = {}) => {
  const row = chosenRow();
  document.body.classList.toggle("embed", view.embed);
  if (isWhole) {
    drawPicker(row);
    const hrefOf = (change) => format({ ...view, ...change });
    for (const part of [drawLead, drawTypes, drawReconciled, drawShares, drawChannels, drawSources]) part(row, hrefOf);
    drawNotice(problems, row, ({ place, period }) => hrefOf({ place, period: periodOf(rowOf(place, period ?? view.period)) }));
  }
  const chart = drawFrame(view, choose);
  at("said").textContent = `Showing ${nameOf(row)}. ${chart.title}.`;
};
/* A choice of place keeps the period where it is held; each choice is a step that Back returns from. */
const choose = (change, { record = "push" } = {}) => {
  const before = view;
  view = { ...view, ...change };
  const row = chosenRow();
  view.period = periodOf(row);
  view.with = view.with.filter((code) => code !== view.place);
  if ("chart" in change) view.rows = "few";
  problems = [];
  const hash = format(view);
  if (hash !== location.hash) history[record === "push" ? "pushState" : "replaceState"](null, "", hash);
  draw({ isWhole: before.place !== view.place || before.period !== view.period || !at("notice").hidden });
};
const fromAddress = () => { ({ view, problems } = parse(location.hash)); };

const start = async () => {
  load(await unpack(at("data").textContent));
  at("caveat").textContent = store.measures.get("cases")?.caveat ?? "";
  at("app").hidden = false;
  drawCaveats();
  const { data } = store;
  show("files",
    data.first_day && store.spotlights.length ? h("p", {}, `Periods that began before ${day(data.first_day)} are not on this page, to keep it small; they are in the warehouse.`) : null,
    h("p", {}, `These figures were first published here in edition ${data.edition.code} of ${day(data.edition.date)}, dataset ${data.edition.dataset}. The same and more lies beside this page: `,
      h("a", { href: "spotlight.xlsx" }, "the workbook"), ", ", h("a", { href: "datapackage.json" }, "the data package"), ", ",
      h("a", { href: "documentation.html" }, "the documentation of the Spotlight Warehouse"), ", ",
      h("a", { href: "changes.atom" }, "a feed of what changes"), ", ", h("a", { href: "CITATION" }, "how to cite"), "."));
  if (!store.spotlights.length) {
    at("main").replaceChildren(h("p", { class: "words" }, data.first_day
      ? "There are too many figures for one page. They are in the files beside it." : "No figure is published yet."));
    at("picker").hidden = true;
    return;
  }
  const isWide = matchMedia("(min-width: 60rem)").matches;
  for (const fold of document.querySelectorAll("details.fold")) fold.open = isWide && fold.dataset.fold !== "closed";
  let opened = [];
  addEventListener("beforeprint", () => { opened = [...document.querySelectorAll("details.fold:not([open])")]; opened.forEach((fold) => { fold.open = true; }); });
  addEventListener("afterprint", () => { opened.forEach((fold) => { fold.open = false; }); });
  placeChoice(at("place"), at("place-list"), () => store.held, (place) => { choose({ place }); at("place").select(); });
  at("picker").addEventListener("submit", (event) => event.preventDefault());
  at("period").addEventListener("change", () => choose({ period: at("period").value }));
  frame(() => view, choose);
  // The address is that of the view, so the link moves only the focus.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    at("main").scrollIntoView();
    at("main").focus({ preventScroll: true });
  });
  addEventListener("hashchange", (event) => {
    if (new URL(event.newURL).hash === format(view)) return;
    fromAddress();
    draw();
    at("title").focus({ preventScroll: true });
  });
  fromAddress();
  draw();
  // An address with choices of the chart was shared for the chart: where it lies below, on phones, the page opens on it.
  const shared = document.querySelector(".frame");
  if (format(view).includes("?") && !problems.length && shared.getBoundingClientRect().top > innerHeight / 2) shared.scrollIntoView({ behavior: "instant" });
  let width = at("chart").clientWidth;
  new ResizeObserver(() => {
    const now = at("chart").clientWidth;
    if (now === width) return;
    width = now;
    drawFrame(view, choose);
  }).observe(at("chart"));
};
start();
