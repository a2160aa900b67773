import type { AccessRule } from '../config/schema.js';
import type { DimensionName } from '../kpi/dimensions.js';

/** Who asks, and where. */
export interface Identity {
  /** Null where it is nobody in particular. */
  readonly user: string | null;
  /** User groups, of those that rules name, of which the user is known to be a member. */
  readonly groups: readonly string[];
  /** Groups of which it could not be found out: what they open stays closed, what they narrow is narrowed. */
  readonly unknownGroups?: readonly string[];
  /** Null where there is none, as in App Home. */
  readonly channel: string | null;
}

/** Values by dimension, as a rule has them. */
export type Values = Readonly<Partial<Record<DimensionName, readonly string[]>>>;

/** Whether a rule is about this identity: by user, group or channel, any of them. */
export function matches({ users, groups, channels }: AccessRule['for'], { user, groups: own, channel }: Identity) {
  return (
    (user !== null && users.includes(user)) ||
    groups.some((group) => own.includes(group)) ||
    (channel !== null && channels.includes(channel))
  );
}

/** A value as the model writes it: blanks folded, characters composed. Case is left to the comparison. */
export const written = (value: string): string => value.normalize('NFC').replace(/\s+/g, ' ').trim();

/** Equal for values that differ in case only. */
export const keyOf = (value: string): string => written(value).toUpperCase();
