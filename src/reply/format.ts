export { EMPTY, formatCell, jsonNumber, type NumberStyle, plural } from '../kpi/format.js';
