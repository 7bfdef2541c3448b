/* How one figure was revised: a step line by date of accuracy, and each statement. Belongs here: this drawing. */

import { rowOf } from "../address.js";
import { groups, keyOf, partsOf, periodName, placeName, rank, seriesName, seriesOf, store } from "../store.js";
import { linear, ticks, time } from "../scales.js";
import { s } from "../elements.js";
import { accuracy, count, day, figureText, isBound, many, sentence, setAside, signed, within } from "../words.js";
import { datesNote, dot, drawing, legend, strokeSign, text } from "./parts.js";

const CHANGE = { initial: "first published", reaffirmed: "the same again", outranked: "set aside: the publisher had spoken" };
const changed = (f) => CHANGE[f.change] ?? (f.revision === null ? "restated" : `restated, ${signed(f.revision)}`);
const DAY = 864e5;

const statedOf = (view) => store.figuresOf.get(keyOf(rowOf(view.place, view.period))) ?? [];
/* The figures of the view's place and period with how often each was stated: [[series, words]]. */
export const revisedFigures = (view) => [...groups(statedOf(view), seriesOf)].sort(([, [a]], [, [b]]) => rank(a) - rank(b))
  .map(([series, stated]) => [series, `${seriesName(stated[0])} (${many(stated.length, "reports")})`]);

export const drawHistory = (view, width) => {
  const row = rowOf(view.place, view.period);
  const stated = statedOf(view).filter((f) => seriesOf(f) === view.figure);
  const line = stated.filter((f) => f.change !== "outranked");
  const restated = line.filter((f) => f.change === "restated").length;
  const name = seriesName(partsOf(view.figure));
  const title = `${name} in ${within(placeName(view.place))}, ${periodName(row, day)}: how it was revised`;
  const result = {
    title, dates: datesNote(stated), source: stated, notes: [],
    subtitle: `${line.length < 2 ? "Published once so far. That it has not been revised does not make it final."
      : `Published ${line.length} times; ${restated === 0 ? "never changed" : `changed ${restated === 1 ? "once" : `${restated} times`}`}.`}${setAside(stated)}`,
    table: {
      caption: "Each report that states this figure, the latest first.", rows: [...stated].reverse(),
      columns: [
        { head: "Date", key: "publisher_as_of", value: (f) => f.as_of, text: (f) => sentence(accuracy(f)) },
        { key: "publisher_as_of_basis", value: (f) => f.basis },
        { head: "Figure", key: "value", kind: "n", value: (f) => f.value, text: figureText },
        { head: "What changed", key: "change", value: changed },
        { head: "Whose account", key: "source_kind", value: (f) => f.source },
        { head: "Document", key: "document", value: (f) => f.document ?? "unknown" },
        { head: "Line", key: "line", kind: "n", value: (f) => f.line },
      ],
    },
  };
  if (!line.some((f) => f.value !== null)) return { ...result, subtitle: "", empty: `No number of this figure was published for ${within(placeName(view.place))}, ${periodName(row, day)}.` };
  return { ...result, ...stepsDrawn(line, row, width, title) };
};

/* Each figure holds from the day it was accurate until the next one; a gap where it was no number. */
const stepsDrawn = (line, row, width, title) => {
  const highest = Math.max(1, ...line.map((f) => f.value ?? 0));
  const [left, right, top, bottom] = [46, 20, 34, 264];
  const [first, last] = [Math.min(time(row.end), time(line[0].as_of)), Math.max(time(store.data.edition.date), time(line.at(-1).as_of) + 30 * DAY)];
  const x = linear([first, last], [left + 8, width - right]);
  const y = linear([0, highest], [bottom, top]);
  const steps = ticks(highest, 4).filter((step) => step <= highest).map((step) => [
    s("line", { x1: left, x2: width - right, y1: y(step), y2: y(step), stroke: step ? "var(--line)" : "var(--soft)" }),
    text(left - 8, y(step) + 4, count(step), { anchor: "end", fill: "var(--soft)" })]);
  const held = line.map((f, n) => {
    if (f.value === null) return [];
    const next = line[n + 1];
    const to = x(next ? time(next.as_of) : last);
    const path = (d, more = {}) => s("path", { d, fill: "none", stroke: "var(--s1)", "stroke-width": 3, ...more });
    return [path(`M${x(time(f.as_of))} ${y(f.value)}H${to}`, next ? {} : { "stroke-dasharray": "2 4" }), next && next.value !== null ? path(`M${to} ${y(f.value)}V${y(next.value)}`) : null];
  });
  let clear = -Infinity;
  const points = line.filter((f) => f.value !== null).map((f) => {
    const px = x(time(f.as_of));
    const isNamed = px >= clear || f.change === "restated";
    if (isNamed) clear = px + 34;
    return s("g", {}, s("title", {}, `${figureText(f)}, ${accuracy(f)}: ${changed(f)}`), dot(px, y(f.value), f, "var(--s1)", 5),
      isNamed ? text(px, y(f.value) - 11, count(f.value), { size: 13, weight: 700, anchor: px > width - 40 ? "end" : px < x(time(row.end)) + 24 ? "start" : "middle" }) : null);
  });
  const [from, until] = [first, last].map((at) => new Date(at).getUTCFullYear());
  const every = Math.max(1, Math.ceil(((until - from) * 46) / (width - left - right)));
  const years = Array.from({ length: Math.floor((until - from) / every) }, (_, n) => from + 1 + n * every).map((year) => [
    s("line", { stroke: "var(--soft)", x1: x(time(`${year}-01-01`)), x2: x(time(`${year}-01-01`)), y1: bottom, y2: bottom + 5 }),
    text(x(time(`${year}-01-01`)), bottom + 20, year, { anchor: "middle", fill: "var(--soft)" })]);
  const end = x(time(row.end));
  const ended = [s("line", { stroke: "var(--soft)", "stroke-dasharray": "2 3", x1: end, x2: end, y1: top - 20, y2: bottom }), text(end + 5, top - 12, `${periodName(row, day)} ends`, { fill: "var(--soft)" })];
  const signs = legend([
    ...(line.some((f) => !isBound(f)) ? [["printed", "date of accuracy printed"]] : []),
    ...(line.some(isBound) ? [["bound", "no date printed (≤ the latest it can be)"]] : []),
    [strokeSign({ stroke: "var(--s1)", "stroke-width": 3, "stroke-dasharray": "2 4" }), "current until another report"],
  ], width, bottom + 42);
  const height = bottom + 36 + signs.height;
  const said = line.map((f) => `${figureText(f)} ${accuracy(f)}`).join("; ");
  return { height, svg: drawing(width, height, `${title}. By the day it was accurate: ${said}. The table behind the chart has the same.`, steps, years, ended, held, points, signs.drawn) };
};
