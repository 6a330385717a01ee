import type { Photo } from '../../engine';
import { factWords } from './fact-words';

/** What the photo's file says of itself: time, place, camera, keywords. */
export function PhotoDetails({ photo: { facts } }: { readonly photo: Photo }) {
  if (facts === null) return null;
  const words = factWords(facts);
  return (
    <section className="why-block" aria-label="Details">
      <h3>Details</h3>
      {words.length > 0 && (
        <dl className="why-details small">
          {words.map(([name, value]) => (
            <div key={name}>
              <dt className="muted">{name}</dt>
              <dd className="number">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {words.length === 0 && facts.problem === null && (
        <p className="small muted">The file names no time, place, camera or keywords.</p>
      )}
      {facts.problem !== null && <p className="small muted">{facts.problem}</p>}
    </section>
  );
}
