/* What was restated, and how far it moved: each figure from its first statement (or as it stood
   on a day), where all begin, to its latest. Belongs here: this drawing. */

import { partsOf, placeName, seriesName, store } from "../store.js";
import { cut, linear, ticks } from "../scales.js";
import { s } from "../elements.js";
import { count, day, isBound, percent, shortDate, signed, within } from "../words.js";
import { ROOMY, dateColumns, datesNote, dot, drawing, legend, linked, strokeSign, text } from "./parts.js";

const MOST = 20;

/* One row for each place and year whose number moved since the day (since its first statement without one). */
export const revisionRows = (view) => {
  const total = partsOf(view.figure);
  const found = new Map();
  for (const figure of store.totals) {
    if (figure.measure !== total.measure || figure.change === "outranked") continue;
    if (view.scope === "place" && figure.place !== view.place) continue;
    if (view.scope === "year" && String(figure.year) !== view.period) continue;
    const key = `${figure.place}/${figure.year}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(figure);
  }
  const rows = [];
  for (const vintages of found.values()) {
    const first = view.since === null ? vintages.find((f) => f.value !== null)
      : vintages.findLast((f) => f.as_of <= view.since);
    const last = vintages.findLast((f) => f.until === null);
    if (!first || !last || first === last || first.value === null || last.value === null || first.value === last.value) continue;
    rows.push({ place: last.place, year: last.year, first, last, moved: last.value - first.value, as_of: last.as_of, basis: last.basis, source: last.source, report: last.report });
  }
  return rows.sort((a, b) => Math.abs(b.moved) - Math.abs(a.moved) || (a.place < b.place ? -1 : 1));
};
export const restatedDays = (measure) => {
  const days = new Map(store.totals.filter((f) => f.measure === measure && f.change !== "outranked").map((f) => [f.as_of, f.basis]));
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([as_of, basis]) => ({ as_of, basis }));
};

export const drawRevisions = (view, width, choose) => {
  const measure = seriesName({ ...partsOf(view.figure), scheme: "total", category: "total" }).replace(/, total$/, "");
  const { unit } = store.measures.get(partsOf(view.figure).measure);
  const all = revisionRows(view);
  const rows = view.rows === "few" ? all.slice(0, MOST) : all;
  const scope = view.scope === "place" ? `in ${within(placeName(view.place))}` : view.scope === "year" ? `of ${view.period}` : "in any place and year";
  const up = all.filter((row) => row.moved > 0).length;
  const doubtful = rows.filter((row) => row.first.source === "secondary" || row.last.source === "secondary").length;
  const title = `${measure}: what was restated ${scope}${view.since ? `, since ${day(view.since)}` : ""}`;
  const result = {
    title, source: rows, dates: datesNote(rows.flatMap((row) => [row.first, row.last])),
    notes: [
      ...(doubtful ? [`${doubtful === rows.length ? "All" : `${count(doubtful)} of ${count(rows.length)}`} are known through secondary accounts, at one end or both: a difference may be the publisher's, or a slip of an account.`] : []),
      "A figure that never moved is not shown, and is not thereby final.",
    ],
    more: view.rows === "few" && all.length > MOST ? all.length : 0,
    subtitle: all.length ? `${all.length} ${all.length === 1 ? "figure" : "figures"} moved: ${up} up, ${all.length - up} down. ${rows.length < all.length ? `The ${rows.length} that moved most.` : "Largest move first."}` : "",
    table: {
      caption: "One row for each place and year that moved.", rows: all,
      columns: [
        { head: "Place", key: "place", value: (row) => placeName(row.place), link: (row) => ({ place: row.place, period: String(row.year) }) },
        { head: "Year", key: "year", kind: "n", value: (row) => row.year },
        { head: view.since ? "Then" : "First", key: "first_value", kind: "n", value: (row) => row.first.value, text: (row) => count(row.first.value) },
        ...dateColumns("As of", "first_publisher_as_of", (row) => row.first),
        { head: "Latest", key: "value", kind: "n", value: (row) => row.last.value, text: (row) => count(row.last.value) },
        ...dateColumns("As of", "publisher_as_of", (row) => row.last),
        { head: "Moved", key: "moved", kind: "n", value: (row) => row.moved, text: (row) => signed(row.moved) },
      ],
    },
  };
  if (!rows.length) return { ...result, empty: `Nothing was restated ${scope}${view.since ? ` since ${day(view.since)}` : ""}.` };
  const wide = width >= ROOMY;
  const [tall, top, left, right] = [25, 44, wide ? 170 : 78, wide ? 238 : 118];
  // Where the columns of numbers end.
  const [firstEnd, lastEnd, movedEnd] = [width - 176, width - 116, width - 66];
  const head = (at, words) => text(at, 34, words, { anchor: "end", fill: "var(--soft)", weight: 700 });
  const moves = rows.map((row) => row.moved);
  const [lowest, highest] = [Math.min(0, ...moves), Math.max(0, ...moves)];
  const x = linear([lowest, highest], [left + 8, width - right]);
  const steps = ticks(highest - lowest, wide ? 4 : 2);
  const marks = [...steps.slice(1).map((step) => -step).reverse(), ...steps].filter((step) => step >= lowest && step <= highest);
  const drawn = rows.map((row, n) => {
    const y = top + n * tall + tall / 2 + 4;
    const here = row.place === view.place && String(row.year) === view.period;
    const color = row.moved > 0 ? "var(--s1)" : "var(--s2)";
    const change = row.first.value ? `${row.moved > 0 ? "+" : "−"}${percent(Math.abs(row.moved) / row.first.value)}` : "";
    const numbers = wide ? [[firstEnd, count(row.first.value)], [lastEnd, count(row.last.value)], [movedEnd, signed(row.moved)], [width, change]]
      : [[width, `${count(row.first.value)} → ${count(row.last.value)}`]];
    return linked(s("g", { class: "moved" },
      s("title", {}, `${placeName(row.place)} ${row.year}: ${count(row.first.value)} (${shortDate(row.first)}), then ${count(row.last.value)} (${shortDate(row.last)}): ${signed(row.moved)}`),
      s("rect", { x: 0, y: y - tall / 2, width, height: tall, fill: "var(--faint)", "fill-opacity": here ? 1 : 0 }),
      text(2, y + 4, wide ? `${cut(placeName(row.place), left - 48, 13)} ${row.year}` : `${store.places.get(row.place).postal} ${row.year}`, { size: 13, weight: here ? 700 : 400 }),
      s("line", { x1: x(0), x2: x(row.moved), y1: y, y2: y, stroke: color, "stroke-width": 3 }),
      dot(x(row.moved), y, row.last, color, 5),
      numbers.map(([at, words]) => text(at, y + 4, words, { anchor: "end" }))),
    () => choose({ place: row.place, period: String(row.year), scope: "one", figure: `${partsOf(view.figure).measure}/total/total` }));
  });
  const signs = legend([
    ...(rows.some((row) => !isBound(row.last)) ? [["printed", "latest statement, date of accuracy printed"]] : []),
    ...(rows.some((row) => isBound(row.last)) ? [["bound", "latest statement, no date printed (≤)"]] : []),
    ...[["var(--s1)", "went up", highest > 0], ["var(--s2)", "went down", lowest < 0]].filter(([, , isShown]) => isShown).map(([stroke, words]) =>
      [strokeSign({ stroke, "stroke-width": 3 }), words]),
  ], width, top + rows.length * tall + 18);
  const height = top + rows.length * tall + signs.height + 8;
  return {
    ...result, height,
    svg: drawing(width, height, `${title}. ${rows.slice(0, 5).map((row) => `${placeName(row.place)} ${row.year} from ${count(row.first.value)} to ${count(row.last.value)}`).join("; ")}. The table behind the chart has all.`,
      wide ? [head(firstEnd, view.since ? "then" : "first"), head(lastEnd, "latest"), head(movedEnd, "change"), head(width, "in %")] : head(width, view.since ? "then → latest" : "first → latest"),
      text(2, 14, `Change since ${view.since ? `${day(view.since)}` : "the first statement"}, in ${unit}`, { fill: "var(--soft)", weight: 700 }),
      marks.map((step) => [s("line", { x1: x(step), x2: x(step), y1: top, y2: top + rows.length * tall + 4, stroke: step ? "var(--line)" : "var(--soft)" }), text(x(step), 34, step ? signed(step) : "0", { anchor: "middle", fill: "var(--soft)" })]),
      drawn, signs.drawn),
  };
};
