import { describe, expect, it } from 'vitest';
import { complaintsOf, groupsNamed, type Identity, rightsOf } from '../../src/access/index.js';
import { ALL_RIGHTS, common, type Rights } from '../../src/kpi/rights.js';
import { ANNA, BEN, FINANCE, GENERAL, MONEY, NORTHERNERS, rules, SOUTHERNERS } from './rules.js';

const who = (user: string | null, ...groups: string[]): Identity => ({ user, groups, channel: null });
/** Of everybody who reads it. */
const rightsOfChannel = (all: Parameters<typeof rightsOf>[0], channel: string) =>
  rightsOf(all, { ...who(null), channel });
const inChannel = (channel: string, identity: Identity = who(BEN)): Identity => ({ ...identity, channel });

/** Rights in words: `cost closed; warehouse NORTH | SOUTH; not category Secret`. */
function said({ closedSubjects, closedKpis, restrictions }: Rights): string {
  return [
    ...closedSubjects.map((subject) => `/${subject} closed`),
    ...closedKpis.map((kpi) => `${kpi} closed`),
    ...restrictions.map((it) => `${it.except ? 'not ' : ''}${it.dimension} ${it.values.join(' | ')}`),
  ].join('; ');
}

const costInFinance = rules({ only: { kpis: ['cost'] }, for: { channels: [MONEY] } });
const northSeesNorth = rules({ see: { warehouse: ['NORTH'] }, for: { groups: [NORTHERNERS] } });

describe('without rules', () => {
  it('everybody sees everything', () => {
    expect(rightsOf([], inChannel(GENERAL))).toEqual(ALL_RIGHTS);
    expect(rightsOfChannel([], GENERAL)).toEqual(ALL_RIGHTS);
  });
});

describe('only', () => {
  it.each<[string, Identity, string]>([
    ['is open in the channel that it names', inChannel(MONEY), ''],
    ['is closed in another channel', inChannel(GENERAL), 'cost closed'],
    ['is closed where there is no channel', who(ANNA), 'cost closed'],
    ['is closed to nobody in particular', who(null), 'cost closed'],
  ])('cost only in #finance: %s', (_, identity, expected) => {
    expect(said(rightsOf(costInFinance, identity))).toBe(expected);
  });

  const byAnything = rules({
    only: { subjects: ['stock'] },
    for: { users: [ANNA], groups: [FINANCE], channels: [MONEY] },
  });
  it.each<[string, Identity, string]>([
    ['a user', who(ANNA), ''],
    ['a member of a group', who(BEN, FINANCE), ''],
    ['a channel', inChannel(MONEY), ''],
    ['none of these', inChannel(GENERAL, who(BEN, NORTHERNERS)), '/stock closed'],
  ])('lets in by user, group or channel, any of them: %s', (_, identity, expected) => {
    expect(said(rightsOf(byAnything, identity))).toBe(expected);
  });

  const twice = rules(
    { only: { kpis: ['cost', 'variance'] }, for: { users: [ANNA] } },
    { only: { kpis: ['cost'] }, for: { groups: [FINANCE] } },
  );
  it.each<[string, Identity, string]>([
    ['the first opens both that it names', who(ANNA), ''],
    ['the second opens the one that it names', who(BEN, FINANCE), 'variance closed'],
    ['neither', who(BEN), 'cost closed; variance closed'],
  ])('of several rules that name the same, one is enough: %s', (_, identity, expected) => {
    expect(said(rightsOf(twice, identity))).toBe(expected);
  });

  it('closes each value by itself, and one that several rules name to nobody who is in any of them', () => {
    const secret = rules(
      { only: { values: { category: ['Secret', 'Toys'], warehouse: ['VAULT'] } }, for: { users: [ANNA] } },
      { only: { values: { category: ['  secret '] } }, for: { users: [BEN] } },
    );
    expect(said(rightsOf(secret, who(ANNA)))).toBe('');
    expect(said(rightsOf(secret, who(BEN)))).toBe('not category Toys; not warehouse VAULT');
    expect(said(rightsOf(secret, who('UCARL')))).toBe('not category Secret | Toys | secret; not warehouse VAULT');
  });

  it('closes every spelling that the rules have', () => {
    const values = rules({
      only: { values: { category: ['Stra\u00dfe', 'STRASSE', 'Cafe\u0301'] } },
      for: { users: [ANNA] },
    });
    expect(rightsOf(values, who(BEN)).restrictions).toEqual([
      { dimension: 'category', values: ['Stra\u00dfe', 'STRASSE', 'Caf\u00e9'], except: true },
    ]);
  });
});

