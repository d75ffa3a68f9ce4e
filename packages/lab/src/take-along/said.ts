import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

const SaidContext = createContext<(words: string) => void>(() => {});

/** Tells the visitor what became of what was asked for, in the line that is read out. */
export const useSay = () => useContext(SaidContext);

export const SaidProvider = SaidContext.Provider;
