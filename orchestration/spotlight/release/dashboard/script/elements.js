/* Makes elements. Belongs here: elements, tables, bars. Not here: what they say. No markup is ever made from text: every
   text is a text node, and the page's policy forbids the other way. */

const fill = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("--")) element.style.setProperty(name, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const s = (tag, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
export const at = (id) => document.getElementById(id);
export const show = (id, ...children) => at(id).replaceChildren(...children.flat(Infinity).filter(Boolean));

/* A table keeps its roles where a narrow screen stacks its cells. A column: {head, cell(row), kind, label}. */
export const table = ({ caption, columns, rows, rowClass, name }) => h("table", { role: "table", class: name },
  h("caption", {}, caption),
  h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map((column) =>
    h("th", { role: "columnheader", scope: "col", class: column.kind }, column.head)))),
  h("tbody", { role: "rowgroup" }, rows.map((row) => h("tr", { role: "row", class: rowClass?.(row) },
    columns.map((column, n) => n === 0
      ? h("th", { role: "rowheader", scope: "row" }, column.cell(row))
      : h("td", { role: "cell", class: column.kind, "data-label": column.label ?? null }, column.cell(row)))))));

export const bar = (value, largest, kind) => value === null || value === undefined ? null
  : h("span", { class: "track", "aria-hidden": "true" }, value === 0 ? null
    : h("span", { class: "bar", "data-kind": kind, "--v": largest ? value / largest : 0 }));
export const swatch = (kind) => h("span", { class: "sw", "data-kind": kind, "aria-hidden": "true" });

/* The addresses in a text as links, the rest as text: only https, to a host with a path or a name of letters. */
const ADDRESS = /(?:https?:\/\/)?(?:[a-z0-9-]+\.)+[a-z]{2,6}\/[^\s;,()"<>]*[^\s;,.()"<>]|https?:\/\/[^\s;,()"<>]*[^\s;,.()"<>]/gi;
export const withLinks = (text) => {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = found[0].replace(/^https?:\/\//i, "");
    parts.push(text.slice(from, found.index),
      h("a", { href: `https://${address}`, rel: "noopener noreferrer", target: "_blank" }, found[0]));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
};
