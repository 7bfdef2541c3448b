/* Every place with one figure as a small line of its own. Belongs here: this drawing. */

import { hasRates, partsOf, seriesName, store } from "../store.js";
import { cut, linear, textWidth, ticks } from "../scales.js";
import { s } from "../elements.js";
import { day } from "../words.js";
import { colorOf, datesNote, drawing, linked, text } from "./parts.js";
import { pieces, pointsOf, trendTable, written } from "./trend.js";

const CELL = 100;

/* Every place that has a number of the figure: [{place, points}]. */
const allWith = (view) => store.held.filter((place) => store.trendOf.has(`${place.code}/${view.figure}`))
  .map((place) => ({ place, points: pointsOf(place.code, view) })).filter(({ points }) => points.some((p) => p.shown !== null));

/* One place's cell: its name and last number, its line over a scale from zero. */
const cellDrawn = ({ place, points }, { ox, oy, wide, years, largest, steps, isFirstColumn, hasYears, color, here, asRate, choose }) => {
  const [bottom, top] = [oy + CELL - 20, oy + 32];
  const x = linear([years[0], Math.max(years.at(-1), years[0] + 1)], [ox + 4, ox + wide - 14]);
  const y = linear([0, largest], [bottom, top]);
  const last = points.findLast((p) => p.shown !== null);
  const number = `${written(last, asRate)}${last.year === years.at(-1) ? "" : ` (${last.year})`}`;
  // Where both do not fit into one line, the number has a line of its own.
  const isNarrow = textWidth(place.name, 12, 700) + textWidth(number, 12) > wide - 22;
  const small = { size: 10, fill: "var(--soft)" };
  return linked(s("g", { class: "small-one" },
    s("title", {}, `${place.name}: ${points.filter((p) => p.shown !== null).map((p) => `${p.year} ${written(p, asRate)}`).join(", ")}`),
    s("rect", { x: ox, y: oy, width: wide - 6, height: CELL - 4, fill: here ? "var(--faint)" : "var(--paper)" }),
    text(ox + 4, oy + 14, cut(place.name, wide - 14, 12, 700), { weight: 700 }),
    steps.map((step) => s("line", { x1: ox + 4, x2: ox + wide - 14, y1: y(step), y2: y(step), stroke: step ? "var(--line)" : "var(--soft)" })),
    pieces(points).map((piece) => {
      const line = piece.map((p) => `${x(p.year).toFixed(1)} ${y(p.shown).toFixed(1)}`).join("L");
      return piece.length > 1 ? [s("path", { fill: color, "fill-opacity": 0.16, d: `M${x(piece[0].year).toFixed(1)} ${bottom}L${line}V${bottom}Z` }),
        s("path", { fill: "none", stroke: color, "stroke-width": here ? 2.6 : 1.8, d: `M${line}` })]
        : s("circle", { cx: x(piece[0].year), cy: y(piece[0].shown), r: 2, fill: color });
    }),
    isFirstColumn ? steps.slice(1).map((step) => text(ox + 4, y(step) + 10, step, { ...small, "paint-order": "stroke", stroke: "var(--paper)", "stroke-width": 3 })) : null,
    s("circle", { cx: x(last.year), cy: y(last.shown), r: 2.6, fill: color }),
    text(ox + wide - 12, oy + (isNarrow ? 28 : 14), number, { anchor: "end", "paint-order": "stroke", stroke: here ? "var(--faint)" : "var(--paper)", "stroke-width": 3 }),
    hasYears ? [text(ox + 4, bottom + 12, years[0], small), text(ox + wide - 14, bottom + 12, years.at(-1), { ...small, anchor: "end" })] : null),
  () => choose({ place: place.code }));
};

export const drawMultiples = (view, width, choose) => {
  const asRate = view.unit === "rate" && hasRates(view.figure);
  const all = allWith(view);
  const points = all.flatMap((one) => one.points);
  const what = seriesName(partsOf(view.figure)).replace(/, total$/, "");
  const years = [...new Set(points.map((p) => p.year))].sort((a, b) => a - b);
  const title = `${what}${asRate ? " per 100,000 inhabitants" : ""} in every place${years.length ? `, ${years[0]}–${years.at(-1)}` : ""}`;
  const result = {
    title, table: trendTable(points, asRate), dates: datesNote(points), notes: [], source: points,
    subtitle: `${view.asof ? `As it stood on ${day(view.asof)}. ` : ""}${asRate ? "One scale for all, from zero. The number is the latest." : "Each on its own scale from zero; the number is the latest. Compare shapes, not heights."}`,
  };
  if (!all.length) return { ...result, empty: "Nothing is held of this figure." };
  const columns = Math.max(3, Math.floor(width / 138));
  const wide = width / columns;
  const highest = Math.max(...points.map((p) => p.shown ?? 0), 1e-9);
  const shared = ticks(highest, 3).filter((step) => step <= highest);
  const drawn = all.map((one, n) => {
    const here = one.place.code === view.place;
    return cellDrawn(one, {
      ox: (n % columns) * wide, oy: Math.floor(n / columns) * CELL, wide, years, asRate, choose, here,
      largest: asRate ? highest : Math.max(...one.points.map((p) => p.shown ?? 0), 1e-9), steps: asRate ? shared : [0],
      isFirstColumn: n % columns === 0, hasYears: n < columns || here, color: colorOf(one.place.code, view),
    });
  });
  const height = Math.ceil(all.length / columns) * CELL;
  return { ...result, height, svg: drawing(width, height, `${title}: ${all.length} small lines. The table behind the chart has the numbers.`, drawn) };
};
