import { FernglassError } from '../../../core';
import { RECIPES, type Recipe, type RecipeOptions } from './recipes';

export { RECIPES, type Recipe, type RecipeOptions } from './recipes';

/**
 * A recipe by its name.
 * @throws FernglassError `input-invalid` when there is none.
 */
export function recipeNamed(name: string): Recipe {
  const recipe = RECIPES.find((one) => one.name === name);
  if (recipe === undefined)
    throw new FernglassError(
      'input-invalid',
      `There is no recipe ${name}; there are ${RECIPES.map((one) => one.name).join(', ')}.`,
    );
  return recipe;
}

/** Options with what a recipe says for those that were not given. */
export function withRecipe<Values extends object>(
  values: Values,
  given: ReadonlySet<string>,
  { options }: Recipe,
): Values & Partial<RecipeOptions> {
  const added = Object.entries(options).filter(([name]) => !given.has(name));
  return { ...values, ...Object.fromEntries(added) };
}

/** The recipes as `--help` and `recipes` print them. */
export const recipeLines = (): string[] =>
  RECIPES.flatMap(({ name, about, file, caution, options }) => [
    `${name}: ${about}`,
    `  file     ${file}`,
    `  licence  ${options.licence}`,
    ...(caution === '' ? [] : [`  note     ${caution}`]),
  ]);
