/** Whether tables count as large: at each question only what an index serves is asked of them. */
export const world = { large: true };
