import { significant } from 'lockstep/metrics';

const UNITS = ['bytes', 'KB', 'MB', 'GB'];

/** `612 KB`, of 1000 bytes each. */
export function byteSize(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${significant(bytes / 1000 ** power)} ${UNITS[power]}`;
}
