/* What several charts draw alike. Belongs here: texts, patterns and the frame of a drawing. Not here: a chart.
   A colour is a variable of the page's style, and stands in an attribute, so that an exported drawing can resolve it. */

import { s } from "../elements.js";
import { day, isBound, shortDate } from "../words.js";
import { textWidth } from "../scales.js";

export const LINES = ["var(--s1)", "var(--s2)", "var(--s3)", "var(--s4)", "var(--s5)"];
/* From this width on a chart has room for names instead of postal codes, and for all its columns. */
export const ROOMY = 520;
/* The chosen place and those beside it keep their colours in every chart; all others are grey. */
const nth = (place, view) => [view.place, ...view.with].indexOf(place);
export const isCompared = (place, view) => nth(place, view) >= 0;
export const colorOf = (place, view) => LINES[nth(place, view)] ?? "var(--other)";
const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";

export const text = (x, y, words, { size = 12, weight = 400, fill = "var(--ink)", anchor = "start", ...more } = {}) =>
  s("text", { x, y, "font-size": size, "font-weight": weight, fill, "text-anchor": anchor, ...more }, String(words));

export const drawing = (width, height, label, ...children) => s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
  "aria-label": label, "font-family": FONT, xmlns: "http://www.w3.org/2000/svg" }, ...children);

/* Diagonal lines over a colour: drawn where a rate is unreliable. */
export const hatch = (id, fill) => s("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
  s("rect", { width: 6, height: 6, fill }), s("line", { x1: 0, x2: 0, y1: 0, y2: 6, stroke: "var(--ink)", "stroke-width": 1.6, "stroke-opacity": 0.55 }));

/* A point: hollow where no date of accuracy was printed. Each of the five lines has a shape of its own. */
const SHAPES = [
  (x, y, r) => s("circle", { cx: x, cy: y, r }),
  (x, y, r) => s("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r }),
  (x, y, r) => s("path", { d: `M${x} ${y - r * 1.4}L${x + r * 1.3} ${y + r}H${x - r * 1.3}Z` }),
  (x, y, r) => s("path", { d: `M${x} ${y - r * 1.4}L${x + r * 1.4} ${y}L${x} ${y + r * 1.4}L${x - r * 1.4} ${y}Z` }),
  (x, y, r) => s("path", { d: `M${x} ${y + r * 1.4}L${x + r * 1.3} ${y - r}H${x - r * 1.3}Z` }),
];
export const dot = (x, y, dated, fill, r = 4, nth = 0) => {
  const shape = SHAPES[nth](x, y, r);
  for (const [name, value] of [["class", "point"], ["fill", isBound(dated) ? "var(--paper)" : fill], ["stroke", fill], ["stroke-width", 2]]) shape.setAttribute(name, value);
  return shape;
};
/* A date in the table behind a chart: one column of the page, the day and how it is known in a file. A column without a
   head is in the file only. */
export const dateColumns = (head, key, dated = (row) => row) => [
  { head, key, value: (row) => dated(row).as_of, text: (row) => shortDate(dated(row)) },
  { key: `${key}_basis`, value: (row) => dated(row).as_of === null ? null : dated(row).basis },
];
export const titled = (element, words) => { element.prepend(s("title", {}, words)); return element; };
export const linked = (element, go) => { element.setAttribute("cursor", "pointer"); element.addEventListener("click", go); return element; };

const GLYPHS = {
  printed: (x, y) => dot(x, y, { basis: "printed" }, "var(--soft)"),
  bound: (x, y) => dot(x, y, { basis: "retrieved_by" }, "var(--soft)"),
  likely: (x, y) => s("g", {}, s("rect", { x: x - 4, y: y - 6, width: 8, height: 12, fill: "var(--soft)", "fill-opacity": 0.25 }),
    s("path", { d: `M${x - 4} ${y - 6}H${x + 4}M${x - 4} ${y + 6}H${x + 4}`, stroke: "var(--soft)", "stroke-width": 1.5 })),
};
export const strokeSign = (attributes) => (x, y) => s("line", { x1: x - 7, x2: x + 7, y1: y, y2: y, ...attributes });
/* Signs and their meaning, in rows that fit the width. */
export const legend = (entries, width, y) => {
  let [x, line] = [0, 0];
  const drawn = entries.flatMap(([glyph, words]) => {
    const needed = 18 + textWidth(words, 12) + 16;
    if (x > 0 && x + needed > width) { x = 0; line += 1; }
    const [left, middle] = [x, y + line * 18];
    x += needed;
    return [(typeof glyph === "function" ? glyph : GLYPHS[glyph])(left + 7, middle), text(left + 18, middle + 4, words, { fill: "var(--soft)" })];
  });
  return { drawn, height: entries.length ? (line + 1) * 18 : 0 };
};

/* How sure the dates of what is drawn are: one day, a span, with ≤ where nobody printed one. */
export const datesNote = (dated) => {
  const known = dated.filter((one) => one?.as_of);
  if (!known.length) return "";
  const sorted = [...known].sort((a, b) => (a.as_of < b.as_of ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  const said = (one) => `${isBound(one) ? "≤ " : ""}${day(one.as_of)}`;
  return first.as_of === last.as_of ? `as of ${known.some(isBound) ? "≤ " : ""}${day(last.as_of)}` : `as of ${said(first)} to ${said(last)}`;
};
