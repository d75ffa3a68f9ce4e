import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

/** Nothing that reaches for a network, a sandbox or a GPU. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the machine's own Chromium, without a window.
 * @throws Error that says how to get one if there is none
 */
export function launchChromium() {
  const executablePath = findChromium();
  if (executablePath !== null) return chromium.launch({ executablePath, args: FLAGS });
  throw new Error(
    'the lab needs Chromium to be tested: expected it as /usr/bin/chromium, or where the variable CHROMIUM says; ' +
      'on Debian "apt-get install chromium" installs it',
  );
}

/** @returns {string | null} where the program is; null if there is none */
function findChromium() {
  const paths = FOLDERS.flatMap((folder) => NAMES.map((name) => `${folder}/${name}`));
  return process.env.CHROMIUM || (paths.find((path) => existsSync(path)) ?? null);
}

/** Installs Chromium where it is missing and that takes no password: as root on Debian. */
export function installChromiumIfMissing() {
  if (findChromium() !== null || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log('Installing Chromium, which the tests of the lab need.');
  try {
    aptGet('update');
    aptGet('install', '--yes', '--no-install-recommends', 'chromium');
  } catch (error) {
    // The tests that need it fail and say what is missing; all others go on.
    console.error(`Chromium could not be installed: ${error.message}`);
  }
}

function aptGet(...words) {
  execFileSync('apt-get', ['-qq', ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
