/** Slack's limits, in one place; where its documents disagree, the lower one. Lengths in characters. */
export const LIMITS = {
  blocks: 50,
  /** All texts of a message. */
  message: 12_000,
  header: 150,
  section: 3000,
  fields: 10,
  field: 2000,
  contextElements: 10,
  contextText: 2000,
  actions: 25,
  buttonText: 75,
  buttonValue: 2000,
  actionId: 255,
  options: 100,
  altText: 2000,
  tableRows: 100,
  tableColumns: 20,
  tableText: 10_000,
  chartTitle: 50,
  /** Names of categories, segments and series. */
  chartLabel: 20,
  chartAxis: 50,
  chartPoints: 20,
  chartSeries: 6,
  chartSegments: 6,
} as const;

/** Ours: what a person still reads of a headline and of a note. */
export const HEADLINE = 500;
export const NOTE = 250;

export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${whole(text.slice(0, length - 1))}…`;
}

/** A piece of a text without the half of a character that it may begin or end with. */
export function whole(piece: string): string {
  return piece.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}

/** A product called `<!channel>` must not ring. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text for a place where Slack reads markup; cut so that what is sent has at most `length` characters. */
export function markup(text: string, length: number): string {
  let letters = length;
  let said = escaped(cut(text, letters));
  while (said.length > length) {
    letters = Math.max(1, Math.min(letters - 1, Math.floor((letters * length) / said.length)));
    said = escaped(cut(text, letters));
  }
  return said;
}
