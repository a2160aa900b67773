import { LIMITS } from './limits.js';
import { all, type Check, isFields, list, listOf, number, oneOf, record, tagged, text, unique } from './rules.js';
import { blockId } from './texts.js';

const label = text(LIMITS.chartLabel);

const positive: Check = (value, path, look) => {
  number(value, path, look);
  if (typeof value === 'number' && value <= 0) look.problem(path, 'must be more than 0');
};

const point = record({ label, value: number });
const segment = record({ label, value: positive });
const series = record({ name: label, data: list(point, 1, LIMITS.points) });
const axes = record(
  { categories: list(label, 1, LIMITS.points) },
  { x_label: text(LIMITS.chartAxis), y_label: text(LIMITS.chartAxis) },
);

/** Each series has exactly one point for each category, and no other. */
const pointsMatchCategories: Check = (value, path, look) => {
  if (!isFields(value) || !isFields(value.axis_config)) return;
  const { categories } = value.axis_config;
  if (!Array.isArray(categories)) return;
  if (new Set(categories).size !== categories.length) look.problem(`${path}/axis_config`, 'categories must be unique');
  const wanted = JSON.stringify([...categories].sort());
  for (const [index, { data }] of listOf(value.series).entries()) {
    const labels = listOf(data).map((entry) => entry.label);
    if (JSON.stringify(labels.sort()) !== wanted)
      look.problem(`${path}/series/${index}`, 'must have exactly one data point per category');
  }
};

function plot(type: string): Check {
  return all(
    record({ type: oneOf(type), series: all(list(series, 1, LIMITS.series), unique('name')), axis_config: axes }),
    pointsMatchCategories,
  );
}

const pie = record({ type: oneOf('pie'), segments: all(list(segment, 1, LIMITS.segments), unique('label')) });

const chart = record(
  {
    type: oneOf('data_visualization'),
    title: text(LIMITS.chartTitle),
    chart: tagged({ bar: plot('bar'), line: plot('line'), area: plot('area'), pie }),
  },
  { block_id: blockId },
);

/** A native chart; a workspace without them knows no such type. */
export const dataVisualization: Check = (value, path, look) => {
  if (!look.nativeCharts || look.surface === 'modal') look.problem(path, 'unsupported type: data_visualization');
  else chart(value, path, look);
};
