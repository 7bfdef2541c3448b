/* The trend: places side by side on a true time axis. A gap stays a gap, a break is marked and named, and no line crosses
   one that does not compare. Belongs here: this drawing. Not here: controls around it, any number that is not in the data. */

import { definitionOf, hasRates, partsInstead, partsOf, placeName, seriesName, statedBy, store } from "../store.js";
import { apart, cut, linear, textWidth, ticks, time } from "../scales.js";
import { s } from "../elements.js";
import { count, day, figureText, firstSentence, isBound, listed, rateText, shortDate, within, withoutFigure } from "../words.js";
import { LINES, ROOMY, dateColumns, datesNote, dot, drawing, legend, linked, strokeSign, text, titled } from "./parts.js";

const middle = (year) => time(`${year}-07-02`);

/* One place's points, a year each: {year, value, shown, basis, as_of, joined, low, high}; `shown` is what is drawn. Of a
   year that was not over on the day of the chart there is none. */
export const pointsOf = (place, view) => {
  const asRate = view.unit === "rate" && hasRates(view.figure);
  const { measure } = partsOf(view.figure);
  return (store.trendOf.get(`${place}/${view.figure}`) ?? []).filter((row) => view.asof === null || row.end <= view.asof).map((row) => {
    const stated = view.asof === null ? row
      : statedBy(store.figuresOf.get(`${place}/${row.start}/${row.end}`) ?? [], view.figure, view.asof);
    const rate = asRate ? store.rateOf.get(`${place}/${measure}/${row.year}`) : null;
    return {
      place, year: row.year, value: stated?.value ?? null, status: stated?.status ?? null, as_of: stated?.as_of ?? null,
      basis: stated?.basis ?? null, source: stated?.source ?? null, shown: asRate ? rate?.rate ?? null : stated?.value ?? null, rate,
      parts: stated?.as_of ? null : partsInstead(place, row.year, view.figure, view.asof), joined: row.comparable === true, low: view.asof === null && !asRate ? row.likely_low : null,
      high: view.asof === null && !asRate ? row.likely_high : null,
    };
  });
};
/* The pieces of a line: points that follow each other, each comparable with the one before. */
export const pieces = (points) => {
  const found = [];
  points.forEach((point, n) => {
    if (point.shown === null) return;
    const before = points[n - 1];
    if (point.joined && before && before.shown !== null) found.at(-1).push(point);
    else found.push([point]);
  });
  return found;
};
export const breaksOf = (measure, years) => store.data.breaks.filter((one) => one.measure === measure
  && one.starts_on > `${years[0]}-01-01` && one.starts_on <= `${years.at(-1)}-12-31`);

export const written = (point, asRate) => point.shown === null ? figureText(point) : asRate ? rateText(point.shown) : count(point.shown);
const describe = (places, series, asRate) => places.map((place, n) => `${placeName(place)}: ${series[n].filter((p) => p.as_of !== null)
  .map((p) => `${p.year} ${written(p, asRate)}`).join(", ") || "nothing held"}`).join("; ");

/* Where things lie: room for labels at the right, break signs above, years below. */
const plotOf = (places, years, points, asRate, width) => {
  const wide = width >= ROOMY;
  const labelOf = (place) => wide ? placeName(place) : store.places.get(place).postal;
  const numbers = Math.max(...points.map((p) => textWidth(written(p, asRate), 13, 700)));
  const right = Math.min(wide ? 200 : 104, Math.max(...places.map((place) => textWidth(`${labelOf(place)} `, 13, 700))) + numbers + 24);
  const highest = Math.max(1e-9, ...points.map((p) => Math.max(p.shown, p.high ?? 0)));
  const steps = ticks(highest, wide ? 5 : 4).filter((step) => step <= highest);
  const [left, top, tall] = [46, 30, wide ? 300 : 250];
  return {
    width, labelOf, numbers, right, steps, left, top, bottom: top + tall,
    x: linear([time(`${years[0]}-01-01`), time(`${years.at(-1)}-12-31`)], [left, width - right]),
    y: linear([0, highest * 1.04], [top + tall, top]),
    yearWidth: (width - left - right) / (years.at(-1) - years[0] + 1),
  };
};
const axesOf = (plot, years, asRate, chosen) => {
  const { x, y, left, right, width, bottom } = plot;
  const grid = plot.steps.map((step) => [
    s("line", { x1: left, x2: width - right, y1: y(step), y2: y(step), stroke: step === 0 ? "var(--soft)" : "var(--line)" }),
    text(left - 8, y(step) + 4, asRate ? step : count(step), { anchor: "end", fill: "var(--soft)" }),
  ]);
  const every = Math.max(1, Math.ceil(34 / plot.yearWidth));
  for (let year = years[0]; year <= years.at(-1); year += 1) {
    const start = x(time(`${year}-01-01`));
    grid.push(s("line", { x1: start, x2: start, y1: bottom, y2: bottom + 5, stroke: "var(--soft)" }));
    if ((years.at(-1) - year) % every === 0) {
      grid.push(text(x(middle(year)), bottom + 20, year, { anchor: "middle", fill: "var(--soft)", weight: String(year) === chosen ? 700 : 400 }));
    }
  }
  return grid;
};
const breakStroke = (one) => one.is_comparable ? { stroke: "var(--soft)", "stroke-width": 1, "stroke-dasharray": "2 4" }
  : { stroke: "var(--accent)", "stroke-width": 2, "stroke-dasharray": "6 3" };
