import type { AccessRule } from '../../config/schema.js';
import type { Named } from './report.js';

/** What a digest of the configuration names. */
interface Digest {
  readonly owner: string;
  readonly channel?: string | undefined;
}

/** Channels, user groups and people that the configuration names, each once, with where it does. */
export function namedInConfig(
  access: readonly AccessRule[],
  publicChannels: readonly string[],
  digests: readonly Digest[] = [],
): { readonly channels: readonly Named[]; readonly groups: readonly Named[]; readonly users: readonly Named[] } {
  const inRules = (kind: keyof AccessRule['for']) =>
    access.flatMap((rule, index) => keyed(rule.for[kind], `access[${index}].for.${kind}`));
  return {
    channels: once([
      ...keyed(publicChannels, 'slack.public'),
      ...inRules('channels'),
      ...digests.flatMap(({ channel }, index) => (channel ? [{ id: channel, key: `digests[${index}].channel` }] : [])),
    ]),
    groups: once(inRules('groups')),
    users: once([
      ...inRules('users'),
      ...digests.map(({ owner }, index) => ({ id: owner, key: `digests[${index}].owner` })),
    ]),
  };
}

interface Keyed {
  readonly id: string;
  readonly key: string;
}

const keyed = (ids: readonly string[], key: string): readonly Keyed[] =>
  ids.map((id, place) => ({ id, key: `${key}[${place}]` }));

function once(found: readonly Keyed[]): readonly Named[] {
  const ids = [...new Set(found.map(({ id }) => id))];
  return ids.map((id) => ({ id, keys: found.filter((one) => one.id === id).map(({ key }) => key) }));
}
