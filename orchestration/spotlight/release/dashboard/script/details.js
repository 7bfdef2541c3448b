/* The figures of one place and period in full: types, difference, shares, channels, sources. Belongs here: these sections. */

import { citations } from "./cite.js";
import { bar, h, show, swatch, table } from "./elements.js";
import { accuracy, count, figureText, many, percent, sentence, signed } from "./words.js";
import { current, find, rank, seriesName, store } from "./store.js";

const breakdown = (terms, figures, whereNone, total, caption) => {
  const parts = store.data[terms].filter((term) => term.role !== "total")
    .map((term) => ({ term, figure: figures.find((f) => f.category === term.code) }));
  if (!figures.length) {
    const none = store.data[terms].find((term) => term.role === "total");
    return [
      total ? table({
        caption, name: "",
        columns: [
          { head: "Kind", cell: () => [swatch("not_broken_down"), none.name, h("span", { class: "sub" }, none.definition)] },
          { head: h("span", { class: "hidden" }, "Bar"), kind: "barcell", cell: () => bar(total.value, total.value, "not_broken_down") },
          { head: "Count", kind: "n", cell: () => figureText(total) },
        ], rows: [none],
      }) : h("p", { class: "words" }, whereNone),
      total ? h("p", { class: "note" }, none.caveat) : null,
    ];
  }
  const numbers = parts.map(({ figure }) => figure?.value ?? null);
  const largest = Math.max(...numbers.filter((value) => value !== null), 0);
  const isWhole = numbers.every((value) => value !== null);
  const sum = numbers.reduce((all, value) => all + value, 0);
  const rows = parts.filter(({ figure, term }) => figure || term.role === "residual");
  const missing = parts.filter(({ figure, term }) => !figure && term.role !== "residual");
  return [
    table({
      caption, name: "kinds",
      columns: [
        { head: "Kind", cell: ({ term }) => [terms === "types" ? swatch(term.code) : null, term.name] },
        { head: h("span", { class: "hidden" }, "Bar"), kind: "barcell", cell: ({ term, figure }) => bar(figure?.value, largest, terms === "types" ? term.code : null) },
        { head: "Count", kind: "n", cell: ({ figure }) => figure ? figureText(figure) : "not in the report" },
        ...(isWhole && sum ? [{ head: "Of all parts", kind: "n", cell: ({ figure }) => percent(figure.value / sum) }] : []),
      ],
      rows, rowClass: ({ term }) => term.role === "residual" ? "unknown" : null,
    }),
    rows.map(({ term }) => term.caveat ? h("p", { class: "note" }, `${term.name}: ${term.caveat.charAt(0).toLowerCase()}${term.caveat.slice(1)}`) : null),
    missing.length ? h("p", { class: "note" }, `Not in the report, and so unknown: ${missing.map(({ term }) => term.name.toLowerCase()).join(", ")}. Shares are not given.`) : null,
  ];
};
const datedCaption = (figures) => figures.length ? sentence(`${accuracy(figures[0])}.`) : "";

export const drawTypes = (row) => {
  const figures = current(row);
  const parts = figures.filter((f) => f.measure === "cases" && f.scheme === "trafficking_type");
  show("types", breakdown("types", parts, "No cases and no types are in any report.", find(figures, "cases", "total"),
    datedCaption(parts.length ? parts : figures.filter((f) => f.measure === "cases"))));
};

const DIFFERENCE = {
  agrees: () => "The types add up to exactly the stated total.",
  parts_exceed_total: (row) => `The types add up to ${count(row.parts)}: ${count(row.discrepancy)} more than the stated total of ${count(row.stated)}.`,
  parts_below_total: (row) => `The types add up to ${count(row.parts)}: ${count(row.discrepancy)} fewer than the stated total of ${count(row.stated)}.`,
  different_reports: () => "The stated total and the types come from different reports, of different dates. They cannot be compared, so no difference is given.",
  parts_incomplete: () => "Not every type has a number, so the types cannot be added up and compared with the total.",
  parts_not_stated: () => "No types are published, so the stated total cannot be compared with anything.",
  total_not_stated: () => "No total is stated, so the types cannot be compared with a total.",
};
export const drawReconciled = (row) => {
  const { stated, parts, discrepancy, status } = row;
  const figures = current(row);
  const total = find(figures, "cases", "total");
  const types = store.data.types.map((term) => find(figures, "cases", "trafficking_type", term.code)).filter(Boolean);
  const largest = Math.max(stated ?? 0, parts ?? 0);
  const hasDifference = discrepancy !== null && discrepancy !== 0;
  show("reconciled",
    h("p", { class: "words" }, DIFFERENCE[status]?.(row) ?? "No cases are in any report.",
      hasDifference ? h("span", {}, " Both are kept as published; no number is changed to make the difference (", h("span", { class: "difference" }, signed(discrepancy)), ") go away.", row.difference === "known" ? ` It is a known one: ${row.reason ?? "listed without a reason."}` : " It is not a known one.") : null),
    stated === null && parts === null ? null : h("dl", { class: "pair" },
      h("dt", {}, "Stated total", h("b", {}, stated === null ? "—" : count(stated))),
      h("dd", {}, stated === null ? h("em", { class: "note" }, total ? figureText(total) : "none stated")
        : h("span", { class: "stated", "--v": largest ? stated / largest : 0 })),
      h("dt", {}, "Sum of parts", h("b", {}, parts === null ? "—" : count(parts), hasDifference ? h("span", { class: "difference" }, ` (${signed(discrepancy)})`) : null)),
      h("dd", {}, parts === null ? h("em", { class: "note" }, types.length ? "cannot be added up" : "no types published") : types.map((figure) =>
        h("span", { "data-kind": figure.category, "--v": largest ? figure.value / largest : 0, hidden: figure.value === 0 })),
      hasDifference ? h("span", { class: "excess", "--from": Math.min(stated, parts) / largest, "--v": Math.abs(discrepancy) / largest }) : null)),
    hasDifference ? h("p", { class: "note" }, "The mark at the end of the lower bar is the difference.") : null,
    status === "different_reports" ? h("p", { class: "note" },
      `Total: ${accuracy(total)}. Types: ${accuracy(types[0])}.`) : null);
};

