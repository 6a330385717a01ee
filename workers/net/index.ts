export { chooseNetwork, fetchAllowed } from './allowed';
export { NotThere, Passing } from './errors';
export { fetchFile } from './fetch-file';
export { looksLikeHtml } from './html';
export type { FetchOptions, Wanted } from './request';
