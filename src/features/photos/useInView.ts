import { type RefObject, useEffect, useState } from 'react';

const callbacks = new WeakMap<Element, (inView: boolean) => void>();
let observer: IntersectionObserver | undefined;

function shared(): IntersectionObserver {
  // `scrollMargin` widens the scrolling panel, where browsers know it, so that tiles are ready before they show.
  const options: IntersectionObserverInit & { scrollMargin?: string } = { scrollMargin: '240px' };
  observer ??= new IntersectionObserver((entries) => {
    for (const entry of entries) callbacks.get(entry.target)?.(entry.isIntersecting);
  }, options);
  return observer;
}

/** Whether an element is in view or close to it; one observer serves all. */
export function useInView(ref: RefObject<Element | null>): boolean {
  const [inView, setInView] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    callbacks.set(element, setInView);
    shared().observe(element);
    return () => {
      callbacks.delete(element);
      shared().unobserve(element);
    };
  }, [ref]);
  return inView;
}
