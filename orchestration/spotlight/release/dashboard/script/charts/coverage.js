/* What is held: place by year, so that one lonely state in a year is not read as a collapse. Belongs here: this drawing. */

import { partsOf, placeName, seriesName, store } from "../store.js";
import { cut, textWidth } from "../scales.js";
import { s } from "../elements.js";
import { shortDate } from "../words.js";
import { datesNote, drawing, legend, linked, text } from "./parts.js";

const KINDS = {
  complete: "total and every part", total: "total only", parts: "parts only", nothing: "nothing held",
};
/* What is held of a measure: {kind, held}, held null where there is nothing. */
export const heldOf = (place, measure, year) => {
  const held = store.coverageOf.get(`${place}/${measure}/${year}`) ?? null;
  if (!held) return { kind: "nothing", held };
  if (held.has_total) return { kind: held.breakdown === "complete" ? "complete" : "total", held };
  return { kind: held.breakdown === "complete" ? "complete" : "parts", held };
};
const sign = (kind, x, y, size) => ({
  complete: () => s("rect", { x, y, width: size, height: size, fill: "var(--t5)" }),
  total: () => s("rect", { x, y, width: size, height: size, fill: "var(--t3)" }),
  parts: () => [s("rect", { x, y, width: size, height: size, fill: "var(--paper)", stroke: "var(--t5)", "stroke-width": 2 }), s("path", { d: `M${x} ${y + size}L${x + size} ${y}`, stroke: "var(--t5)", "stroke-width": 2 })],
  nothing: () => s("circle", { cx: x + size / 2, cy: y + size / 2, r: 1.4, fill: "var(--soft)" }),
})[kind]();

export const drawCoverage = (view, width, choose) => {
  const { measure } = partsOf(view.figure);
  const years = store.years;
  const what = seriesName({ measure, scheme: "total", category: "total" }).replace(/, total$/, "");
  const title = `${what}: what is held${years.length ? `, ${years[0]}–${years.at(-1)}` : ""}`;
  const cells = store.data.places.flatMap((place) => years.map((year) => ({ place: place.code, year, ...heldOf(place.code, measure, year) })));
  const known = cells.filter((cell) => cell.held);
  const result = {
    title, subtitle: "A year with few places is a year of which little is held, not one with few cases.",
    dates: datesNote(known.map((cell) => cell.held)), notes: [], source: [],
    table: {
      caption: "One row for each place and year of which something is held.", rows: known,
      columns: [
        { head: "Place", key: "place", value: (cell) => placeName(cell.place), link: (cell) => ({ place: cell.place, period: String(cell.year) }) },
        { head: "Year", key: "year", kind: "n", value: (cell) => cell.year },
        { head: "Held", key: "held", value: (cell) => KINDS[cell.kind] },
        { head: "Statements", key: "vintage_count", kind: "n", value: (cell) => cell.held.vintages },
        { head: "Latest as of", key: "latest_publisher_as_of", value: (cell) => shortDate(cell.held) },
      ],
    },
  };
  if (!known.length) return { ...result, empty: "Nothing is held of this measure." };
  const wide = width >= 560;
  const signs = legend(Object.keys(KINDS).map((kind) => [(cx, cy) => s("g", {}, sign(kind, cx - 6, cy - 6, 12)), KINDS[kind]]), width, 10, textWidth);
  const [left, top, tall] = [wide ? 190 : 112, 50 + signs.height, 17];
  const step = Math.min(46, (width - left) / years.length);
  const size = Math.min(13, step - 3);
  const perYear = years.map((year) => cells.filter((cell) => cell.year === year && cell.held).length);
  const heads = years.map((year, n) => {
    const x = left + n * step + step / 2;
    return [text(x, top - 26, wide ? year : `’${String(year).slice(2)}`, { anchor: "middle", weight: String(year) === view.period ? 700 : 400 }),
      text(x, top - 10, perYear[n], { anchor: "middle", fill: "var(--soft)" })];
  });
  const rows = store.data.places.map((place, n) => {
    const y = top + n * tall;
    const here = place.code === view.place;
    return s("g", {},
      here ? s("rect", { x: 0, y: y - 1, width: left + years.length * step, height: tall, fill: "var(--faint)" }) : null,
      text(2, y + 12, cut(place.name, left - 10, 12, here ? 700 : 400), { weight: here ? 700 : 400 }),
      years.map((year, m) => {
        const { kind, held } = heldOf(place.code, measure, year);
        const cell = s("g", { class: `held ${kind}` }, s("title", {}, `${place.name} ${year}: ${KINDS[kind]}${held ? `, ${shortDate(held)}` : ""}`), sign(kind, left + m * step + (step - size) / 2, y + 1, size));
        return held && store.spotlightsOfPlace.get(place.code)?.some((row) => row.year === year) ? linked(cell, () => choose({ place: place.code, period: String(year) })) : cell;
      }));
  });
  const bottom = top + store.data.places.length * tall;
  const height = bottom + 6;
  return {
    ...result, height,
    svg: drawing(width, height, `${title}. Places held: ${years.map((year, n) => `${year} ${perYear[n]}`).join(", ")}. The table behind the chart has each.`,
      text(2, top - 10, "places held", { fill: "var(--soft)" }), heads, rows, signs.drawn),
  };
};
