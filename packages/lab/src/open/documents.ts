/** What reads files as the command line does; fetched when the first is opened. */
export async function documents() {
  // The checker of shapes would try to compile its checks, which a page with a strict policy refuses.
  Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
  return import('lockstep-cli/documents');
}
