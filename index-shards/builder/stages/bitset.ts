/** A set of whole numbers below a bound that grows as needed, a bit each. */
export class Bitset {
  #bits = new Uint8Array(1024);

  add(value: number): void {
    const byte = Math.floor(value / 8);
    if (byte >= this.#bits.length) {
      const larger = new Uint8Array(Math.max(byte + 1, 2 * this.#bits.length));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[byte]! |= 1 << (value % 8);
  }

  has(value: number): boolean {
    return ((this.#bits[Math.floor(value / 8)] ?? 0) & (1 << (value % 8))) !== 0;
  }
}
