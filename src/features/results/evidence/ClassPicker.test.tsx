import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ClassPicker } from './ClassPicker';

function drawn(count: number) {
  let made = 0;
  const markup = renderToStaticMarkup(
    <ClassPicker
      label="Captions of class"
      className=""
      value="7"
      nothing={null}
      count={count}
      options={() => {
        made++;
        return Array.from({ length: count }, (_, i) => ({ value: String(i), label: `class ${i}` }));
      }}
      labelOf={(value) => `class ${value}`}
      onChoose={() => {}}
    />,
  );
  return { markup, made };
}

it('is a menu of all classes while there are hundreds', () => {
  const { markup } = drawn(300);
  expect(markup).toMatch(/^<select aria-label="Captions of class"/);
  expect(markup.match(/<option/g)).toHaveLength(300);
  expect(markup).toContain('<option value="7" selected="">class 7</option>');
});

it('is a field of the same name that shows the chosen one, and makes no option, where there are thousands', () => {
  const { markup, made } = drawn(10_000);
  expect(markup).toMatch(/^<input aria-label="Captions of class".* value="class 7"/);
  expect(markup).not.toContain('<option');
  expect(made).toBe(0);
});
