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

/* Round bounds of up to five classes, the last one open: values below bounds[0], … Steps are equal, or 1, 2, 5, 10
   where a few values lie far above the others. Classes with as many values each would part what is almost equal. */
export const classBounds = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const [middle, high] = [0.5, 0.9].map((share) => sorted[Math.floor(share * sorted.length)] ?? 0);
  if (!(high > 0)) return [];
  const isWhole = sorted.every(Number.isInteger);
  const fit = (bounds) => bounds.map((bound) => Number(bound.toPrecision(6))).filter((bound) => bound > sorted[0] && bound <= sorted.at(-1));
  const around = [-1, 0, 1].flatMap((n) => [1, 2, 5].map((digit) => digit * 10 ** (Math.floor(Math.log10(high)) + n))).filter((step) => step >= 1 || !isWhole);
  if (high > 3 * middle) return fit(around.filter((bound) => bound <= high).slice(-4));
  const apartFrom = (step) => Math.abs(Math.log(step / (high / 4)));
  const step = around.reduce((best, one) => (apartFrom(one) < apartFrom(best) ? one : best));
  return fit([1, 2, 3, 4].map((n) => n * step));
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
