/* The first screen: what it is here and then, and how sure. Belongs here: its sentences. Not here: charts, controls. */

import { at, h, show } from "./elements.js";
import { accuracy, count, day, figureText, many, percent, rateText, readable, setAside, signed } from "./words.js";
import { current, find, keyOf, periodName, placeName, store } from "./store.js";
import { overlap } from "./scales.js";

export const nameOf = (row) => `${placeName(row.place)}, ${periodName(row, day)}`;

const statedTimes = (row) => (store.figuresOf.get(keyOf(row)) ?? [])
  .filter((f) => f.measure === "cases" && f.scheme === "total");

/* Against the year before: only where the two compare, and with how far chance alone reaches. */
const yearBefore = (row) => {
  const held = row.kind === "year" ? store.trendOf.get(`${row.place}/cases/total/total`) ?? [] : [];
  const [now, then] = [row.year, row.year - 1].map((year) => held.find((one) => one.year === year && one.value !== null));
  if (!now || !then) return null;
  if (!now.comparable) return `${count(then.value)} in ${then.year}, counted otherwise: the two do not compare.`;
  const moved = now.value - then.value;
  if (!moved) return `${count(then.value)} in ${then.year} too.`;
  const rates = [now, then].map((one) => store.rateOf.get(`${row.place}/cases/${one.year}`)).filter((rate) => rate && rate.rate !== null);
  const intervals = rates.length < 2 ? "" : overlap(...rates) ? "; the 95% intervals of the two rates overlap: by them alone, chance is not ruled out"
    : "; the 95% intervals of the two rates lie apart, so chance alone does not explain it";
  return `${count(then.value)} in ${then.year}: ${count(moved)} ${moved > 0 ? "more" : "fewer"} in ${now.year}${intervals}.`;
};
/* What can be said of how sure the number of cases is: [term, words], the most important first. */
export const sureness = (row) => {
  const figures = current(row);
  const total = find(figures, "cases", "total");
  const types = figures.filter((f) => f.scheme === "trafficking_type");
  const dated = total ?? types[0];
  const said = [];
  if (dated) said.push(["Date", `${accuracy(dated)[0].toUpperCase()}${accuracy(dated).slice(1)}${dated.source === "publisher" ? "; stated by the publisher." : "; known through a secondary source."}`]);
  const stated = statedTimes(row);
  const vintages = stated.filter((f) => f.change !== "outranked");
  if (vintages.length === 1) said.push(["Revised", `Published once so far. That it has not been revised does not make it final.${setAside(stated)}`]);
  else if (vintages.length) {
    const [first, last] = [vintages[0], vintages.at(-1)];
    const moved = first.value !== null && last.value !== null ? last.value - first.value : null;
    said.push(["Revised", `Published ${vintages.length} times; ${moved ? `it was ${count(first.value)} at first (${signed(moved)} since)` : "the first and the latest say the same"}.${setAside(stated)}`]);
  }
  const trend = row.kind === "year" ? store.trendOf.get(`${row.place}/cases/total/total`)?.find((one) => one.year === row.year) : null;
  if (trend && trend.likely_low !== null) {
    const [low, high] = [Math.round(trend.likely_low), Math.round(trend.likely_high)];
    said.push(["May move", `If it moves as eight in ten figures of this age did, it ends ${low === high ? `at ${count(low)}` : `between ${count(low)} and ${count(high)}`}.`]);
  }
  const rate = row.kind === "year" ? store.rateOf.get(`${row.place}/cases/${row.year}`) : null;
  if (rate && rate.rate !== null) {
    const ranked = store.rates.filter((one) => one.measure === "cases" && one.year === row.year && one.rank_low !== null).length;
    const could = rate.rank_low === rate.rank_high ? `ranks ${rate.rank_low}` : `could rank anywhere from ${rate.rank_low} to ${rate.rank_high}`;
    said.push(["Per 100,000", `${rateText(rate.rate)}; by chance alone between ${rateText(rate.low)} and ${rateText(rate.high)}${rate.reliable ? "" : ", which is too wide to be reliable"}.${rate.rank_low === null ? "" : ` It ${could} of ${ranked}.`}`]);
  }
  if (row.sex_min !== null && row.parts) {
    const unknown = find(figures, "cases", "trafficking_type", "not_specified");
    said.push(["Type", `${unknown?.value ? `Not specified for ${count(unknown.value)} of ${count(row.parts)}` : "Specified for all"}: sex trafficking was involved in ${bounds(row.sex_min, row.sex_max)}, labor in ${bounds(row.labor_min, row.labor_max)}.`]);
  } else if (dated) said.push(["Type", types.length ? "Published in part; no share can be given." : "Not published for this period."]);
  return said;
};
const bounds = (least, greatest) => least === greatest ? percent(least) : `${percent(least)} to ${percent(greatest)}`;

