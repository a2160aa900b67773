import type { KpiQuery } from '../../../src/kpi/kpi.js';
import type { Expected } from './expected.js';
import { groupsOf, perEnvironment } from './groups.js';
import { pivotOf } from './pivot.js';
import { Question } from './question.js';
import { stepsOf } from './steps.js';
import type { Subject } from './subject.js';

/**
 * A second computation of every question about stock, from KPIS.md, with loops over the rows as the files have them and
 * nothing of the program’s but the types of a question.
 */
export function expectedAnswer(subject: Subject, query: KpiQuery): Expected {
  const question = new Question(subject, query);
  const [by = null, across] = question.axes;
  if (across !== undefined) return pivotOf(question);
  if (by === 'time') return stepsOf(question);
  return by === 'environment' ? perEnvironment(question) : groupsOf(question, by);
}
