import { type GroupBy, type SortOrder, usePage } from '../../page-state';
import { SearchField } from '../search/SearchField';
import { FilterMenu } from './FilterMenu';

const sorts: readonly (readonly [SortOrder, string])[] = [
  ['added', 'As added'],
  ['name', 'By name'],
  ['margin', 'Doubtful first'],
  ['class', 'By class'],
  ['changed', 'Changed first'],
  ['time', 'By time taken'],
];

const groupings: readonly (readonly [GroupBy, string])[] = [
  ['none', 'Not grouped'],
  ['class', 'Group by class'],
  ['folder', 'Group by folder'],
  ['burst', 'Group by burst'],
  ['similarity', 'Group by likeness'],
];

/** Order, groups, filter and search. */
export function Finder() {
  const sort = usePage((page) => page.sort);
  const groupBy = usePage((page) => page.groupBy);
  return (
    <div className="finder">
      <select
        className="select"
        aria-label="Order"
        value={sort}
        onChange={(event) => usePage.setState({ sort: event.target.value as SortOrder })}
      >
        {sorts.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <select
        className="select"
        aria-label="Group"
        value={groupBy}
        onChange={(event) => usePage.setState({ groupBy: event.target.value as GroupBy })}
      >
        {groupings.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <FilterMenu />
      <SearchField />
    </div>
  );
}
