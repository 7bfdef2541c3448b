/* Scales, classes and text that fits. Belongs here: arithmetic of drawing. Not here: elements, data. */

export const time = (iso) => Date.parse(`${iso}T00:00:00Z`);
export const linear = ([from, to], [start, end]) => (value) => to === from ? start : start + ((value - from) / (to - from)) * (end - start);

/* Whether one rate could be equal to another: their intervals overlap. */
export const overlap = (a, b) => a.low <= b.high && b.low <= a.high;

/* Round steps from zero to at least `largest`, some `wanted` of them. */
export const ticks = (largest, wanted = 4) => {
  if (!(largest > 0)) return [0, 1];
  const rough = largest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough - 1e-12);
  const whole = largest >= wanted ? (step < 1 ? 1 : Number.isInteger(step) || step < 10 ? step : Math.round(step)) : step;
  const steps = [];
  for (let n = 0; n === 0 || steps[n - 1] < largest - 1e-9; n += 1) steps.push(Number((n * whole).toPrecision(12)));
  return steps;
};

/* Bounds of up to `most` classes with about as many values each, rounded to two digits: values below bounds[0], … */
export const classBounds = (values, most = 5) => {
  const sorted = [...values].sort((a, b) => a - b);
  const bounds = [];
  for (let n = 1; n < most; n += 1) {
    const bound = Number(sorted[Math.floor((n * sorted.length) / most)]?.toPrecision(2));
    if (bound > (bounds.at(-1) ?? sorted[0]) && bound <= sorted.at(-1)) bounds.push(bound);
  }
  return bounds;
};
export const classOf = (value, bounds) => bounds.filter((bound) => value >= bound).length;

let measuring = null;
export const textWidth = (text, size, weight = 400) => {
  measuring ??= document.createElement("canvas").getContext("2d");
  measuring.font = `${weight} ${size}px "Helvetica Neue", Arial, "Liberation Sans", sans-serif`;
  return measuring.measureText(text).width;
};
export const wrap = (text, width, size, weight) => {
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && textWidth(longer, size, weight) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};
export const cut = (text, width, size, weight) => {
  if (textWidth(text, size, weight) <= width) return text;
  const signs = [...text];
  while (signs.length > 1 && textWidth(`${signs.join("")}…`, size, weight) > width) signs.pop();
  return `${signs.join("")}…`;
};
/* Moves labels apart, each at least `gap` below the one before, and none below `bottom`. */
export const apart = (labels, gap, bottom) => {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  sorted.forEach((label, n) => { if (n) label.y = Math.max(label.y, sorted[n - 1].y + gap); });
  for (let n = sorted.length - 1; n >= 0; n -= 1) {
    sorted[n].y = Math.min(sorted[n].y, n === sorted.length - 1 ? bottom : sorted[n + 1].y - gap);
  }
  return labels;
};
