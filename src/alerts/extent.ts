/** On which side of its threshold a figure is beyond. */
export interface Side {
  readonly is: 'over' | 'under';
  /** Whether it is its size that is meant, on either side of zero. */
  readonly signed: boolean;
}

/** The greater, the farther beyond. What is empty and beyond is in proportion to nothing: more than any figure. */
export function extentOf(figure: string | null, { is, signed }: Side): number {
  const size = figure === null ? Number.POSITIVE_INFINITY : signed ? Math.abs(Number(figure)) : Number(figure);
  return is === 'over' ? size : -size;
}
