/* The ranking: each rate with its interval, and the places it could hold. A rank never stands alone.
   Belongs here: this drawing and which rows it has. Not here: controls around it. */

import { hasRates, partsOf, placeName, seriesName, sourceOf, store } from "../store.js";
import { cut, linear, textWidth, ticks } from "../scales.js";
import { s } from "../elements.js";
import { count, rateText, shortDate } from "../words.js";
import { datesNote, drawing, legend, linked, text } from "./parts.js";

const FEW = 20;

/* Whether a rate could be equal to another: their 95 % intervals overlap. */
export const overlap = (a, b) => a.low <= b.high && b.low <= a.high;

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

const could = (row) => row.rank_low === null ? "no rank" : row.rank_low === row.rank_high ? `${row.rank_low}` : `${row.rank_low}–${row.rank_high}`;

export const drawRanking = (view, width, choose) => {
  const { year, measure, all, chosen, rows } = rankingRows(view);
  const what = seriesName({ measure, scheme: "total", category: "total" }).replace(/, total$/, "");
  const ranked = all.filter((row) => row.rank_low !== null).length;
  const title = `${what} per 100,000 inhabitants, ${year}`;
  const result = {
    title, dates: datesNote(rows), more: view.rows === "few" && rows.length > FEW ? rows.length : 0,
    subtitle: chosen && chosen.rank_low !== null
      ? `${placeName(view.place)} could hold any place from ${chosen.rank_low} to ${chosen.rank_high} of ${ranked}; ${all.filter((row) => row !== chosen && row.rank_low !== null && overlap(row, chosen)).length} of the others cannot be told apart from it.`
      : "The line is the 95 % interval of each rate; where two overlap, their order is not known.",
    table: {
      caption: "One row for each place. The places that a rate could hold come from its interval and those of the others.", rows,
      columns: [
        { head: "Place", key: "place", value: (row) => placeName(row.place), link: (row) => ({ place: row.place, period: String(year) }) },
        { head: what, key: "value", kind: "n", value: (row) => row.value, text: (row) => count(row.value) },
        { head: "Per 100,000", key: "rate_per_100000", kind: "n", value: (row) => row.rate, text: (row) => rateText(row.rate) },
        { head: "95 % interval", key: "rate_interval", value: (row) => `${rateText(row.low)} to ${rateText(row.high)}` },
        { head: "Could hold", key: "could_hold_places", value: could },
        { head: "Reliable", key: "is_reliable", value: (row) => row.reliable ? "yes" : "no" },
        { head: "As of", key: "publisher_as_of", value: shortDate },
      ],
    },
    source: rows.map((row) => ({ ...row, source: sourceOf(row.place, `${measure}/total/total`, year) })),
    notes: [
      "The interval says how much the count could vary by chance alone. It says nothing of how many cases were never reported.",
      ...(rows.some((row) => !row.reliable) ? ["Dashed: unreliable, with fewer than 10 cases or an interval wider than 160 % of the rate (the rule of NCHS)."] : []),
      ...(rows.some((row) => row.rank_low === null) ? ["Territories are shown without a place: only states and the district are ranked."] : []),
    ],
  };
  if (!rows.length) return { ...result, empty: all.length ? "No place fits this search and filter." : `No rates are known for ${year}: figures or populations are missing.` };
  let shown = view.rows === "few" ? rows.slice(0, FEW) : rows;
  if (chosen && rows.includes(chosen) && !shown.includes(chosen)) shown = [...shown.slice(0, FEW - 1), chosen];

  const wide = width >= 560;
  const [tall, top] = [23, 44];
  const left = wide ? 150 : 92;
  const right = wide ? 150 : 54;
  const steps = ticks(Math.max(...shown.map((row) => row.high)), wide ? 5 : 3);
  const x = linear([0, steps.at(-1)], [left, width - right]);
  const heads = [
    text(0, 14, "Place", { fill: "var(--soft)", weight: 700 }),
    text(left, 14, "per 100,000, 95 % interval", { fill: "var(--soft)", weight: 700 }),
    text(width, 14, wide ? "could hold place" : "place", { fill: "var(--soft)", weight: 700, anchor: "end" }),
    wide ? text(width - 110, 14, what.toLowerCase(), { fill: "var(--soft)", weight: 700, anchor: "end" }) : null,
    steps.map((step) => [s("line", { x1: x(step), x2: x(step), y1: top - 8, y2: top + shown.length * tall, stroke: "var(--line)" }),
      text(x(step), 32, step, { anchor: "middle", fill: "var(--soft)" })]),
  ];
  const drawn = shown.map((row, n) => {
    const y = top + n * tall + tall / 2;
    const here = row.place === view.place;
    const color = here ? "var(--s5)" : "var(--s1)";
    return linked(s("g", { class: "ranked" },
      s("title", {}, `${placeName(row.place)}: ${rateText(row.rate)} per 100,000, between ${rateText(row.low)} and ${rateText(row.high)}; ${count(row.value)}; could hold ${could(row)}; ${shortDate(row)}`),
      s("rect", { x: 0, y: y - tall / 2, width, height: tall, fill: here ? "var(--faint)" : "var(--paper)", "fill-opacity": here ? 1 : 0 }),
      text(2, y + 4, cut(placeName(row.place), left - 10, 13, here ? 700 : 400), { size: 13, weight: here ? 700 : 400 }),
      s("line", { x1: x(row.low), x2: x(row.high), y1: y, y2: y, stroke: color, "stroke-width": here ? 4 : 3, "stroke-opacity": 0.55, "stroke-dasharray": row.reliable ? null : "3 3" }),
      s("circle", { cx: x(row.rate), cy: y, r: 4.5, fill: row.reliable ? color : "var(--paper)", stroke: color, "stroke-width": 2 }),
      wide ? text(width - 110, y + 4, count(row.value), { anchor: "end" }) : null,
      text(width, y + 4, could(row), { anchor: "end", weight: here ? 700 : 400 })), () => choose({ place: row.place }));
  });
  const signs = shown.some((row) => !row.reliable) ? legend([[(cx, cy) => s("g", {}, s("line", { x1: cx - 7, x2: cx + 7, y1: cy, y2: cy, stroke: "var(--s1)", "stroke-width": 3, "stroke-opacity": 0.55, "stroke-dasharray": "3 3" }),
    s("circle", { cx, cy, r: 4, fill: "var(--paper)", stroke: "var(--s1)", "stroke-width": 2 })), "unreliable"]], width, top + shown.length * tall + 12, textWidth) : { drawn: [], height: 0 };
  const height = top + shown.length * tall + signs.height + 6;
  return { ...result, height, svg: drawing(width, height, `${title}: ${shown.length} places with the interval of each rate and the places it could hold. The table behind the chart has the numbers.`, heads, drawn, signs.drawn) };
};
