import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Slack } from '../support/slack.js';

/** The way to a Slack, which can be shut: then nothing of it can be reached. */
export async function behindDoor(slack: Slack) {
  const { port: target } = new URL(slack.apiUrl);
  const open = new Set<Socket>();
  const door = createServer((client) => {
    const server = connect(Number(target), '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from);
      from.on('error', () => from.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo;

  async function shut(): Promise<void> {
    if (!door.listening) return;
    const closed = once(door, 'close');
    door.close();
    for (const socket of open) socket.destroy();
    await closed;
  }
  onTestFinished(shut);
  const env = { ...slack.env, SLACK_API_URL: `http://127.0.0.1:${port}/api/` };
  return {
    slack: Object.create(slack, { env: { value: env } }) as Slack,
    shut,
    async reopen(): Promise<void> {
      door.listen(port, '127.0.0.1');
      await once(door, 'listening');
    },
  };
}
