/**
 * When an answer leaves: `token`, tokens stream as they come; `request`, at the row's own last token, its slot
 * stays held; `batch`, when the batch ends (the textbook).
 */
export type Release = 'token' | 'request' | 'batch';
