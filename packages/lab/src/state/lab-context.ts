import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Lab } from './lab.js';

const LabContext = createContext<Lab | null>(null);

export const LabProvider = LabContext.Provider;

/** The lab that this view is part of. */
export function useLab(): Lab {
  return useContext(LabContext)!;
}
