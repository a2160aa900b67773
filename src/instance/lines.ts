/** Puts lines together out of what arrives. `limit` is in bytes; a longer line throws RangeError. */
export function lineReader(onLine: (line: string) => void, limit: number): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let held = 0;
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      if (held + end - from > limit) throw new RangeError('line too long');
      const line = Buffer.concat([...parts, chunk.subarray(from, end)]).toString('utf8');
      parts = [];
      held = 0;
      from = end + 1;
      onLine(line);
    }
    if (from === chunk.length) return;
    parts.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > limit) throw new RangeError('line too long');
  };
}