const breakSigns = (plot, breaks) => breaks.map((one, n) => {
  const px = plot.x(time(one.starts_on));
  const color = breakStroke(one).stroke;
  return [
    s("line", { x1: px, x2: px, y1: plot.top - 6, y2: plot.bottom, ...breakStroke(one) }),
    s("circle", { cx: px, cy: plot.top - 14, r: 8.5, fill: one.is_comparable ? "var(--paper)" : color, stroke: color }),
    titled(text(px, plot.top - 10, n + 1, { anchor: "middle", weight: 700, fill: one.is_comparable ? "var(--ink)" : "var(--paper)" }), `${day(one.starts_on)}: ${one.description}`),
  ];
});
const lineOf = (plot, points, attributes) => pieces(points).filter((piece) => piece.length > 1).map((piece) =>
  s("path", { fill: "none", d: `M${piece.map((p) => `${plot.x(middle(p.year)).toFixed(1)} ${plot.y(p.shown).toFixed(1)}`).join("L")}`, ...attributes }));
/* Over each year all its numbers, the greatest first as they lie, told wherever the pointer is. */
const yearsTold = (plot, years, places, series, asRate, asof) => years.map((year) => {
  const [from, to] = [plot.x(time(`${year}-01-01`)), plot.x(time(`${year}-12-31`))];
  const held = places.map((place, n) => ({ place, p: series[n].find((one) => one.year === year) }));
  const told = asof && `${year}-12-31` > asof ? [`not over on ${day(asof)}`] : held.sort((a, b) => (b.p?.shown ?? -1) - (a.p?.shown ?? -1)).map(({ place, p }) => {
    if (!p || p.as_of === null) return `${placeName(place)}: ${p?.parts ? withoutFigure(p.parts) : "nothing held"}`;
    const range = p.low !== null && p.high > p.low ? `; may end between ${count(Math.round(p.low))} and ${count(Math.round(p.high))}` : "";
    return `${placeName(place)}: ${written(p, asRate)}, as of ${shortDate(p)}${range}`;
  });
  return titled(s("rect", { class: "year", x: from, width: to - from, y: plot.top, height: plot.bottom - plot.top, fill: "var(--faint)", "fill-opacity": 0 }), [year, ...told].join("\n"));
});
const HALO = { "paint-order": "stroke", stroke: "var(--paper)", "stroke-width": 4, "stroke-linejoin": "round" };
/* Beside a point, on the side that its line leaves free. */
const besidePoint = (before, p, after) => {
  const rises = { in: before ? Math.sign(p.shown - before.shown) : 0, out: after ? Math.sign(after.shown - p.shown) : 0 };
  if (rises.out > 0) return rises.in < 0 ? { dx: 0, dy: 18, anchor: "middle" } : { dx: -3, dy: -8, anchor: "end" };
  return rises.in < 0 && rises.out < 0 ? { dx: 3, dy: -8, anchor: "start" } : { dx: 0, dy: -11, anchor: "middle" };
};
/* A place's line with its points, the range of a young figure, and numbers where there is room. */
const seriesDrawn = (plot, points, n, { asRate, chosen, hasNumbers, size, choose }) => {
  const { x, y } = plot;
  const drawn = points.filter((p) => p.shown !== null);
  const marks = drawn.map((p, m) => {
    const [px, py] = [x(middle(p.year)), y(p.shown)];
    const here = n === 0 && String(p.year) === chosen;
    const range = p.low !== null && p.high > p.low ? [
      s("rect", { class: "likely", x: px - 5, width: 10, y: y(p.high), height: Math.max(1, y(p.low) - y(p.high)), fill: LINES[n], "fill-opacity": 0.25 }),
      s("path", { d: `M${px - 5} ${y(p.high)}H${px + 5}M${px - 5} ${y(p.low)}H${px + 5}`, stroke: LINES[n], "stroke-width": 1.5 }),
    ] : [];
    const { dx, dy, anchor } = range.length ? { dx: 0, dy: 20, anchor: "middle" } : besidePoint(p.joined ? drawn[m - 1] : null, p, drawn[m + 1]?.joined ? drawn[m + 1] : null);
    const value = (hasNumbers || here) && m < drawn.length - 1 ? text(px + dx, py + dy, written(p, asRate), { anchor, weight: here ? 700 : 400,
      size: here ? 14 : 12, fill: LINES[n], ...HALO }) : null;
    const mark = titled(s("g", {}, dot(px, py, p, LINES[n], here ? size + 2 : size, n)), `${placeName(p.place)} ${p.year}: ${written(p, asRate)}, ${shortDate(p)}`);
    return [...range, linked(mark, () => choose({ place: p.place, period: String(p.year) })), value];
  });
  return s("g", { class: "line" }, lineOf(plot, points, { stroke: LINES[n], "stroke-width": n === 0 ? 3 : 2 }), marks);
};
/* Name and latest number at the end of each line, and a stroke to it where labels had to move apart. */
const endLabels = (plot, places, series, asRate) => {
  const labels = series.flatMap((points, n) => {
    const last = points.findLast((p) => p.shown !== null);
    return last ? [{ from: plot.y(last.shown), y: plot.y(last.shown), at: plot.x(middle(last.year)) + 12, words: `${cut(plot.labelOf(places[n]), plot.right - plot.numbers - 24, 13, 700)} ${written(last, asRate)}`, color: LINES[n] }] : [];
  });
  return apart(labels, 16, plot.bottom - 6).map((label) => [
    Math.abs(label.y - label.from) > 5 ? s("path", { fill: "none", d: `M${label.at - 7} ${label.from}L${label.at} ${label.y}`, stroke: label.color, class: "leader" }) : null,
    text(label.at + 2, label.y + 4, label.words, { size: 13, weight: 700, fill: label.color, ...HALO }),
  ]);
};
const trendSigns = (known, breaks, hasGhosts, width, y) => legend([
  ...(known.some((p) => p.basis === "printed") ? [["printed", "date of accuracy printed"]] : []),
  ...(known.some(isBound) ? [["bound", "no date printed (≤ the latest it can be)"]] : []),
  ...(known.some((p) => p.low !== null) ? [["likely", "where 8 in 10 figures of this age later ended"]] : []),
  ...(hasGhosts ? [[strokeSign({ stroke: "var(--soft)", "stroke-width": 1.5, "stroke-dasharray": "2 4" }), "as it stands today"]] : []),
  ...[true, false].flatMap((comparable) => {
    const one = breaks.find((found) => found.is_comparable === comparable);
    return one ? [[strokeSign(breakStroke(one)), comparable ? "the counting changed (notes)" : "before and after do not compare (notes)"]] : [];
  }),
], width, y);
/* 2014, 2016 to 2019 */
const spans = (years) => listed(years.reduce((found, year) => {
  if (found.at(-1)?.at(-1) === year - 1) found.at(-1).push(year);
  else found.push([year]);
  return found;
}, []).map((span) => span.length < 3 ? span.join(" and ") : `${span[0]} to ${span.at(-1)}`));
const trendNotes = (view, series, breaks, asRate) => {
  const points = series.flat();
  const missing = points.filter((p) => p.as_of !== null && p.value === null);
  const doubtful = points.filter((p) => p.shown !== null && p.rate && !p.rate.reliable);
  const gaps = view.asof ? [] : series.map((line) => line.filter((p) => p.as_of === null && !p.parts)).filter((line) => line.length);
  const inParts = points.filter((p) => p.as_of === null && p.parts);
  return [
    ...breaks.map((one, n) => `(${n + 1}) ${day(one.starts_on)}: ${firstSentence(one.description)}${one.is_comparable ? "" : " Counts before and after do not compare."}`),
    ...(gaps.length ? [`Nothing is held, which is not zero: ${gaps.map((line) => `${placeName(line[0].place)} ${spans(line.map((p) => p.year))}`).join("; ")}.`] : []),
    ...(inParts.length ? [`Not drawn, and not zero: ${inParts.map((p) => `${placeName(p.place)} ${p.year} (${withoutFigure(p.parts)})`).join(", ")}.`] : []),
    ...(missing.length ? [`No number, and not zero: ${missing.map((p) => `${placeName(p.place)} ${p.year} (${figureText(p)})`).join(", ")}.`] : []),
    ...(view.asof && points.some((p) => p.as_of !== null && isBound(p)) ? ["A statement without a printed date counts from the latest day it can have been made; some may have been made before."] : []),
    ...(asRate && doubtful.length ? [`Unreliable rates (few cases): ${doubtful.map((p) => `${placeName(p.place)} ${p.year}`).join(", ")}.`] : []),
    ...(asRate ? ["A rate is not a risk: it says how often people contacted the hotline."] : []),
  ];
};

