import { describe, expect, it } from 'vitest';
import { DAY, delivering, HOUR, MINUTE, SECOND } from './delivering.js';

const EIGHT = 2 * MINUTE;

describe('an instance whose clock is wrong', () => {
  it.each([-DAY, -HOUR, HOUR, DAY])('leaves the other one alone as long as that is there: by %i ms', async (ahead) => {
    const { world, slack, log, start, subscribe, deliveries } = await delivering();
    await subscribe();
    const first = start();
    await world.pass(SECOND);
    const second = start();
    second.process.ahead = ahead;
    await world.pass(EIGHT + 10 * MINUTE);
    expect([first.engine.standing(), second.engine.standing()]).toEqual(['active', 'standby']);
    expect(log.filter((line) => line === 'deliveries are posted by this instance')).toHaveLength(1);
    expect(slack.texts).toEqual(['#1']);
    expect(await deliveries()).toMatchObject([{ state: 'sent', attempts: 1 }]);
  });

  it.each([-HOUR, HOUR])('goes on when the other one is gone, after as long as any: by %i ms', async (ahead) => {
    const { world, start } = await delivering();
    const first = start();
    await world.pass(SECOND);
    const second = start();
    second.process.ahead = ahead;
    await world.pass(MINUTE);
    first.process.kill();
    await world.pass(25 * SECOND);
    expect(second.engine.standing()).toBe('standby');
    await world.pass(20 * SECOND);
    expect(second.engine.standing()).toBe('active');
  });

  it.each([-DAY, DAY])('finds what Slack has taken without saying so: by %i ms', async (ahead) => {
    const { world, slack, start, subscribe } = await delivering();
    const due = new Date(world.now.getTime() + ahead + MINUTE);
    await subscribe({ schedule: 'monthly 1 08:00', nextDue: due });
    slack.fate = () => (slack.messages.length === 0 ? 'lost' : 'taken');
    start().process.ahead = ahead;
    await world.pass(5 * MINUTE);
    expect(slack.texts).toEqual(['#1']);
  });
});

describe('a clock that was ahead and is set back', () => {
  it('keeps nothing waiting that was put off by it', async () => {
    const { world, slack, start, subscribe } = await delivering();
    await subscribe();
    slack.isDown = true;
    const { process } = start();
    await world.pass(EIGHT + SECOND);
    process.ahead = 4 * HOUR;
    await world.pass(MINUTE);
    process.ahead = 0;
    slack.isDown = false;
    await world.pass(MINUTE);
    expect(slack.texts).toEqual(['#1']);
  });

  it('posts nothing before it is due that it took up then', async () => {
    const { world, slack, start, subscribe } = await delivering();
    await subscribe();
    slack.isDown = true;
    const { process } = start();
    process.ahead = HOUR;
    await world.pass(30 * SECOND);
    process.ahead = 0;
    slack.isDown = false;
    await world.pass(EIGHT - 31 * SECOND);
    expect(slack.texts).toEqual([]);
    await world.pass(5 * SECOND);
    expect(slack.texts).toEqual(['#1']);
  });
});
