import type { Attached } from './history/index.js';
import { keptAside, type SetAside } from './recover.js';

/** Something that happened to the model, and that it has lived through. */
export interface ModelNotice {
  readonly kind: 'set-aside' | 'history' | 'reopened';
  /** For a chat: without a path. */
  readonly says: string;
  /** For the log. */
  readonly detail: string;
  readonly at: Date;
}

export interface Notices {
  since(moment: Date): readonly ModelNotice[];
  setAside(happened: SetAside): void;
  /** Of recorded days; told once. */
  history(problems: Attached['problems']): void;
  /** Recorded days could not be taken into the model for now. */
  unattached(error: Error): void;
  reopened(reason: string): void;
}

/** So many are remembered. */
const MOST = 100;
/** Dates that a sentence names. */
const NAMED = 3;

/** Models that were set aside before this process began are remembered by the files that are kept of them. */
export function createNotices(file: string, now: () => Date, tell: (notice: ModelNotice) => void): Notices {
  const all: ModelNotice[] = keptAside(file).map(({ path, at }) => ({ ...ASIDE, detail: `kept as ${path}`, at }));
  const told = new Set<string>();
  const add = (notice: ModelNotice) => {
    all.push(notice);
    all.splice(0, all.length - MOST);
    tell(notice);
  };
  return {
    since: (moment) => all.filter(({ at }) => at >= moment),
    setAside({ kept, removed, reason, at }) {
      const place = kept === null ? 'there was nothing in it to keep' : `kept as ${kept}`;
      const room = removed.length > 0 ? `; removed ${removed.join(', ')}` : '';
      add({ ...ASIDE, detail: `${reason}; ${place}${room}`, at });
    },
    history(problems) {
      const fresh = problems.filter(({ file: name, problem }) => !told.has(`${name} ${problem}`));
      if (fresh.length === 0) return;
      for (const { file: name, problem } of fresh) told.add(`${name} ${problem}`);
      const detail = fresh.map(({ file: name, problem }) => `${name} ${problem}`).join('; ');
      add({ kind: 'history', says: leftOut(fresh), detail, at: now() });
    },
    unattached({ message }) {
      if (told.has(message)) return;
      told.add(message);
      const says = 'Recorded days are not all read in yet, so that a period may have gaps.';
      add({ kind: 'history', says, detail: message, at: now() });
    },
    reopened(reason) {
      add({ kind: 'reopened', says: 'Tally’s own database failed and was opened again.', detail: reason, at: now() });
    },
  };
}

const ASIDE = {
  kind: 'set-aside',
  says: 'Tally’s own copy of the data was damaged. It was set aside and read again from the sources.',
} as const;

function leftOut(problems: Attached['problems']): string {
  const dates = [...new Set(problems.map(({ file }) => /\d{4}-\d{2}-\d{2}/.exec(file)?.[0] ?? file))].sort();
  const more = dates.length > NAMED ? ` and ${dates.length - NAMED} more` : '';
  return `Recorded days that cannot be read are gaps in a period: ${dates.slice(0, NAMED).join(', ')}${more}.`;
}
