export { createServer, type LockstepServer } from './create-server.js';
export type { ServerDrainOptions } from './drain.js';
export type { ServerBatcher } from './open-batcher.js';
export type { ServerOptions } from './server-options.js';
