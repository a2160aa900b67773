import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/app.js';
import { tallyInSlack } from '../../support/in-slack.js';
import { until } from '../../support/sent.js';
import { type Posted, type Slack, startSlack, type View } from '../../support/slack.js';

const QUESTION = '/stock variance electronics';
const HEADLINE = 'Production holds 2 more than Test';
const isAnswer = ({ text }: Posted) => text.includes(HEADLINE);

/** What somebody did before the restart: an answer of their own, one for all, a form, a home. */
async function earlier(slack: Slack): Promise<{ own: Posted; open: Posted; form: View; home: View }> {
  await slack.command(QUESTION);
  const own = await slack.waitFor(isAnswer);
  await slack.mention('variance electronics');
  const open = await slack.waitFor((message) => isAnswer(message) && message.kind === 'channel');
  await until('picture and CSV', () => slack.files.filter(({ sharedAt }) => sharedAt !== null).length === 2);
  await until('the picture', () => open.edits === 1);
  await slack.click(own, 'Edit');
  await slack.openHome();
  await until('form and home', () => slack.views.size === 1 && slack.homes.size === 1);
  const [form, home] = [[...slack.views.values()][0], slack.homes.get('U0ANN')];
  if (!form || !home) throw new Error('no form or no home');
  return { own, open, form, home };
}

async function everythingWorks(slack: Slack, { own, open, form, home }: Awaited<ReturnType<typeof earlier>>) {
  const { edits } = open;
  const messages = (holds: (message: Posted) => boolean) => slack.messages.filter(holds).length;
  const more = async (what: string, holds: (message: Posted) => boolean, work: () => Promise<unknown>) => {
    const before = messages(holds);
    await work();
    await until(what, () => messages(holds) > before);
  };
  await slack.click(open, 'Refresh');
  await until('it is renewed', () => open.edits >= edits + 2);
  expect(open.text).toContain(HEADLINE);
  const bobs = ({ channel }: Posted) => channel === 'D0BOB';
  await more('the CSV is brought', bobs, () => slack.click(open, 'CSV', { user: 'U0BOB' }));
  await more('the picture is brought', bobs, () => slack.click(open, 'Picture', { user: 'U0BOB' }));
  const shared = (message: Posted) => isAnswer(message) && message.kind === 'channel';
  await more('it is shared', shared, () => slack.click(own, 'Share'));
  const ofHome = ({ channel, text }: Posted) => channel === 'D0ANN' && text !== '';
  await more('home is answered', ofHome, () => slack.click(home, 'tally:ask:2'));
  await slack.choose(form, 'by', 'warehouse');
  expect(await slack.submit(form)).toMatchObject({ acked: true, ackBody: undefined });
  await until('the form is answered', () => messages(({ text }) => /by warehouse/i.test(text)) > 0);
}

describe('after a restart', () => {
  it('buttons, forms and homes of before work', async () => {
    const first = await tallyInSlack();
    const { slack, folder } = first;
    const remembered = await earlier(slack);
    await first.end();
    await tallyInSlack({ onto: slack, folder });
    await everythingWorks(slack, remembered);
  });

  it('weeks later, too', async () => {
    const first = await tallyInSlack();
    const { slack, folder } = first;
    const remembered = await earlier(slack);
    await first.end();
    slack.advance(45 * 24 * 3_600_000);
    const later = new Date('2026-04-24T12:00:00Z');
    await tallyInSlack({ onto: slack, folder, now: () => later });
    await everythingWorks(slack, remembered);
  });

  it('on another machine, with another state store, too', async () => {
    const first = await tallyInSlack();
    const { slack } = first;
    const remembered = await earlier(slack);
    await first.end();
    await tallyInSlack({ onto: slack, folder: temporaryFolder() });
    await everythingWorks(slack, remembered);
  });

  it('a form that another app’s token sealed is refused', async () => {
    const first = await tallyInSlack();
    const { form } = await earlier(first.slack);
    const other = await startSlack({ botToken: 'xoxb-other-app' });
    const second = await tallyInSlack({ onto: other });
    await other.command(QUESTION);
    const own = await other.waitFor(isAnswer);
    await other.click(own, 'Edit');
    await until('the form', () => other.views.size === 1);
    const [view] = [...other.views.values()];
    if (!view) throw new Error('no form');
    Object.assign(view, { content: { ...view.content, private_metadata: form.content.private_metadata } });
    await other.submit(view);
    expect(view.errors).toEqual({ kpi: expect.stringContaining('not one that Tally opened') });
    await second.end();
    await other.close();
  });

  it('what was kept and asked lately is still there', async () => {
    const first = await tallyInSlack();
    const { slack, folder } = first;
    await slack.command(QUESTION);
    await slack.click(await slack.waitFor(isAnswer), '☆ Keep');
    await slack.waitFor(({ text }) => text.includes('Kept'));
    await first.end();
    await tallyInSlack({ onto: slack, folder });
    await slack.openHome();
    await until('home', () => JSON.stringify(slack.homes.get('U0ANN')?.blocks).includes('Asked lately'));
    const home = JSON.stringify(slack.homes.get('U0ANN')?.blocks);
    expect(home).toContain('Kept');
    expect(home.split('/stock variance category:Electronics').length).toBeGreaterThan(2);
  });

  it('an event that was answered before is not answered again', async () => {
    const first = await tallyInSlack();
    const { slack, folder } = first;
    await slack.mention('variance electronics', { eventId: 'Ev1' });
    await slack.waitFor(isAnswer);
    await first.end();
    await tallyInSlack({ onto: slack, folder });
    await slack.mention('variance electronics', { eventId: 'Ev1' });
    await slack.mention('variance furniture', { eventId: 'Ev2' });
    await slack.waitFor(({ text }) => text.includes('Furniture'));
    expect(slack.messages.filter(isAnswer)).toHaveLength(1);
  });
});
