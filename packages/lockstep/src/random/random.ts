/** A seeded source of uniform random numbers: the same seed and purpose give the same numbers anywhere. */
export interface Random {
  /** Uniform on [0, 1), with 53 bits. */
  next(): number;
}

/**
 * Opens a stream of its own for a purpose, independent of every other purpose and index under the same seed,
 * so that drawing more of one thing never changes another.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand), its state filled by a hash of seed, purpose and
 * index with the finalizer of MurmurHash3 (Austin Appleby).
 * @param seed any integer of at most 53 bits (default 1 on the command line)
 * @param purpose a name such as `arrivals`
 * @param index distinguishes streams of one purpose, such as users; an integer ≥ 0 (default 0)
 */
export function randomStream(seed: number, purpose: string, index = 0): Random {
  return new Sfc32(seed, purpose, index);
}

class Sfc32 implements Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, purpose: string, index: number) {
    let hash = mix(0x9e3779b9, seed >>> 0);
    hash = mix(hash, Math.floor(seed / 4294967296) | 0);
    for (let i = 0; i < purpose.length; i++) hash = mix(hash, purpose.charCodeAt(i));
    hash = mix(hash, index);
    this.a = hash = mix(hash, 1);
    this.b = hash = mix(hash, 2);
    this.c = mix(hash, 3);
    for (let i = 0; i < 12; i++) this.word();
  }

  next(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  private word(): number {
    const t = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t;
  }
}

function mix(hash: number, value: number): number {
  let h = (hash ^ value) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  return (h + 0x9e3779b9) | 0;
}
