/**
 * Little-endian reading and writing of the primitive types of [MS-TDS] 2.2.5.1:
 * BYTE, USHORT, ULONG, and counted UTF-16 text (B_VARCHAR: length in one byte, US_VARCHAR: in two, counted in characters).
 */

/** Reads values from a message in the order they were sent; reading past the end throws RangeError. */
export class ByteReader {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  get ended(): boolean {
    return this.#offset >= this.#buffer.length;
  }

  u8(): number {
    return this.#buffer.readUInt8(this.#advance(1));
  }

  u16(): number {
    return this.#buffer.readUInt16LE(this.#advance(2));
  }

  u32(): number {
    return this.#buffer.readUInt32LE(this.#advance(4));
  }

  u64(): bigint {
    return this.#buffer.readBigUInt64LE(this.#advance(8));
  }

  bytes(length: number): Buffer {
    const start = this.#advance(length);
    if (this.#offset > this.#buffer.length) throw new RangeError(`message ends before byte ${this.#offset}`);
    return this.#buffer.subarray(start, this.#offset);
  }

  rest(): Buffer {
    return this.bytes(this.#buffer.length - this.#offset);
  }

  text(characters: number): string {
    return this.bytes(characters * 2).toString('utf16le');
  }

  bVarchar(): string {
    return this.text(this.u8());
  }

  usVarchar(): string {
    return this.text(this.u16());
  }

  #advance(length: number): number {
    const start = this.#offset;
    this.#offset += length;
    return start;
  }
}

/** Builds one token or option; every method returns the writer, so that a token reads as one sentence. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(256);
  #length = 0;

  u8(value: number): this {
    const at = this.#grow(1);
    this.#buffer.writeUInt8(value, at);
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#buffer.writeUInt16LE(value, at);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.#buffer.writeUInt32LE(value, at);
    return this;
  }

  i32(value: number): this {
    const at = this.#grow(4);
    this.#buffer.writeInt32LE(value, at);
    return this;
  }

  u64(value: bigint): this {
    const at = this.#grow(8);
    this.#buffer.writeBigUInt64LE(value, at);
    return this;
  }

  i64(value: bigint): this {
    const at = this.#grow(8);
    this.#buffer.writeBigInt64LE(value, at);
    return this;
  }

  f64(value: number): this {
    const at = this.#grow(8);
    this.#buffer.writeDoubleLE(value, at);
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#grow(value.length);
    this.#buffer.set(value, at);
    return this;
  }

  text(value: string): this {
    const at = this.#grow(value.length * 2);
    this.#buffer.write(value, at, 'utf16le');
    return this;
  }

  bVarchar(value: string): this {
    return this.u8(value.length).text(value);
  }

  usVarchar(value: string): this {
    return this.u16(value.length).text(value);
  }

  /** B_VARBYTE: a length in one byte, then that many bytes. */
  bVarbyte(value: Uint8Array): this {
    return this.u8(value.length).bytes(value);
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Reserves `count` bytes at the end and returns where they start; the buffer may be another one afterwards. */
  #grow(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, start);
      this.#buffer = larger;
    }
    return start;
  }
}
