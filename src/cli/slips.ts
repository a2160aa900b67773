import { unusedValues } from '../access/index.js';
import type { App } from '../app.js';
import { checkedFor } from '../commands/subscriptions/question.js';

/** What the configuration says that is no mistake in itself, and yet does nothing, in warnings: known only when rows are. */
export async function slipsOf(app: App): Promise<readonly string[]> {
  const { model, settings } = app;
  const unused = unusedValues(settings.config.access, await model.dimensionValues([]));
  const digests = await digestsWithout(app);
  return [
    ...(unused.length > 0
      ? [`access rules name values that no row has, so they close nothing.\n  ${unused.join('\n  ')}`]
      : []),
    ...(digests.length > 0 ? [`digests ask what cannot be answered.\n  ${digests.join('\n  ')}`] : []),
  ];
}

/** With all rights: what the owner of a digest may not see is told when it is due. */
async function digestsWithout({ desk, settings }: App): Promise<readonly string[]> {
  const checked = settings.config.digests.map(async ({ name, question }) => {
    const found = await checkedFor(null, question, desk);
    return found.ok ? [] : [`${name}: “${question}”: ${found.mistake.message}`];
  });
  return (await Promise.all(checked)).flat();
}
