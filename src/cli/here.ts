import type { Output } from '../instance/index.js';
import { localUser } from './asker.js';
import { perform } from './calls.js';
import { HeldElsewhere, hold } from './held.js';
import type { Call } from './run.js';
import type { Target } from './target.js';

/** Longest silence of a refresh that is still running when the answer is out, in milliseconds. */
const PATIENCE = 5000;

/** Answers with the model opened by this process; null where another one opened it meanwhile and can be asked. */
export async function answerHere(
  path: string,
  target: Target | null,
  call: Call,
  output: Output,
): Promise<number | null> {
  let moved = Date.now();
  const progress: Output['progress'] = (step) => {
    moved = Date.now();
    output.progress(step);
  };
  try {
    return await hold(path, target, call.command, ({ app, watch }) =>
      watch({ tty: true, progress }, async () => {
        const code = await perform(app, { ...call, asker: localUser() }, output);
        // A refresh beyond the budget is finished, so that the next question finds it; but not waited for
        // when it does not move.
        await Promise.race([app.model.refresher.settled(), silence(() => Date.now() - moved)]);
        return code;
      }),
    );
  } catch (error) {
    if (error instanceof HeldElsewhere) return null;
    throw error;
  }
}

function silence(since: () => number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (since() < PATIENCE) return;
      clearInterval(timer);
      resolve();
    }, 100);
    timer.unref();
  });
}
