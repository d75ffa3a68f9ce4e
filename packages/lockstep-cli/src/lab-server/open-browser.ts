import { spawn } from 'node:child_process';

/** How each system opens an address in the browser of one's choice. */
const OPENERS: { readonly [platform in NodeJS.Platform]?: readonly [string, ...string[]] } = {
  darwin: ['open'],
  // `start` takes its first quoted word for a title.
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Opens an address in the browser, which goes on without us.
 * @throws Error if there is nothing that could open it
 */
export async function openBrowser(address: string): Promise<void> {
  const [program, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...words, address], { stdio: 'ignore', detached: true });
  child.unref();
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
}
