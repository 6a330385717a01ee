import { usePage } from '../features/page-state';

/** Sets the theme on the document, now and whenever it changes; `auto` leaves it to the system. */
export function applyTheme(): void {
  const apply = (theme: string) => {
    document.documentElement.dataset.theme = theme;
  };
  apply(usePage.getState().theme);
  usePage.subscribe((state) => apply(state.theme));
}