export const drawShares = (row) => {
  const share = (label, least, greatest) => h("div", {},
    h("p", {}, `${label}: `, h("b", {}, least === greatest ? `exactly ${percent(least)}` : `at least ${percent(least)}, at most ${percent(greatest)}`), " of the cases in the breakdown."),
    h("div", { class: "scale", "aria-hidden": "true" }, h("span", { class: "band", "--from": least, "--to": greatest })),
    h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, "0%"), h("span", {}, "50%"), h("span", {}, "100%")));
  if (row.sex_min === null) {
    show("shares", h("p", { class: "words" }, "Without a complete breakdown no share can be given, not even its bounds."));
    return;
  }
  show("shares",
    h("p", { class: "note" }, row.sex_min === row.sex_max ? "Every case has a type here."
      : "The cases whose type is not specified could be of any type. So the true share lies somewhere in each band, and no point in it is more likely than another."),
    h("div", { class: "bounds" },
      share("Sex trafficking involved", row.sex_min, row.sex_max),
      share("Labor trafficking involved", row.labor_min, row.labor_max)),
    h("p", { class: "note" }, "Cases of both types count in both bands."));
};

export const drawChannels = (row) => {
  const figures = current(row);
  const parts = figures.filter((f) => f.measure === "signals" && f.scheme === "channel");
  const total = find(figures, "signals", "total");
  const survivors = find(figures, "signals", "signaler", "victim_or_survivor");
  show("channels",
    breakdown("channels", parts, "No contacts with the hotline are in any report.", total,
      datedCaption(parts.length ? parts : total ? [total] : [])),
    parts.length ? h("p", { class: "words" }, total
      ? `Stated total of all signals: ${figureText(total)} (${accuracy(total)}).`
      : row.signals !== null ? `Together ${many(row.signals, "signals")}; no total is stated.` : "No total is stated, and the channels cannot be added up.") : null,
    survivors ? h("p", { class: "words" }, `From victims or survivors themselves: ${figureText(survivors)}. This is a part of all signals; it overlaps the channels and is never added to them.`) : null,
    h("p", { class: "note" }, store.measures.get("signals")?.caveat ?? ""));
};

export const drawSources = (row) => {
  const figures = current(row);
  show("sources",
    table({
      caption: "Every current figure of this place and period, with its document and line.", name: "stack",
      columns: [
        { head: "Figure", cell: (f) => seriesName(f) },
        { head: "Count", kind: "n", cell: (f) => figureText(f), label: "Count" },
        { head: "Accuracy", cell: (f) => accuracy(f), label: "Accuracy" },
        { head: "Whose account", cell: (f) => f.source === "publisher" ? "the publisher’s figures" : "a secondary source", label: "Whose account" },
        { head: "Document", kind: "long", cell: (f) => f.document ?? "unknown", label: "Document" },
        { head: "Line", kind: "n", cell: (f) => f.line ?? "—", label: "Line" },
      ],
      rows: [...figures].sort((a, b) => rank(a) - rank(b)),
    }),
    citations(figures));
};

export const drawCaveats = () => {
  const { data } = store;
  const term = (entry) => h("div", { class: "term" }, h("b", {}, entry.name), " ", entry.definition ?? "", entry.caveat ? h("span", { class: "not" }, entry.caveat) : null);
  const note = (title, key) => data.notes[key] ? h("div", { class: "term" }, h("b", {}, title), " ", data.notes[key].replaceAll("`", "").replaceAll("publisher_as_of", "this date")) : null;
  show("caveats",
    h("h2", {}, "What these numbers mean, and what they do not"),
    h("div", { class: "columns" }, data.measures.map(term), data.types.map(term), data.channels.filter((entry) => entry.caveat).map(term),
      note("Accuracy date", "fct_figure_revisions.publisher_as_of"), note("Numbers that are missing", "fct_figure_revisions.value_status"),
      note("Difference", "rpt_spotlight.discrepancy"), note("Places", "rpt_spotlight.jurisdiction_level")));
};