export const drawTrend = (view, width, choose) => {
  const places = [view.place, ...view.with];
  const asRate = view.unit === "rate" && hasRates(view.figure);
  const series = places.map((place) => pointsOf(place, view));
  const now = view.asof === null ? [] : places.map((place) => pointsOf(place, { ...view, asof: null }));
  const points = series.flat();
  const years = [...new Set([...points, ...now.flat()].map((p) => p.year))].sort((a, b) => a - b);
  const drawnPoints = [...points, ...now.flat()].filter((p) => p.shown !== null);
  const what = `${seriesName(partsOf(view.figure)).replace(/, total$/, "")}${asRate ? " per 100,000 inhabitants" : ""}`;
  const there = listed(places.map((place) => within(placeName(place))));
  const title = `${what} in ${there}${view.asof ? `, as it stood on ${day(view.asof)}` : years.length ? `, ${years[0]}–${years.at(-1)}` : ""}`;
  const rival = places.length > 1 && !asRate ? "Counts follow population. " : "";
  const result = {
    title, table: trendTable(points, asRate), dates: datesNote(points), source: points, notes: [],
    subtitle: `${view.asof ? "What had been said by then, not what is said today. " : ""}${rival}${definitionOf(partsOf(view.figure))}`,
  };
  if (!drawnPoints.length) return { ...result, empty: `Nothing is held of this figure in ${there}${view.asof ? ` by ${day(view.asof)}` : ""}.` };

  const plot = plotOf(places, years, drawnPoints, asRate, width);
  const breaks = breaksOf(partsOf(view.figure).measure, years);
  const hasNumbers = places.length === 1 && plot.yearWidth >= 36;
  const ghosts = now.map((line, n) => lineOf(plot, line, { stroke: LINES[n], "stroke-width": 1.5, "stroke-dasharray": "2 4", class: "ghost" }));
  const lines = series.map((line, n) => seriesDrawn(plot, line, n, { asRate, chosen: view.period, hasNumbers, size: places.length > 2 ? 3 : 4, choose }));
  const signs = trendSigns(points.filter((p) => p.shown !== null), breaks, now.length > 0, width, plot.bottom + 44);
  const height = plot.bottom + 36 + signs.height;
  return {
    ...result, height, notes: trendNotes(view, series, breaks, asRate),
    svg: drawing(width, height, `${title}. ${describe(places, series, asRate)}. The table behind the chart has the same numbers.`,
      axesOf(plot, years, asRate, view.period), yearsTold(plot, years, places, series, asRate, view.asof), breakSigns(plot, breaks), ghosts, lines, endLabels(plot, places, series, asRate), signs.drawn),
  };
};

export const trendTable = (points, asRate) => ({
  caption: "One row for each place and year of the chart. A year without a number is unknown, not zero.",
  rows: points,
  columns: [
    { head: "Place", key: "place", value: (p) => placeName(p.place), link: (p) => p.as_of === null && !p.parts ? null : { place: p.place, period: String(p.year) } },
    { head: "Year", key: "year", kind: "n", value: (p) => p.year },
    { head: "Figure", key: "value", kind: "n", value: (p) => p.value, text: (p) => p.as_of === null ? withoutFigure(p.parts) : figureText(p) },
    ...(asRate ? [{ head: "Per 100,000", key: "rate_per_100000", kind: "n", value: (p) => p.rate?.rate ?? null, text: (p) => p.rate?.rate === null || !p.rate ? "unknown" : rateText(p.rate.rate) }] : []),
    { head: "Likely to end between", key: "likely_low", value: (p) => p.low, text: (p) => p.low === null ? "" : `${count(Math.round(p.low))} and ${count(Math.round(p.high))}` },
    { key: "likely_high", value: (p) => p.high },
    ...dateColumns("As of", "publisher_as_of"),
  ],
});
