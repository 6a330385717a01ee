import type { ModelSource } from '../../../../../workers/protocol';

/** What a typed address or id means, or why it means nothing, in words for the user. */
export type ReadAddress = { readonly source: ModelSource } | { readonly problem: string };

const ID = /^[\w.-]+\/[\w.-]+$/;
const PUBLIC_HUBS = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co']);
/** Words after a model's id in a hub's addresses, each followed by a revision. */
const PAGES = new Set(['tree', 'blob', 'resolve', 'raw', 'commit']);
/** First words of addresses on a hub that are no owners of models. */
const NO_OWNERS = new Set(['datasets', 'spaces', 'docs', 'blog', 'api', 'settings', 'collections', 'papers']);
/** Files of a checkpoint that somebody may name instead of their folder. */
const FILE = /\/(onnx\/)?[^/]+\.(json|onnx|onnx_data(_\d+)?|md|txt)$/i;

const WANTED =
  'Type a model’s id, such as owner/name or owner/name@revision, or the web address of a hub’s page or of a folder.';

/**
 * Reads what was typed as a model's id or address: `owner/name`, `owner/name@revision`, any page of a model on the public
 * hub or on the mirror in use, or the address of a folder on a web server.
 * @param hub address of the hub or mirror in use, ending in `/`
 */
export function readModelAddress(typed: string, hub: string): ReadAddress {
  const text = typed.trim();
  if (text === '') return { problem: WANTED };
  if (/^(file:|[a-z]:\\|\\\\|~?\/)/i.test(text))
    return {
      problem: 'Pages cannot read a path of this device. Choose the folder with “Open model folder”.',
    };
  const [name = '', revision, ...more] = text.split('@');
  if (ID.test(name) && more.length === 0) return onHub(name, revision ?? 'main', hub);
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  const looksLikeOne = address === text || /^[\w-]+(\.[\w-]+)+(:\d+)?\//.test(text);
  if (!looksLikeOne || !URL.canParse(address)) return { problem: WANTED };
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: WANTED };
  if (url.username !== '' || url.password !== '')
    return { problem: 'Leave name and password out of the address: they would be kept with it.' };
  const base = hubOf(url, hub);
  return base === null ? inFolder(url) : ofPage(url, base);
}

/** The hub that an address is a page of, ending in `/`; null where it is a folder's. */
function hubOf(url: URL, hub: string): string | null {
  if (PUBLIC_HUBS.has(url.host)) return 'https://huggingface.co/';
  return url.href.startsWith(hub) ? hub : null;
}

function onHub(id: string, revision: string, host: string): ReadAddress {
  if (!/^[\w./-]+$/.test(revision)) return { problem: 'After the @ goes a branch, a tag or a commit.' };
  return { source: { layout: 'hub', id, revision, host } };
}

function ofPage(url: URL, host: string): ReadAddress {
  const path = url.pathname.slice(new URL(host).pathname.length);
  const [owner = '', rest = '', page, ...more] = path.split('/');
  const [name = '', after] = rest.split('@');
  const id = `${owner}/${name}`;
  if (NO_OWNERS.has(owner) || !ID.test(id))
    return {
      problem: 'This is no page of a model. Its address looks like https://huggingface.co/owner/name.',
    };
  if (page === undefined || page === '') return onHub(id, after ?? 'main', host);
  const [revision] = more;
  return onHub(id, PAGES.has(page) && revision ? revision : 'main', host);
}

function inFolder(url: URL): ReadAddress {
  if (url.search !== '' && url.search !== '?download=true')
    return { problem: 'This address has a question mark: it is one file’s. Give the address of the folder.' };
  const folder = url.pathname.replace(FILE, '').replace(/\/+$/, '');
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  // The host itself is the folder.
  if (name === '') return folderOf('.', new URL('/', url).href);
  return folderOf(name, new URL(`${folder.slice(0, -name.length)}`, url).href);
}

const folderOf = (id: string, host: string): ReadAddress => ({
  source: { layout: 'folder', id, revision: 'main', host },
});
