"use strict";
/* Shows the embedded figures. Belongs here: choosing, wording and drawing. Not here: any figure or definition; and no
   markup is ever made from text (every text goes through textContent, and the page's policy forbids the other way). */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);

  // --- the data, unpacked ------------------------------------------------------------------------------------------
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
  const groups = (rows, key) => {
    const found = new Map();
    for (const row of rows) {
      const k = key(row);
      if (!found.has(k)) found.set(k, []);
      found.get(k).push(row);
    }
    return found;
  };
  const keyOf = (row) => `${row.place}/${row.start}/${row.end}`;
  const spotlights = rowsOf(data.spotlights);
  const spotlightOf = by(spotlights, keyOf);
  const spotlightsOfPlace = groups(spotlights, (row) => row.place);
  const figuresOf = groups(rowsOf(data.figures), keyOf);
  const reports = by(rowsOf(data.reports), (row) => row.report);
  const places = by(data.places, (row) => row.code);
  const measures = by(data.measures, (row) => row.code);
  const types = by(data.types, (row) => row.code);
  const channels = by(data.channels, (row) => row.code);

  // --- words -------------------------------------------------------------------------------------------------------
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];
  const day = (iso) => {
    const [year, month, date] = iso.split("-");
    return `${+date} ${MONTHS[month - 1]} ${+year}`;
  };
  const count = (n) => String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, ",");
  const whole = (n) => (n < 0 ? "−" : "") + count(n);
  const signed = (n) => (n > 0 ? "+" : n < 0 ? "−" : "±") + count(n);
  const percent = (share) => `${(share * 100).toFixed(1)}%`;
  const many = (n, word) => `${count(n)} ${n === 1 ? word.replace(/s$/, "") : word}`;
  const periodName = (row) => row.kind === "year" ? String(row.year) : `${day(row.start)} to ${day(row.end)}`;
  /* A date that nobody printed is only the latest day it can have been. */
  const isBound = (figure) => figure.basis !== "printed";
  const accuracy = (figure) => {
    if (!isBound(figure)) return `accurate as of ${day(figure.as_of)}`;
    return `as of ≤ ${day(figure.as_of)}, ${figure.basis === "file_metadata" ? "by the date of the file" : "no accuracy date printed"}`;
  };
  const UNKNOWN = { suppressed: "withheld", not_published: "not published" };
  const figureText = (figure) => figure.value === null ? UNKNOWN[figure.status] ?? "unknown" : count(figure.value);
  const categoryName = (figure) => {
    const spoken = figure.category.replaceAll("_", " ");
    if (figure.scheme === "total") return `${measures.get(figure.measure)?.name ?? figure.measure}, total`;
    if (figure.scheme === "trafficking_type") return types.get(figure.category)?.name ?? spoken;
    if (figure.scheme === "channel") return channels.get(figure.category)?.name ?? spoken;
    return `${measures.get(figure.measure)?.name ?? figure.measure}: ${spoken}`;
  };

  // --- elements ----------------------------------------------------------------------------------------------------
  const fill = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("--")) element.style.setProperty(name, value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return element;
  };
  const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const s = (tag, attributes, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  const at = (id) => document.getElementById(id);
  const show = (id, ...children) => at(id).replaceChildren(...children.flat(Infinity).filter(Boolean));
  /* A table keeps its roles where a narrow screen stacks its cells. A column: {head, cell(row), kind, first}. */
  const table = ({ caption, columns, rows, rowClass, name }) => h("table", { role: "table", class: name },
    h("caption", {}, caption),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map((column) =>
      h("th", { role: "columnheader", scope: "col", class: column.kind }, column.head)))),
    h("tbody", { role: "rowgroup" }, rows.map((row) => h("tr", { role: "row", class: rowClass?.(row) },
      columns.map((column, n) => n === 0
        ? h("th", { role: "rowheader", scope: "row" }, column.cell(row))
        : h("td", { role: "cell", class: column.kind, "data-label": column.label ?? null }, column.cell(row)))))));
  const bar = (value, largest, kind) => value === null || value === undefined ? null
    : h("span", { class: "track", "aria-hidden": "true" }, value === 0 ? null
      : h("span", { class: "bar", "data-kind": kind, "--v": largest ? value / largest : 0 }));
  const swatch = (kind) => h("span", { class: "sw", "data-kind": kind, "aria-hidden": "true" });

  // --- what is chosen ----------------------------------------------------------------------------------------------
  const hashOf = (row) => `#${row.place}/${row.kind === "year" ? row.year : `${row.start}/${row.end}`}`;
  const hasTypes = (row) => row.status !== null && row.status !== "parts_not_stated";
  const latest = (rows) => rows.reduce((best, row) => (!best || row.end > best.end ? row : best), null);
  const most = (rows) => rows.reduce((best, row) => (!best || row.cases > best.cases ? row : best), null);
  const opening = () => {
    const years = spotlights.filter((row) => row.kind === "year");
    const detailed = years.filter(hasTypes);
    const shown = detailed.length ? detailed : years.length ? years : spotlights;
    const end = latest(shown)?.end;
    return most(shown.filter((row) => row.end === end));
  };
  const fromHash = () => {
    const [place, start, end] = location.hash.slice(1).split("/");
    return spotlightsOfPlace.get(place)?.find((row) => end ? row.start === start && row.end === end : hashOf(row) === `#${place}/${start}`);
  };

  let chosen = null;
  const current = (row = chosen) => (figuresOf.get(keyOf(row)) ?? []).filter((figure) => figure.until === null);
  const find = (figures, measure, scheme, category = "total") =>
    figures.find((f) => f.measure === measure && f.scheme === scheme && f.category === category);
  const name = (row = chosen) => `${places.get(row.place).name}, ${periodName(row)}`;

  // --- sections ----------------------------------------------------------------------------------------------------
  const drawLead = () => {
    const figures = current();
    document.title = `${name()}: what the hotline counted`;
    at("title").textContent = name();
    const total = find(figures, "cases", "total");
    const unknown = find(figures, "cases", "trafficking_type", "not_specified");
    const sentences = [];
    if (chosen.cases === null) sentences.push("No number of cases is known.");
    else if (chosen.stated !== null) sentences.push(`The hotline identified ${many(chosen.cases, "cases")}, as the publisher’s stated total has it (${accuracy(total)}).`);
    else sentences.push(`The published types add up to ${many(chosen.cases, "cases")}; no total is stated.`);
    if (unknown) sentences.push(unknown.value === null
      ? `For how many of them the type was not known is ${figureText(unknown)}.`
      : `The type of ${unknown.value === 0 ? "none" : count(unknown.value)} ${unknown.report === total?.report ? "of them " : ""}was left not specified${unknown.report === total?.report || !total ? "" : ` in the breakdown (${accuracy(unknown)})`}.`);
    at("standfirst").textContent = sentences.join(" ");
    show("tiles", data.measures.map((measure) => {
      const figure = find(figures, measure.code, "total");
      let text = figure ? figureText(figure) : null;
      let basis = "as stated";
      let dated = figure;
      if (measure.code === "cases" && chosen.stated === null && chosen.cases !== null) {
        [text, basis, dated] = [count(chosen.cases), "sum of the types; no total is stated", figures.find((f) => f.scheme === "trafficking_type")];
      } else if (measure.code === "signals" && !figure && chosen.signals !== null) {
        [text, basis, dated] = [count(chosen.signals), "sum of the channels; no total is stated", figures.find((f) => f.scheme === "channel")];
      }
      const isNumber = text !== null && /^\d/.test(text);
      return h("li", {},
        h("p", { class: "name" }, measure.name),
        h("p", { class: isNumber ? "number" : "number none" }, text ?? "in no report"),
        h("p", { class: "small" }, dated
          ? `${isNumber ? `${basis}; ` : ""}${accuracy(dated)}`
          : "unknown, which is not zero"));
    }));
    show("care", chosen.caveat ? h("p", { class: "take-care" }, h("b", {}, "Take care. "), readable(chosen.caveat)) : null);
    at("said").textContent = `Showing ${name()}`;
  };
  /* The database writes days as 2020-07-30; on the page they are words. */
  const readable = (text) => text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, day);

  const breakdown = (terms, figures, whereNone, total, caption) => {
    const parts = data[terms].filter((term) => term.role !== "total")
      .map((term) => ({ term, figure: figures.find((f) => f.category === term.code) }));
    if (!figures.length) {
      const none = data[terms].find((term) => term.role === "total");
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
  const dated = (figures) => figures.length ? `${accuracy(figures[0])}.` : "";
  const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  const drawTypes = () => {
    const figures = current();
    const parts = figures.filter((f) => f.measure === "cases" && f.scheme === "trafficking_type");
    show("types", breakdown("types", parts, "No cases and no types are in any report.", find(figures, "cases", "total"),
      sentence(dated(parts.length ? parts : figures.filter((f) => f.measure === "cases")))));
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
  const drawReconciled = () => {
    const { stated, parts, discrepancy, status } = chosen;
    const figures = current();
    const total = find(figures, "cases", "total");
    const types = data.types.map((term) => find(figures, "cases", "trafficking_type", term.code)).filter(Boolean);
    const largest = Math.max(stated ?? 0, parts ?? 0);
    const hasDifference = discrepancy !== null && discrepancy !== 0;
    show("reconciled",
      h("p", { class: "words" }, DIFFERENCE[status]?.(chosen) ?? "No cases are in any report.",
        hasDifference ? h("span", {}, " Both are kept as published; no number is changed to make the difference (", h("span", { class: "difference" }, signed(discrepancy)), ") go away.", chosen.difference === "known" ? ` It is a known one: ${chosen.reason ?? "listed without a reason."}` : " It is not a known one.") : null),
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

  const drawShares = () => {
    const bounds = (label, least, greatest) => h("div", {},
      h("p", {}, `${label}: `, h("b", {}, least === greatest ? `exactly ${percent(least)}` : `at least ${percent(least)}, at most ${percent(greatest)}`), " of the cases in the breakdown."),
      h("div", { class: "scale", "aria-hidden": "true" }, h("span", { class: "band", "--from": least, "--to": greatest })),
      h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, "0%"), h("span", {}, "50%"), h("span", {}, "100%")));
    if (chosen.sex_min === null) {
      show("shares", h("p", { class: "words" }, "Without a complete breakdown no share can be given, not even its bounds."));
      return;
    }
    show("shares",
      h("p", { class: "note" }, chosen.sex_min === chosen.sex_max ? "Every case has a type here."
        : "The cases whose type is not specified could be of any type. So the true share lies somewhere in each band, and no point in it is more likely than another."),
      h("div", { class: "bounds" },
        bounds("Sex trafficking involved", chosen.sex_min, chosen.sex_max),
        bounds("Labor trafficking involved", chosen.labor_min, chosen.labor_max)),
      h("p", { class: "note" }, "Cases of both types count in both bands."));
  };

  const drawChannels = () => {
    const figures = current();
    const parts = figures.filter((f) => f.measure === "signals" && f.scheme === "channel");
    const total = find(figures, "signals", "total");
    const survivors = find(figures, "signals", "signaler", "victim_or_survivor");
    show("channels",
      breakdown("channels", parts, "No contacts with the hotline are in any report.", total,
        sentence(dated(parts.length ? parts : total ? [total] : []))),
      parts.length ? h("p", { class: "words" }, total
        ? `Stated total of all signals: ${figureText(total)} (${accuracy(total)}).`
        : chosen.signals !== null ? `Together ${many(chosen.signals, "signals")}; no total is stated.` : "No total is stated, and the channels cannot be added up.") : null,
      survivors ? h("p", { class: "words" }, `From victims or survivors themselves: ${figureText(survivors)}. This is a part of all signals; it overlaps the channels and is never added to them.`) : null,
      h("p", { class: "note" }, measures.get("signals")?.caveat ?? ""));
  };

  // --- revisions ---------------------------------------------------------------------------------------------------
  const seriesKey = (f) => `${f.measure}/${f.scheme}/${f.category}`;
  const order = [data.measures, data.types, data.channels].map((terms) => new Map(terms.map((term, n) => [term.code, n])));
  const rank = (f) => (order[0].get(f.measure) ?? 99) * 1000
    + (f.scheme === "total" ? 0 : 100 + (order[1].get(f.category) ?? 50) + (order[2].get(f.category) ?? 50));
  const drawRevisionChoice = () => {
    const all = groups(figuresOf.get(keyOf(chosen)) ?? [], seriesKey);
    const wanted = at("figure").value;
    const options = [...all].sort(([, [a]], [, [b]]) => rank(a) - rank(b)).map(([key, vintages]) =>
      h("option", { value: key }, `${categoryName(vintages[0])} (${many(vintages.length, "reports")})`));
    show("figure", options);
    if (all.has(wanted)) at("figure").value = wanted;
    else if (options.length) at("figure").value = options[0].value;
  };
  const drawRevisions = () => {
    const vintages = (figuresOf.get(keyOf(chosen)) ?? []).filter((f) => seriesKey(f) === at("figure").value);
    if (!vintages.length) { show("revisions", h("p", { class: "words" }, "Nothing was published.")); return; }
    const line = vintages.filter((f) => f.change !== "outranked");
    const restated = line.filter((f) => f.change === "restated").length;
    const said = line.length === 1 ? "Published once so far. That it has not been revised does not make it final."
      : `Published ${line.length} times; ${restated === 0 ? "never changed" : `changed ${restated === 1 ? "once" : `${restated} times`}`}.`;
    const CHANGE = { initial: "first published", reaffirmed: "the same again", outranked: "set aside: the publisher had spoken" };
    show("revisions",
      h("p", { class: "words" }, said),
      stepLine(line),
      table({
        caption: "Each report that states this figure, the latest first.", name: "stack",
        columns: [
          { head: "Date", cell: (f) => sentence(accuracy(f)) },
          { head: "Figure", kind: "n", cell: (f) => figureText(f), label: "Figure" },
          { head: "What changed", cell: (f) => CHANGE[f.change] ?? (f.revision === null ? "restated" : `restated, ${signed(f.revision)}`), label: "Change" },
          { head: "Document and line", kind: "long", cell: (f) => `${f.document ?? "unknown"}, line ${f.line ?? "unknown"}`, label: "From" },
        ],
        rows: [...vintages].reverse(), rowClass: (f) => f.until === null ? "here" : null,
      }));
  };
  const time = (iso) => Date.parse(`${iso}T00:00:00Z`);
  /* A step: each figure holds from the day it was accurate until the next one; a gap where it was no number. */
  const stepLine = (line) => {
    const numbers = line.filter((f) => f.value !== null);
    if (!numbers.length) return null;
    const width = Math.max(280, Math.min(at("revisions").clientWidth || 640, 760));
    const height = 200;
    const [left, right, top, bottom] = [12, 16, 34, 30];
    const first = Math.min(time(chosen.end), time(line[0].as_of));
    const last = Math.max(time(data.release.date), time(line.at(-1).as_of) + 30 * 864e5);
    const largest = Math.max(...numbers.map((f) => f.value), 1);
    const x = (ms) => left + ((ms - first) / (last - first)) * (width - left - right);
    const y = (value) => height - bottom - (value / largest) * (height - top - bottom);
    const drawn = [];
    line.forEach((f, n) => {
      if (f.value === null) return;
      const next = line[n + 1];
      const from = x(time(f.as_of)), to = next ? x(time(next.as_of)) : x(last);
      drawn.push(s("path", { class: next ? "step" : "step until", d: `M${from} ${y(f.value)}H${to}${next && next.value !== null ? `V${y(next.value)}` : ""}` }));
    });
    let clear = -Infinity;
    line.forEach((f) => {
      if (f.value === null) return;
      const px = x(time(f.as_of));
      drawn.push(s("circle", { class: isBound(f) ? "dot latest-possible" : "dot", cx: px, cy: y(f.value), r: 5 }));
      if (px >= clear || f.change === "restated") {
        drawn.push(s("text", { class: "value", x: px, y: y(f.value) - 11, "text-anchor": px < 30 ? "start" : px > width - 40 ? "end" : "middle" }, count(f.value)));
        clear = px + 34;
      }
    });
    const ended = [
      s("line", { class: "ended", x1: x(time(chosen.end)), x2: x(time(chosen.end)), y1: 14, y2: height - bottom }),
      s("text", { class: "axis-text", x: x(time(chosen.end)) + 5, y: height - bottom - 8 }, `${periodName(chosen)} ends`),
    ];
    const years = [];
    const span = (new Date(last)).getUTCFullYear() - (new Date(first)).getUTCFullYear();
    const every = Math.max(1, Math.ceil((span * 46) / (width - left - right)));
    for (let year = new Date(first).getUTCFullYear() + 1; time(`${year}-01-01`) <= last; year += every) {
      const px = x(time(`${year}-01-01`));
      years.push(s("line", { class: "axis", x1: px, x2: px, y1: height - bottom, y2: height - bottom + 6 }));
      if (px > 16 && px < width - 18) years.push(s("text", { class: "axis-text", x: px, y: height - bottom + 20, "text-anchor": "middle" }, year));
    }
    const words = line.map((f) => `${figureText(f)} ${accuracy(f)}`).join("; ");
    return h("figure", {},
      s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": `Step line of the figure by the day it was accurate: ${words}. The table below has the same.` },
        years, ended, s("line", { class: "axis", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }), drawn),
      h("p", { class: "legend" },
        h("span", {}, "From zero. Left to right: the day up to which the figure is accurate."),
        line.some(isBound) ? h("span", {}, "○ the latest day it can have been; ● a printed date.") : null,
        h("span", {}, "Dotted: current until another report.")));
  };

  // --- all places --------------------------------------------------------------------------------------------------
  const samePeriod = () => spotlights.filter((row) => row.start === chosen.start && row.end === chosen.end);
  const ORDERS = {
    cases: ["Cases, most first", (a, b) => (b.cases ?? -1) - (a.cases ?? -1)],
    rate: ["Cases per 100,000 inhabitants", (a, b) => (b.rate ?? -1) - (a.rate ?? -1)],
    name: ["Name", () => 0],
  };
  const drawPlaces = () => {
    const all = samePeriod();
    const nation = all.find((row) => places.get(row.place).level === "nation");
    const rows = all.filter((row) => row !== nation).sort((a, b) => places.get(a.place).name.localeCompare(places.get(b.place).name, "en"));
    const hasRates = rows.some((row) => row.rate !== null);
    const orders = Object.entries(ORDERS).filter(([key]) => key !== "rate" || hasRates);
    const wanted = at("order").value || "cases";
    show("order", orders.map(([key, [words]]) => h("option", { value: key }, words)));
    at("order").value = orders.some(([key]) => key === wanted) ? wanted : "cases";
    rows.sort(ORDERS[at("order").value][1]);
    const largest = Math.max(...rows.map((row) => row.cases ?? 0), 0);
    at("places-title").textContent = `Every place with figures for ${periodName(chosen)}`;
    const total = (row) => { const figures = current(row); return find(figures, "cases", "total") ?? figures.find((f) => f.measure === "cases"); };
    const unknown = (row) => find(current(row), "cases", "trafficking_type", "not_specified");
    show("places",
      h("p", { class: "note" }, measures.get("cases")?.caveat ?? "", " A place with more cases may only be one where more people know the number."),
      table({
        caption: `${many(rows.length, "places")}.${nation ? ` The nation as published: ${nation.cases === null ? "unknown" : count(nation.cases)} cases; it is not the sum of the places.` : ""}`, name: "list",
        columns: [
          { head: "Place", cell: (row) => h("a", { href: hashOf(row), "aria-current": row === chosen ? "true" : null }, places.get(row.place).name) },
          { head: h("span", { class: "hidden" }, "Bar"), kind: "barcell", cell: (row) => bar(row.cases, largest) },
          { head: "Cases", kind: "n", cell: (row) => row.cases === null ? "unknown" : count(row.cases) },
          ...(hasRates ? [{ head: "Per 100,000", kind: "n", cell: (row) => row.rate === null ? "—" : row.rate.toFixed(2) }] : []),
          { head: "Type not specified", kind: "n", cell: (row) => { const f = unknown(row); return f ? figureText(f) : "—"; } },
          { head: "Total as of", kind: "n wide-only", cell: (row) => { const f = total(row); return f ? `${isBound(f) ? "≤ " : ""}${f.as_of}` : "—"; } },
        ],
        rows, rowClass: (row) => row === chosen ? "here" : null,
      }),
      h("p", { class: "note" }, "— is in no report: unknown, not zero. ≤ is the latest day it can have been, where no accuracy date is printed."));
  };

  /* Where each place lies on the map of tiles: column and row. */
  const TILES = Object.fromEntries(`AK0.0 ME10.0 VT9.1 NH10.1 WA0.2 ID1.2 MT2.2 ND3.2 MN4.2 IL5.2 WI6.2 MI7.2 NY8.2 RI9.2 MA10.2
    OR0.3 NV1.3 WY2.3 SD3.3 IA4.3 IN5.3 OH6.3 PA7.3 NJ8.3 CT9.3 CA0.4 UT1.4 CO2.4 NE3.4 MO4.4 KY5.4 WV6.4 VA7.4 MD8.4 DE9.4
    AZ1.5 NM2.5 KS3.5 AR4.5 TN5.5 NC6.5 SC7.5 DC8.5 OK3.6 LA4.6 MS5.6 AL6.6 GA7.6 HI0.7 TX3.7 FL8.7 PR10.7 VI10.6
    GU0.6 MP1.6 AS1.7`.split(/\s+/).map((tile) => [tile.slice(0, 2), tile.slice(2).split(".").map(Number)]));
  const drawMap = () => {
    const rows = new Map(samePeriod().map((row) => [places.get(row.place).postal, row]));
    const numbers = [...rows].filter(([postal, row]) => TILES[postal] && row.cases !== null).map(([, row]) => row.cases).sort((a, b) => a - b);
    const step = (value) => Math.min(4, Math.floor((numbers.filter((n) => n < value).length / numbers.length) * 5)) + 1;
    const [size, gap] = [52, 4];
    at("map-title").textContent = `Cases on a map of tiles, ${periodName(chosen)}`;
    const tiles = Object.entries(TILES).map(([postal, [column, line]]) => {
      const row = rows.get(postal);
      const [x, y] = [column * (size + gap) + 2, line * (size + gap) + 2];
      const dark = row && row.cases !== null && step(row.cases) > 3;
      const text = (dy, words, kind) => s("text", { x: x + size / 2, y: y + dy, "text-anchor": "middle", class: `${kind} ${dark ? "on-dark" : row ? "" : "tile-none"}` }, words);
      const tile = s("g", {},
        s("rect", { class: `tile${row ? "" : " none"}${row === chosen ? " here" : ""}`, x, y, width: size, height: size, rx: 3 }),
        text(22, postal, "code"), row ? text(41, row.cases === null ? "?" : count(row.cases), "") : null);
      if (row && row.cases !== null) tile.firstChild.style.fill = `var(--t${step(row.cases)})`;
      if (row) tile.addEventListener("click", () => { location.hash = hashOf(row); });
      return tile;
    });
    show("map",
      s("svg", { class: "map", viewBox: `0 0 ${11 * (size + gap)} ${8 * (size + gap)}`, role: "img", "aria-label": `Map of tiles with the number of cases of each place in ${periodName(chosen)}. The list of places has the same numbers, and chooses a place by keyboard.` }, tiles),
      h("p", { class: "legend" }, h("span", {}, "A stronger shade means more cases; the number is on the tile."), h("span", {}, "Dashed: no figure, which is not zero."), h("span", {}, "?: withheld or incomplete.")));
  };

  const drawYears = () => {
    const rows = spotlightsOfPlace.get(chosen.place).filter((row) => row.kind === "year").reverse();
    const largest = Math.max(...rows.map((row) => row.cases ?? 0), 0);
    at("years-title").textContent = `${places.get(chosen.place).name} in other years`;
    show("years",
      h("p", { class: "note" }, "Each year’s latest figure. They were accurate on different dates after their year ended, so a recent year may still grow; an absent year is unknown."),
      table({
        caption: "Cases by year, the latest first.", name: "list",
        columns: [
          { head: "Year", cell: (row) => h("a", { href: hashOf(row), "aria-current": row === chosen ? "true" : null }, row.year) },
          { head: h("span", { class: "hidden" }, "Bar"), kind: "barcell", cell: (row) => bar(row.cases, largest) },
          { head: "Cases", kind: "n", cell: (row) => row.cases === null ? "unknown" : count(row.cases) },
          { head: "Types", cell: (row) => row.parts !== null ? "published" : hasTypes(row) ? "in part" : "not published" },
        ],
        rows, rowClass: (row) => row === chosen ? "here" : null,
      }));
  };

  const drawSources = () => {
    const figures = current();
    const cited = [...new Set(figures.map((f) => f.report))];
    show("sources",
      table({
        caption: "Every current figure shown above, with its document and line.", name: "stack",
        columns: [
          { head: "Figure", cell: (f) => categoryName(f) },
          { head: "Count", kind: "n", cell: (f) => figureText(f), label: "Count" },
          { head: "Accuracy", cell: (f) => accuracy(f), label: "Accuracy" },
          { head: "Whose account", cell: (f) => f.source === "publisher" ? "the publisher’s figures" : "a secondary source", label: "Whose account" },
          { head: "Document", kind: "long", cell: (f) => f.document ?? "unknown", label: "Document" },
          { head: "Line", kind: "n", cell: (f) => f.line ?? "—", label: "Line" },
        ],
        rows: [...figures].sort((a, b) => rank(a) - rank(b)),
      }),
      h("p", { class: "note" }, "To cite:"),
      h("ul", {}, cited.map((report) => h("li", { class: "note" }, [reports.get(report)?.citation ?? report, reports.get(report)?.note].filter(Boolean).join(" ")))));
  };

  const drawCaveats = () => {
    const term = (entry) => h("div", { class: "term" }, h("b", {}, entry.name), " ", entry.definition ?? "", entry.caveat ? h("span", { class: "not" }, entry.caveat) : null);
    const note = (title, key) => data.notes[key] ? h("div", { class: "term" }, h("b", {}, title), " ", data.notes[key].replaceAll("`", "").replaceAll("publisher_as_of", "this date")) : null;
    show("caveats",
      h("h2", {}, "What these numbers mean, and what they do not"),
      h("div", { class: "columns" }, data.measures.map(term), data.types.map(term), data.channels.filter((entry) => entry.caveat).map(term),
        note("Accuracy date", "fct_figure_revisions.publisher_as_of"), note("Numbers that are missing", "fct_figure_revisions.value_status"),
        note("Difference", "rpt_spotlight.discrepancy"), note("Places", "rpt_spotlight.jurisdiction_level")),
      data.first_day ? h("p", {}, `Periods that began before ${day(data.first_day)} are not on this page, to keep it small; they are in the warehouse.`) : null,
      h("p", { class: "files" }, `These figures were first published here in release ${data.release.number}, of ${day(data.release.date)}. The same and more lies beside this page: `,
        h("a", { href: "spotlight.xlsx" }, "the workbook"), ", ", h("a", { href: "datapackage.json" }, "the data package"), ", ", h("a", { href: "CITATION" }, "how to cite"), "."));
  };

  // --- choosing ----------------------------------------------------------------------------------------------------
  const drawChoice = () => {
    at("place").value = chosen.place;
    const rows = spotlightsOfPlace.get(chosen.place);
    show("period", [...rows].reverse().map((row) => h("option", { value: keyOf(row) }, periodName(row) + (hasTypes(row) ? " (with types)" : ""))));
    at("period").value = keyOf(chosen);
  };
  const draw = () => {
    for (const part of [drawChoice, drawLead, drawTypes, drawReconciled, drawShares, drawChannels, drawRevisionChoice,
      drawRevisions, drawPlaces, drawMap, drawYears, drawSources]) part();
  };
  const choose = (row, { record = true } = {}) => {
    chosen = row;
    if (record) history.replaceState(null, "", hashOf(row));
    draw();
  };

  at("caveat").textContent = measures.get("cases")?.caveat ?? "";
  at("app").hidden = false;
  drawCaveats();
  if (!spotlights.length) {
    at("main").replaceChildren(h("p", { class: "words" }, "No figure is published yet."));
    return;
  }
  show("place", data.places.filter((row) => spotlightsOfPlace.has(row.code)).map((row) => h("option", { value: row.code }, row.name)));
  at("place").addEventListener("change", () => {
    const rows = spotlightsOfPlace.get(at("place").value);
    choose(rows.find((row) => row.start === chosen.start && row.end === chosen.end) ?? latest(rows.filter(hasTypes)) ?? latest(rows));
  });
  at("period").addEventListener("change", () => choose(spotlightOf.get(at("period").value)));
  at("figure").addEventListener("change", drawRevisions);
  at("order").addEventListener("change", drawPlaces);
  window.addEventListener("hashchange", () => {
    const row = fromHash();
    if (!row) return;
    choose(row, { record: false });
    at("title").focus({ preventScroll: true });
    at("title").scrollIntoView();
  });
  let width = 0;
  new ResizeObserver(() => {
    const now = at("revisions").clientWidth;
    if (now !== width) { width = now; drawRevisions(); }
  }).observe(at("revisions"));
  choose(fromHash() ?? opening(), { record: false });
})();
