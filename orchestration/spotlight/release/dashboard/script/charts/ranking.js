/* The ranking: each rate with its interval, and the ranks it could hold. A rank never stands alone.
   Belongs here: this drawing and which rows it has. Not here: controls around it. */

import { hasRates, partsOf, placeName, seriesName, sourceOf, store } from "../store.js";
import { cut, linear, overlap, ticks } from "../scales.js";
import { s } from "../elements.js";
import { count, rateText, shortDate, within } from "../words.js";
import { ROOMY, colorOf, dateColumns, datesNote, drawing, isCompared, legend, linked, text } from "./parts.js";

const FEW = 20;

export const rankingRows = (view) => {
  const year = Number(view.period.slice(0, 4));
  const { measure } = partsOf(hasRates(view.figure) ? view.figure : "cases/total/total");
  const rows = store.rates.filter((row) => row.measure === measure && row.year === year && row.rate !== null);
  const chosen = rows.find((row) => row.place === view.place);
  const wanted = view.find.trim().toLowerCase();
  const kept = rows.filter((row) => {
    if (wanted && !placeName(row.place).toLowerCase().includes(wanted) && store.places.get(row.place).postal.toLowerCase() !== wanted) return false;
    if (view.only === "alike") return chosen ? overlap(row, chosen) : false;
    return view.only === "unreliable" ? !row.reliable : true;
  });
  const byName = (a, b) => placeName(a.place).localeCompare(placeName(b.place), "en");
  const orders = { rate: (a, b) => b.rate - a.rate || byName(a, b), count: (a, b) => b.value - a.value || byName(a, b), name: byName };
  return { year, measure, all: rows, chosen, rows: kept.sort(orders[view.sort]) };
};

/* The ranks that a rate could hold, as its interval and those of the others allow. */
const could = (row) => row.rank_low === null ? "no rank" : row.rank_low === row.rank_high ? `${row.rank_low}` : `${row.rank_low}–${row.rank_high}`;
const ROW = 23;

/* Where the columns of numbers end, and the scale between names and numbers. */
const layoutOf = (rows, width) => {
  const wide = width >= ROOMY;
  const [left, right] = wide ? [150, 226] : [122, 116];
  const highest = Math.max(...rows.map((row) => row.high));
  const steps = ticks(highest, wide ? 4 : 3).filter((step) => step <= highest);
  return { wide, width, left, top: 44, steps, x: linear([0, highest], [left, width - right]), rate: width - (wide ? 178 : 74), count: wide ? width - 108 : null };
};
const headsOf = ({ wide, width, left, top, steps, x, rate, count: counts }, rows, what) => {
  const head = (at, words, anchor = "end") => text(at, 14, words, { fill: "var(--soft)", weight: 700, anchor });
  return [
    head(2, "Place", "start"), head(left, "95% interval", "start"), head(rate, wide ? "per 100,000" : "rate"),
    wide ? head(counts, what.toLowerCase()) : null, head(width, "could rank"),
    steps.map((step) => [s("line", { x1: x(step), x2: x(step), y1: top - 8, y2: top + rows.length * ROW, stroke: "var(--line)" }),
      text(x(step), 32, step, { anchor: "middle", fill: "var(--soft)" })]),
  ];
};
const rowDrawn = (layout, row, n, view, choose) => {
  const { width, left, x } = layout;
  const y = layout.top + n * ROW + ROW / 2;
  const here = row.place === view.place;
  const color = colorOf(row.place, view);
  const weight = here ? 700 : 400;
  return linked(s("g", { class: "ranked" },
    s("title", {}, `${placeName(row.place)}: ${rateText(row.rate)} per 100,000, between ${rateText(row.low)} and ${rateText(row.high)}; ${count(row.value)}; could rank ${could(row)}; ${shortDate(row)}`),
    s("rect", { x: 0, y: y - ROW / 2, width, height: ROW, fill: here ? "var(--faint)" : "var(--paper)", "fill-opacity": here ? 1 : 0 }),
    text(2, y + 4, cut(placeName(row.place), left - 4, layout.wide ? 13 : 12, weight), { size: layout.wide ? 13 : 12, weight }),
    s("path", { d: `M${x(row.low)} ${y}H${x(row.high)}`, stroke: color, "stroke-width": here ? 3 : 2, "stroke-dasharray": row.reliable ? null : "3 3" }),
    s("path", { d: `M${x(row.low)} ${y - 4}V${y + 4}M${x(row.high)} ${y - 4}V${y + 4}`, stroke: color, "stroke-width": here ? 2 : 1.5 }),
    s("circle", { cx: x(row.rate), cy: y, r: 3.5, fill: row.reliable ? color : "var(--paper)", stroke: color, "stroke-width": 2 }),
    text(layout.rate, y + 4, rateText(row.rate), { anchor: "end", weight }),
    layout.wide ? text(layout.count, y + 4, count(row.value), { anchor: "end" }) : null,
    text(width, y + 4, could(row), { anchor: "end", weight })), () => choose({ place: row.place }));
};
const doubtSign = (cx, cy) => s("g", {}, s("line", { x1: cx - 7, x2: cx + 7, y1: cy, y2: cy, stroke: "var(--other)", "stroke-width": 2, "stroke-dasharray": "3 3" }),
  s("circle", { cx, cy, r: 4, fill: "var(--paper)", stroke: "var(--other)", "stroke-width": 2 }));

