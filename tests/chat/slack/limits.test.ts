import { expect, test } from 'vitest';
import { companyOf, type Item } from '../../support/catalogue.js';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, csvOf, fileNamed, footerOf, layoutOf, said, saysOf, tableOf } from '../../support/reading.js';

const MANY: readonly Item[] = Array.from({ length: 300 }, (_, index): Item => {
  const number = String(index).padStart(3, '0');
  return [`M-${number}`, `Screw ${number}`, 'Screws'];
});

test('of 300 skus the message shows what Slack takes and says so; chart and CSV have their own measure', async () => {
  const { slack } = await tallyInSlack({ company: companyOf(MANY) });
  await slack.command('/stock variance screws here');
  const answer = await said(slack, 'Screws by SKU');
  const csv = csvOf(await fileNamed(slack, 'variance.csv'));
  expect(csv).toHaveLength(301);
  const shown = tableOf(answer);
  expect(shown.length).toBeGreaterThan(50);
  expect(shown.length).toBeLessThanOrEqual(100);
  expect(shown.at(-1)?.slice(0, 4)).toEqual(['total', ' ', '900', '1,500']);
  expect(footerOf(answer)).toContain(
    `Table shows the first ${shown.length - 2} of 300 rows, as Slack takes no more; “as csv” has all.`,
  );
  expect(layoutOf(answer)).toBe('header section section table image actions context');
});

test('of 300 skus a private answer has Slack’s own chart of the first, and says so', async () => {
  const { slack } = await tallyInSlack({ company: companyOf(MANY) });
  await slack.command('/stock variance screws');
  const answer = await said(slack, 'Screws by SKU');
  expect(layoutOf(answer)).toBe('header section section table data_visualization actions context');
  expect(footerOf(answer)).toMatch(/of 300/);
});

test('a question too long for its buttons is answered without them, and says how to go on', async () => {
  const { slack } = await tallyInSlack({ company: companyOf(MANY) });
  const many = MANY.slice(0, 200).map(([sku]) => sku);
  await slack.command(`/stock variance ${many.join(' ')}`);
  const answer = await said(slack, 'Stock variance');
  expect(buttonsOf(answer)).toEqual([]);
  expect(saysOf(answer)).toContain('This question is too long for buttons. Ask it again with `as csv`');
  expect(tableOf(answer).map(([first]) => first)).toEqual(['Warehouse', '≠ North', 'total']);
  expect(footerOf(answer).length).toBeLessThanOrEqual(2000);
});
