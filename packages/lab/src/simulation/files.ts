import { FileError } from '../open/file-error.js';
import { gunzipped, isGzip } from '../open/gunzipped.js';

/** Files that come with the lab, by the names that stand for them. */
const SHIPPED: Readonly<Record<string, URL>> = {
  'azure-conv': new URL('../../../lockstep-cli/data/azure-conv.csv.gz', import.meta.url),
};

/** The texts of the files that scenarios name: those that came with the lab, and those that were dropped. */
export class Files {
  private readonly texts = new Map<string, string>();

  /** Takes a file that was dropped, in place of one of the same name; undefined for none. */
  set(name: string, text: string | undefined): void {
    if (text === undefined) this.texts.delete(name);
    else this.texts.set(name, text);
  }

  /** The text of a file as far as it is here already. */
  get(name: string): string | undefined {
    return this.texts.get(name);
  }

  /**
   * The text of a file; one that comes with the lab is fetched at first.
   * @returns null for a file that was not dropped
   * @throws FileError when it cannot be fetched
   */
  async load(name: string): Promise<string | null> {
    const known = this.texts.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(SHIPPED, name)) return null;
    const text = await fetched(name, SHIPPED[name]!);
    this.texts.set(name, text);
    return text;
  }
}

async function fetched(name: string, url: URL): Promise<string> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    // Some servers unpack it on the way.
    return new TextDecoder().decode(isGzip(bytes) ? await gunzipped(bytes) : bytes);
  } catch (error) {
    throw new FileError(`cannot read ${name}: ${(error as Error).message}`);
  }
}
