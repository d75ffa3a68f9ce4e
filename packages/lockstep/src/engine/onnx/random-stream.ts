/**
 * A row's own stream of random numbers: what other rows draw does not change it. sfc32, Chris Doty-Humphrey's small
 * fast counting generator (PractRand); seeds are mixed by the 12 rounds that he asks for, and 3 more.
 * @param seed any safe integer
 * @returns draws the next number, from 0 to below 1, in steps of 2^-32
 */
export function randomStream(seed: number): () => number {
  let a = Math.floor(seed / 2 ** 32) | 0;
  let b = seed | 0;
  let c = 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}
