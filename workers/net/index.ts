export { chooseNetwork, fetchAllowed, networkChosen } from './allowed';
export { isAskedTooOften, NotThere, Passing } from './errors';
export { fetchFile } from './fetch-file';
export { looksLikeHtml } from './html';
export type { Earlier, Validator } from './partial-file';
export type { FetchOptions, Keeper, Wanted } from './request';
