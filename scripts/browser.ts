import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** A Chromium-based browser that starts here. */
export interface Browser {
  /** Absolute path of the executable. */
  readonly path: string;
  /** False where its sandbox cannot start: as root, or where the system forbids user namespaces. */
  readonly sandbox: boolean;
}

/** The oldest major version whose WebGPU and WebAssembly the page is tested with. */
const OLDEST_VERSION = 126;

const isRoot = process.getuid?.() === 0;

/**
 * The first browser that is there, recent enough and starts: `FERNGLASS_BROWSER` or `CHROME_PATH`, then the system's
 * Chrome, Chromium or Edge, then Playwright's own. Null when there is none.
 * @throws Error when one of the two variables names something that does not start.
 */
function findBrowser(): Browser | null {
  const chosen = process.env.FERNGLASS_BROWSER || process.env.CHROME_PATH;
  if (chosen) {
    const browser = tryBrowser(chosen);
    if (!browser)
      throw new Error(
        `${chosen} (from FERNGLASS_BROWSER or CHROME_PATH) is not a Chrome or Chromium ${OLDEST_VERSION} or later that starts. Correct or unset the variable.`,
      );
    return browser;
  }
  for (const path of candidates()) {
    const browser = tryBrowser(path);
    if (browser) return browser;
  }
  return null;
}

/**
 * A browser, installed if need be: Playwright's own, or Debian's package where that cannot be had and we are root.
 * @throws Error saying what to install by hand when nothing worked.
 */
export function ensureBrowser(): Browser {
  const found = findBrowser();
  if (found) return found;
  console.log('No Chrome or Chromium found; installing one for the tests.');
  for (const install of [installPlaywrightBrowser, installDebianPackage]) {
    install();
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(
    'No browser could be installed. Install Chrome or Chromium ' +
      `(${OLDEST_VERSION} or later), or set FERNGLASS_BROWSER to the path of one, and run this again.`,
  );
}

function candidates(): string[] {
  const names = [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    'microsoft-edge',
  ];
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...usualPlaces(), ...onPath, chromium.executablePath()].filter((path) => existsSync(path));
}

function usualPlaces(): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
        ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) =>
          join(folder, `${name}.app`, 'Contents', 'MacOS', name),
        ),
      );
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
        .flatMap((variable) => process.env[variable] ?? [])
        .flatMap((folder) => [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Chromium', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]);
    default:
      return ['/opt/google/chrome/chrome', '/usr/bin/chromium', '/usr/lib/chromium/chromium'];
  }
}

function tryBrowser(path: string): Browser | null {
  // On Windows `--version` opens a window, and the browser keeps itself up to date.
  if (process.platform === 'win32') return existsSync(path) ? { path, sandbox: true } : null;
  if (majorVersion(path) < OLDEST_VERSION) return null;
  if (!isRoot && opensPage(path, [])) return { path, sandbox: true };
  return opensPage(path, ['--no-sandbox']) ? { path, sandbox: false } : null;
}

/** 0 when it does not start: Ubuntu's `chromium-browser`, for one, may be a script that only names the snap. */
function majorVersion(path: string): number {
  try {
    const text = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(/(\d+)\.\d+\.\d+/.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function opensPage(path: string, options: string[]): boolean {
  const { stdout } = spawnSync(
    path,
    ['--headless', '--disable-gpu', ...options, '--dump-dom', 'data:text/html,<p>opened</p>'],
    { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return Boolean(stdout?.includes('opened'));
}

function installPlaywrightBrowser(): void {
  const { status } = spawnSync('npx', ['playwright', 'install', '--no-shell', 'chromium'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.log("Playwright's browser could not be fetched.");
}

function installDebianPackage(): void {
  if (!isRoot || !isDebian()) return;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const options of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']])
    spawnSync('apt-get', options, { stdio: ['ignore', 'inherit', 'inherit'], env: environment });
}

const isDebian = () =>
  existsSync('/etc/os-release') &&
  /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
