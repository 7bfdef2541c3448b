/* The frame around the charts: tabs, choices, notes, the table behind, what can be taken along. Belongs here: what surrounds
   every chart. Not here: a chart itself (charts/), the address. */

import { at, h, show, table } from "./elements.js";
import { count, day, shortDate } from "./words.js";
import { hasRates, partsOf, placeName, rank, seriesName, store } from "./store.js";
import { CHARTS, MOST_PLACES, format, statedDays } from "./address.js";
import { placeChoice } from "./choice.js";
import { tellPointed, tellable } from "./pointing.js";
import { drawTrend } from "./charts/trend.js";
import { drawMultiples } from "./charts/multiples.js";
import { drawMap } from "./charts/map.js";
import { drawRanking } from "./charts/ranking.js";
import { drawRevisions, restatedDays } from "./charts/revisions.js";
import { drawHistory, revisedFigures } from "./charts/history.js";
import { drawCoverage } from "./charts/coverage.js";
import { card, csvOf, embedSnippet, fileName, pngOf, publicAddress, save, sourceLines } from "./take_along.js";

/* What each kind of chart is called, drawn by, and which choices it has. */
const KINDS_OF_CHART = {
  trend: { name: "Trend", draw: drawTrend, choices: ["figure", "unit", "with", "asof"], unit: "count" },
  multiples: { name: "All places", draw: drawMultiples, choices: ["figure", "unit"], unit: "rate" },
  map: { name: "Map", draw: drawMap, choices: ["figure", "unit"], unit: "rate" },
  ranking: { name: "Ranking", draw: drawRanking, choices: ["measure", "sort", "only", "find"], unit: "rate" },
  revisions: { name: "Revisions", draw: drawRevisions, choices: ["measure", "scope", "since"], unit: "count" },
  history: { name: "Revisions", draw: drawHistory, choices: ["figure", "scope"], unit: "count" },
  coverage: { name: "Coverage", draw: drawCoverage, choices: ["measure"], unit: "count" },
};

/* The view with what is left open filled in; a rate is today's, so it has no day. */
export const effective = (view) => {
  const kind = KINDS_OF_CHART[view.chart];
  const unit = !hasRates(view.figure) ? "count" : view.unit ?? kind.unit;
  return { ...view, unit, asof: view.chart === "trend" && unit === "count" ? view.asof : null };
};
/* One figure step by step is a scope of the revisions. */
const kindOf = (view) => KINDS_OF_CHART[view.chart === "revisions" && view.scope === "one" ? "history" : view.chart];
const drawnAt = (view, choose) => (width) => kindOf(view).draw(effective(view), width, choose);

let drawn = null;
let hrefFor = null;

