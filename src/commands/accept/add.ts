import { ACCEPT } from '../../kpi/rights.js';
import { MOST_ACCEPTANCES } from '../../state/index.js';
import type { Reply } from '../reply.js';
import { forgetAccepted } from './accepted.js';
import { acceptanceList, type Circumstances } from './list.js';
import { type Item, itemsNamed, keyOf } from './named-items.js';
import { mistaken, NOT_EVERYWHERE, seesPartOnly } from './rights.js';
import { acceptedWords, equalNotes, replacedNotes } from './say.js';
import { equalOf, openOf } from './standing.js';
import { type AcceptText, acceptText, readAccept } from './text.js';

/** Warehouses that are proposed. */
const SUGGESTED = 5;

/** `/stock accept`. */
export async function addAcceptances(text: string, circumstances: Circumstances): Promise<Reply> {
  const { desk, knowledge } = circumstances;
  const { model, acceptances, who: by } = desk;
  const { today } = model;
  const read = readAccept('accept', text, knowledge.words, today);
  if (!read.ok) return { kind: 'mistake', mistake: read.mistake };
  const { said } = read;
  if (said.warehouse === null && seesPartOnly(desk.rights))
    return placeMissing(text, said, knowledge.words.valuesOf('warehouse'));
  const named = await Promise.all(said.items.map((one) => itemsNamed(one, desk)));
  const standing = new Map((await acceptances.current(today)).map((one) => [keyOf(one), one]));
  const { until, reason } = said;
  const wanted = distinct(named.flat()).map(({ id }) => {
    const key = { sku: id, warehouse: said.warehouse };
    // A warehouse may be written in another way than when it was accepted there.
    const { warehouse } = standing.get(keyOf(key)) ?? key;
    return { sku: id, warehouse, until, reason, by, at: model.now };
  });
  if (wanted.length === 0) return mistaken('unknown', 'There is no such item any more.', text, ['/stock accepted']);
  // All that an answer needs comes first: what has been accepted must not look as though it had failed.
  const accepted = await openOf(wanted, desk, knowledge);
  const equal = await equalOf(accepted, desk);
  const replaced = await acceptances.accept(accepted, { until, reason, by, today });
  forgetAccepted(desk);
  if (replaced === 'full') return full(text);
  const result = acceptanceList(
    {
      question: acceptText('accepted', { ...said, until: null, reason: null }),
      kpi: ACCEPT,
      headline: acceptedWords(said, named),
      notes: [...equalNotes(equal), ...replacedNotes(replaced, accepted)],
    },
    accepted,
    circumstances,
  );
  return { kind: 'result', result, as: null, drill: null, editable: false, did: acceptText('accept', said) };
}

function placeMissing(text: string, said: AcceptText, warehouses: readonly string[]): Reply {
  const questions = warehouses.slice(0, SUGGESTED).map((warehouse) => acceptText('accept', { ...said, warehouse }));
  return mistaken(
    'refused',
    `${NOT_EVERYWHERE}: say in which one it is accepted, as in “in WAREHOUSE”.`,
    text,
    questions,
  );
}

function full(text: string): Reply {
  const most = MOST_ACCEPTANCES.toLocaleString('en-US');
  const message = `At most ${most} differences are accepted at a time, and there is no room for this. Take some back first, or let them expire.`;
  return mistaken('conflict', message, text, ['/stock accepted']);
}

/** Each once. */
const distinct = (items: readonly Item[]): readonly Item[] => [
  ...new Map(items.map((item) => [item.id, item])).values(),
];
