import type { Slack } from './slack.js';

/** All that Slack was ever given, as one text: what stands, what stood before, files, modals, homes, each call. */
export function everythingSent({ messages, files, views, homes, calls }: Slack): string {
  return [
    ...messages.map((message) => JSON.stringify(message)),
    ...files.map(({ name, title, bytes }) => `${name} ${title} ${name.endsWith('.csv') ? bytes.toString() : ''}`),
    ...[...views.values(), ...homes.values()].map(({ content, errors }) => JSON.stringify([content, errors])),
    ...calls.map(({ method, args }) => `${method} ${JSON.stringify(args)}`),
  ].join('\n');
}

/** What people read: without the calls and what a modal carries out of sight. */
export function everythingShown({ messages, views, homes }: Slack): string {
  const shown = [...views.values(), ...homes.values()].map(({ blocks, errors }) => [blocks, errors]);
  return JSON.stringify([messages, shown]);
}

/** Resolves when it holds; rejects after a while with what it is about. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, within = 8000): Promise<void> {
  for (const end = Date.now() + within; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`not within ${within} ms: ${what}`);
}

/** A door that is opened by the test. */
export function gate(): { readonly passed: () => Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed: () => passed, open: () => open() };
}