export const drawLead = (row, hrefOf) => {
  const figures = current(row);
  document.title = `${nameOf(row)}: what the hotline counted`;
  at("title").textContent = nameOf(row);
  const total = find(figures, "cases", "total");
  const before = yearBefore(row);
  show("figure-of-cases",
    h("p", { class: row.cases === null ? "number none" : "number" }, row.cases === null ? total ? figureText(total) : "unknown" : count(row.cases),
      h("span", { class: "unit" }, row.cases === 1 ? " case" : " cases")),
    h("p", { class: "standfirst" }, row.cases === null ? "No number of cases is known, which is not zero."
      : row.stated !== null ? `identified by the hotline: the stated total, ${total?.source === "secondary" ? "as a secondary source gives it" : "as the publisher gives it"}.`
        : "as the published types add up; no total is stated."),
    before ? h("p", { class: "before" }, before) : null);
  show("sure", sureness(row).map(([term, words]) => h("div", {}, h("dt", {}, term), " ", h("dd", {}, words,
    term === "Revised" ? [" ", h("a", { href: hrefOf({ chart: "revisions", scope: "one", figure: "cases/total/total" }) }, "Each statement")] : null))));
  show("tiles", store.data.measures.filter((measure) => measure.code !== "cases").map((measure) => {
    const figure = find(figures, measure.code, "total");
    let [words, basis, dated] = [figure ? figureText(figure) : null, "as stated", figure];
    if (measure.code === "signals" && !figure && row.signals !== null) {
      [words, basis, dated] = [count(row.signals), "sum of the channels; no total is stated", figures.find((f) => f.scheme === "channel")];
    }
    const isNumber = words !== null && /^\d/.test(words);
    return h("li", {},
      h("p", { class: "name" }, measure.name),
      h("p", { class: isNumber ? "number" : "number none" }, words ?? "in no report"),
      h("p", { class: "small" }, dated ? `${isNumber ? `${basis}; ` : ""}${accuracy(dated)}` : "unknown, which is not zero"));
  }));
  show("care", row.caveat ? h("p", { class: "take-care" }, h("b", {}, "Take care. "), readable(row.caveat)) : null);
};

/* What an address asked for that is not here, and what is. */
export const drawNotice = (problems, row, hrefOf) => {
  const offers = (places) => places.flatMap((place, n) => [n ? ", " : "", h("a", { href: hrefOf({ place }) }, placeName(place))]);
  show("notice", problems.map((problem) => {
    if (problem.kind === "place") {
      const near = store.held.filter((place) => place.name.slice(0, 1) === problem.wanted.replace(/^US-/, "").slice(0, 1).toUpperCase()).slice(0, 4);
      return h("p", {}, `The address asks for “${problem.wanted}”, of which nothing is held. Shown instead: ${nameOf(row)}.`, near.length ? [" Held: ", offers(near.map((place) => place.code)), "."] : null);
    }
    if (problem.kind === "period") {
      const rows = store.spotlightsOfPlace.get(problem.place).filter((one) => one.kind === "year");
      return h("p", {}, `The address asks for “${problem.wanted}” in ${placeName(problem.place)}, of which nothing is held. Shown instead: ${nameOf(row)}.`,
        rows.length ? [" Held: ", rows.flatMap((one, n) => [n ? ", " : "", h("a", { href: hrefOf({ place: one.place, period: String(one.year) }) }, one.year)]), "."] : null);
    }
    if (problem.kind === "most") return h("p", {}, `The address asks for more than five places at once. Left out: ${problem.wanted.join(", ")}.`);
    return h("p", {}, `The address asks for “${problem.wanted}”, which this page does not have. It was left out.`);
  }));
  at("notice").hidden = !problems.length;
};
