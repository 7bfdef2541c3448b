/* How the figures of a place and period are cited: in words, and as BibTeX. Belongs here: these texts. Not here: numbers. */

import { h, withLinks } from "./elements.js";
import { store } from "./store.js";

const SIGNS = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "≤": "$\\leq$" };
/* A text of others inside an entry: no sign of it ends a field or is a command. */
export const bibtexText = (text) => text.replace(/[\\{}#$%&_~^≤]/g, (sign) => SIGNS[sign] ?? `\\${sign}`).replace(/\s+/g, " ");

/* An entry for a report. Its year is that of the publisher's date, since the same figures are published again and again. */
export const bibtexOf = (report, dated) => {
  const { edition } = store.data;
  return `@misc{${report.report.replace(/[^A-Za-z0-9-]+/g, "-")},
  author = {{National Human Trafficking Hotline}},
  title = {{${bibtexText(report.citation)}}},
  year = {${dated.as_of.slice(0, 4)}},
  howpublished = {Spotlight warehouse, dataset ${edition.dataset}},
  note = {Edition ${edition.code} of ${edition.date}${report.note ? `. ${bibtexText(report.note)}` : ""}}
}`;
};

/* The reports of some figures, ready to cite, and the data as a whole. */
export const citations = (figures) => {
  const { edition } = store.data;
  const dated = [...new Map(figures.map((f) => [f.report, f])).values()];
  const reports = dated.map((f) => [store.reports.get(f.report), f]).filter(([report]) => report);
  return [
    h("p", { class: "note" }, "To cite:"),
    h("ul", {}, [...reports.map(([report]) => [report.citation, report.note].filter(Boolean).join(" ")), edition.citation]
      .map((words) => h("li", { class: "note" }, withLinks(words)))),
    h("details", { class: "behind" }, h("summary", {}, "As BibTeX"),
      h("pre", { class: "bibtex" }, [...reports.map(([report, f]) => bibtexOf(report, f)), edition.bibtex].join("\n\n"))),
  ];
};