export const drawRanking = (view, width, choose) => {
  const { year, measure, all, chosen, rows } = rankingRows(view);
  const what = seriesName({ measure, scheme: "total", category: "total" }).replace(/, total$/, "");
  const ranked = all.filter((row) => row.rank_low !== null).length;
  const title = `${what} per 100,000 inhabitants, ${year}`;
  const result = {
    title, dates: datesNote(rows), more: view.rows === "few" && rows.length > FEW ? rows.length : 0,
    subtitle: chosen && chosen.rank_low !== null
      ? `${placeName(view.place)} could rank anywhere from ${chosen.rank_low} to ${chosen.rank_high} of ${ranked}; ${all.filter((row) => row !== chosen && row.rank_low !== null && overlap(row, chosen)).length} of the others cannot be told apart from it.`
      : "The line is the 95% interval of each rate; where two overlap, their order is not known.",
    table: {
      caption: "One row for each place. The ranks that a rate could hold come from its interval and those of the others.", rows,
      columns: [
        { head: "Place", key: "place", value: (row) => placeName(row.place), link: (row) => ({ place: row.place, period: String(year) }) },
        { head: what, key: "value", kind: "n", value: (row) => row.value, text: (row) => count(row.value) },
        { head: "Per 100,000", key: "rate_per_100000", kind: "n", value: (row) => row.rate, text: (row) => rateText(row.rate) },
        { head: "95% interval", key: "rate_low", value: (row) => row.low, text: (row) => `${rateText(row.low)} to ${rateText(row.high)}` },
        { key: "rate_high", value: (row) => row.high },
        { head: "Could rank", key: "rank_low", value: (row) => row.rank_low, text: could },
        { key: "rank_high", value: (row) => row.rank_high },
        { head: "Reliable", key: "is_reliable", value: (row) => row.reliable ? "yes" : "no" },
        ...dateColumns("As of", "publisher_as_of"),
      ],
    },
    source: rows.map((row) => ({ ...row, source: sourceOf(row.place, `${measure}/total/total`, year) })),
    notes: [
      "The interval says how much the count could vary by chance alone. It says nothing of how many cases were never reported.",
      ...(rows.some((row) => !row.reliable) ? ["Dashed: unreliable, with fewer than 10 cases or an interval wider than 160% of the rate (the rule of NCHS)."] : []),
      ...(rows.some((row) => row.rank_low === null) ? ["Territories have no rank: only states and the district are ranked."] : []),
    ],
  };
  if (!rows.length) return { ...result, empty: all.length ? "No place fits this search and filter." : `No rates are known for ${year}: figures or populations are missing.` };
  const layout = layoutOf(rows, width);
  const few = view.rows === "few" ? rows.filter((row, n) => n < FEW || isCompared(row.place, view)) : rows;
  const bottom = layout.top + few.length * ROW;
  // The chosen place's interval through all rows: what reaches into it cannot be told apart from it.
  const reach = (attributes) => s("rect", { class: "reach", fill: "var(--s1)", "fill-opacity": 0.16, ...attributes });
  const signs = legend([
    ...(chosen ? [[(cx, cy) => reach({ x: cx - 5, y: cy - 6, width: 10, height: 12 }), `interval of ${within(placeName(chosen.place))}: what reaches into it cannot be told apart`]] : []),
    ...(few.some((row) => !row.reliable) ? [[doubtSign, "unreliable"]] : []),
  ], width, bottom + 14);
  // Rows that do not follow each other are not to be read as if they did.
  const gaps = few.flatMap((row, n) => n && rows.indexOf(row) !== rows.indexOf(few[n - 1]) + 1
    ? [s("line", { class: "left-out", x1: 0, x2: width, y1: layout.top + n * ROW, y2: layout.top + n * ROW, stroke: "var(--ink)", "stroke-dasharray": "1 5", "stroke-width": 2 })] : []);
  const height = bottom + signs.height + 6;
  return { ...result, height, svg: drawing(width, height, `${title}: ${few.length} places with the interval of each rate and the ranks it could hold. The table behind the chart has the numbers.`,
    headsOf(layout, few, what), chosen ? reach({ x: layout.x(chosen.low), width: layout.x(chosen.high) - layout.x(chosen.low), y: layout.top - 8, height: few.length * ROW + 8 }) : null, few.map((row, n) => rowDrawn(layout, row, n, view, choose)), gaps, signs.drawn) };
};
