/* A chart taken along: SVG, PNG, CSV, with its source, date, ≤ and caveat in it. Belongs here: these files. */

import { h, s } from "./elements.js";
import { day, firstSentence } from "./words.js";
import { store } from "./store.js";
import { wrap } from "./scales.js";
import { text } from "./charts/parts.js";

const WIDE = 960;
const EDGE = 24;

/* The lines under a chart, on the page as in an image: where from, as of when, what a ≤ is, and what it is not. */
export const sourceLines = (result) => {
  const rows = result.source.filter((row) => row.as_of);
  const secondary = rows.filter((row) => row.source === "secondary").length;
  const { edition } = store.data;
  const isBounded = result.dates.includes("≤");
  return [
    `Source: National Human Trafficking Hotline${secondary ? `, ${secondary === rows.length ? "all" : `${secondary} of ${rows.length}`} figures by way of secondary accounts` : ""}${result.dates ? `; figures ${result.dates}` : ""}. Edition ${edition.code}, ${day(edition.date)}.`,
    ...(isBounded ? ["≤: no accuracy date was printed; this is the latest day it can have been."] : []),
    firstSentence(store.measures.get("cases")?.caveat ?? ""),
  ].filter(Boolean);
};

/* One drawing with title, chart, notes and source, in the light colours, that needs nothing else. */
export const card = (drawAt, colours) => {
  const result = drawAt(WIDE - 2 * EDGE);
  const inner = WIDE - 2 * EDGE;
  const parts = [];
  let y = EDGE + 14;
  const put = (words, size, weight, fill) => {
    for (const line of wrap(words, inner, size, weight)) {
      parts.push(text(EDGE, y, line, { size, weight, fill }));
      y += size * 1.35;
    }
  };
  put("National Human Trafficking Hotline", 13, 700, "var(--accent)");
  y += 6;
  put(result.title, 22, 700, "var(--ink)");
  if (result.subtitle) put(result.subtitle, 14, 400, "var(--soft)");
  y += 4;
  if (result.svg) {
    parts.push(s("g", { transform: `translate(${EDGE} ${y})` }, [...result.svg.childNodes]));
    y += result.height + 18;
  } else put(result.empty, 14, 400, "var(--ink)");
  for (const note of result.notes) put(note, 12, 400, "var(--soft)");
  y += 6;
  for (const line of sourceLines(result)) put(line, 12, 400, "var(--ink)");
  const height = Math.ceil(y + EDGE - 10);
  const svg = s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDE} ${height}`, width: WIDE, height,
    "font-family": "Helvetica Neue, Arial, Liberation Sans, sans-serif" },
    s("title", {}, result.title), s("rect", { width: WIDE, height, fill: "var(--paper)" }), ...parts);
  const written = new XMLSerializer().serializeToString(svg).replace(/var\((--[\w-]+)\)/g, (_, name) => colours(name));
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${written}\n`, width: WIDE, height };
};

/* Rows as RFC 4180; a text that a spreadsheet would run begins with an apostrophe. */
export const csvOf = (result) => {
  const cell = (value) => {
    const words = value === null || value === undefined ? "" : typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
  };
  const more = { title: result.title, source: sourceLines(result).join(" ") };
  const { columns, rows } = result.table;
  return [[...columns.map((column) => column.key), ...Object.keys(more)], ...rows.map((row) => [...columns.map((column) => column.value(row)), ...Object.values(more)])]
    .map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
};

/* PNG at twice the size; the image is made from the SVG itself. */
export const pngOf = ({ svg, width, height }) => new Promise((done, failed) => {
  const image = new Image();
  image.onload = () => {
    const canvas = h("canvas", { width: width * 2, height: height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, width * 2, height * 2);
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("The image could not be made."))), "image/png");
  };
  image.onerror = () => failed(new Error("The image could not be made."));
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
});

export const fileName = (result, ending) => `${result.title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80)}.${ending}`;
export const save = (content, name, type) => {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

/* Where the page lies, for links that open it from anywhere. */
export const publicAddress = (hash) => `${location.href.split("#")[0]}${hash}`;
/* `height` has room for all that an embedded chart shows; a narrower frame can be scrolled. */
export const embedSnippet = (address, { title, height = 0 }) =>
  `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="${Math.ceil(height)}" loading="lazy" sandbox="allow-scripts allow-downloads allow-popups" style="border:1px solid #d8d4ca"></iframe>`;
const escaped = (words) => words.replace(/[&"<>]/g, (sign) => ({ "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" })[sign]);
