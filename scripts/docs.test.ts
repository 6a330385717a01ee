import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['.', 'docs', 'pocket', 'pocket/convert', 'index-shards', '.github'];
/** Speaks of what was, too. */
const HISTORY = 'CHANGELOG.md';

/** Every page of documentation, relative to the root. */
const PAGES = FOLDERS.filter((folder) => existsSync(join(ROOT, folder)))
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.md') && path !== HISTORY);

/** What the tree's own folders are called at the top: a path in prose begins with one of them. */
const TREE = /^(core|src|workers|index-shards|public|pocket|bench|e2e|scripts|docs)\/[\w./*-]+$/;

test.each(PAGES)('%s names only files that are there', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) =>
    join(dirname(page), link!),
  );
  const named = [...text.matchAll(/`([^`\s]+)`/g)].map(([, code]) => code!).filter((code) => TREE.test(code));
  const missing = [...links, ...named].filter((path) => !exists(path));
  expect(missing).toEqual([]);
});

/** Whether a path is there; one with stars is if its folder before the first star is. */
function exists(path: string): boolean {
  const fixed = path.includes('*') ? dirname(path.slice(0, path.indexOf('*') + 1)) : path;
  return existsSync(join(ROOT, fixed)) || GENERATED.some((folder) => fixed.startsWith(folder));
}

/** Made by commands, and not in the repository. */
const GENERATED = ['pocket/.work', 'pocket/train/.venv'];
