/**
 * A window so low that bars which stay in place would take most of it (a phone on its side, a page at 200 or 400 %): the
 * page scrolls as a whole there. `layout.css` says the same.
 */
export const LOW_WINDOW = '(max-height: 480px), (max-height: 600px) and (max-width: 719px)';
