import { createHash } from 'node:crypto';
import { Html } from './html.js';
import type { ReportFile } from './report.js';

/** A file that a report has written beside its page. */
export interface ListedFile {
  /** Relative to the report's folder, with forward slashes. */
  readonly path: string;
  /** SHA-256 of what was written, in hexadecimal digits. */
  readonly sha256: string;
}

const ID = 'lockstep-files';
const LIST = new RegExp(`<script type="application/json" id="${ID}">(.*?)</script>`);

export function listed({ path, content }: ReportFile): ListedFile {
  return { path, sha256: sha256(content) };
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The list as a part of the page: by it a later report in the same folder knows which files are those of an earlier one. */
export function fileList(files: readonly ListedFile[]): Html {
  return new Html(`<script type="application/json" id="${ID}">${JSON.stringify(files)}</script>`);
}

/** The list that a page carries; empty for a page of another kind. */
export function filesOf(page: string): ListedFile[] {
  const json = LIST.exec(page)?.[1];
  return json === undefined ? [] : (JSON.parse(json) as ListedFile[]);
}