export const frame = (viewNow, choose) => {
  hrefFor = (change) => format({ ...viewNow(), ...change });
  at("tabs").replaceChildren(...CHARTS.map((chart) => h("button", { role: "tab", type: "button", id: `tab-${chart}`, "aria-controls": "panel",
    onclick: () => choose({ chart }) }, KINDS_OF_CHART[chart].name)));
  at("tabs").addEventListener("keydown", (event) => {
    const moves = { ArrowRight: 1, ArrowLeft: -1 };
    const n = CHARTS.indexOf(viewNow().chart);
    const next = event.key in moves ? (n + moves[event.key] + CHARTS.length) % CHARTS.length : { Home: 0, End: CHARTS.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose({ chart: CHARTS[next] });
    at(`tab-${CHARTS[next]}`).focus();
  });
  for (const name of ["figure", "unit", "sort", "only", "scope"]) at(name).addEventListener("change", () => choose({ [name]: at(name).value }));
  at("measure").addEventListener("change", () => choose({ figure: `${at("measure").value}/total/total` }));
  for (const name of ["asof", "since"]) at(name).addEventListener("change", () => choose({ [name]: at(name).value || null }));
  at("asof-slider").addEventListener("input", () => choose({ asof: at("asof").options[at("asof-slider").value].value || null }, { record: "replace" }));
  at("find").addEventListener("input", () => choose({ find: at("find").value }, { record: "replace" }));
  at("more").addEventListener("click", () => choose({ rows: viewNow().rows === "few" ? "all" : "few" }));
  placeChoice(at("add"), at("add-list"), () => store.held.filter((place) => place.code !== viewNow().place && !viewNow().with.includes(place.code)),
    (code) => { at("add").value = ""; choose({ with: [...viewNow().with, code].slice(0, MOST_PLACES - 1) }); });
  tellPointed(at("chart-box"), at("tip"));
  for (const form of ["choices", "stood"]) at(form).addEventListener("submit", (event) => event.preventDefault());

  const colours = (name) => getComputedStyle(at("light")).getPropertyValue(name).trim();
  const image = () => card(drawnAt(viewNow(), () => {}), colours);
  at("save-svg").addEventListener("click", () => save(image().svg, fileName(drawn, "svg"), "image/svg+xml"));
  at("save-png").addEventListener("click", async () => save(await pngOf(image()), fileName(drawn, "png"), "image/png"));
  at("save-csv").addEventListener("click", () => save(`\ufeff${csvOf(drawn)}`, fileName(drawn, "csv"), "text/csv;charset=utf-8"));
  at("print").addEventListener("click", () => print());
  for (const name of ["link", "snippet"]) {
    at(name).addEventListener("focus", () => at(name).select());
    at(`copy-${name}`).addEventListener("click", async () => {
      const told = (words) => { at("said").textContent = at(`copied-${name}`).textContent = words; };
      try {
        await navigator.clipboard.writeText(at(name).value);
        told("Copied.");
      } catch {
        at("share").open = true;
        at(name).select();
        told("Selected: copy it with the keyboard.");
      }
    });
  }
};

const options = (id, entries, value) => {
  show(id, entries.map(([key, words]) => h("option", { value: key }, words)));
  at(id).value = value;
};
const drawChoices = (view) => {
  const kind = kindOf(view);
  for (const field of document.querySelectorAll("[data-choice]")) field.hidden = !kind.choices.includes(field.dataset.choice);
  const series = [...store.series.keys()].sort((a, b) => rank(partsOf(a)) - rank(partsOf(b))).map((key) => [key, seriesName(partsOf(key))]);
  const revised = kind === KINDS_OF_CHART.history ? revisedFigures(view) : [];
  options("figure", revised.some(([key]) => key === view.figure) ? revised : [...series.filter(([key]) => key === view.figure || !revised.length), ...revised], view.figure);
  const { measure } = partsOf(view.figure);
  const measures = store.data.measures.filter(({ code }) => store.series.has(`${code}/total/total`) && (view.chart !== "ranking" || hasRates(`${code}/total/total`)));
  options("measure", measures.map(({ code, name }) => [code, name]), measures.some(({ code }) => code === measure) ? measure : "cases");
  const { unit } = effective(view);
  options("unit", [["count", "counts"], ...(hasRates(view.figure) ? [["rate", "per 100,000"]] : [])], unit);
  at("only").querySelector("[value=alike]").textContent = `not to be told apart from ${placeName(view.place)}`;
  at("scope").querySelector("[value=place]").textContent = placeName(view.place);
  at("scope").querySelector("[value=one]").textContent = `${placeName(view.place)} ${view.period.slice(0, 4)} step by step`;
  at("scope").querySelector("[value=year]").textContent = `the year ${view.period.slice(0, 4)}`;
  for (const name of ["sort", "only", "scope"]) at(name).value = view[name];
  if (at("find").value !== view.find) at("find").value = view.find;
  const days = statedDays([view.place, ...view.with], view.figure);
  const stood = days.some((one) => one.as_of === view.asof) || view.asof === null ? days : [...days, { as_of: view.asof, basis: "printed" }].sort((a, b) => (a.as_of < b.as_of ? -1 : 1));
  options("asof", [...stood.map((one) => [one.as_of, shortDate(one)]), ["", "today"]], view.asof ?? "");
  const slider = at("asof-slider");
  slider.max = stood.length;
  slider.value = at("asof").selectedIndex;
  slider.setAttribute("aria-valuetext", view.asof ? day(view.asof) : "today");
  at("asof").disabled = slider.disabled = unit === "rate";
  const since = restatedDays(measure);
  options("since", [["", "their first statement"], ...since.map((one) => [one.as_of, shortDate(one)])], since.some((one) => one.as_of === view.since) ? view.since : "");
};

/* What an embedded chart shows: from its title to its buttons, without the day, and what stands above and below. */
const AROUND_EMBEDDED = 150;
const embedHeight = () => at("actions").getBoundingClientRect().bottom - at("chart-title").getBoundingClientRect().top
  - at("stood").getBoundingClientRect().height + AROUND_EMBEDDED;

export const drawFrame = (view, choose) => {
  for (const chart of CHARTS) {
    const isChosen = chart === view.chart;
    at(`tab-${chart}`).setAttribute("aria-selected", String(isChosen));
    at(`tab-${chart}`).tabIndex = isChosen ? 0 : -1;
  }
  at("panel").setAttribute("aria-labelledby", `tab-${view.chart}`);
  drawChoices(view);
  show("chips", view.chart === "trend" ? view.with.map((code) => h("li", {}, h("button", { type: "button", "aria-label": `Take ${placeName(code)} away`,
    onclick: () => choose({ with: view.with.filter((one) => one !== code) }) }, placeName(code), h("span", { "aria-hidden": "true" }, " ×")))) : []);
  const isFull = view.with.length >= MOST_PLACES - 1;
  at("add").disabled = isFull;
  at("add").hidden = isFull;
  at("full").hidden = !isFull;

  drawn = drawnAt(view, choose)(Math.max(280, Math.floor(at("chart").clientWidth)));
  at("chart-title").textContent = drawn.title;
  at("chart-subtitle").textContent = drawn.subtitle;
  at("tip").hidden = true;
  show("chart", drawn.svg ? tellable(drawn.svg) : h("p", { class: "empty" }, drawn.empty));
  show("chart-notes", drawn.notes.map((note) => h("li", {}, note)));
  at("more").hidden = !drawn.more && view.rows === "few";
  at("more").textContent = view.rows === "few" ? `Show all ${count(drawn.more ?? 0)}` : "Show fewer";
  show("chart-source", sourceLines(drawn).map((line) => h("span", {}, line)));
  const { caption, columns, rows } = drawn.table;
  show("chart-table", rows.length ? h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Numbers behind the chart" }, table({
    caption, rows, name: "numbers",
    columns: columns.filter((column) => column.head).map((column) => ({ head: column.head, kind: column.kind, cell: (row) => {
      const words = column.text ? column.text(row) : column.value(row);
      const to = column.link?.(row);
      return to && store.spotlightsOfPlace.has(to.place) ? h("a", { href: hrefFor(to) }, words) : words === "" || words === null ? "—" : String(words);
    } })),
  })) : h("p", {}, "No numbers."));
  for (const name of ["link", "snippet"]) at(`copied-${name}`).textContent = "";
  const address = publicAddress(format(view));
  at("link").value = address;
  at("snippet").value = embedSnippet(publicAddress(format({ ...view, embed: true })), { title: drawn.title, height: embedHeight() });
  at("whole").href = format({ ...view, embed: false });
  return drawn;
};
