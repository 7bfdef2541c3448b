/* The embedded data, unpacked and indexed. Belongs here: finding rows. Not here: wording, drawing, any number of our own. */

/* Base64 of deflated JSON, since the page is to pass mail servers and open on phones. */
export const unpack = async (text) => {
  const bytes = Uint8Array.from(atob(text.trim()), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
};

const rowsOf = (packed) => {
  const names = Object.keys(packed);
  const read = names.map((name) => {
    const column = packed[name];
    return Array.isArray(column) ? (i) => column[i] : (i) => column.texts[column.at[i]];
  });
  const first = packed[names[0]];
  const length = Array.isArray(first) ? first.length : first.at.length;
  return Array.from({ length }, (_, i) => Object.fromEntries(names.map((name, n) => [name, read[n](i)])));
};
const by = (rows, key) => new Map(rows.map((row) => [key(row), row]));
export const groups = (rows, key) => {
  const found = new Map();
  for (const row of rows) {
    const k = key(row);
    if (!found.has(k)) found.set(k, []);
    found.get(k).push(row);
  }
  return found;
};

export const keyOf = (row) => `${row.place}/${row.start}/${row.end}`;
export const seriesOf = (row) => `${row.measure}/${row.scheme}/${row.category}`;
export const periodOf = (row) => row.kind === "year" ? String(row.year) : `${row.start}/${row.end}`;

export const store = {};

export const load = (data) => {
  const spotlights = rowsOf(data.spotlights);
  const figures = rowsOf(data.figures);
  const trend = rowsOf(data.trend);
  const rates = rowsOf(data.rates);
  const coverage = rowsOf(data.coverage);
  const years = [...new Set(spotlights.filter((row) => row.kind === "year").map((row) => row.year))].sort((a, b) => a - b);
  Object.assign(store, {
    data,
    spotlights,
    years,
    spotlightsOfPlace: groups(spotlights, (row) => row.place),
    figuresOf: groups(figures, keyOf),
    totals: figures.filter((row) => row.scheme === "total" && row.year !== null),
    reports: by(rowsOf(data.reports), (row) => row.report),
    trendOf: groups(trend, (row) => `${row.place}/${seriesOf(row)}`),
    series: groups(trend, seriesOf),
    rateOf: by(rates, (row) => `${row.place}/${row.measure}/${row.year}`),
    rates,
    coverageOf: by(coverage, (row) => `${row.place}/${row.measure}/${row.year}`),
    places: by(data.places, (row) => row.code),
    held: data.places.filter((row) => spotlights.some((spotlight) => spotlight.place === row.code)),
    measures: by(data.measures, (row) => row.code),
    types: by(data.types, (row) => row.code),
    channels: by(data.channels, (row) => row.code),
  });
};

/* The figures that are current, of a place and period. */
export const current = (row) => (store.figuresOf.get(keyOf(row)) ?? []).filter((figure) => figure.until === null);
export const find = (figures, measure, scheme, category = "total") =>
  figures.find((f) => f.measure === measure && f.scheme === scheme && f.category === category);
/* The statement of a series that held on a day; null before the first. */
export const statedBy = (figures, series, asOf) => figures.find((figure) => seriesOf(figure) === series
  && figure.change !== "outranked" && figure.as_of <= asOf && (figure.until === null || figure.until > asOf)) ?? null;
const PARTS = { cases: { scheme: "trafficking_type", kinds: "types" }, signals: { scheme: "channel", kinds: "channels" } };
/* The parts of a year of which no total is held: {kinds, sum}; the sum is null where not every part is a number, and on
   a day, of which the data have none. Null without parts. */
export const partsInstead = (place, year, series, asOf) => {
  const { measure, scheme } = partsOf(series);
  const key = `${place}/${year}-01-01/${year}-12-31`;
  const isPart = (f) => f.measure === measure && f.scheme === PARTS[measure]?.scheme && f.change !== "outranked" && (asOf === null || f.as_of <= asOf);
  if (scheme !== "total" || !(store.figuresOf.get(key) ?? []).some(isPart)) return null;
  const row = asOf === null ? store.spotlightsOfPlace.get(place)?.find((one) => keyOf(one) === key) : null;
  return { kinds: PARTS[measure].kinds, sum: row?.[measure] ?? null };
};
/* Whose account the current figure of a year is: "publisher", "secondary", null where nothing is held. */
export const sourceOf = (place, series, year) => store.trendOf.get(`${place}/${series}`)?.find((row) => row.year === year)?.source ?? null;
export const hasTypes = (row) => row.status !== null && row.status !== "parts_not_stated";

export const placeName = (code) => store.places.get(code)?.name ?? code;
export const periodName = (row, day) => row.kind === "year" ? String(row.year) : `${day(row.start)} to ${day(row.end)}`;
const spoken = (code) => code.replaceAll("_", " ");
const measureName = (code) => store.measures.get(code)?.name ?? spoken(code);
export const seriesName = ({ measure, scheme, category }) => {
  if (scheme === "total") return `${measureName(measure)}, total`;
  if (scheme === "trafficking_type") return store.types.get(category)?.name ?? spoken(category);
  if (scheme === "channel") return store.channels.get(category)?.name ?? spoken(category);
  return `${measureName(measure)}: ${spoken(category)}`;
};
export const partsOf = (series) => {
  const [measure, scheme, category] = series.split("/");
  return { measure, scheme, category };
};
/* What a figure counts, in the vocabulary's words. */
export const definitionOf = ({ measure, scheme, category }) => {
  const term = scheme === "trafficking_type" ? store.types.get(category) : scheme === "channel" ? store.channels.get(category) : null;
  return (term ?? store.measures.get(measure))?.definition ?? "";
};
/* The order of the vocabulary: measures, and in each the total before its parts. */
export const rank = (row) => {
  const nth = (terms, code) => { const n = store.data[terms].findIndex((term) => term.code === code); return n < 0 ? 50 : n; };
  return nth("measures", row.measure) * 1000
    + (row.scheme === "total" ? 0 : 100 + nth("types", row.category) + nth("channels", row.category));
};
export const hasRates = (series) => series === "cases/total/total" || series === "signals/total/total";
