import { fold } from '../fold.js';
import { ENVIRONMENTS } from '../keywords.js';
import { qualified } from '../quoting.js';
import type { Reader } from '../reader.js';
import type { Effect } from './clause.js';
import { qualifiedMeasure } from './measure.js';
import { subject } from './name.js';

/** `category:Electronics`, `kpi:cost`, `measure:value_variance`, `environment:test`. */
export function withQualifier(qualifier: string, text: string, reader: Reader): Effect {
  const { at, words, mistakes } = reader;
  const measure = qualifiedMeasure(reader);
  if (measure) return subject(measure, reader);
  const place = { at: reader.at++ };
  if (fold(qualifier) === 'kpi') {
    const kpi = words.kpi(text);
    if (!kpi) throw mistakes.notOneOf('a KPI', 'kpi:', words.kpiNames, place);
    return (draft) => draft.named.push({ kpi, measures: [], place });
  }
  const dimension = words.dimension(qualifier);
  if (dimension === undefined) {
    const said = `“${qualifier}” is nothing to filter by: ${words.dimensionNames.join(', ')}.`;
    const replacements = words.dimensionNames.map((name) => qualified(name, text));
    throw mistakes.stop('unknown', said, place, replacements);
  }
  if (dimension === 'environment') {
    const environment = ENVIRONMENTS.get(fold(text));
    if (!environment) throw mistakes.notOneOf('an environment', 'environment:', ['test', 'production'], place);
    return (draft) => draft.environments.push({ what: environment, place });
  }
  const found = words.find(text, dimension);
  if (found.length === 0) throw mistakes.unknownValue(dimension, at);
  return (draft) => draft.filter(found, place);
}
