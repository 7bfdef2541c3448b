/* How numbers, days and dates of accuracy are written. Belongs here: words made of values. Not here: elements. */

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

export const day = (iso) => {
  const [year, month, date] = iso.split("-");
  return `${+date} ${MONTHS[month - 1]} ${+year}`;
};
export const count = (n) => String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, ",");
export const signed = (n) => (n > 0 ? "+" : n < 0 ? "−" : "±") + count(n);
export const percent = (share) => `${(share * 100).toFixed(1)}%`;
export const many = (n, word) => `${count(n)} ${n === 1 ? word.replace(/s$/, "") : word}`;
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/* Two digits after the point, three below 0.1: a small rate is not shown as none. */
export const rateText = (rate) => rate.toFixed(rate > 0 && rate < 0.1 ? 3 : 2);
/* The database writes days as 2020-07-30; on the page they are words. */
export const readable = (text) => text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, day);
/* The end of an abbreviation in the first words is no end of a sentence. */
export const firstSentence = (text) => /^.{12,}?[.](?=\s|$)/.exec(text)?.[0] ?? text;

/* A date that nobody printed is only the latest day it can have been. */
export const isBound = (dated) => dated.basis !== "printed";
export const shortDate = (dated) => dated.as_of === null ? "" : `${isBound(dated) ? "≤ " : ""}${dated.as_of}`;
export const accuracy = (dated) => {
  if (!isBound(dated)) return `accurate as of ${day(dated.as_of)}`;
  return `as of ≤ ${day(dated.as_of)}, ${dated.basis === "file_metadata" ? "by the date of the file" : "no accuracy date printed"}`;
};

const UNKNOWN = { suppressed: "withheld", not_published: "not published" };
export const figureText = (figure) => figure.value === null ? UNKNOWN[figure.status] ?? "unknown" : count(figure.value);

/* Of all statements of a figure, those of secondary accounts that the publisher's own outranks. */
export const setAside = (stated) => {
  const aside = stated.filter((figure) => figure.change === "outranked");
  if (!aside.length) return "";
  return aside.length === 1 ? ` A later secondary account says ${figureText(aside[0])}; it is set aside, since the publisher had spoken.`
    : ` ${count(aside.length)} later secondary accounts are set aside, since the publisher had spoken.`;
};
/* What a table says of a place and year without the figure: `parts` are those of partsInstead. */
export const withoutFigure = (parts) => !parts ? "not held"
  : `no total stated${parts.sum === null ? "" : `; the ${parts.kinds} add up to ${count(parts.sum)}`}`;

/* A name as it stands in a sentence: in the United States, in Missouri. */
export const within = (name) => /^(United States|District|Northern Mariana|U\.S\.)/.test(name) ? `the ${name}` : name;
export const listed = (words) => words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
