/* The map of tiles: a tile a place, all of one size, so that an empty state does not outweigh a full one.
   Belongs here: this drawing. Not here: controls around it. */

import { hasRates, partsInstead, partsOf, placeName, seriesName, store } from "../store.js";
import { classBounds, classOf } from "../scales.js";
import { s } from "../elements.js";
import { count, figureText, rateText, shortDate, withoutFigure } from "../words.js";
import { dateColumns, datesNote, drawing, hatch, legend, linked, text } from "./parts.js";

const SHADES = ["var(--t1)", "var(--t2)", "var(--t3)", "var(--t4)", "var(--t5)"];
/* Which shades need text in the colour of the paper: a matter of the style, told here once. */
const ON_SHADE = ["var(--on-t1)", "var(--on-t2)", "var(--on-t3)", "var(--on-t4)", "var(--on-t5)"];

/* A row for each tile: {place, value, shown, rate, as_of, basis, status}; value null is no number, as_of null is nothing held. */
export const mapRows = (view, year) => {
  const asRate = view.unit === "rate" && hasRates(view.figure);
  const { measure } = partsOf(view.figure);
  return store.data.places.filter((place) => store.data.tiles[place.postal]).map((place) => {
    const row = store.trendOf.get(`${place.code}/${view.figure}`)?.find((one) => one.year === year);
    const rate = asRate ? store.rateOf.get(`${place.code}/${measure}/${year}`) ?? null : null;
    const of = asRate && rate ? rate : row;
    return { place: place.code, year, postal: place.postal, value: of?.value ?? null, status: row?.status ?? null, as_of: of?.as_of ?? null,
      parts: of?.as_of ? null : partsInstead(place.code, year, view.figure, null), basis: of?.basis ?? null, source: row?.source ?? null, rate, shown: asRate ? rate?.rate ?? null : row?.value ?? null };
  });
};

export const drawMap = (view, width, choose) => {
  const year = Number(view.period.slice(0, 4));
  const asRate = view.unit === "rate" && hasRates(view.figure);
  const rows = mapRows(view, year);
  const known = rows.filter((row) => row.shown !== null);
  const what = seriesName(partsOf(view.figure)).replace(/, total$/, "");
  const written = (value) => asRate ? rateText(value) : count(value);
  const unreliable = (row) => asRate && row.rate?.rate !== null && row.rate?.reliable === false;
  const title = `${what}${asRate ? " per 100,000 inhabitants" : ""}, ${year}`;
  const result = {
    title, dates: datesNote(rows), source: rows, notes: [],
    subtitle: asRate ? "More reports per head can mean more trafficking, or more people who know the number."
      : "Counts follow population: a large place has more of everything.",
    table: {
      caption: "One row for each place of the map. A place without a number is unknown, not zero.",
      rows,
      columns: [
        { head: "Place", key: "place", value: (row) => placeName(row.place), link: (row) => store.trendOf.has(`${row.place}/${view.figure}`) ? { place: row.place, period: String(year) } : null },
        { head: "Year", key: "year", kind: "n", value: (row) => row.year },
        { head: "Figure", key: "value", kind: "n", value: (row) => row.value, text: (row) => row.as_of === null ? withoutFigure(row.parts) : figureText(row) },
        ...(asRate ? [
          { head: "Per 100,000", key: "rate_per_100000", kind: "n", value: (row) => row.rate?.rate ?? null, text: (row) => row.rate?.rate === undefined || row.rate?.rate === null ? "unknown" : rateText(row.rate.rate) },
          { head: "95% interval", key: "rate_low", value: (row) => row.rate?.low ?? null, text: (row) => row.rate?.rate === undefined || row.rate?.rate === null ? "" : `${rateText(row.rate.low)} to ${rateText(row.rate.high)}` },
          { key: "rate_high", value: (row) => row.rate?.high ?? null },
          { head: "Reliable", key: "is_reliable", value: (row) => row.rate?.rate === undefined || row.rate?.rate === null ? "" : row.rate.reliable ? "yes" : "no" },
        ] : []),
        ...dateColumns("As of", "publisher_as_of"),
      ],
    },
  };
  if (!known.length) return { ...result, empty: asRate ? `No rates are known for ${year}: figures or populations are missing.` : `Nothing is held of this figure for ${year}.` };

  const bounds = classBounds(known.filter((row) => !unreliable(row)).map((row) => row.shown));
  // The classes' shades, spread over all five.
  const shade = (nth) => bounds.length ? Math.round((nth / bounds.length) * 4) : 2;
  const step = Math.min(60, width / 11);
  const size = step - Math.max(2, step * 0.07);
  const offset = (width - step * 11) / 2;
  const small = size < 40;
  const top = 76;
  const tiles = rows.map((row) => {
    const [column, line] = store.data.tiles[row.postal];
    const [x, y] = [offset + column * step, top + line * step];
    const here = row.place === view.place;
    const nth = row.shown === null ? null : shade(classOf(row.shown, bounds));
    const ink = nth === null || unreliable(row) ? "var(--ink)" : ON_SHADE[nth];
    const label = row.shown !== null ? (small && row.shown >= 10000 ? `${Math.round(row.shown / 1000)}k` : small && asRate ? row.shown.toFixed(1) : written(row.shown)) : row.as_of === null ? "" : "?";
    const tile = s("g", { class: "tile", "data-place": row.postal },
      s("title", {}, `${placeName(row.place)}: ${row.shown === null ? row.as_of === null ? row.parts ? withoutFigure(row.parts) : "nothing held, which is not zero" : row.value === null ? figureText(row) : `${count(row.value)}, no rate` : `${written(row.shown)}${asRate ? ` per 100,000 (${count(row.value)})` : ""}${unreliable(row) ? ", unreliable: few cases" : ""}, ${shortDate(row)}`}`),
      s("rect", { x, y, width: size, height: size, rx: 2, fill: nth === null ? "var(--paper)" : unreliable(row) ? "var(--paper)" : SHADES[nth],
        stroke: here ? "var(--ink)" : "var(--soft)", "stroke-width": here ? 5 : nth === null ? 1 : 0.5, "stroke-dasharray": row.as_of === null ? "3 3" : null }),
      here ? s("rect", { x: x + 1, y: y + 1, width: size - 2, height: size - 2, rx: 1, fill: "none", stroke: "var(--paper)", "stroke-width": 2 }) : null,
      nth !== null && unreliable(row) ? s("rect", { class: "unreliable", x: x + 2, y: y + 2, width: size - 4, height: size - 4, fill: "url(#hatched)", "fill-opacity": 0.7 }) : null,
      text(x + size / 2, y + size * 0.43, row.postal, { anchor: "middle", size: small ? 12 : 14, weight: 700, fill: ink, ...halo(unreliable(row)) }),
      text(x + size / 2, y + size * 0.82, label, { anchor: "middle", size: small ? 11 : 13, fill: ink, ...halo(unreliable(row)) }));
    return store.spotlightsOfPlace.has(row.place) ? linked(tile, () => choose({ place: row.place })) : tile;
  });
  const signs = legendOf({ title: `${what}${asRate ? " per 100,000" : ""}`, bounds, known, written, shade, offset, width: step * 11, hasUnreliable: known.some(unreliable), rows, asRate });
  return {
    ...result, height: top + 8 * step + 4,
    svg: drawing(width, top + 8 * step + 4, `${title}: map of tiles. ${known.length} places have a number; classes begin at ${bounds.join(", ")}. The table behind the chart has every number.`,
      s("defs", {}, hatch("hatched", "var(--paper)")), signs, tiles),
    notes: [
      ...(asRate ? ["Rates of neighbouring classes can often not be told apart: the ranking has their intervals."] : []),
      ...(known.some(unreliable) ? ["Hatched: a rate of fewer than 10 cases, or with an interval wider than 160% of it, is unreliable (the rule of NCHS)."] : []),
    ],
  };
};
const halo = (isHatched) => isHatched ? { "paint-order": "stroke", stroke: "var(--paper)", "stroke-width": 4 } : {};

