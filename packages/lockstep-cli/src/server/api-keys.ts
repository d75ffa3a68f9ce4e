import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigurationError } from 'lockstep/core';

/** Keys by the names of those who hold them; one who is to change a key has the old and the new one for a while. */
export type NamedApiKeys = Readonly<Record<string, string | readonly string[]>>;

/** Who shows a key: by name, or null where the key has none. */
export interface KeyHolder {
  readonly name: string | null;
}

/** What a client can show in a header; a key with a line break at its end would never be matched. */
const SENDABLE = /^[\x21-\x7e]+$/;
/** Names stand in logs and are labels of metrics. */
const NAME = /^[\w.-]{1,64}$/;
const MOST_KEYS = 1000;

/** The keys that open a server. Only their hashes are kept. */
export class ApiKeys {
  private known: readonly (KeyHolder & { readonly hash: Buffer })[];

  /**
   * @param single a key without a name; null for none
   * @param named may be changed later; null for none
   * @throws ConfigurationError for a key or a name that cannot be one, or for no key at all
   */
  constructor(
    private readonly single: string | null,
    named: NamedApiKeys | null,
  ) {
    if (single !== null && !SENDABLE.test(single)) throw notSendable('apiKey');
    this.known = hashed(single, named ?? {});
  }

  /**
   * From now on these are the named keys; requests that are being answered are not affected.
   * @throws ConfigurationError as the constructor does; the keys of before hold then
   */
  replace(named: NamedApiKeys): void {
    this.known = hashed(this.single, named);
  }

  /**
   * Whose key the header `Authorization` shows; null for no key, or a wrong one. Hashes are compared, all of them, each in
   * constant time: how long it takes says nothing about a key, not even its length, nor whose it is.
   */
  holderOf(authorization: string | undefined): KeyHolder | null {
    const [, key] = /^bearer +(.*)$/i.exec(authorization ?? '') ?? [];
    if (key === undefined) return null;
    const shown = digest(key);
    let holder: KeyHolder | null = null;
    for (const each of this.known) if (timingSafeEqual(shown, each.hash)) holder = each;
    return holder;
  }
}

function hashed(single: string | null, named: NamedApiKeys): (KeyHolder & { readonly hash: Buffer })[] {
  const holders = new Map<string, string | null>(single === null ? [] : [[single, null]]);
  for (const [name, keys] of Object.entries(named)) {
    if (!NAME.test(name)) {
      // It is not shown: a line that was written the other way round has the key in this place.
      throw new ConfigurationError(
        `apiKeys: expected names of up to 64 letters, digits, _, - and ., got one of ${name.length} characters`,
      );
    }
    for (const key of typeof keys === 'string' ? [keys] : keys) {
      if (typeof key !== 'string' || !SENDABLE.test(key)) throw notSendable(`apiKeys.${name}`);
      const other = holders.get(key);
      if (other !== undefined && other !== name) {
        throw new ConfigurationError(
          `apiKeys.${name}: expected a key that nobody else has, got that of ${other ?? 'apiKey'}`,
        );
      }
      holders.set(key, name);
    }
  }
  if (holders.size === 0) throw new ConfigurationError('apiKeys: expected at least one key, got none');
  if (holders.size > MOST_KEYS) {
    throw new ConfigurationError(`apiKeys: expected at most ${MOST_KEYS} keys, got ${holders.size}`);
  }
  return [...holders].map(([key, name]) => ({ name, hash: digest(key) }));
}

/** Nothing of a key is shown, not even of one that is none. */
function notSendable(option: string): ConfigurationError {
  return new ConfigurationError(
    `${option}: expected one or more letters, digits and signs of ASCII, without blanks, which a header can carry`,
  );
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
