import type { Named } from '../draft.js';
import { spellings } from '../mistakes.js';
import type { Name, Reader } from '../reader.js';
import type { Place } from '../stop.js';
import type { Effect } from './clause.js';
import { skipEnvironment } from './place.js';
import { limitOf } from './threshold.js';

/** A KPI, a measure, an environment or a value, by its words alone. */
export function named(name: Name, reader: Reader): Effect {
  const from = reader.at;
  reader.at += name.length;
  const { meanings, values } = name;
  const place = reader.since(from);
  if (values.length > 0) return valued(name, reader, place);
  const { kpi, measures = [], environment } = meanings;
  if (kpi === undefined && environment !== undefined) {
    skipEnvironment(reader);
    return besideOther(reader, from) ?? inEnvironment(environment, place);
  }
  return subject({ ...(kpi === undefined ? {} : { kpi }), measures, place }, reader);
}

/** A KPI or a measure, with a threshold after it or without. */
export function subject(named: Named, reader: Reader): Effect {
  const limited = named.measures.length > 0 ? limitOf(reader, named) : null;
  return (draft) => {
    if (limited) draft.thresholds.push(limited);
    else draft.named.push(named);
  };
}

function valued(
  { meanings: { kpi, measures, environment, filler }, values }: Name,
  reader: Reader,
  place: Place,
): Effect {
  const [measure] = filler ? [] : (measures ?? []);
  const others = [
    ...(kpi === undefined ? [] : [`kpi:${kpi}`]),
    ...(kpi !== undefined || measure === undefined ? [] : [`measure:${measure}`]),
    ...(environment === undefined ? [] : [`in ${environment}`]),
  ];
  if (others.length > 0) throw reader.mistakes.ambiguous(place, [...others, ...spellings(values)]);
  const dimension = dimensionAfter(reader, values);
  const meant = dimension === null ? values : values.filter((one) => one.dimension === dimension);
  return (draft) => draft.filter(meant, place);
}

/** The name of its dimension after a value, as in `north warehouse`; read, and null where there is none. */
function dimensionAfter(reader: Reader, values: Name['values']): string | null {
  const seen = reader.look(({ dimension }) => dimension);
  if (!seen || !values.some(({ dimension }) => dimension === seen.found)) return null;
  if ((reader.name()?.length ?? 0) > seen.length) return null;
  reader.at += seen.length;
  return seen.found;
}

const inEnvironment =
  (what: 'test' | 'production', place: Place): Effect =>
  (draft) =>
    draft.environments.push({ what, place });

/** `prod vs test`: the KPI that compares the two. */
function besideOther(reader: Reader, from: number): Effect | null {
  const other = reader.try(() => {
    const isBeside = reader.takeKeyword('vs');
    return (isBeside && reader.take(({ environment }) => environment)) || null;
  });
  const kpi = other === null ? undefined : reader.words.kpi('test vs production');
  if (kpi === undefined) return null;
  const place = reader.since(from);
  return (draft) => draft.named.push({ kpi, measures: [], place });
}
