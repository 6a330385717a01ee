import { ScanSearch, Search } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../../common/components/IconButton';
import { useEngine } from '../../engine-context';
import { usePage } from '../../page-state';
import { seekTyped } from './seek';
import './search.css';

/** Finds photos by file or class as one types; Enter, or the button, finds them by what they show. */
export function SearchField() {
  const engine = useEngine();
  const search = usePage((page) => page.search);
  const hint = useId();
  return (
    <div className="finder-search">
      <Search size={14} aria-hidden />
      <input
        id="find"
        className="field"
        type="search"
        aria-label="Search photos"
        aria-describedby={hint}
        placeholder="Search photos"
        value={search}
        onChange={({ target }) => usePage.setState({ search: target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          seekTyped(engine);
        }}
      />
      <span id={hint} className="visually-hidden">
        By file or class as you type; by what they show with Enter
      </span>
      {search.trim() !== '' && (
        <IconButton
          icon={ScanSearch}
          quiet
          className="search-go"
          label="Search by what photos show"
          title="Search by what photos show (Enter)"
          onClick={() => seekTyped(engine)}
        />
      )}
    </div>
  );
}
