import { toPayload } from '../../alerts/told.js';
import { transitions } from '../../alerts/transitions.js';
import type { Log } from '../../observe/index.js';
import type { Alert, AlertRow, Alerts, Claimant, Deliveries } from '../../state/index.js';
import type { Desk } from '../desk.js';
import { turn } from '../turns.js';
import { type Look, lookAt } from './look.js';
import { rightsText } from './rights.js';
import type { Freshness } from './trust.js';

export interface WatchOptions extends Freshness {
  readonly alerts: Pick<Alerts, 'list' | 'rows' | 'seen' | 'looked' | 'change'>;
  readonly deliveries: Pick<Deliveries, 'add'>;
  /** With what its owner and its channel may see; `gone` where the owner is no user any more. May reject: it is not looked at then. */
  readonly deskOf: (alert: Alert) => Promise<Desk | 'gone'>;
  /** Null where another instance posts: nothing is looked at. */
  readonly claimant: () => Claimant | null;
  readonly now: () => Date;
  readonly log: Pick<Log, 'error'>;
  /** Tells whoever posts that something is due. */
  readonly wake: () => void;
}

export interface Watch {
  /**
   * Looks at all active alerts, one after another, and writes down what is to be told. Never rejects. Asked for while it
   * goes on, it is the same look.
   */
  look(): Promise<void>;
}

const GONE = 'Its owner is no member of the workspace any more.';

/** What people are told of their alerts is found here: whenever the rows may be others, or time has passed. */
export function createWatch(options: WatchOptions): Watch {
  const { alerts, log } = options;
  let looking: Promise<void> | null = null;

  async function lookAtAll(): Promise<void> {
    const looks = new Map<string, Promise<Look>>();
    for (const alert of await alerts.list()) {
      if (alert.status === 'paused') continue;
      await turn();
      const by = options.claimant();
      if (by === null) return;
      try {
        await lookAtOne(alert, by, looks, options);
      } catch (error) {
        log.error({ err: error, alert: alert.id }, 'alert not looked at');
      }
    }
  }

  return {
    look() {
      looking ??= lookAtAll()
        .catch((error: unknown) => log.error({ err: error }, 'alerts not looked at'))
        .finally(() => {
          looking = null;
        });
      return looking;
    },
  };
}

async function lookAtOne(
  alert: Alert,
  by: Claimant,
  looks: Map<string, Promise<Look>>,
  options: WatchOptions,
): Promise<void> {
  const desk = await options.deskOf(alert);
  const look = desk === 'gone' ? { kind: 'refused' as const, says: GONE } : await shared(looks, alert, desk, options);
  switch (look.kind) {
    case 'seen':
      return note(alert, look, by, options);
    case 'stale':
      if (alert.trouble !== look.says) await options.alerts.change(alert.id, { trouble: look.says });
      return;
    case 'refused':
      return pause(alert, look.says, options);
  }
}

/** Equal questions with equal rights are looked at once. */
function shared(looks: Map<string, Promise<Look>>, { question }: Alert, desk: Desk, fresh: Freshness): Promise<Look> {
  const key = `${rightsText(desk.rights)} ${question}`;
  const look = looks.get(key) ?? lookAt(question, desk, fresh);
  looks.set(key, look);
  return look;
}

async function note(
  alert: Alert,
  { rows, subject }: Look & { readonly kind: 'seen' },
  by: Claimant,
  { alerts, now, wake, youngerThan }: WatchOptions,
): Promise<void> {
  const { id, owner, channel } = alert;
  const at = now();
  const unseen = at.getTime() - (alert.checked ?? at).getTime();
  const rowsBefore = await alerts.rows(id);
  const kept = {
    rows: unseen > Math.max(alert.hold, 2 * youngerThan) ? heldAnew(rowsBefore, at) : rowsBefore,
    seen: alert.checked === null ? null : await alerts.seen(id),
  };
  const moved = transitions(kept, rows, { ...alert, ...subject }, at);
  const payload = moved.events.length > 0 ? toPayload(subject, moved.events, alert) : null;
  const delivery = payload === null ? null : { kind: 'alert' as const, of: id, due: at, owner, channel, payload };
  const isNoted = await alerts.looked(alert, { rows: moved.rows, seen: moved.seen, checked: at, delivery }, by);
  if (!isNoted) return;
  if (alert.trouble !== null) await alerts.change(id, { trouble: null });
  if (delivery) wake();
}

/** After a long time in which nobody looked, nobody knows whether they were beyond all the while. */
const heldAnew = (rows: readonly AlertRow[], since: Date): readonly AlertRow[] =>
  rows.map((row) => (row.state === 'pending' ? { ...row, since } : row));

/** Paused before it is said: what is said twice at worst would be said at every look where that cannot be written. */
async function pause(alert: Alert, says: string, { alerts, deliveries, now, wake }: WatchOptions): Promise<void> {
  const { id, owner } = alert;
  if ((await alerts.change(id, { status: 'paused', trouble: says })) === null) return;
  const payload = `Alert #${id} (${alert.question}) is paused: ${says}`;
  await deliveries.add([{ kind: 'notice', of: id, due: now(), owner, channel: null, payload }]);
  wake();
}