const legendOf = ({ title, bounds, known, written, shade, offset, width, hasUnreliable, rows, asRate }) => {
  const values = known.map((row) => row.shown);
  const edges = [written(Math.min(...values)), ...bounds.map((bound) => asRate ? bound : count(bound)), written(Math.max(...values))];
  const wide = Math.min(64, width / (bounds.length + 1));
  const classes = Array.from({ length: bounds.length + 1 }, (_, n) =>
    s("rect", { class: "class", x: n * wide, y: 18, width: wide - 1, height: 14, fill: SHADES[shade(n)], stroke: "var(--soft)", "stroke-width": 0.5 }));
  const numbers = edges.map((edge, n) => text(n * wide, 46, edge, { anchor: n === 0 ? "start" : n === edges.length - 1 ? "end" : "middle", fill: "var(--soft)" }));
  const box = (attributes) => (x, y) => s("rect", { x: x - 6, y: y - 6, width: 13, height: 11, stroke: "var(--soft)", fill: "var(--paper)", ...attributes });
  const unknown = rows.filter((row) => row.as_of !== null && row.shown === null);
  const [noRate, withheld] = [unknown.some((row) => row.value !== null), unknown.some((row) => row.value === null)];
  const signs = legend([
    ...(hasUnreliable ? [[box({ fill: "url(#hatched)" }), "unreliable"]] : []),
    ...(rows.some((row) => row.as_of === null) ? [[box({ "stroke-dasharray": "3 3" }), "nothing held"]] : []),
    ...(unknown.length ? [[(x, y) => text(x, y + 4, "?", { weight: 700, anchor: "middle" }), [noRate ? "held, population unknown" : "", withheld ? "withheld" : ""].filter(Boolean).join(", or ")]] : []),
  ], width, 60);
  return s("g", { transform: `translate(${offset} 0)` }, text(0, 11, title, { weight: 700, fill: "var(--soft)" }), classes, numbers, signs.drawn);
};
