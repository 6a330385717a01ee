import { type ReactNode, useMemo, useState } from 'react';
import type { AnswerState } from '../../../../core';
import { Menu } from '../../common/components/Menu';
import { compareNames } from '../../common/text/compare-names';
import { fold } from '../../common/text/fold';
import { count } from '../../common/text/formats';
import { usePage } from '../../page-state';
import { type Facet, type Filter, isOpen, NO_FILTER, type Said } from '../list/filter';
import { useFacetCounts } from '../list/hooks';
import './filter-menu.css';

const SAID: readonly (readonly [said: Said, words: string])[] = [
  ['nothing', 'Without a label'],
  ['something', 'Labelled'],
  ['none', 'None of these'],
  ['unsure', 'Labelled unsure'],
  ['changed', 'Changed by a person'],
];

const STATES: readonly (readonly [state: AnswerState, words: string])[] = [
  ['confident', 'Confident'],
  ['unsure', 'Unsure'],
  ['unlike', 'Not like your classes'],
];

/** What the summary above the photos counts too. */
const MOVED = 'Changed by the method';

/** Classes, folders or days that are listed at once. */
const LISTED = 40;

/** Which photos are shown: by what people said of them, by how sure the answer is, by class, folder and day. */
export function FilterMenu() {
  const filter = usePage((page) => page.filter);
  return (
    <Menu label="Show" value={wordsOf(filter)} alert={!isOpen(filter)}>
      {() => <Choices filter={filter} />}
    </Menu>
  );
}

/** What a filter shows, in short. */
export function wordsOf({ said, state, isMoved, className, folder, day, picked }: Filter): string {
  const words = [
    SAID.find(([its]) => its === said)?.[1],
    STATES.find(([its]) => its === state)?.[1],
    isMoved ? MOVED : undefined,
    className ?? undefined,
    folder === '' ? WITHOUT['folder '] : (folder ?? undefined),
    day === '' ? WITHOUT['day '] : (day ?? undefined),
    picked === null ? undefined : 'Picked out',
  ].filter((word) => word !== undefined);
  return words.length === 0 ? 'All' : words.join(', ');
}

const set = (change: Partial<Filter>) => {
  const next = { ...usePage.getState().filter, ...change };
  usePage.setState({ filter: isOpen(next) ? NO_FILTER : next });
};

function Choices({ filter }: { readonly filter: Filter }) {
  const counts = useFacetCounts();
  const of = (facet: Facet) => counts.get(facet) ?? 0;
  return (
    <div className="filter-menu">
      <div className="menu-section">
        <Choice
          words="All photos"
          pressed={isOpen(filter)}
          onPress={() => usePage.setState({ filter: NO_FILTER })}
        />
        {SAID.map(([said, words]) => (
          <Choice
            key={said}
            words={words}
            photos={of(said)}
            pressed={filter.said === said}
            onPress={() => set({ said: filter.said === said ? null : said })}
          />
        ))}
      </div>
      <section className="menu-section" aria-label="Answer">
        <h3 className="filter-title small muted">Answer</h3>
        {STATES.map(([state, words]) => (
          <Choice
            key={state}
            words={words}
            photos={of(`answer ${state}`)}
            pressed={filter.state === state}
            onPress={() => set({ state: filter.state === state ? null : state })}
          />
        ))}
        <Choice
          words={MOVED}
          photos={of('answer moved')}
          pressed={filter.isMoved}
          onPress={() => set({ isMoved: !filter.isMoved })}
        />
      </section>
      <Names
        title="Class"
        start="class "
        counts={counts}
        chosen={filter.className}
        onChoose={(className) => set({ className })}
      />
      <Names
        title="Folder"
        start="folder "
        counts={counts}
        chosen={filter.folder}
        onChoose={(folder) => set({ folder })}
      />
      <Names
        title="Day taken"
        start="day "
        counts={counts}
        chosen={filter.day}
        onChoose={(day) => set({ day })}
      />
    </div>
  );
}

/** What photos without a name of the kind are listed under. */
const WITHOUT = { 'class ': 'No class', 'folder ': 'No folder', 'day ': 'Day not known' } as const;

interface NamesProps {
  readonly title: string;
  readonly start: keyof typeof WITHOUT;
  readonly counts: ReadonlyMap<Facet, number>;
  readonly chosen: string | null;
  onChoose(name: string | null): void;
}

/** Classes, folders or days that there are photos of; nothing where there is one folder or day at most. */
function Names({ title, start, counts, chosen, onChoose }: NamesProps): ReactNode {
  const [typed, setTyped] = useState('');
  const all = useMemo(
    () =>
      [...counts]
        .flatMap(([facet, photos]) =>
          facet.startsWith(start) ? [{ name: facet.slice(start.length), photos }] : [],
        )
        .sort((a, b) => compareNames(a.name, b.name)),
    [counts, start],
  );
  if (all.length === 0 || (start !== 'class ' && all.length === 1 && chosen === null)) return null;
  const wanted = fold(typed.trim());
  const fitting = all.filter(({ name }) => wanted === '' || fold(name).includes(wanted));
  return (
    <section className="menu-section" aria-label={title}>
      <h3 className="filter-title small muted">{title}</h3>
      {all.length > LISTED && (
        <input
          className="field"
          type="search"
          aria-label={`Find ${title.toLowerCase()}`}
          placeholder={`Find ${title.toLowerCase()}`}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
      {fitting.slice(0, LISTED).map(({ name, photos }) => (
        <Choice
          key={name}
          words={name === '' ? WITHOUT[start] : name}
          photos={photos}
          pressed={name === chosen}
          onPress={() => onChoose(name === chosen ? null : name)}
        />
      ))}
      {fitting.length > LISTED && (
        <p className="small muted">{count(fitting.length - LISTED)} more: type to find them.</p>
      )}
    </section>
  );
}

interface ChoiceProps {
  readonly words: string;
  readonly photos?: number;
  readonly pressed: boolean;
  onPress(): void;
}

function Choice({ words, photos, pressed, onPress }: ChoiceProps) {
  return (
    <button type="button" className="filter-choice" aria-pressed={pressed} onClick={onPress}>
      <span className="filter-words">{words}</span>
      {photos !== undefined && <span className="number small muted">{count(photos)}</span>}
    </button>
  );
}