describe('see', () => {
  it.each<[string, Identity, string]>([
    ['a member sees the north', who(ANNA, NORTHERNERS), 'warehouse NORTH'],
    ['others see all of it', who(BEN), ''],
    ['a channel that no rule names sees all of it', inChannel(GENERAL), ''],
  ])('north-region people see the north: %s', (_, identity, expected) => {
    expect(said(rightsOf(northSeesNorth, identity))).toBe(expected);
  });

  const north = { see: { warehouse: ['NORTH'] }, for: { users: [ANNA] } };
  const south = { see: { warehouse: ['SOUTH'] }, for: { users: [ANNA] } };
  const food = { see: { category: ['Food'] }, for: { users: [ANNA] } };
  const toys = { see: { category: ['Toys'] }, for: { users: [ANNA] } };
  const northFood = { see: { warehouse: ['NORTH'], category: ['Food'] }, for: { users: [ANNA] } };
  const southFood = { see: { warehouse: ['SOUTH'], category: ['Food'] }, for: { users: [ANNA] } };
  const southToys = { see: { warehouse: ['SOUTH'], category: ['Toys'] }, for: { users: [ANNA] } };
  it.each<[string, Parameters<typeof rules>, string]>([
    ['of one dimension it is the union', [north, south], 'warehouse NORTH | SOUTH'],
    ['over different dimensions all must hold', [north, food], 'category Food; warehouse NORTH'],
    ['both', [north, food, south, toys], 'category Food | Toys; warehouse NORTH | SOUTH'],
    ['a rule of two dimensions', [northFood], 'category Food; warehouse NORTH'],
    ['and one of a single one', [northFood, south], 'category Food; warehouse NORTH | SOUTH'],
    ['two that differ in one dimension', [northFood, southFood], 'category Food; warehouse NORTH | SOUTH'],
    [
      'two that differ in both would together give NORTH’s toys: the first counts',
      [northFood, southToys],
      'category Food; warehouse NORTH',
    ],
  ])('to whom several rules are about: %s', (_, written, expected) => {
    expect(said(rightsOf(rules(...written), who(ANNA)))).toBe(expected);
  });

  it('does not open what an only rule closes', () => {
    const both = rules(north, { only: { values: { warehouse: ['NORTH'] } }, for: { users: [BEN] } });
    expect(said(rightsOf(both, who(ANNA)))).toBe('warehouse NORTH; not warehouse NORTH');
  });
});

describe('a group whose members are not known', () => {
  const regions = rules(
    { see: { warehouse: ['NORTH'] }, for: { groups: [NORTHERNERS] } },
    { see: { warehouse: ['SOUTH'] }, for: { groups: [SOUTHERNERS] } },
    { only: { kpis: ['cost'] }, for: { groups: [NORTHERNERS] } },
  );
  it.each<[string, Identity, string]>([
    ['a member of one', who(ANNA, NORTHERNERS), 'warehouse NORTH'],
    ['opens nothing, and narrows', { ...who(ANNA), unknownGroups: [NORTHERNERS] }, 'cost closed; warehouse NORTH'],
    [
      'narrows what another gives',
      { ...who(ANNA, NORTHERNERS), unknownGroups: [SOUTHERNERS] },
      'warehouse NORTH; warehouse SOUTH',
    ],
  ])('%s', (_, identity, expected) => {
    expect(said(rightsOf(regions, identity))).toBe(expected);
  });
});

describe('a channel that reads along', () => {
  const all = [
    ...costInFinance,
    ...northSeesNorth,
    ...rules({ see: { category: ['Food'] }, for: { channels: [GENERAL] } }),
  ];

  it('has the rights that rules give to the channel, whoever asks', () => {
    expect(said(rightsOfChannel(all, MONEY))).toBe('');
    expect(said(rightsOfChannel(all, GENERAL))).toBe('cost closed; category Food');
  });

  it.each<[string, Identity, string, string]>([
    ['what both may see', who(ANNA, NORTHERNERS), GENERAL, 'cost closed; warehouse NORTH; category Food'],
    [
      'a right of the asker’s own channel is none of another’s',
      inChannel(MONEY),
      GENERAL,
      'cost closed; category Food',
    ],
    ['a right of the channel is none of an asker’s', who(ANNA, NORTHERNERS), MONEY, 'cost closed; warehouse NORTH'],
    ['the same is said once', inChannel(GENERAL), GENERAL, 'cost closed; category Food'],
  ])('an answer shared to it has %s', (_, asker, channel, expected) => {
    expect(said(common(rightsOf(all, asker), rightsOfChannel(all, channel)))).toBe(expected);
  });
});

describe('groupsNamed', () => {
  it('has every group once', () => {
    const all = rules(
      { see: { warehouse: ['NORTH'] }, for: { groups: [NORTHERNERS, FINANCE] } },
      { only: { kpis: ['cost'] }, for: { groups: [FINANCE], users: [ANNA] } },
    );
    expect(groupsNamed(all)).toEqual([NORTHERNERS, FINANCE]);
  });
});

describe('complaintsOf', () => {
  const known = { subjects: ['stock'], kpis: ['total', 'cost'] };

  it('names what there is not, where it stands, and what there is', () => {
    const all = rules(
      { see: { warehouse: ['NORTH'] }, for: { users: [ANNA] } },
      { only: { subjects: ['stocks'], kpis: ['cost', 'Costs'] }, for: { users: [ANNA] } },
    );
    expect(complaintsOf(all, known)).toEqual([
      { key: 'access[1].only.subjects[0]', rule: '"stocks" is not allowed: one of stock' },
      { key: 'access[1].only.kpis[1]', rule: '"Costs" is not allowed: one of total, cost' },
    ]);
  });

  it('has none of rules that can be', () => {
    expect(complaintsOf([...costInFinance, ...northSeesNorth], known)).toEqual([]);
  });
});
