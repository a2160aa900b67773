import { describe, expect, it } from 'vitest';
import { buttonsOf, csvOf, layoutOf, saysOf, tableOf } from '../support/reading.js';
import { ANN, DRIFT, drifted, EVEN, GENERAL, QUIET } from './company.js';
import { type Posting, posting } from './posted.js';

const TODAY = '2026-03-09T08:00:00Z';
const TOMORROW = '2026-03-10T08:00:00Z';

const morning = (more = '') =>
  `digests: [{ name: morning, owner: ${ANN}, at: daily 08:00, channel: ${GENERAL}${more} }]`;

/** Tally on a Monday on which Electronics are out of tolerance. */
async function drifting(): Promise<Posting> {
  const tally = await posting({ settings: morning() });
  tally.put(drifted({ ...QUIET, '2026-03-09': DRIFT }));
  return tally;
}

const headlines = ({ posts }: Posting) => posts(GENERAL).map(({ text }) => text);

describe('a digest of the configuration', () => {
  it('is posted to its channel when it is due on its clock, and not before', async () => {
    const tally = await posting({ settings: morning(', timeZone: Europe/Berlin'), at: '2026-03-09T06:30:00Z' });
    await tally.to('2026-03-09T06:59:00Z');
    expect(tally.slack.messages).toEqual([]);
    await tally.to('2026-03-09T07:00:00Z');
    const [digest, ...more] = tally.posts(GENERAL);
    expect(more).toEqual([]);
    expect(digest && saysOf(digest)).toContain('#1 · daily 08:00 Europe/Berlin · set up by ann');
    expect(await tally.deliveries(1)).toMatchObject([{ state: 'sent', attempts: 1, error: null }]);
  });

  it('says what is out of tolerance, shows it, and leads on to the questions behind it', async () => {
    const tally = await drifting();
    await tally.to(TODAY);
    const [digest] = tally.posts(GENERAL);
    if (!digest) throw new Error('Nothing was posted');
    expect(digest.text).toBe('1 of 2 categories out of tolerance; worst: Electronics +15.0 %, was 0.0 % yesterday');
    expect(layoutOf(digest)).toContain('table image');
    expect(tableOf(digest)[1]).toEqual([
      'Electronics',
      '+15.0 %',
      '0.0 %',
      'worse by 15.0 pp',
      'variance',
      'Mon 9 Mar',
    ]);
    expect(saysOf(digest)).toContain('A-1 Radio +30 units, matched before');
    expect(buttonsOf(digest)).toEqual(['Variance by category', 'Largest variances', 'As of now', 'Subscribe']);
    await tally.slack.click(digest, 'Variance by category', { user: 'U0BOB' });
    const answer = await tally.slack.waitFor(({ kind }) => kind === 'ephemeral');
    expect(answer).toMatchObject({ user: 'U0BOB', text: expect.stringContaining('by category') });
  });

  it('has every item that differs as CSV, and a picture of each bad category, in its thread', async () => {
    const tally = await drifting();
    await tally.to(TODAY);
    const [digest] = tally.posts(GENERAL);
    const files = tally.slack.files.filter(({ threadTs }) => threadTs === digest?.ts);
    expect(files.map(({ name, title }) => [name, title])).toEqual([
      ['digest.csv', 'every item that does not match'],
      ['1-electronics.png', 'Electronics: all differences'],
    ]);
    const [csv, picture] = files;
    expect(csv && csvOf(csv).map(([sku]) => sku)).toEqual(expect.arrayContaining(['A-1', 'B-1']));
    expect(picture?.bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  it('is in the audit, as asked by its owner for the channel', async () => {
    const tally = await drifting();
    await tally.to(TODAY);
    expect(await tally.app.state.audit.list({})).toMatchObject([
      { chat: 'subscription', user: ANN, channel: GENERAL, public: true, kpi: 'digest', outcome: 'answered' },
    ]);
  });

  it('says the next day what has changed since, and what was resolved', async () => {
    const tally = await drifting();
    await tally.to(TODAY);
    tally.put(drifted({ ...QUIET, '2026-03-09': DRIFT, '2026-03-10': { ...EVEN, 'B-1 NORTH': 240 } }));
    await tally.to(TOMORROW);
    const [, digest] = tally.posts(GENERAL);
    if (!digest) throw new Error('Nothing was posted');
    expect(digest.text).toBe('1 of 2 categories out of tolerance; worst: Furniture +20.0 %, was +5.0 % yesterday');
    expect(saysOf(digest)).toContain('Compared with the digest of Mon 9 Mar, 08:00 UTC.');
    expect(saysOf(digest)).toContain(
      '• Electronics is back within tolerance (0.0 %, was +15.0 %)\n• 1 item matches again: A-1 Radio',
    );
  });
});

describe('on a quiet day', () => {
  it('it is a line, without files', async () => {
    const tally = await posting({ settings: morning() });
    await tally.to(TODAY);
    const [digest] = tally.posts(GENERAL);
    expect(digest?.text).toMatch(/categories within tolerance; variance 0.0 % .*3 of 3 items match/);
    expect(digest && layoutOf(digest)).not.toMatch(/header|table|image/);
    expect(tally.slack.files).toEqual([]);
  });

  it('it is nothing, where that is configured, and the next one is set against it all the same', async () => {
    const tally = await posting({ settings: morning(', quiet: nothing') });
    await tally.to(TODAY);
    expect(tally.slack.messages).toEqual([]);
    expect(await tally.deliveries(1)).toMatchObject([{ state: 'quiet' }]);
    tally.put(drifted({ ...QUIET, '2026-03-10': DRIFT }));
    await tally.to(TOMORROW);
    const [digest] = tally.posts(GENERAL);
    expect(digest && saysOf(digest)).toContain('Compared with the digest of Mon 9 Mar, 08:00 UTC.');
  });
});

describe('after a restart', () => {
  it('what was posted is not posted again', async () => {
    const first = await posting({ settings: morning() });
    await first.to(TODAY);
    const second = await first.restart();
    await second.later(60_000);
    expect(headlines(second)).toHaveLength(1);
    await second.to(TOMORROW);
    expect(headlines(second)).toHaveLength(2);
  });

  it('what is configured otherwise goes by that, under its number', async () => {
    const first = await posting({ settings: morning() });
    const second = await first.restart({
      settings: morning(', timeZone: Europe/Berlin').replace('08:00', '10:00'),
    });
    await second.to(TODAY);
    expect(headlines(second)).toEqual([]);
    await second.to('2026-03-09T09:00:00Z');
    const [digest] = second.posts(GENERAL);
    expect(digest && saysOf(digest)).toContain('#1 · daily 10:00 Europe/Berlin');
  });

  it('what is taken out of the configuration is posted no more', async () => {
    const first = await posting({ settings: morning() });
    await first.to(TODAY);
    const second = await first.restart({ settings: '' });
    await second.to(TOMORROW);
    expect(headlines(second)).toHaveLength(1);
    expect(await second.app.state.subscriptions.list()).toEqual([]);
  });
});
