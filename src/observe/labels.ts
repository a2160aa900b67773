const NAME = /^[\w.:-]{1,64}$/;
const MOST = 200;

/**
 * A function that passes the first two hundred different names, and makes `other` of further ones and of anything
 * that is no name: each value of a label is a series that Prometheus keeps.
 */
export function boundedLabel(most = MOST): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (!NAME.test(value) || seen.size >= most) return 'other';
    seen.add(value);
    return value;
  };
}
