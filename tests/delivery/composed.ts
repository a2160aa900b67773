import type { App } from '../../src/app.js';
import type { Asker } from '../../src/commands/questions.js';
import type { Composed } from '../../src/delivery/compose.js';
import { createComposer } from '../../src/delivery/composer.js';
import type { Marks } from '../../src/delivery/content.js';
import type { Delivery, NewDelivery, NewSubscription } from '../../src/state/index.js';
import { COMPANY, DRIFT, drifted, QUIET } from '../posting/company.js';
import { openCompany, type TestCompany } from '../support/app.js';

export const DUE = new Date('2026-03-09T08:00:00Z');

const ANN: Asker = { chat: 'slack', user: 'U1', groups: [], unknownGroups: [], channel: 'C1', public: true };
const IN_TIME = { late: null, mayBeRepeat: false };

export type Post = Extract<Composed, { readonly kind: 'post' }>;

export interface Composing {
  readonly app: App;
  /** Questions that were computed. */
  readonly computed: string[];
  /** Titles of what was drawn. */
  readonly drawn: string[];
  /** Errors that were logged. */
  readonly failures: unknown[];
  delivery(changes: Partial<NewDelivery>): Promise<Delivery>;
  /** A delivery of a subscription of Ann’s in #C1; left as it is, to the digest. */
  subscribed(changes?: Partial<NewSubscription>, due?: Date): Promise<Delivery>;
  compose(delivery: Delivery, asker?: Partial<Asker>, marks?: Partial<Marks>): Promise<Composed>;
  /** The same; anything but a post fails the test with what came instead. */
  posted(delivery: Delivery, asker?: Partial<Asker>, marks?: Partial<Marks>): Promise<Post>;
}

/** A composer over a company that has drifted: Electronics are out of tolerance. */
export async function composing(changes: Partial<TestCompany> = {}): Promise<Composing> {
  const files = { ...COMPANY.files, ...drifted({ ...QUIET, '2026-03-09': DRIFT }) };
  const app = await openCompany({ ...COMPANY, files, now: DUE.toISOString(), ...changes });
  const { state } = app;
  const [computed, drawn, failures]: [string[], string[], unknown[]] = [[], [], []];
  const compose = createComposer({
    ...state,
    questions: {
      ...app.questions,
      deliver(question, asker) {
        computed.push(question);
        return app.questions.deliver(question, asker);
      },
      digest(asker, options) {
        computed.push('/stock digest');
        return app.questions.digest(asker, options);
      },
    },
    async draw({ title }) {
      drawn.push(title);
      return new Uint8Array([1]);
    },
    log: { error: (fields) => failures.push(fields) },
  });
  const all: Composing = {
    app,
    computed,
    drawn,
    failures,
    async delivery(given) {
      const terms = { kind: 'subscription', of: null, due: DUE, owner: 'U1', channel: 'C1', payload: null } as const;
      const [added] = await state.deliveries.add([{ ...terms, ...given }]);
      if (!added) throw new Error('There is a delivery of that time already');
      return added;
    },
    async subscribed(given = {}, due = DUE) {
      const added = await state.subscriptions.add({
        name: null,
        owner: 'U1',
        channel: 'C1',
        question: '/stock digest',
        schedule: 'daily 08:00',
        timeZone: 'Europe/Berlin',
        quiet: 'line',
        nextDue: DUE,
        ...given,
      });
      if (added === 'full') throw new Error('There is no room for it');
      return all.delivery({ of: added.id, channel: added.channel, due });
    },
    compose: (delivery, asker, marks) => compose(delivery, { ...ANN, ...asker }, { ...IN_TIME, ...marks }),
    async posted(...given) {
      const composed = await all.compose(...given);
      if (composed.kind !== 'post') throw new Error(`Not posted: ${JSON.stringify(composed)}`);
      return composed;
    },
  };
  return all;
}
