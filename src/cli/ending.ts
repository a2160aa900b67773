/**
 * Ends the process as soon as everything printed is out: of an attempt to open the model, which somebody else was faster
 * with, a timer is left.
 */
export async function endNow(code: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve));
  process.exit(code);
}
