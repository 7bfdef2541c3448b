/* The view as an address, and back. Belongs here: `#US-MO/2019?chart=map`. Not here: drawing, browser history. */

import { hasTypes, periodOf, placeName, seriesOf, store } from "./store.js";

export const CHARTS = ["trend", "multiples", "map", "ranking", "revisions", "coverage"];
export const MOST_PLACES = 5;
const CHOICES = {
  chart: CHARTS,
  unit: ["count", "rate"],
  sort: ["rate", "count", "name"],
  only: ["all", "alike", "unreliable"],
  scope: ["all", "place", "year", "one"],
  rows: ["few", "all"],
};
/* `unit` has no default of its own: a map is per head, a trend counts. */
const DEFAULTS = { chart: "trend", figure: "cases/total/total", with: [], asof: null, unit: null, sort: "rate", only: "all",
  find: "", scope: "all", since: null, rows: "few", embed: false };

const latest = (rows) => rows.reduce((best, row) => (!best || row.end > best.end ? row : best), null);
/* The latest year, and in it the place with most cases: what somebody finds who named nothing. */
export const opening = () => {
  const years = store.spotlights.filter((row) => row.kind === "year");
  const shown = years.length ? years : store.spotlights;
  const end = latest(shown)?.end;
  const rows = shown.filter((row) => row.end === end);
  const places = rows.filter((row) => store.places.get(row.place).level !== "nation");
  return (places.length ? places : rows).reduce((best, row) => (!best || row.cases > best.cases ? row : best), null);
};
/* A place's row of a period, else its latest with types, else its latest. */
export const rowOf = (place, period) => {
  const rows = store.spotlightsOfPlace.get(place) ?? [];
  return rows.find((row) => periodOf(row) === period) ?? latest(rows.filter(hasTypes)) ?? latest(rows);
};

const newestYear = (place) => latest(store.spotlightsOfPlace.get(place).filter((row) => row.kind === "year")) ?? rowOf(place);

export const defaultView = () => ({ ...DEFAULTS, place: opening().place, period: periodOf(opening()) });

export const format = (view) => {
  const options = Object.entries(DEFAULTS).flatMap(([name, usual]) => {
    const value = view[name];
    if (value === usual || (Array.isArray(value) && !value.length) || value === null) return [];
    return [`${name}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : value === true ? "1" : value)}`];
  });
  return `#${view.place}/${view.period}${options.length ? `?${options.join("&")}` : ""}`;
};

const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

/* {view, problems}: what cannot be shown is named in `problems` and replaced by the nearest that can. */
export const parse = (hash) => {
  const problems = [];
  const view = defaultView();
  const [path, query = ""] = hash.replace(/^#/, "").split("?");
  if (path) {
    const [wanted, ...rest] = decoded(path).split("/");
    const place = wanted.toUpperCase();
    const period = rest.join("/");
    if (!store.spotlightsOfPlace.has(place)) {
      problems.push({ kind: "place", wanted: store.places.get(place)?.name ?? wanted, period });
    } else {
      view.place = place;
      view.period = periodOf(period ? rowOf(place, period) : newestYear(place));
      if (period && view.period !== period) problems.push({ kind: "period", wanted: period, place });
    }
  }
  for (const option of query.split("&").filter(Boolean)) {
    const [name, ...rest] = option.split("=");
    const value = decoded(rest.join("="));
    const known = readOption(view, name, value);
    if (!known) problems.push({ kind: "option", wanted: `${decoded(name)}=${value}` });
  }
  const compared = view.with.filter((code, n, all) => code !== view.place && all.indexOf(code) === n);
  view.with = compared.slice(0, MOST_PLACES - 1);
  const tooMany = compared.slice(MOST_PLACES - 1);
  if (tooMany.length) problems.push({ kind: "most", wanted: tooMany.map(placeName) });
  return { view, problems };
};

const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
const readOption = (view, name, value) => {
  if (Object.hasOwn(CHOICES, name)) {
    if (!CHOICES[name].includes(value)) return false;
    view[name] = value;
    return true;
  }
  if (name === "figure" && store.series.has(value)) { view.figure = value; return true; }
  if (name === "with") {
    const codes = value.toUpperCase().split(",");
    view.with = codes.filter((code) => store.spotlightsOfPlace.has(code));
    return view.with.length === codes.length;
  }
  if ((name === "asof" || name === "since") && isDay(value)) { view[name] = value; return true; }
  if (name === "find") { view.find = value; return true; }
  if (name === "embed") { view.embed = value === "1"; return view.embed; }
  return false;
};

/* The days on which something about these places and this figure was stated: [{as_of, basis}], earliest first. */
export const statedDays = (places, series) => {
  const days = new Map();
  for (const place of places) {
    for (const row of store.spotlightsOfPlace.get(place) ?? []) {
      if (row.kind !== "year") continue;
      for (const figure of store.figuresOf.get(`${place}/${row.start}/${row.end}`) ?? []) {
        if (seriesOf(figure) !== series || figure.change === "outranked") continue;
        if (!days.has(figure.as_of) || figure.basis === "printed") days.set(figure.as_of, figure.basis);
      }
    }
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([as_of, basis]) => ({ as_of, basis }));
};
