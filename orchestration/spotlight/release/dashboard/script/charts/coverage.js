/* What is held: place by year, so that one lonely state in a year is not read as a collapse. Belongs here: this drawing. */

import { partsOf, placeName, seriesName, store } from "../store.js";
import { cut } from "../scales.js";
import { s } from "../elements.js";
import { count, shortDate } from "../words.js";
import { ROOMY, dateColumns, datesNote, drawing, legend, linked, text } from "./parts.js";

const KINDS = {
  complete: "total and every part", some: "total and some parts", total: "total only", parts: "parts only", nothing: "nothing held",
};
/* What is held of a measure: {kind, held}, held null where there is nothing. */
export const heldOf = (place, measure, year) => {
  const held = store.coverageOf.get(`${place}/${measure}/${year}`) ?? null;
  if (!held) return { kind: "nothing", held };
  if (!held.has_total) return { kind: "parts", held };
  return { kind: { complete: "complete", partial: "some" }[held.breakdown] ?? "total", held };
};
const sign = (kind, x, y, width, height) => {
  const box = (attributes) => s("rect", { x, y, width, height, ...attributes });
  const half = (attributes) => s("path", { d: `M${x} ${y + height}L${x + width} ${y}V${y + height}Z`, ...attributes });
  if (kind === "complete") return box({ fill: "var(--t5)" });
  if (kind === "some") return [box({ fill: "var(--t3)" }), half({ fill: "var(--t5)" })];
  if (kind === "total") return box({ fill: "var(--t3)" });
  if (kind === "parts") return [box({ fill: "none", stroke: "var(--t5)", "stroke-width": 1.5 }), half({ fill: "var(--t5)" })];
  return s("circle", { cx: x + width / 2, cy: y + height / 2, r: 1.8, fill: "var(--soft)" });
};

export const drawCoverage = (view, width, choose) => {
  const { measure } = partsOf(view.figure);
  const years = store.years;
  const what = seriesName({ measure, scheme: "total", category: "total" }).replace(/, total$/, "");
  const title = `${what}: what is held${years.length ? `, ${years[0]}–${years.at(-1)}` : ""}`;
  const places = store.data.places.filter((place) => [...store.coverageOf.keys()].some((key) => key.startsWith(`${place.code}/`)));
  const never = store.data.places.filter((place) => !places.includes(place)).map((place) => place.name);
  const cells = places.flatMap((place) => years.map((year) => ({ place: place.code, year, ...heldOf(place.code, measure, year) })));
  const known = cells.filter((cell) => cell.held);
  const result = {
    title, subtitle: `Of ${count(cells.length)} places and years ${count(known.length)} hold something, ${count(known.filter((cell) => cell.kind === "complete").length)} of them a total and every part. A year with few places is a year of which little is held, not one with few cases.`,
    dates: datesNote(known.map((cell) => cell.held)), notes: never.length ? [`Nothing is held of any measure: ${never.join(", ")}.`] : [], source: [],
    table: {
      caption: "One row for each place and year of which something is held.", rows: known,
      columns: [
        { head: "Place", key: "place", value: (cell) => placeName(cell.place), link: (cell) => ({ place: cell.place, period: String(cell.year) }) },
        { head: "Year", key: "year", kind: "n", value: (cell) => cell.year },
        { head: "Held", key: "held", value: (cell) => KINDS[cell.kind] },
        { head: "Statements", key: "vintage_count", kind: "n", value: (cell) => cell.held.vintages },
        ...dateColumns("Latest as of", "latest_publisher_as_of", (cell) => cell.held),
      ],
    },
  };
  if (!known.length) return { ...result, empty: "Nothing is held of this measure." };
  const wide = width >= ROOMY;
  const shown = Object.keys(KINDS).filter((kind) => cells.some((cell) => cell.kind === kind));
  const signs = legend(shown.map((kind) => [(cx, cy) => s("g", {}, sign(kind, cx - 6, cy - 6, 12, 12)), KINDS[kind]]), width, 10);
  const [left, top, tall] = [wide ? 160 : 124, 50 + signs.height, 17];
  const step = Math.min(80, (width - left) / years.length);
  const size = step - 3;
  const isNation = (code) => store.places.get(code).level === "nation";
  const perYear = years.map((year) => cells.filter((cell) => cell.year === year && cell.held && !isNation(cell.place)).length);
  const heads = years.map((year, n) => {
    const x = left + n * step + step / 2;
    return [text(x, top - 26, wide ? year : `’${String(year).slice(2)}`, { anchor: "middle", weight: String(year) === view.period ? 700 : 400 }),
      text(x, top - 10, perYear[n], { anchor: "middle", fill: "var(--soft)" })];
  });
  const rows = places.map((place, n) => {
    const y = top + n * tall;
    const here = place.code === view.place;
    return s("g", {},
      here ? s("rect", { x: 0, y: y - 1, width: left + years.length * step, height: tall, fill: "var(--faint)" }) : null,
      text(2, y + 12, cut(place.name, left - 10, 12, here ? 700 : 400), { weight: here ? 700 : 400 }),
      years.map((year, m) => {
        const { kind, held } = heldOf(place.code, measure, year);
        const cell = s("g", { class: `held ${kind}` }, s("title", {}, `${place.name} ${year}: ${KINDS[kind]}${held ? `, ${shortDate(held)}` : ""}`), sign(kind, left + m * step + 1.5, y + 1, size, 14));
        return held && store.spotlightsOfPlace.get(place.code)?.some((row) => row.year === year) ? linked(cell, () => choose({ place: place.code, period: String(year) })) : cell;
      }));
  });
  const bottom = top + places.length * tall;
  const height = bottom + 6;
  return {
    ...result, height,
    svg: drawing(width, height, `${title}. Places held: ${years.map((year, n) => `${year} ${perYear[n]}`).join(", ")}. The table behind the chart has each.`,
      text(2, top - 10, wide ? "places, without the nation" : "places", { fill: "var(--soft)" }), heads, rows, signs.drawn),
  };
};
