/* How one figure was revised: a step line by date of accuracy, and each statement. Belongs here: this section. */

import { at, h, s, show, table } from "./elements.js";
import { accuracy, count, day, figureText, isBound, many, sentence, signed } from "./words.js";
import { groups, keyOf, periodName, rank, seriesName, seriesOf, store } from "./store.js";
import { time } from "./scales.js";
import { dot, drawing, text } from "./charts/parts.js";

const CHANGE = { initial: "first published", reaffirmed: "the same again", outranked: "set aside: the publisher had spoken" };

export const drawHistoryChoice = (row) => {
  const all = groups(store.figuresOf.get(keyOf(row)) ?? [], seriesOf);
  const wanted = at("revised").value;
  const options = [...all].sort(([, [a]], [, [b]]) => rank(a) - rank(b)).map(([key, vintages]) =>
    h("option", { value: key }, `${seriesName(vintages[0])} (${many(vintages.length, "reports")})`));
  show("revised", options);
  if (all.has(wanted)) at("revised").value = wanted;
  else if (options.length) at("revised").value = options[0].value;
};

export const drawHistory = (row) => {
  const vintages = (store.figuresOf.get(keyOf(row)) ?? []).filter((f) => seriesOf(f) === at("revised").value);
  if (!vintages.length) { show("revisions", h("p", { class: "words" }, "Nothing was published.")); return; }
  const line = vintages.filter((f) => f.change !== "outranked");
  const restated = line.filter((f) => f.change === "restated").length;
  show("revisions",
    h("p", { class: "words" }, line.length === 1 ? "Published once so far. That it has not been revised does not make it final."
      : `Published ${line.length} times; ${restated === 0 ? "never changed" : `changed ${restated === 1 ? "once" : `${restated} times`}`}.`),
    line.length > 1 ? stepLine(line, row) : null,
    table({
      caption: "Each report that states this figure, the latest first.", name: "stack",
      columns: [
        { head: "Date", cell: (f) => sentence(accuracy(f)) },
        { head: "Figure", kind: "n", cell: (f) => figureText(f), label: "Figure" },
        { head: "What changed", cell: (f) => CHANGE[f.change] ?? (f.revision === null ? "restated" : `restated, ${signed(f.revision)}`), label: "Change" },
        { head: "Document and line", kind: "long", cell: (f) => `${f.document ?? "unknown"}, line ${f.line ?? "unknown"}`, label: "From" },
      ],
      rows: [...vintages].reverse(), rowClass: (f) => f.until === null ? "here" : null,
    }));
};

/* A step: each figure holds from the day it was accurate until the next one; a gap where it was no number. */
const stepLine = (line, row) => {
  const numbers = line.filter((f) => f.value !== null);
  if (!numbers.length) return null;
  const width = Math.max(280, Math.min(at("revisions").clientWidth || 640, 760));
  const height = 200;
  const [left, right, top, bottom] = [12, 16, 34, 30];
  const first = Math.min(time(row.end), time(line[0].as_of));
  const last = Math.max(time(store.data.edition.date), time(line.at(-1).as_of) + 30 * 864e5);
  const largest = Math.max(...numbers.map((f) => f.value), 1);
  const x = (ms) => left + ((ms - first) / (last - first)) * (width - left - right);
  const y = (value) => height - bottom - (value / largest) * (height - top - bottom);
  const drawn = [];
  line.forEach((f, n) => {
    if (f.value === null) return;
    const next = line[n + 1];
    const to = next ? x(time(next.as_of)) : x(last);
    drawn.push(s("path", { fill: "none", stroke: "var(--s1)", "stroke-width": 2.5, "stroke-dasharray": next ? null : "3 4",
      d: `M${x(time(f.as_of))} ${y(f.value)}H${to}${next && next.value !== null ? `V${y(next.value)}` : ""}` }));
  });
  let clear = -Infinity;
  line.forEach((f) => {
    if (f.value === null) return;
    const px = x(time(f.as_of));
    drawn.push(dot(px, y(f.value), f, "var(--s1)", 5));
    if (px >= clear || f.change === "restated") {
      drawn.push(text(px, y(f.value) - 11, count(f.value), { size: 13, weight: 700, anchor: px < 30 ? "start" : px > width - 40 ? "end" : "middle" }));
      clear = px + 34;
    }
  });
  const axis = [s("line", { stroke: "var(--line)", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom })];
  const span = (new Date(last)).getUTCFullYear() - (new Date(first)).getUTCFullYear();
  const every = Math.max(1, Math.ceil((span * 46) / (width - left - right)));
  for (let year = new Date(first).getUTCFullYear() + 1; time(`${year}-01-01`) <= last; year += every) {
    const px = x(time(`${year}-01-01`));
    axis.push(s("line", { stroke: "var(--line)", x1: px, x2: px, y1: height - bottom, y2: height - bottom + 6 }));
    if (px > 16 && px < width - 18) axis.push(text(px, height - bottom + 20, year, { anchor: "middle", fill: "var(--soft)" }));
  }
  const ended = [
    s("line", { stroke: "var(--soft)", "stroke-dasharray": "2 3", x1: x(time(row.end)), x2: x(time(row.end)), y1: 14, y2: height - bottom }),
    text(x(time(row.end)) + 5, height - bottom - 8, `${periodName(row, day)} ends`, { fill: "var(--soft)" }),
  ];
  const said = line.map((f) => `${figureText(f)} ${accuracy(f)}`).join("; ");
  return h("figure", {},
    drawing(width, height, `Step line of the figure by the day it was accurate: ${said}. The table below has the same.`, axis, ended, drawn),
    h("p", { class: "legend" },
      h("span", {}, "From zero. Left to right: the day up to which the figure is accurate."),
      line.some(isBound) ? h("span", {}, "○ the latest day it can have been; ● a printed date.") : null,
      h("span", {}, "Dotted: current until another report.")));
};
