/**
 * @typedef {object} Finding
 * @property {string} name
 * @property {number} value
 * @property {string} target  Empty where none is claimed.
 * @property {boolean} met
 */

/**
 * @param {() => Promise<unknown>} work
 * @returns {Promise<number>}
 */
export async function milliseconds(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);

/** @param {readonly number[]} values */
export const p95 = (values) => quantile(values, 0.95);

/**
 * The value that this share of all values does not exceed.
 *
 * @param {readonly number[]} values
 * @param {number} share
 */
export function quantile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}

/**
 * Ours against the baseline, by their medians and by their 95th percentiles. Only the ratio means anything
 * on another machine.
 *
 * @param {string} name
 * @param {readonly number[]} ours
 * @param {readonly number[]} baseline
 * @param {number} [most]
 * @returns {readonly Finding[]}
 */
export function ratios(name, ours, baseline, most) {
  return [
    atMost(`${name}, median ${told(ours, baseline, median)}`, median(ours) / median(baseline), most),
    atMost(`${name}, p95 ${told(ours, baseline, p95)}`, p95(ours) / p95(baseline), most),
  ];
}

/**
 * @param {readonly number[]} ours
 * @param {readonly number[]} baseline
 * @param {(values: readonly number[]) => number} of
 */
const told = (ours, baseline, of) => `(${of(ours).toFixed(1)} ÷ ${of(baseline).toFixed(1)} ms)`;

/**
 * @param {string} name
 * @param {number} value
 * @param {number} [most]
 * @returns {Finding}
 */
export function atMost(name, value, most = Number.POSITIVE_INFINITY) {
  return { name, value, target: most < Number.POSITIVE_INFINITY ? `≤ ${figure(most)}` : '', met: value <= most };
}

/**
 * @param {string} name
 * @param {number} value
 * @param {number} least
 * @returns {Finding}
 */
export function atLeast(name, value, least) {
  return { name, value, target: `≥ ${figure(least)}`, met: value >= least };
}

/** @param {number} value */
export function figure(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toString();
}
