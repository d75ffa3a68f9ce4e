import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Makes a check of the header `Authorization`. Hashes are compared, in constant time: how long it takes says nothing
 * about the key, not even its length.
 */
export function keyCheck(apiKey: string): (authorization: string | undefined) => boolean {
  const expected = digest(apiKey);
  return (authorization) => {
    const [, key] = /^bearer +(.*)$/i.exec(authorization ?? '') ?? [];
    return key !== undefined && timingSafeEqual(digest(key), expected);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
