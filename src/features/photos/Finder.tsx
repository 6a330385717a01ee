import { Search } from 'lucide-react';
import { type SortOrder, usePage } from '../page-state';

const sorts: readonly (readonly [SortOrder, string])[] = [
  ['added', 'As added'],
  ['name', 'By name'],
  ['margin', 'Doubtful first'],
  ['class', 'By class'],
  ['changed', 'Changed first'],
];

/** Order and search. */
export function Finder() {
  const sort = usePage((page) => page.sort);
  const search = usePage((page) => page.search);
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
      <div className="finder-search">
        <Search size={14} aria-hidden />
        <input
          id="find"
          className="field"
          type="search"
          aria-label="Find by file or class"
          placeholder="Find file or class"
          value={search}
          onChange={(event) => usePage.setState({ search: event.target.value })}
        />
      </div>
    </div>
  );
}
